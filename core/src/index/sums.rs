//! What is summed up of every hashtag's posts, kept for as long as the posts
//! stay as they are.

mod afresh;
mod edit;

use crate::Result;
use crate::index::dataset::Dataset;
use crate::index::figures::Total;
use crate::index::posts::word;
use crate::index::record::{NO_TIME, Record, WIDE};
use crate::index::scoped::engagement;

pub(crate) use edit::Stale;

/// Integer sums over the posts of one hashtag, whatever the projects. 40 bytes:
/// of a million posts there are some hundred thousand hashtags, most of them on
/// a post or two. How many posts there are is the length of the posting list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct HashtagSums {
    engagement: i64,
    views: i64,
    first: i64,
    last: i64,
    /// Posts with an engagement; [`UNSUMMED`] where a sum does not fit here.
    engaged: u32,
    viewed: u32,
}

/// The sums are to be computed, exactly, when they are asked for.
const UNSUMMED: u32 = u32::MAX;

/// The sums as a view shows them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shown {
    pub(crate) engagement: Total,
    pub(crate) views: Total,
    /// The first and the last known time.
    pub(crate) times: Option<(i64, i64)>,
}

impl Default for HashtagSums {
    fn default() -> Self {
        Self {
            engagement: 0,
            views: 0,
            first: i64::MAX,
            last: NO_TIME,
            engaged: 0,
            viewed: 0,
        }
    }
}

impl HashtagSums {
    /// Over the posts of `hashtag`, from its posting list.
    pub(crate) fn of(dataset: &Dataset, hashtag: u32) -> Self {
        let mut sums = Self::default();
        for post in dataset.by_hashtag.get(hashtag).iter() {
            sums.add(&Self::of_post(&dataset.posts.record(post)));
        }
        sums
    }

    /// Of a single post.
    pub(crate) fn of_post(record: &Record) -> Self {
        let (engagement, views) = (record.engagement(), record.count(3));
        let at = record.posted_at();
        Self {
            engagement: word(engagement).unwrap_or(0),
            views: word(views).unwrap_or(0),
            first: at.unwrap_or(i64::MAX),
            last: at.unwrap_or(NO_TIME),
            engaged: if engagement == WIDE || views == WIDE {
                UNSUMMED
            } else {
                u32::from(word(engagement).is_some())
            },
            viewed: u32::from(word(views).is_some()),
        }
    }

    /// Adds others.
    #[inline]
    pub(crate) fn add(&mut self, other: &Self) {
        let engagement = self.engagement.checked_add(other.engagement);
        let views = self.views.checked_add(other.views);
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
        self.viewed += other.viewed;
        match engagement.zip(views) {
            Some((engagement, views)) if self.engaged.max(other.engaged) != UNSUMMED => {
                self.engagement = engagement;
                self.views = views;
                self.engaged += other.engaged;
            }
            _ => self.engaged = UNSUMMED,
        }
    }

    /// As a view shows them.
    ///
    /// # Errors
    /// `Rule` where the engagement of a post leaves the range of BIGINT.
    pub(crate) fn shown(&self, dataset: &Dataset, hashtag: u32) -> Result<Shown> {
        let times = (self.last != NO_TIME).then_some((self.first, self.last));
        if self.engaged != UNSUMMED {
            return Ok(Shown {
                engagement: Total::of(self.engagement, self.engaged),
                views: Total::of(self.views, self.viewed),
                times,
            });
        }
        let (mut all, mut views) = (Total::default(), Total::default());
        for post in dataset.by_hashtag.get(hashtag).iter() {
            let record = dataset.posts.record(post);
            if let Some(engagement) = engagement(dataset, post, &record)? {
                all.add(engagement);
            }
            if let Some(count) = dataset.posts.counts(post)[3] {
                views.add(count);
            }
        }
        Ok(Shown {
            engagement: all,
            views,
            times,
        })
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
}
