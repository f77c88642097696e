//! veyl: an embedded analytics engine for social-media posts.
//!
//! Posts, hashtags and projects in; views of projects and their engagement
//! out. The modules, in the order in which data flows through them:
//!
//! - `error`: the one error: what, where, and what to do next
//! - `schema`: the ten canonical tables
//! - `view`: the views: columns and order
//! - `value`: normal forms of single values: hashtag, time, count, text
//! - `read`: bytes to records
//! - `adapt`: records to rows: adapter files, recognition, mappings
//! - `load`: inputs to staged rows, counted
//! - `scope`: the scope language of projects
//! - `project`: projects as people write them
//! - `sql`: the SQL engine: store, views, reports (feature `duckdb`)
//! - `index`: the index engine: posts in memory, views in microseconds
//! - `engine`: one interface to both
//! - `write`: batches to files
//! - `report`: every view of a set of projects as one folder of files
//! - `notebook`: Markdown with SQL cells, run and shown
//! - `frame`: views as polars DataFrames (feature `polars`)
//! - `trend`: how figures moved over dated reports (feature `polars`)
//! - `generate`: made-up data of any size
//! - `parallel`: work on several threads, its results in order

mod adapt;
pub mod engine;
mod error;
#[cfg(feature = "polars")]
pub mod frame;
pub mod generate;
pub mod index;
pub mod load;
pub mod notebook;
mod parallel;
pub mod project;
pub mod read;
#[cfg(not(target_family = "wasm"))]
pub mod report;
pub mod schema;
pub mod scope;
#[cfg(feature = "duckdb")]
pub mod sql;
#[cfg(feature = "polars")]
pub mod trend;
pub mod value;
pub mod view;
pub mod write;

pub use adapt::{FormatInfo, Reject, formats};
pub use error::{Error, ErrorKind, Position, Result};
