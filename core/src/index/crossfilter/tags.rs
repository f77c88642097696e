//! Posts by hashtag: a post counts once for each name on it.

use super::batch::{Batch, Counted};
use super::bits::Bits;
use super::columns::Columns;
use super::sums::Sums;
use crate::index::dataset::Dataset;
use crate::index::lists::{Lists, transpose};

/// Of so many names, those with the most posts, sums are kept; their groups stay
/// in the nearer caches. Of the others posts are counted, and what is asked of
/// the few that are shown is summed up from their posts, of which each has few.
const SUMMED: u32 = 1024;

/// Groups that those without sums write to and no one reads, so that there is
/// nothing to guess for each name on a post.
const UNREAD: u32 = 64;

/// The posts of each name of a hashtag.
#[derive(Debug)]
pub(super) struct Tags {
    /// Ordinals of names, by number; numbered by posts of the session, most first.
    pub(super) names: Vec<u32>,
    /// Where in `numbers` those of a post begin, by place; one more than posts.
    starts: Vec<u32>,
    /// The names on each post, each once.
    numbers: Vec<u32>,
    /// The places of each name, by number.
    places: Lists,
    /// Posts by number.
    pub(super) posts: Vec<u32>,
    groups: Vec<Sums>,
    /// `posts` and `groups` of all posts of the session.
    pub(super) whole: Vec<u32>,
    whole_groups: Vec<Sums>,
}

impl Tags {
    /// No posts counted yet.
    pub(super) fn new(names: Vec<u32>, starts: Vec<u32>, numbers: Vec<u32>) -> Self {
        let places = transpose(names.len(), |take| {
            for (bounds, place) in starts.windows(2).zip(0..) {
                for number in &numbers[bounds[0] as usize..bounds[1] as usize] {
                    take(*number, place);
                }
            }
        });
        Self {
            posts: vec![0; names.len()],
            groups: vec![Sums::default(); (SUMMED + UNREAD) as usize],
            names,
            starts,
            numbers,
            places,
            whole: Vec::new(),
            whole_groups: Vec::new(),
        }
    }

    /// The names on the post at `place`.
    #[inline]
    pub(super) fn of(&self, place: usize) -> &[u32] {
        &self.numbers[self.starts[place] as usize..self.starts[place + 1] as usize]
    }

    /// The places with a name.
    pub(super) fn places(&self, number: u32) -> &[u32] {
        self.places.get(number).head
    }

    /// The group of a name; `set` is what is counted.
    pub(super) fn group(
        &self,
        dataset: &Dataset,
        columns: &Columns,
        set: &Bits,
        number: u32,
    ) -> Sums {
        if number < SUMMED {
            return self.groups[number as usize];
        }
        let mut sums = Sums::default();
        let places = self.places(number).iter();
        for place in places.filter(|place| set.has(**place)) {
            sums.change::<true>(&columns.record(dataset, *place));
        }
        sums
    }

    pub(super) fn memory(&self) -> usize {
        let words = [
            &self.names,
            &self.starts,
            &self.numbers,
            &self.posts,
            &self.whole,
        ];
        words
            .iter()
            .map(|words| words.capacity() * 4)
            .sum::<usize>()
            + self.places.memory()
            + (self.groups.capacity() + self.whole_groups.capacity()) * size_of::<Sums>()
    }

    #[inline]
    fn change<const IN: bool>(&mut self, batch: &Batch) {
        for (place, record) in batch.iter() {
            let (first, end) = (self.starts[place], self.starts[place + 1]);
            for number in &self.numbers[first as usize..end as usize] {
                let posts = &mut self.posts[*number as usize];
                if IN {
                    *posts += 1;
                } else {
                    *posts -= 1;
                }
                let group = if *number < SUMMED {
                    *number
                } else {
                    SUMMED + number % UNREAD
                };
                self.groups[group as usize].change::<IN>(record);
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
        self.posts.fill(0);
        self.groups.fill(Sums::default());
    }

    fn fill(&mut self) {
        self.posts.copy_from_slice(&self.whole);
        self.groups.copy_from_slice(&self.whole_groups);
    }

    fn keep(&mut self) {
        self.whole = self.posts.clone();
        self.whole_groups = self.groups.clone();
    }
}
