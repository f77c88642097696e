//! What all posts of a data set share: its size, its time span, its
//! vocabulary, its authors and its campaigns. Small, whatever the number of
//! posts, and never changed once made.

use crate::generate::authors::Author;
use crate::generate::calendar::Calendar;
use crate::generate::campaign::Campaigns;
use crate::generate::platform::Platform;
use crate::generate::random::{Gentle, exp2, log2};
use crate::generate::sketch::MEAN_TAGS;
use crate::generate::themes::{FEW, THEMES};
use crate::generate::vocabulary::Vocabulary;

/// Below this many posts a data set has few themes and half a year only, so
/// that there is still enough of each thing to look at.
const SMALL: u64 = 20_000;

/// Posts an author, on average, of a small data set and of a large one.
const POSTS_PER_AUTHOR: (f64, f64) = (8.0, 25.0);

/// The part of the hashtags that are general ones.
pub(super) const GENERAL_PART: f64 = 0.18;

#[derive(Debug)]
pub(super) struct World {
    pub(super) seed: u64,
    pub(super) posts: u64,
    pub(super) themes: usize,
    pub(super) calendar: Calendar,
    pub(super) vocabulary: Vocabulary,
    pub(super) campaigns: Campaigns,
}

impl World {
    pub(super) fn new(seed: u64, posts: u64) -> Self {
        let small = posts < SMALL;
        let themes = if small { FEW } else { THEMES.len() };
        let calendar = Calendar::new(if small { 26 } else { 104 });
        // New hashtags keep coming, though ever more slowly (Heaps' law).
        let size = exp2(log2(posts as f64) * 0.85) as u64;
        let vocabulary = Vocabulary::new(themes, size);
        let uses = posts as f64 * MEAN_TAGS * (1.0 - GENERAL_PART) / themes as f64;
        let campaigns = Campaigns::new(seed, posts, uses, themes, &vocabulary, &calendar);
        Self {
            seed,
            posts,
            themes,
            calendar,
            vocabulary,
            campaigns,
        }
    }

    pub(super) fn author(&self, number: u32) -> Author {
        Author {
            seed: self.seed,
            themes: self.themes,
            number,
        }
    }

    /// How many authors there are on a platform that has `part` of the posts.
    pub(super) fn authors(&self, part: f64) -> u64 {
        let each = if self.posts < SMALL {
            POSTS_PER_AUTHOR.0
        } else {
            POSTS_PER_AUTHOR.1
        };
        ((self.posts as f64 * part / each) as u64).max(24)
    }

    /// Who posts how often on a platform that has `part` of the posts.
    pub(super) fn activity(&self, part: f64) -> Gentle {
        Gentle::new(self.authors(part))
    }

    /// How many authors there are on a platform of the canonical tables.
    pub(super) fn authors_on(&self, platform: Platform) -> u64 {
        self.authors(platform.part())
    }
}
