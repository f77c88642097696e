//! Posts by hashtag: a post counts once for each name on it.

use super::batch::{Batch, Counted, MOST};
use super::bits::Bits;
use super::parts::Groups;
use super::rows::{INLINE, Names, Rows};
use super::sums::Sums;
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
    /// The places of each name, by number.
    places: Lists,
    /// Posts by number.
    pub(super) posts: Groups<u32>,
    groups: Groups<Sums>,
    /// `posts` and `groups` of all posts of the session.
    whole: Groups<u32>,
    whole_groups: Groups<Sums>,
    /// Names of a batch, each with the post that it is on.
    line: Vec<(u32, u32)>,
}

impl Tags {
    /// No posts counted yet; `on_posts` are the numbers on posts, by place.
    pub(super) fn new(names: Vec<u32>, on_posts: &Names, parts: usize) -> Self {
        let places = transpose(names.len(), |take| {
            for (numbers, place) in on_posts.each().zip(0..) {
                for number in numbers {
                    take(*number, place);
                }
            }
        });
        let posts = Groups::new(parts, names.len());
        let groups = Groups::new(parts, (SUMMED + UNREAD) as usize);
        Self {
            whole: posts.clone(),
            whole_groups: groups.clone(),
            posts,
            groups,
            names,
            places,
            line: vec![(0, 0); MOST * INLINE],
        }
    }

    /// The places with a name.
    pub(super) fn places(&self, number: u32) -> &[u32] {
        self.places.get(number).head
    }

    /// So many posts of the session have a name.
    pub(super) fn in_session(&self, number: u32) -> usize {
        self.places(number).len()
    }

    /// The group of a name in some parts; `set` is what is counted of these.
    pub(super) fn group(&self, rows: &Rows, set: &Bits, parts: &[usize], number: u32) -> Sums {
        if number < SUMMED {
            return self.groups.of(parts, number as usize);
        }
        let mut sums = Sums::default();
        let places = self.places(number).iter();
        for place in places.filter(|place| set.has(**place)) {
            sums.change::<true>(&rows.row(*place).sums());
        }
        sums
    }

    pub(super) fn memory(&self) -> usize {
        self.names.capacity() * 4
            + self.places.memory()
            + self.posts.memory()
            + self.whole.memory()
            + self.groups.memory()
            + self.whole_groups.memory()
            + self.line.capacity() * size_of::<(u32, u32)>()
    }

    /// The names of a batch are put in a line before they are counted: how many a
    /// post has can not be guessed, and so is not asked.
    fn change<const IN: bool>(&mut self, batch: &Batch<'_>) {
        let posts = self.posts.part(batch.part);
        let groups = self.groups.part(batch.part);
        let line = &mut self.line;
        let mut end = 0;
        for (row, post) in batch.rows.iter().zip(0..) {
            let into = &mut line[end..end + INLINE];
            for (into, number) in into.iter_mut().zip(row.tags) {
                *into = (number, post);
            }
            end += usize::from(row.tagged);
        }
        let mut count = |(number, post): (u32, u32)| {
            let posts = &mut posts[number as usize];
            *posts = if IN { *posts + 1 } else { *posts - 1 };
            let group = if number < SUMMED {
                number
            } else {
                SUMMED + number % UNREAD
            };
            groups[group as usize].change::<IN>(&batch.sums[post as usize]);
        };
        line[..end].iter().copied().for_each(&mut count);
        for (row, post) in batch.rows.iter().zip(0..) {
            if row.more > 0 {
                let more = batch.more.get(row.more as usize).iter();
                more.for_each(|number| count((*number, post)));
            }
        }
    }
}

impl Counted for Tags {
    fn come(&mut self, batch: &Batch<'_>) {
        self.change::<true>(batch);
    }

    fn leave(&mut self, batch: &Batch<'_>) {
        self.change::<false>(batch);
    }

    fn empty(&mut self) {
        self.posts.empty();
        self.groups.empty();
    }

    fn fill(&mut self) {
        self.posts.copy_from(&self.whole);
        self.groups.copy_from(&self.whole_groups);
    }

    fn keep(&mut self) {
        self.whole.copy_from(&self.posts);
        self.whole_groups.copy_from(&self.groups);
    }
}
