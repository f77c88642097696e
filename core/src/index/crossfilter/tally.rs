//! Posts by one key each: their time, platform, creator or hour of the week.

use super::batch::{Batch, Counted};
use super::sums::Sums;

/// A key of a post, as narrow as there are keys.
pub(super) trait Key: Copy {
    fn place(self) -> usize;
}

impl Key for u8 {
    #[inline]
    fn place(self) -> usize {
        self.into()
    }
}

impl Key for u16 {
    #[inline]
    fn place(self) -> usize {
        self.into()
    }
}

impl Key for u32 {
    #[inline]
    fn place(self) -> usize {
        self as usize
    }
}

/// The posts of each key.
#[derive(Debug)]
pub(super) struct Tally<K> {
    /// The key of each post, by place.
    pub(super) keys: Vec<K>,
    /// By key.
    pub(super) groups: Vec<Sums>,
    /// How many keys have posts.
    pub(super) filled: u32,
    /// The groups of all posts of the session.
    pub(super) whole: Vec<Sums>,
}

impl<K: Key> Tally<K> {
    /// No posts counted yet.
    pub(super) fn new(keys: Vec<K>, count: usize) -> Self {
        Self {
            keys,
            groups: vec![Sums::default(); count],
            filled: 0,
            whole: Vec::new(),
        }
    }

    pub(super) fn memory(&self) -> usize {
        self.keys.capacity() * size_of::<K>()
            + (self.groups.capacity() + self.whole.capacity()) * size_of::<Sums>()
    }
}

impl<K: Key> Counted for Tally<K> {
    fn come(&mut self, batch: &Batch) {
        for (place, sums) in batch.iter() {
            let group = &mut self.groups[self.keys[place].place()];
            self.filled += u32::from(group.posts() == 0);
            group.change::<true>(sums);
        }
    }

    fn leave(&mut self, batch: &Batch) {
        for (place, sums) in batch.iter() {
            let group = &mut self.groups[self.keys[place].place()];
            group.change::<false>(sums);
            self.filled -= u32::from(group.posts() == 0);
        }
    }

    fn empty(&mut self) {
        self.groups.fill(Sums::default());
        self.filled = 0;
    }

    fn fill(&mut self) {
        self.groups.copy_from_slice(&self.whole);
        let filled = self.whole.iter().filter(|group| group.posts() > 0).count();
        self.filled = crate::index::texts::ordinal(filled);
    }

    fn keep(&mut self) {
        self.whole = self.groups.clone();
    }
}
