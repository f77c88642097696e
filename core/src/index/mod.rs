//! The index engine: Arrow columns and posting lists in memory, for views in
//! the time that their own posts take.
//!
//! A [`Dataset`] is made by a [`Builder`] of canonical batches, or read from
//! files by [`read`]. Inside, in the order in which a question reads them:
//!
//! - `project`: what is followed, by ordinals
//! - `lists`: the posts of a hashtag or a creator, the hashtags of a post
//! - `scoped`: a project's posts: the `union` of its lists, narrowed by platforms
//!   and by `residual`, its scope query over what is left; on a `scratch`
//! - `record` and `posts`: what is known of a post
//! - `days`, `names`, `history`: what several views ask of a project's posts,
//!   each on `figures` and `time`; `sums` is kept of every hashtag
//! - `views`: one operator a file; `parts`: a view piece by piece, for files
//! - `changes`: posts, hashtags and projects that come, change and go; what
//!   that costs is said there
//! - [`listing`]: what there is to pick from; `tables`: the canonical tables back out
//! - [`snapshot`]: the data set as a file that maps back in
//! - `platforms`, `hashtags`, `creators`, on `interner`, `texts` and `column`:
//!   names by ordinal and back
//!
//! Nothing here takes time or memory in proportion to all posts when one
//! project is asked for. Threads are used where there are some, and never
//! needed: the module is the same in WebAssembly.

mod build;
mod by_id;
mod changes;
mod column;
mod creators;
mod crossfilter;
mod dataset;
mod days;
mod figures;
mod floats;
mod hashtags;
mod history;
mod interner;
pub mod listing;
mod lists;
mod names;
#[cfg(not(target_family = "wasm"))]
mod parts;
mod platforms;
mod posts;
mod project;
mod read;
mod record;
mod residual;
mod scoped;
mod scratch;
mod seen;
pub mod snapshot;
mod stamp;
mod sums;
mod surges;
mod tables;
#[cfg(test)]
mod tests;
mod texts;
mod time;
mod union;
mod views;

pub use build::{Builder, Built, Rules};
pub use changes::Loaded;
pub use crossfilter::{
    Creator, CreatorBin, CrossFilter, EngagementBin, EngagementRange, Figures, Filters, HashtagBin,
    MOST_BINS, Options, Order, Page, PlatformBin, PostRow, Summary, TimeBin, TimeRange, TimeUnit,
    Timeline, WeekdayHour, WeekdayHourBin,
};
pub use dataset::{Dataset, Memory};
#[cfg(not(target_family = "wasm"))]
#[cfg(not(target_family = "wasm"))]
pub(crate) use parts::Parts;
pub use read::{read, read_and_follow};
