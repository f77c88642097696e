//! The parser of notebooks: a module of its own.

use std::collections::BTreeMap;

use veyl_core::notebook::Notebook;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::{OrThrow, Result};
use crate::json::{given, json};

/// A notebook as an editor sees it, as JSON.
#[wasm_bindgen(js_name = parseNotebook)]
pub fn parse_notebook(text: &str, params: JsValue) -> Result<String> {
    let params: BTreeMap<String, String> = given(params)?;
    let notebook = Notebook::parse("notebook", text).or_throw()?;
    json(&notebook.outline(text, &params).or_throw()?)
}
