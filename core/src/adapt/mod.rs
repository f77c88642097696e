//! Records into posts: adapter files, recognition, general tables, mappings.
//!
//! An adapter is a TOML file that says where in a record each field of a post
//! is. It is compiled to a tree of paths and a set of rules: the tree pulls
//! the few values that matter out of a record in one walk, the rules make
//! typed fields of them or say why not.

mod adapter;
mod as_is;
mod builtin;
mod convert;
mod extract;
mod field;
mod formats;
mod general;
mod metrics;
mod named;
mod names;
mod normal;
mod path;
mod post;
mod raw;
mod recognise;
mod reject;
mod rule;
mod side;
mod spec;
mod table;
mod typed;
mod url;

pub(crate) use adapter::Adapter;
pub(crate) use builtin::ADAPTERS;
pub(crate) use convert::{Target, convert};
pub use formats::{FormatInfo, formats};
pub(crate) use recognise::recognise;
pub use reject::Reject;
pub(crate) use spec::Spec;
pub(crate) use table::TableAdapter;
pub(crate) use table::platforms_json;
