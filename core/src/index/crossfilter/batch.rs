//! Posts that come to a set or leave it, some hundred at a time: their rows are
//! read once, into the nearest cache, for all dimensions.

use super::bits::{Bits, WIDTH};
use super::rows::{Names, Row, Rows};
use super::sums::Sums;
use crate::index::texts::ordinal;

/// Posts of a batch; their rows and what they add to groups take 12 kB.
pub(super) const MOST: usize = 128;

/// Some posts of a session, all of one part of it.
#[derive(Debug)]
pub(super) struct Batch<'s> {
    /// Hashtags that rows have no room for.
    pub(super) more: &'s Names,
    pub(super) part: usize,
    pub(super) rows: Vec<Row>,
    /// What each adds to the groups it is in.
    pub(super) sums: Vec<Sums>,
}

impl<'s> Batch<'s> {
    fn new(more: &'s Names, part: usize) -> Self {
        Self {
            more,
            part,
            rows: Vec::with_capacity(MOST),
            sums: Vec::with_capacity(MOST),
        }
    }

    /// Each post with what it adds to a group.
    #[inline]
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Row, &Sums)> {
        self.rows.iter().zip(&self.sums)
    }
}

/// What is kept of a set of posts as posts come to it and leave it.
pub(super) trait Counted {
    /// These posts come.
    fn come(&mut self, batch: &Batch<'_>);
    /// These posts leave.
    fn leave(&mut self, batch: &Batch<'_>);
    /// The set becomes empty.
    fn empty(&mut self);
    /// The set becomes all posts of the session, as it was when all had come and
    /// [`Counted::keep`] was called.
    fn fill(&mut self);
    /// All posts of the session have come.
    fn keep(&mut self);
}

/// The posts of a session, to be counted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'s> {
    pub(super) rows: &'s Rows,
    /// So many parts of the session are counted apart.
    pub(super) parts: usize,
}

impl Place<'_> {
    /// Gives posts to each of `to`, batch by batch; `word` is one of the words of
    /// the set of these posts.
    fn each(
        self,
        word: impl Fn(usize) -> u64,
        to: &mut [&mut dyn Counted],
        give: impl Fn(&mut dyn Counted, &Batch<'_>),
    ) {
        let mut give = |batch: &mut Batch<'_>| {
            batch.sums.clear();
            batch.sums.extend(batch.rows.iter().map(Row::sums));
            for counted in &mut *to {
                give(*counted, batch);
            }
            batch.rows.clear();
        };
        let mut batches: Vec<Batch<'_>> = (0..self.parts)
            .map(|part| Batch::new(&self.rows.more, part))
            .collect();
        let mut places: Vec<u32> = Vec::with_capacity(MOST);
        let mut parts: Vec<u8> = Vec::with_capacity(MOST);
        let mut part = |places: &mut Vec<u32>| {
            // Nothing waits for what this reads, so that memory is asked for many
            // rows at once; then they are near.
            parts.clear();
            parts.extend(places.iter().map(|place| self.rows.row(*place).part));
            for (place, part) in places.drain(..).zip(&parts) {
                let batch = &mut batches[usize::from(*part)];
                batch.rows.push(*self.rows.row(place));
                if batch.rows.len() == MOST {
                    give(batch);
                }
            }
        };
        for at in 0..self.rows.rows.len().div_ceil(WIDTH) {
            let mut rest = word(at);
            let first = ordinal(at * WIDTH);
            while rest != 0 {
                places.push(first + rest.trailing_zeros());
                rest &= rest - 1;
            }
            if places.len() > MOST - WIDTH {
                part(&mut places);
            }
        }
        part(&mut places);
        for mut batch in batches {
            give(&mut batch);
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
        let leaving = self.rows.rows.len() - coming;
        if changing <= coming.min(leaving) {
            let (left, come) = (
                |at| old.word(at) & !new.word(at),
                |at| new.word(at) & !old.word(at),
            );
            self.each(left, counted, |one, batch| one.leave(batch));
            self.each(come, counted, |one, batch| one.come(batch));
        } else if coming <= leaving {
            for one in counted.iter_mut() {
                one.empty();
            }
            self.each(|at| new.word(at), counted, |one, batch| one.come(batch));
        } else {
            let all = Bits::all(self.rows.rows.len());
            for one in counted.iter_mut() {
                one.fill();
            }
            self.each(
                |at| all.word(at) & !new.word(at),
                counted,
                |one, batch| one.leave(batch),
            );
        }
    }

    /// Counts all posts of the session, from nothing.
    pub(super) fn begin(self, counted: &mut [&mut dyn Counted]) {
        let all = Bits::all(self.rows.rows.len());
        self.each(|at| all.word(at), counted, |one, batch| one.come(batch));
        for one in counted.iter_mut() {
            one.keep();
        }
    }
}
