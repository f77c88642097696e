//! Posts by one key each: their time, platform or hour of the week.

use std::marker::PhantomData;

use super::batch::{Batch, Counted};
use super::parts::Groups;
use super::rows::Key;
use super::sums::Sums;

/// The posts of each key.
#[derive(Debug)]
pub(super) struct Tally<K> {
    pub(super) groups: Groups<Sums>,
    /// The groups of all posts of the session.
    whole: Groups<Sums>,
    by: PhantomData<K>,
}

impl<K: Key> Tally<K> {
    /// No posts counted yet.
    pub(super) fn new(count: usize, parts: usize) -> Self {
        let groups = Groups::new(parts, count);
        Self {
            whole: groups.clone(),
            groups,
            by: PhantomData,
        }
    }

    pub(super) fn memory(&self) -> usize {
        self.groups.memory() + self.whole.memory()
    }

    #[inline]
    fn change<const IN: bool>(&mut self, batch: &Batch<'_>) {
        let groups = self.groups.part(batch.part);
        for (row, sums) in batch.iter() {
            groups[K::of(row)].change::<IN>(sums);
        }
    }
}

impl<K: Key> Counted for Tally<K> {
    fn come(&mut self, batch: &Batch<'_>) {
        self.change::<true>(batch);
    }

    fn leave(&mut self, batch: &Batch<'_>) {
        self.change::<false>(batch);
    }

    fn empty(&mut self) {
        self.groups.empty();
    }

    fn fill(&mut self) {
        self.groups.copy_from(&self.whole);
    }

    fn keep(&mut self) {
        self.whole.copy_from(&self.groups);
    }
}
