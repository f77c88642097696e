//! What is summed up of every hashtag's posts, kept for as long as the posts
//! stay as they are.

use crate::Result;
use crate::index::dataset::Dataset;
use crate::index::figures::Total;
use crate::index::record::{NO_TIME, Record, WIDE};
use crate::index::scoped::engagement;
use crate::index::texts::ordinal;
use crate::parallel::{both, cores};

/// Integer sums over the posts of one hashtag, whatever the projects.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct HashtagSums {
    pub(crate) posts: u32,
    /// Posts whose engagement leaves the range of BIGINT: the view is an error.
    pub(crate) overflows: u32,
    pub(crate) engagement: Total,
    pub(crate) views: Total,
    /// The first and the last known time.
    pub(crate) times: Option<(i64, i64)>,
}

impl HashtagSums {
    /// Over the posts of `hashtag`, from its posting list.
    pub(crate) fn of(dataset: &Dataset, hashtag: u32) -> Self {
        let mut sums = Self::default();
        for post in dataset.by_hashtag.get(hashtag).iter() {
            sums.add(dataset, post, &dataset.posts.record(post));
        }
        sums
    }

    /// Over the posts of every hashtag, by ordinal: one pass over the posts in
    /// order, with the sums of some ten thousand hashtags in the nearer caches,
    /// instead of one jump per link.
    pub(crate) fn of_all(dataset: &Dataset) -> Vec<Self> {
        let posts = ordinal(dataset.posts.len());
        if cores() < 2 {
            return Self::of_range(dataset, 0..posts);
        }
        let middle = posts / 2;
        let (mut sums, rest) = both(
            || Self::of_range(dataset, 0..middle),
            || Self::of_range(dataset, middle..posts),
        );
        for (sums, rest) in sums.iter_mut().zip(rest) {
            sums.merge(&rest);
        }
        sums
    }

    fn of_range(dataset: &Dataset, posts: std::ops::Range<u32>) -> Vec<Self> {
        let mut all = vec![Self::default(); dataset.hashtags.len()];
        for post in posts {
            let tags = dataset.tags.get(post);
            if tags.len() == 0 || dataset.posts.is_deleted(post) {
                continue;
            }
            let mut one = Self::default();
            one.add(dataset, post, &dataset.posts.record(post));
            for hashtag in tags.iter() {
                all[hashtag as usize].merge(&one);
            }
        }
        all
    }

    /// Adds a post.
    pub(crate) fn add(&mut self, dataset: &Dataset, post: u32, record: &Record) {
        self.posts += 1;
        match engagement(dataset, post, record) {
            Ok(Some(engagement)) => self.engagement.add(engagement),
            Ok(None) => {}
            Err(_) => self.overflows += 1,
        }
        let views = match record.count(3) {
            WIDE => dataset.posts.wide_counts(post)[3],
            word => crate::index::posts::word(word),
        };
        if let Some(views) = views {
            self.views.add(views);
        }
        let at = record.time();
        if at != NO_TIME {
            self.merge_times(Some((at, at)));
        }
    }

    fn merge(&mut self, other: &Self) {
        self.posts += other.posts;
        self.overflows += other.overflows;
        self.engagement.merge(other.engagement);
        self.views.merge(other.views);
        self.merge_times(other.times);
    }

    fn merge_times(&mut self, other: Option<(i64, i64)>) {
        self.times = match (self.times, other) {
            (Some((first, last)), Some((from, to))) => Some((first.min(from), last.max(to))),
            (mine, other) => mine.or(other),
        };
    }
}

impl Dataset {
    /// The sums of every hashtag, by ordinal; computed once.
    pub(crate) fn hashtag_sums(&self) -> &[HashtagSums] {
        self.sums.get_or_init(|| HashtagSums::of_all(self))
    }

    /// The sums of one hashtag, without computing those of others.
    pub(crate) fn sums_of_hashtag(&self, hashtag: u32) -> HashtagSums {
        match self.sums.get() {
            Some(sums) => sums[hashtag as usize],
            None => HashtagSums::of(self, hashtag),
        }
    }

    /// An error where a post of `hashtag` has an engagement past BIGINT.
    pub(crate) fn refuse_overflow(&self, hashtag: u32, sums: &HashtagSums) -> Result<()> {
        if sums.overflows == 0 {
            return Ok(());
        }
        let posts = self.by_hashtag.get(hashtag);
        posts
            .iter()
            .try_for_each(|post| engagement(self, post, &self.posts.record(post)).map(|_| ()))
    }
}
