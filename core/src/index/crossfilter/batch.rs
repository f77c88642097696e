//! Posts that come to a set or leave it, some hundred at a time: their records
//! are read once, into the nearest cache, for all dimensions.

use crate::index::posts::Posts;
use crate::index::record::Record;

use super::bits::Bits;
use super::sums::Sums;

/// Posts of a batch; their records and what they add to groups take 16 kB.
pub(super) const MOST: usize = 256;

/// Some posts of a session.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub(super) places: Vec<u32>,
    pub(super) records: Vec<Record>,
    /// What each adds to the groups it is in.
    sums: Vec<Sums>,
}

impl Batch {
    /// Each place with what its post adds to a group.
    #[inline]
    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &Sums)> {
        let places = self.places.iter().map(|place| *place as usize);
        places.zip(&self.sums)
    }
}

/// What is kept of a set of posts as posts come to it and leave it.
pub(super) trait Counted {
    /// These posts come.
    fn come(&mut self, batch: &Batch);
    /// These posts leave.
    fn leave(&mut self, batch: &Batch);
    /// The set becomes empty.
    fn empty(&mut self);
    /// The set becomes all posts of the session, as it was when all had come and
    /// [`Counted::keep`] was called.
    fn fill(&mut self);
    /// All posts of the session have come.
    fn keep(&mut self);
}

/// Where the posts of a session are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'s> {
    /// The records of the data set.
    pub(super) records: &'s Posts,
    /// The posts by place.
    pub(super) posts: &'s [u32],
}

impl Place<'_> {
    /// Gives posts to each of `to`, batch by batch.
    fn each(
        self,
        places: impl Iterator<Item = u32>,
        to: &mut [&mut dyn Counted],
        give: impl Fn(&mut dyn Counted, &Batch),
    ) {
        let mut batch = Batch::default();
        let mut places = places.peekable();
        while places.peek().is_some() {
            batch.places.clear();
            batch.places.extend(places.by_ref().take(MOST));
            let posts = batch.places.iter().map(|place| self.posts[*place as usize]);
            batch.records.clear();
            batch
                .records
                .extend(posts.map(|post| self.records.record(post)));
            batch.sums.clear();
            batch.sums.extend(batch.records.iter().map(Sums::of));
            for counted in &mut *to {
                give(*counted, &batch);
            }
        }
    }

    /// Makes what counts `old` count `new`: by the posts that change, from nothing
    /// or from all posts, whichever are the fewest.
    pub(super) fn turn(self, old: &Bits, new: &Bits, counted: &mut [&mut dyn Counted]) {
        let changing = old.differing(new);
        if changing == 0 {
            return;
        }
        let coming = new.count();
        let leaving = self.posts.len() - coming;
        if changing <= coming.min(leaving) {
            self.each(old.without(new), counted, |one, batch| one.leave(batch));
            self.each(new.without(old), counted, |one, batch| one.come(batch));
        } else if coming <= leaving {
            for one in counted.iter_mut() {
                one.empty();
            }
            self.each(new.iter(), counted, |one, batch| one.come(batch));
        } else {
            for one in counted.iter_mut() {
                one.fill();
            }
            self.each(new.absent(), counted, |one, batch| one.leave(batch));
        }
    }

    /// Counts all posts of the session, from nothing.
    pub(super) fn begin(self, counted: &mut [&mut dyn Counted]) {
        let all = 0..crate::index::texts::ordinal(self.posts.len());
        self.each(all, counted, |one, batch| one.come(batch));
        for one in counted.iter_mut() {
            one.keep();
        }
    }
}
