//! Panics: a fault in veyl itself. They end the instance, and say so.

use std::sync::{Mutex, PoisonError};

use wasm_bindgen::prelude::wasm_bindgen;

static LAST: Mutex<Option<String>> = Mutex::new(None);

/// Runs when the module is started: from then on a panic leaves its message behind.
#[wasm_bindgen(start)]
fn start() {
    std::panic::set_hook(Box::new(|panic| {
        let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
        *last = Some(panic.to_string());
    }));
}

/// What the last panic said. The instance that has panicked is good for nothing
/// but this question.
#[wasm_bindgen(js_name = lastPanic)]
pub fn last_panic() -> Option<String> {
    let last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    last.clone()
}

/// Panics, so that tests see what becomes of it.
#[wasm_bindgen(js_name = panicForTests)]
pub fn panic_for_tests() {
    #[allow(clippy::panic, reason = "this is what it is for")]
    {
        panic!("asked for");
    }
}
