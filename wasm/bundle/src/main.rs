//! Writes the JavaScript bindings of a WebAssembly module.
//!
//! `wasm-bindgen` as a library of the very version that the module was built
//! with, as Cargo.lock has it: an installed command could be of another. Before
//! that, what the module carries and does not need as it is: functions that it can
//! not reach, tables that it can compute, code unrolled for every width.

mod tables;
mod unpack;
mod unreached;

use std::env;

use anyhow::{Context, Result, bail};
use walrus::Module;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [module, folder, name] = arguments.as_slice() else {
        bail!("veyl-bundle MODULE.wasm FOLDER NAME writes FOLDER/NAME.js and FOLDER/NAME_bg.wasm");
    };
    let mut read =
        Module::from_file(module).with_context(|| format!("{module} is no WebAssembly"))?;
    unreached::empty(&mut read);
    unpack::in_a_loop(&mut read)?;
    tables::blank_chunker(&mut read);
    tables::compute_checksums(&mut read)?;
    Bindgen::new()
        .input_module(name, read)
        .web(true)?
        // The types are written by hand, of the face that stands before these bindings.
        .typescript(false)
        .omit_default_module_path(true)
        // The optimiser sorts by names, and strips them.
        .remove_name_section(false)
        .remove_producers_section(true)
        .generate(folder)
        .with_context(|| format!("{module} could not be bound"))
}

/// The memory of a module; what is compiled by Rust has one.
fn memory(module: &Module) -> Result<walrus::MemoryId> {
    let memory = module.memories.iter().next();
    Ok(memory.context("there is no memory")?.id())
}
