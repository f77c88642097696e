//! veyl: an embedded analytics engine for social-media posts.
//!
//! The modules, in the order in which data flows through them:
//!
//! - `error`: the one error, with its position
//! - [`value`]: normal forms of single values: hashtags, counts, times, text
mod error;
pub mod value;

pub use error::{Error, ErrorKind, Position, Result};
