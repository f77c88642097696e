//! Posts by one key each, counted and nothing more.

use std::marker::PhantomData;

use super::batch::{Batch, Counted};
use super::parts::Groups;
use super::rows::Key;

/// How many posts each key has.
#[derive(Debug)]
pub(super) struct Counter<K> {
    pub(super) counts: Groups<u32>,
    /// The counts of all posts of the session.
    whole: Groups<u32>,
    by: PhantomData<K>,
}

impl<K: Key> Counter<K> {
    /// No posts counted yet.
    pub(super) fn new(count: usize, parts: usize) -> Self {
        let counts = Groups::new(parts, count);
        Self {
            whole: counts.clone(),
            counts,
            by: PhantomData,
        }
    }

    pub(super) fn memory(&self) -> usize {
        self.counts.memory() + self.whole.memory()
    }
}

impl<K: Key> Counted for Counter<K> {
    fn come(&mut self, batch: &Batch<'_>) {
        let counts = self.counts.part(batch.part);
        for row in &batch.rows {
            counts[K::of(row)] += 1;
        }
    }

    fn leave(&mut self, batch: &Batch<'_>) {
        let counts = self.counts.part(batch.part);
        for row in &batch.rows {
            counts[K::of(row)] -= 1;
        }
    }

    fn empty(&mut self) {
        self.counts.empty();
    }

    fn fill(&mut self) {
        self.counts.copy_from(&self.whole);
    }

    fn keep(&mut self) {
        self.whole.copy_from(&self.counts);
    }
}
