//! Writes the JavaScript bindings of a WebAssembly module.
//!
//! `wasm-bindgen` as a library of the very version that the module was built
//! with, as Cargo.lock has it: an installed command could be of another.

use std::env;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [module, folder, name] = arguments.as_slice() else {
        bail!("veyl-bundle MODULE.wasm FOLDER NAME writes FOLDER/NAME.js and FOLDER/NAME_bg.wasm");
    };
    Bindgen::new()
        .input_path(module)
        .out_name(name)
        .web(true)?
        // The types are written by hand, of the face that stands before these bindings.
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(folder)
        .with_context(|| format!("{module} could not be bound"))
}
