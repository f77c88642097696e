//! The start, and faults. A panic is a trap: its message is left out of the module,
//! which weighs a fifth less without all of them. The JavaScript before it notices.

use wasm_bindgen::prelude::wasm_bindgen;

/// Runs when the module is started.
#[wasm_bindgen(start)]
fn start() {
    #[cfg(all(target_family = "wasm", not(feature = "notebook")))]
    crate::decoder::start();
}

/// Panics, so that tests see what becomes of it.
#[wasm_bindgen(js_name = panicForTests)]
pub fn panic_for_tests() {
    #[allow(clippy::panic, reason = "this is what it is for")]
    {
        panic!("asked for");
    }
}
