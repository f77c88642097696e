//! The index engine: Arrow columns and posting lists in memory, for views in
//! the time that their own posts take.
//!
//! A [`Dataset`] is made by a [`Builder`] of canonical batches, or read from
//! files by [`read`]. Inside, in the order in which a question reads them:
//!
//! - `project`: what is followed, by ordinals
//! - `lists`: the posts of a hashtag or a creator, the hashtags of a post
//! - `scoped`: a project's posts: the union of its lists, narrowed by platforms
//!   and by `residual`, its scope query over what is left
//! - `record` and `posts`: what is known of a post
//! - `views`: one operator a file; `rows` puts their columns together
//! - `platforms`, `hashtags`, `creators`, on `interner`, `texts` and `column`:
//!   names by ordinal and back
//!
//! Nothing here takes time or memory in proportion to all posts when one
//! project is asked for. Threads are used where there are some, and never
//! needed: the module is the same in WebAssembly.

mod build;
mod column;
mod creators;
mod dataset;
mod figures;
mod hashtags;
mod interner;
mod lists;
mod platforms;
mod posts;
mod project;
mod read;
mod record;
mod residual;
mod scoped;
mod seen;
mod texts;
mod views;

pub use build::{Builder, Built, Rules};
pub use dataset::{Dataset, Memory};
pub use read::read;
