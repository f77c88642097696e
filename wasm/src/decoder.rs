//! Text in other encodings than UTF-8, undone by the host's `TextDecoder`.

use js_sys::{Object, Reflect};
use veyl_core::read::{HostDecoder, decode_with};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    type TextDecoder;

    #[wasm_bindgen(constructor, catch)]
    fn new(label: &str, options: &Object) -> Result<TextDecoder, JsValue>;

    #[wasm_bindgen(method, getter)]
    fn encoding(this: &TextDecoder) -> String;

    #[wasm_bindgen(method, catch)]
    fn decode(this: &TextDecoder, bytes: &[u8], options: &Object) -> Result<String, JsValue>;
}

/// Lets the core know of them.
pub(crate) fn start() {
    decode_with(|label| {
        let decoder = TextDecoder::new(label, &saying("ignoreBOM", true)).ok()?;
        let name = decoder.encoding();
        Some((name, Box::new(Host(decoder)) as Box<dyn HostDecoder>))
    });
}

struct Host(TextDecoder);

impl HostDecoder for Host {
    fn decode(&mut self, bytes: &[u8], last: bool) -> String {
        let decoded = self.0.decode(bytes, &saying("stream", !last));
        // It throws only where it is told to, which it is not.
        decoded.unwrap_or_default()
    }
}

fn saying(name: &str, what: bool) -> Object {
    let options = Object::new();
    // An object that was made here takes every property.
    let _ = Reflect::set(&options, &name.into(), &what.into());
    options
}
