//! What a question allocates, kept for the next one.

use std::sync::{Mutex, PoisonError};

use crate::index::days::Days;
use crate::index::history::History;
use crate::index::names::Names;
use crate::index::record::Record;
use crate::index::seen::Seen;

/// A project's posts with more than so many are not kept room for.
const MOST_KEPT: usize = 1 << 16;

/// Room for one project's posts and what is computed of them.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    pub(crate) posts: Vec<u32>,
    pub(crate) matched: Vec<u8>,
    pub(crate) records: Vec<Record>,
    /// Places of posts in the order of `project_posts`.
    pub(crate) order: Vec<u32>,
    pub(crate) seen: Seen,
    pub(crate) bits: [Vec<u64>; 2],
    pub(crate) days: Days,
    pub(crate) names: Names,
    pub(crate) history: History,
}

impl Scratch {
    /// Lets go of the posts that are not to be kept.
    pub(crate) fn retain(&mut self, keep: impl Fn(u32, &Record) -> bool) {
        let mut kept = 0;
        for place in 0..self.posts.len() {
            let (post, record) = (self.posts[place], self.records[place]);
            // Written in any case, kept or not: there is nothing to guess wrong.
            self.posts[kept] = post;
            self.records[kept] = record;
            self.matched[kept] = self.matched[place];
            kept += usize::from(keep(post, &record));
        }
        self.posts.truncate(kept);
        self.records.truncate(kept);
        self.matched.truncate(kept);
    }
}

/// Scratches that no one uses; a copied data set begins with none.
#[derive(Debug, Default)]
pub(crate) struct Idle(Mutex<Vec<Scratch>>);

impl Clone for Idle {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Idle {
    /// One that was used before, or a new one.
    pub(crate) fn take(&self) -> Scratch {
        let mut idle = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        idle.pop().unwrap_or_default()
    }

    /// Keeps one for later.
    pub(crate) fn put(&self, scratch: Scratch) {
        if scratch.records.capacity() <= MOST_KEPT {
            let mut idle = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            idle.push(scratch);
        }
    }
}
