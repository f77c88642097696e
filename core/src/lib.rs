//! veyl: an embedded analytics engine for social-media posts.
//!
//! The modules, in the order in which data flows through them:
//!
//! - `error`: the one error, with its position
//! - [`read`]: bytes to blocks of raw records
mod error;
pub mod read;

pub use error::{Error, ErrorKind, Position, Result};
