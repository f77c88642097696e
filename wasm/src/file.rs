//! Files that JavaScript hands in.

use std::io;
use std::sync::Arc;

use js_sys::{Function, Uint8Array};
use veyl_core::read::{Input, ReadAt};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

#[wasm_bindgen]
extern "C" {
    /// `{ name, bytes }` or `{ name, size, read(offset, length) }`.
    pub type File;

    #[wasm_bindgen(method, getter)]
    fn name(this: &File) -> String;

    #[wasm_bindgen(method, getter)]
    fn bytes(this: &File) -> Option<Uint8Array>;

    #[wasm_bindgen(method, getter)]
    fn size(this: &File) -> f64;

    #[wasm_bindgen(method, getter)]
    fn read(this: &File) -> Function;
}

impl File {
    /// As an input of the core.
    pub(crate) fn input(&self) -> Input {
        if let Some(bytes) = self.bytes() {
            return Input::bytes(self.name(), bytes.to_vec());
        }
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "sizes of files are whole and below 2^53"
        )]
        let size = self.size() as u64;
        let read = self.read();
        Input::elsewhere(self.name(), Arc::new(Elsewhere { size, read }))
    }
}

/// Bytes that JavaScript reads when asked.
#[derive(Debug)]
struct Elsewhere {
    size: u64,
    read: Function,
}

impl ReadAt for Elsewhere {
    fn size(&self) -> u64 {
        self.size
    }

    fn read_at(&self, offset: u64, out: &mut [u8]) -> io::Result<usize> {
        let wanted = self.size.saturating_sub(offset).min(out.len() as u64);
        if wanted == 0 {
            return Ok(0);
        }
        let read = self
            .read
            .call2(
                &JsValue::NULL,
                &(offset as f64).into(),
                &(wanted as f64).into(),
            )
            .map_err(|error| io::Error::other(message(&error)))?;
        let bytes = read
            .dyn_into::<Uint8Array>()
            .map_err(|_| io::Error::other("what reads the file gave no bytes"))?;
        let count = (bytes.length() as usize).min(out.len());
        let bytes = bytes.subarray(0, u32::try_from(count).unwrap_or(u32::MAX));
        bytes.copy_to(&mut out[..count]);
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(count)
    }
}

/// What a thrown value says.
fn message(thrown: &JsValue) -> String {
    match thrown.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => format!("{thrown:?}"),
    }
}
