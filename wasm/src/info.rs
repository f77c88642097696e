//! What can be asked without a data set.

use veyl_core::scope;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::{OrThrow, Result};

/// The version of veyl.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// A scope query in normal form.
#[wasm_bindgen(js_name = parseScope)]
pub fn parse_scope(query: &str) -> Result<String> {
    let scope = scope::parse(query).or_throw()?;
    Ok(scope.to_string())
}
