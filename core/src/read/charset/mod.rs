//! The encodings there are, and what undoes them.
//!
//! Natively that is `encoding_rs`. Its tables are a fifth of what a module for a
//! page may weigh, and every page has them already: there the host decodes.

#[cfg(target_family = "wasm")]
mod host;
#[cfg(not(target_family = "wasm"))]
mod tables;

#[cfg(target_family = "wasm")]
pub(super) use host::{Decoder, Encoding};
#[cfg(target_family = "wasm")]
pub use host::{HostDecoder, OpenDecoder, decode_with};
#[cfg(not(target_family = "wasm"))]
pub(super) use tables::{Decoder, Encoding};

/// Stands where the source held bytes that its encoding does not have. It
/// never occurs in UTF-8, so the record it falls in is rejected downstream,
/// with its place; a U+FFFD would pass as text.
const MALFORMED: u8 = 0xff;
