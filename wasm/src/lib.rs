//! veyl for JavaScript: the index engine of `veyl-core` behind WebAssembly.
//!
//! Nothing here does any work of its own. Values come in as JavaScript values
//! and go out as JSON text, Arrow IPC or file bytes; errors go out as `Error`
//! objects with kind, position and hint. The JavaScript in `npm/` stands before
//! it: it makes objects of the texts, and notices when the module has died.
//!
//! - `info`: what can be asked without a data set
//! - `dataset`: a data set: loads, projects, views, tables
//! - `crossfilter`: filters over it
//! - `load`: the options, callbacks and report of a load
//! - `decoder`: text that is not UTF-8
//! - `file`: files that JavaScript hands in
//! - `json`, `error`, `fault`: values, errors and panics on their way
//!
//! With the feature `notebook` it is another module: the parser of notebooks, which
//! weighs half as much again, and which few pages ever ask for.

// What each function throws, and when, is said in the types of the package, veyl.d.ts.
#![allow(clippy::missing_errors_doc, clippy::missing_panics_doc)]

#[cfg(not(feature = "notebook"))]
mod crossfilter;
#[cfg(not(feature = "notebook"))]
mod dataset;
#[cfg(all(target_family = "wasm", not(feature = "notebook")))]
mod decoder;
mod error;
mod fault;
#[cfg(not(feature = "notebook"))]
mod file;
#[cfg(not(feature = "notebook"))]
mod info;
mod json;
#[cfg(not(feature = "notebook"))]
mod load;
#[cfg(feature = "notebook")]
mod notebook;

#[cfg(not(feature = "notebook"))]
pub use crossfilter::CrossFilter;
#[cfg(not(feature = "notebook"))]
pub use dataset::Dataset;
pub use fault::panic_for_tests;
#[cfg(not(feature = "notebook"))]
pub use file::File;
#[cfg(not(feature = "notebook"))]
pub use info::{
    convert, format_first, format_text, formats, parse_scope, schema_sql, version, views,
};
#[cfg(not(feature = "notebook"))]
pub use load::Callbacks;
#[cfg(feature = "notebook")]
pub use notebook::parse_notebook;
