//! Changes to a data set that is there: posts that come or come again, posts
//! deleted, hashtags, creators and projects made and taken away.
//!
//! Every change is one method of [`Dataset`], named as the one of the store that
//! does the same; it is made as a whole or, after an error, not at all. First all
//! is planned on the data set as it is (`load`, `plan`), then written (`writing`),
//! where nothing can fail any more. Views are current right afterwards.
//!
//! # What a change costs
//! The posting lists and columns that the builder makes stay as they are, in
//! Arrow buffers; what changes lies beside them, in the tail of a column, of a
//! list, or in a hash table. For n posts that a change appends, rewrites or
//! deletes, with l links:
//!
//! - n look-ups of ids, n records of 32 bytes, and l links; whatever else there
//!   is stays untouched;
//! - a new post goes to the end of the lists it is in. A list that loses a post,
//!   or gets one that was there before, is written anew, once a change: 4 bytes
//!   for each post of that one hashtag or creator;
//! - the kept sums of each hashtag of these posts: integers out and in. Where a
//!   post that had the first or the last time goes, the ends of that hashtag's
//!   list say the new one (`sums/edit.rs`);
//! - of a project with a scope query that follows one of these hashtags or
//!   creators, the kept matches: only the changed posts are asked again;
//! - two things once: the first change of all makes the table from ids to posts
//!   (some 7 to 11 bytes a post), and rewriting a post of a data set that lies in
//!   a mapped file, or that was cloned, copies the records (32 bytes a post).
//!
//! When the posts appended, rewritten and deleted are more than an eighth of
//! all, they are merged (`merge`): everything is written anew in the order of
//! time. That takes time in proportion to all posts, once in so many changes
//! that it comes to a constant number of posts written for each one changed.
//! Names of hashtags and creators that nothing has any more keep their place.

mod deletion;
mod extension;
mod files;
mod hashtags;
mod load;
mod matches;
mod merge;
mod plan;
mod projects;
mod reach;
mod writing;

pub use load::Loaded;

use crate::index::dataset::Dataset;
use crate::{Error, ErrorKind, Result};

/// As many posts as ordinals can number; the last one marks an empty slot.
const MOST: usize = u32::MAX as usize - 1;

/// Whether there is room for so many posts and links more.
///
/// # Errors
/// `Argument` where there is not.
fn check_room(dataset: &Dataset, posts: usize, links: usize) -> Result<()> {
    let too_many = |what: &str| {
        Error::new(
            ErrorKind::Argument,
            format!("a data set in memory holds fewer than 2^32 {what}"),
        )
        .hint("use the SQL engine: --engine duckdb")
    };
    if dataset.posts.len().saturating_add(posts) > MOST {
        return Err(too_many("posts"));
    }
    if dataset.links().saturating_add(links) > MOST {
        return Err(too_many("links"));
    }
    Ok(())
}

/// An id past all that there are.
fn no_id_left(table: &str) -> Error {
    Error::new(
        ErrorKind::Rule,
        format!("{table} has no id left below 2^31"),
    )
}
