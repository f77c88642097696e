//! One record's values at the paths of a tree, from each kind of block.
//!
//! Every extractor fills the same slots, so that an adapter does not know
//! whether a record was JSON, a table row or a row of Arrow arrays.

pub(crate) mod columns;
pub(crate) mod json;
pub(crate) mod place;
pub(crate) mod row;
mod widen;
