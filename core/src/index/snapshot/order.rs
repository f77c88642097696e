//! Ordinals as they are written: without those that were taken away, and in
//! order again.

use crate::index::hashtags::Hashtags;
use crate::index::posts::Posts;
use crate::index::texts::ordinal;

/// The ordinal of what was taken away.
const GONE: u32 = u32::MAX;

/// From the ordinals in memory to those in the file and back.
#[derive(Debug)]
pub(super) struct Order {
    count: u32,
    /// Both directions; `None` where all stay as they are.
    moved: Option<Moved>,
}

#[derive(Debug)]
struct Moved {
    /// In memory, by ordinal in the file.
    old: Vec<u32>,
    /// In the file, by ordinal in memory; [`GONE`].
    new: Vec<u32>,
}

impl Order {
    /// Posts by time with unknown ones last, then id.
    pub(super) fn of_posts(posts: &Posts) -> Self {
        if posts.is_clustered() && posts.count() == posts.len() {
            return Self::same(posts.len());
        }
        Self::moved(posts.len(), posts.order())
    }

    /// Hashtags by id.
    pub(super) fn of_hashtags(hashtags: &Hashtags) -> Self {
        let old = hashtags.by_id_order();
        if old.iter().copied().eq(0..ordinal(hashtags.len())) {
            return Self::same(hashtags.len());
        }
        Self::moved(hashtags.len(), old)
    }

    fn same(count: usize) -> Self {
        Self {
            count: ordinal(count),
            moved: None,
        }
    }

    fn moved(len: usize, old: Vec<u32>) -> Self {
        let mut new = vec![GONE; len];
        for (place, old) in old.iter().enumerate() {
            new[*old as usize] = ordinal(place);
        }
        Self {
            count: ordinal(old.len()),
            moved: Some(Moved { old, new }),
        }
    }

    /// How many there are in the file.
    pub(super) fn len(&self) -> usize {
        self.count as usize
    }

    /// The ordinals in memory, in the order of the file.
    pub(super) fn olds(&self) -> impl Iterator<Item = u32> {
        (0..self.count).map(|new| match &self.moved {
            Some(moved) => moved.old[new as usize],
            None => new,
        })
    }

    /// The ordinal in the file; `None` for what was taken away.
    pub(super) fn new_of(&self, old: u32) -> Option<u32> {
        match &self.moved {
            Some(moved) => Some(moved.new[old as usize]).filter(|new| *new != GONE),
            None => Some(old),
        }
    }

    /// Ascending ordinals in memory as ascending ones in the file.
    pub(super) fn ascending(
        &self,
        olds: impl Iterator<Item = u32>,
    ) -> Ascending<impl Iterator<Item = u32>> {
        let news = olds.filter_map(|old| self.new_of(old));
        if self.moved.is_none() {
            return Ascending::Same(news);
        }
        let mut news: Vec<u32> = news.collect();
        news.sort_unstable();
        Ascending::Sorted(news.into_iter())
    }
}

/// Ordinals that ascend, sorted where they did not.
pub(super) enum Ascending<I> {
    Same(I),
    Sorted(std::vec::IntoIter<u32>),
}

impl<I: Iterator<Item = u32>> Iterator for Ascending<I> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        match self {
            Self::Same(all) => all.next(),
            Self::Sorted(all) => all.next(),
        }
    }
}
