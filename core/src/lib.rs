//! veyl: an embedded analytics engine for social-media posts.
//!
//! The modules, in the order in which data flows through them:
//!
//! - `error`: the one error, with its position
//! - [`scope`]: the language that narrows what a project takes in
mod error;
pub mod scope;

pub use error::{Error, ErrorKind, Position, Result};
