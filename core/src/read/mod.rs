//! Bytes to blocks of raw records: what is in a file, before anyone asks what it means.
//!
//! A [`Reader`] tells a source's container by its first bytes, undoes
//! compression and encoding, and cuts the rest into [`Block`]s that can be
//! parsed independently of each other. It holds one block at a time, whatever
//! the size of the source, and knows nothing of export formats: the paths of
//! lists that stand inside an object come in as [`Wrapper`]s.
//!
//! The modules, in the order in which the bytes pass through them:
//!
//! - `input`, `native`, `paths`: where bytes come from; files, folders, patterns
//! - `decompress`, `encoding`: gzip and zstd undone, text brought to UTF-8
//! - `sniff`: which container it is
//! - `window`, `buffer`: the part of the text that is in memory, and the memory
//! - `json`, `ndjson`, `document`, `walk`, `page`, `split`: JSON records, by line or by
//!   structure
//! - `table`, `dialect`, `fields`: separated values
//! - `parquet`, `ipc`, `ipc_schema`: columns
//!
//! A record that cannot be cut out is [`Broken`] and keeps its number, so that
//! records read are always those handed out plus those broken. A source that
//! cannot be read on is an error, and its last one.

mod block;
mod buffer;
mod charset;
mod decompress;
mod dialect;
mod document;
mod encoding;
mod fields;
mod input;
mod ipc;
mod ipc_schema;
mod json;
#[cfg(not(target_family = "wasm"))]
mod native;
mod ndjson;
mod page;
mod parquet;
#[cfg(not(target_family = "wasm"))]
mod paths;
mod reader;
mod sniff;
mod split;
mod table;
#[cfg(test)]
mod tests;
mod walk;
mod window;

pub use block::{Block, Broken, Rows, Span, TableRow, TableRows};
pub(crate) use block::{excerpt, excerpt_at};
pub use buffer::Buffer;
#[cfg(target_family = "wasm")]
pub use charset::{HostDecoder, OpenDecoder, decode_with};
pub(crate) use encoding::NOT_UTF_8;
pub(crate) use encoding::known as known_encoding;
pub use input::{Input, ReadAt};
pub use ipc::read_arrow;
#[cfg(not(target_family = "wasm"))]
pub use paths::expand;
pub use reader::{Container, ReadOptions, Reader, Wrapper};
