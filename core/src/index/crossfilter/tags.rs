//! Posts by hashtag: a post counts once for each name on it.

use super::batch::{Batch, Counted};
use super::sums::Sums;

/// The posts of each name of a hashtag.
#[derive(Debug)]
pub(super) struct Tags {
    /// Ordinals of names, by number; numbered by posts of the session, most first.
    pub(super) names: Vec<u32>,
    /// Where in `numbers` those of a post begin, by place; one more than posts.
    starts: Vec<u32>,
    /// The names on each post, each once.
    numbers: Vec<u32>,
    /// By number.
    pub(super) groups: Vec<Sums>,
    /// The groups of all posts of the session.
    pub(super) whole: Vec<Sums>,
}

impl Tags {
    /// No posts counted yet.
    pub(super) fn new(names: Vec<u32>, starts: Vec<u32>, numbers: Vec<u32>) -> Self {
        Self {
            groups: vec![Sums::default(); names.len()],
            names,
            starts,
            numbers,
            whole: Vec::new(),
        }
    }

    /// The names on the post at `place`.
    #[inline]
    pub(super) fn of(&self, place: usize) -> &[u32] {
        &self.numbers[self.starts[place] as usize..self.starts[place + 1] as usize]
    }

    /// The places with any of these names, which ascend.
    pub(super) fn places_with<'t>(&'t self, wanted: &'t [u32]) -> impl Iterator<Item = u32> + 't {
        let (least, most) = (wanted.first().copied(), wanted.last().copied());
        let is = move |number: &u32| {
            Some(*number) >= least && Some(*number) <= most && wanted.binary_search(number).is_ok()
        };
        let posts = self.starts.windows(2).zip(0..);
        posts
            .filter(move |(bounds, _)| {
                let numbers = &self.numbers[bounds[0] as usize..bounds[1] as usize];
                numbers.iter().any(is)
            })
            .map(|(_, place)| place)
    }

    pub(super) fn memory(&self) -> usize {
        (self.names.capacity() + self.starts.capacity() + self.numbers.capacity()) * 4
            + (self.groups.capacity() + self.whole.capacity()) * size_of::<Sums>()
    }

    #[inline]
    fn change<const IN: bool>(&mut self, batch: &Batch) {
        for (place, record) in batch.iter() {
            let (first, end) = (self.starts[place], self.starts[place + 1]);
            for number in &self.numbers[first as usize..end as usize] {
                self.groups[*number as usize].change::<IN>(record);
            }
        }
    }
}

impl Counted for Tags {
    fn come(&mut self, batch: &Batch) {
        self.change::<true>(batch);
    }

    fn leave(&mut self, batch: &Batch) {
        self.change::<false>(batch);
    }

    fn empty(&mut self) {
        self.groups.fill(Sums::default());
    }

    fn fill(&mut self) {
        self.groups.copy_from_slice(&self.whole);
    }

    fn keep(&mut self) {
        self.whole = self.groups.clone();
    }
}
