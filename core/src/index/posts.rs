//! The posts by ordinal: records, floats, and texts, apart.

mod edit;
mod reorder;

use std::sync::OnceLock;

use foldhash::{HashMap, HashSet};

use crate::index::column::Column;
use crate::index::floats::Floats;
use crate::index::interner::Ordinals;
use crate::index::record::{Counts, NO_TIME, NONE, Overflow, Record, WIDE, WORDS, engagement};
use crate::index::texts::Texts;

pub(crate) use edit::Values;

/// The posts of a data set.
#[derive(Debug, Clone, Default)]
pub(crate) struct Posts {
    /// [`WORDS`] words a post.
    records: Column<u32>,
    /// The counts of posts that have one which does not fit a word.
    wide: HashMap<u32, Counts>,
    pub(crate) sentiment: Floats,
    pub(crate) score: Floats,
    pub(crate) score_trend: Floats,
    pub(crate) ids: Texts,
    pub(crate) captions: Texts,
    /// The names in `posts.hashtags` where they are not those of the links, in
    /// their order.
    lists: HashMap<u32, Box<[u32]>>,
    /// Posts that were taken away; no list has them.
    deleted: HashSet<u32>,
    /// So many posts from the first ascend by (`posted_at` with unknown ones
    /// last, `id`).
    clustered: u32,
    /// Those among them whose time has changed since.
    moved: HashSet<u32>,
    /// So many of them, from the first, had a time.
    dated: u32,
    /// Posts appended, changed or deleted since.
    touched: usize,
    /// From ids to posts; made when the first change asks for it.
    by_id: OnceLock<Ordinals>,
}

impl Posts {
    /// Posts in the order of time and id.
    pub(crate) fn clustered(
        records: Column<u32>,
        wide: HashMap<u32, Counts>,
        lists: HashMap<u32, Box<[u32]>>,
        floats: [Floats; 3],
        ids: Texts,
        captions: Texts,
    ) -> Self {
        let [sentiment, score, score_trend] = floats;
        let (frozen, _) = records.base().as_chunks::<WORDS>();
        let dated = frozen.partition_point(|record| Record(*record).time() != NO_TIME);
        Self {
            clustered: crate::index::texts::ordinal(records.len() / WORDS),
            dated: crate::index::texts::ordinal(dated),
            touched: 0,
            by_id: OnceLock::new(),
            records,
            wide,
            sentiment,
            score,
            score_trend,
            ids,
            captions,
            lists,
            deleted: HashSet::default(),
            moved: HashSet::default(),
        }
    }

    /// How many ordinals there are, those of deleted posts included.
    pub(crate) fn len(&self) -> usize {
        self.records.len() / WORDS
    }

    /// How many posts there are.
    pub(crate) fn count(&self) -> usize {
        self.len() - self.deleted.len()
    }

    /// The ordinals of the posts there are.
    pub(crate) fn ordinals(&self) -> impl Iterator<Item = u32> {
        (0..crate::index::texts::ordinal(self.len())).filter(|post| !self.is_deleted(*post))
    }

    pub(crate) fn is_deleted(&self, post: u32) -> bool {
        !self.deleted.is_empty() && self.deleted.contains(&post)
    }

    /// The record of a post, which must be there.
    #[inline]
    pub(crate) fn record(&self, post: u32) -> Record {
        let (frozen, _) = self.records.base().as_chunks::<WORDS>();
        match frozen.get(post as usize) {
            Some(record) => Record(*record),
            None => {
                let (later, _) = self.records.tail().as_chunks::<WORDS>();
                Record(later[post as usize - frozen.len()])
            }
        }
    }

    /// Likes, comments, shares and views of a post.
    pub(crate) fn counts(&self, post: u32) -> Counts {
        let record = self.record(post);
        if record.is_wide() {
            return self.wide_counts(post);
        }
        std::array::from_fn(|metric| word(record.count(metric)))
    }

    /// Whether any post has a count that does not fit a word.
    #[inline]
    pub(crate) fn has_wide(&self) -> bool {
        !self.wide.is_empty()
    }

    /// The counts of a post that has a wide one.
    #[cold]
    pub(crate) fn wide_counts(&self, post: u32) -> Counts {
        self.wide.get(&post).copied().unwrap_or_default()
    }

    /// The engagement of a post.
    #[inline]
    pub(crate) fn engagement(&self, post: u32, record: &Record) -> Result<Option<i64>, Overflow> {
        match record.engagement() {
            WIDE => engagement(&self.wide_counts(post)),
            other => Ok(word(other)),
        }
    }

    /// The names in `posts.hashtags`, where they are not those of the links.
    pub(crate) fn own_list(&self, post: u32) -> Option<&[u32]> {
        if self.lists.is_empty() {
            return None;
        }
        self.lists.get(&post).map(AsRef::as_ref)
    }

    /// Whether posts stand in the order of time and id as their ordinals do.
    #[inline]
    pub(crate) fn in_order(&self, post: u32) -> bool {
        post < self.clustered && (self.moved.is_empty() || !self.moved.contains(&post))
    }

    /// Whether all of them do.
    pub(crate) fn is_clustered(&self) -> bool {
        self.clustered as usize == self.len() && self.moved.is_empty()
    }

    /// Bytes held besides ids and captions.
    pub(crate) fn memory(&self) -> usize {
        self.records.memory()
            + self.wide.capacity() * (size_of::<Counts>() + 5)
            + self.sentiment.memory()
            + self.score.memory()
            + self.score_trend.memory()
            + self
                .lists
                .values()
                .map(|list| list.len() * 4)
                .sum::<usize>()
            + self.lists.capacity() * 21
            + (self.deleted.capacity() + self.moved.capacity()) * 5
    }
}

/// A count or engagement word that is not [`WIDE`].
#[inline]
pub(crate) fn word(word: u32) -> Option<i64> {
    (word != NONE).then_some(i64::from(word))
}
