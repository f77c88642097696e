//! Posts by one key each, counted and nothing more.

use super::batch::{Batch, Counted};
use super::tally::Key;

/// How many posts each key has.
#[derive(Debug)]
pub(super) struct Counter<K> {
    /// The key of each post, by place.
    pub(super) keys: Vec<K>,
    /// By key.
    pub(super) counts: Vec<u32>,
    /// The counts of all posts of the session.
    whole: Vec<u32>,
}

impl<K: Key> Counter<K> {
    /// No posts counted yet.
    pub(super) fn new(keys: Vec<K>, count: usize) -> Self {
        Self {
            keys,
            counts: vec![0; count],
            whole: Vec::new(),
        }
    }

    pub(super) fn memory(&self) -> usize {
        self.keys.capacity() * size_of::<K>()
            + (self.counts.capacity() + self.whole.capacity()) * size_of::<u32>()
    }
}

impl<K: Key> Counted for Counter<K> {
    fn come(&mut self, batch: &Batch) {
        for (place, _) in batch.iter() {
            self.counts[self.keys[place].place()] += 1;
        }
    }

    fn leave(&mut self, batch: &Batch) {
        for (place, _) in batch.iter() {
            self.counts[self.keys[place].place()] -= 1;
        }
    }

    fn empty(&mut self) {
        self.counts.fill(0);
    }

    fn fill(&mut self) {
        self.counts.copy_from_slice(&self.whole);
    }

    fn keep(&mut self) {
        self.whole = self.counts.clone();
    }
}
