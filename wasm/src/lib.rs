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
//! - `file`: files that JavaScript hands in
//! - `json`, `error`, `fault`: values, errors and panics on their way out

mod crossfilter;
mod dataset;
mod error;
mod fault;
mod file;
mod info;
mod json;
mod load;

pub use crossfilter::CrossFilter;
pub use dataset::Dataset;
pub use fault::{last_panic, panic_for_tests};
pub use file::File;
pub use info::{
    convert, format_first, format_text, formats, parse_notebook, parse_scope, schema_sql, version,
    views,
};
pub use load::Callbacks;
