//! Posts by creator. A creator is of one platform, so there is one group of each
//! whatever the parts are; how many have posts is known of each part.

use super::batch::{Batch, Counted};
use super::sums::Sums;

/// The posts of each creator.
#[derive(Debug)]
pub(super) struct Authors {
    /// By number.
    pub(super) groups: Vec<Sums>,
    /// The part that each creator's posts are in, by number.
    parts: Vec<u8>,
    /// How many creators have posts, by part.
    filled: Vec<u32>,
    /// `groups` and `filled` of all posts of the session.
    pub(super) whole: Vec<Sums>,
    whole_filled: Vec<u32>,
}

impl Authors {
    /// No posts counted yet; `parts` are those of creators, of which there are so
    /// many.
    pub(super) fn new(parts: Vec<u8>, count: usize) -> Self {
        Self {
            groups: vec![Sums::default(); parts.len()],
            parts,
            filled: vec![0; count],
            whole: Vec::new(),
            whole_filled: Vec::new(),
        }
    }

    /// Whether the posts of a creator are in one of these parts.
    pub(super) fn is_in(&self, parts: &[usize], number: u32) -> bool {
        parts.contains(&self.parts[number as usize].into())
    }

    /// How many creators have posts in these parts.
    pub(super) fn with_posts(&self, parts: &[usize]) -> u32 {
        parts.iter().map(|part| self.filled[*part]).sum()
    }

    pub(super) fn memory(&self) -> usize {
        self.parts.capacity() + (self.groups.capacity() + self.whole.capacity()) * size_of::<Sums>()
    }
}

impl Counted for Authors {
    fn come(&mut self, batch: &Batch<'_>) {
        let mut new = 0;
        for (row, sums) in batch.iter() {
            let group = &mut self.groups[row.creator as usize];
            new += u32::from(group.posts() == 0);
            group.change::<true>(sums);
        }
        self.filled[batch.part] += new;
    }

    fn leave(&mut self, batch: &Batch<'_>) {
        let mut gone = 0;
        for (row, sums) in batch.iter() {
            let group = &mut self.groups[row.creator as usize];
            group.change::<false>(sums);
            gone += u32::from(group.posts() == 0);
        }
        self.filled[batch.part] -= gone;
    }

    fn empty(&mut self) {
        self.groups.fill(Sums::default());
        self.filled.fill(0);
    }

    fn fill(&mut self) {
        self.groups.copy_from_slice(&self.whole);
        self.filled.copy_from_slice(&self.whole_filled);
    }

    fn keep(&mut self) {
        self.whole.clone_from(&self.groups);
        self.whole_filled.clone_from(&self.filled);
    }
}
