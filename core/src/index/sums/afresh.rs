//! The sums of all hashtags at once.
//!
//! One pass over the posts in order, with what is added of frequent hashtags in the
//! nearer caches, instead of one jump per link; times are the outermost of each
//! posting list. Each thread passes over a part of the posts, then puts a part
//! of the hashtags together.

use std::ops::Range;

use super::{HashtagSums, UNSUMMED};
use crate::index::dataset::Dataset;
use crate::index::record::{NONE, Record, WIDE};
use crate::index::texts::ordinal;
use crate::parallel::{both, cores};

/// What is added up of a hashtag's posts: words and how many there are. Fewer than
/// 2^32 of them stay within 64 bits, so nothing is checked on the way.
#[derive(Debug, Clone, Copy, Default)]
struct Words {
    engagement: u64,
    views: u64,
    /// Posts with an engagement, and in the upper half those with views.
    counts: u64,
}

/// The words of some posts by hashtag, and which of these posts have a count that
/// does not fit one.
#[derive(Debug, Default)]
struct Part {
    words: Vec<Words>,
    wide: Vec<u32>,
}

impl Words {
    #[inline]
    fn of(record: &Record) -> Self {
        let word = |word: u32| {
            if word == NONE {
                (0, 0)
            } else {
                (word.into(), 1)
            }
        };
        let (engagement, engaged) = word(record.engagement());
        let (views, viewed): (u64, u64) = word(record.count(3));
        Self {
            engagement,
            views,
            counts: engaged | viewed << 32,
        }
    }

    #[inline]
    fn add(&mut self, other: Self) {
        self.engagement += other.engagement;
        self.views += other.views;
        self.counts += other.counts;
    }
}

impl Part {
    fn of(dataset: &Dataset, posts: Range<u32>) -> Self {
        let mut part = Self {
            words: vec![Words::default(); dataset.hashtags.len()],
            wide: Vec::new(),
        };
        for post in posts {
            let tags = dataset.tags.get(post);
            if tags.len() == 0 || dataset.posts.is_deleted(post) {
                continue;
            }
            let record = dataset.posts.record(post);
            if record.engagement() == WIDE || record.count(3) == WIDE {
                part.wide.push(post);
            }
            let words = Words::of(&record);
            for hashtag in tags.iter() {
                part.words[hashtag as usize].add(words);
            }
        }
        part
    }
}

impl HashtagSums {
    /// Over the posts of every hashtag, by ordinal.
    pub(super) fn of_all(dataset: &Dataset) -> Vec<Self> {
        let posts = ordinal(dataset.posts.len());
        let hashtags = ordinal(dataset.hashtags.len());
        let (parts, mut sums) = if cores() < 2 {
            let parts = [Part::of(dataset, 0..posts), Part::default()];
            let sums = Self::of_parts(dataset, 0..hashtags, &parts);
            (parts, sums)
        } else {
            let (one, other) = both(
                || Part::of(dataset, 0..posts / 2),
                || Part::of(dataset, posts / 2..posts),
            );
            let parts = [one, other];
            let (mut sums, rest) = both(
                || Self::of_parts(dataset, 0..hashtags / 2, &parts),
                || Self::of_parts(dataset, hashtags / 2..hashtags, &parts),
            );
            sums.extend(rest);
            (parts, sums)
        };
        for post in parts.iter().flat_map(|part| &part.wide) {
            for hashtag in dataset.tags.get(*post).iter() {
                sums[hashtag as usize].engaged = UNSUMMED;
            }
        }
        sums
    }

    #[allow(clippy::cast_possible_truncation, reason = "they are halves")]
    fn of_parts(dataset: &Dataset, hashtags: Range<u32>, parts: &[Part]) -> Vec<Self> {
        let sums = hashtags.map(|hashtag| {
            let mut words = Words::default();
            for part in parts {
                words.add(
                    part.words
                        .get(hashtag as usize)
                        .copied()
                        .unwrap_or_default(),
                );
            }
            let (first, last) = dataset.times_of_hashtag(hashtag);
            let fitting = i64::try_from(words.engagement)
                .ok()
                .zip(i64::try_from(words.views).ok());
            let (engagement, views) = fitting.unwrap_or_default();
            Self {
                engagement,
                views,
                first,
                last,
                engaged: match fitting {
                    Some(_) => words.counts as u32,
                    None => UNSUMMED,
                },
                viewed: (words.counts >> 32) as u32,
            }
        });
        sums.collect()
    }
}
