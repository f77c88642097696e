//! What a session counts: every dimension, each of its own set of posts.

use std::sync::Arc;

use super::authors::Authors;
use super::batch::{Counted, Place};
use super::bits::Bits;
use super::calendar::Bins;
use super::columns::{Columns, WEEK};
use super::filters::TimeUnit;
use super::parts::Parts;
use super::passes::{Filter, Passes};
use super::ranks::{Ranks, Sizes};
use super::rows::{self, Hour, Keys, Names, Platform, Rows, Time};
use super::tags::Tags;
use super::tally::Tally;
use super::totals::Totals;
use crate::Result;
use crate::index::dataset::Dataset;

/// Sets of posts: those that pass all filters, and those that pass all but the
/// one of a dimension.
const SETS: [Option<Filter>; 7] = [
    None,
    Some(Filter::Time),
    Some(Filter::Platforms),
    Some(Filter::Hashtags),
    Some(Filter::Creators),
    Some(Filter::Hours),
    Some(Filter::Engagement),
];

const TIME: usize = 1;

/// Posts as [`SETS`] has them.
type Sets = [Arc<Bits>; SETS.len()];

/// The dimensions of a session, and the sets of posts that they count.
#[derive(Debug)]
pub(super) struct Counts {
    pub(super) totals: Totals,
    pub(super) ranks: Ranks,
    pub(super) time: Tally<Time>,
    /// When each bin of `time` begins.
    pub(super) bins: Bins,
    pub(super) platforms: Tally<Platform>,
    /// The ordinals of platforms, by number.
    pub(super) platform_ordinals: Vec<u16>,
    pub(super) tags: Tags,
    pub(super) creators: Authors,
    /// The ordinals of creators, by number.
    pub(super) creator_ordinals: Vec<u32>,
    pub(super) hours: Tally<Hour>,
    pub(super) sizes: Sizes,
    pub(super) keys: Keys,
    pub(super) rows: Rows,
    parts: Parts,
    /// The sets that are counted: where platforms have parts, their filter is left
    /// out of all.
    counted: Sets,
    /// The sets that are asked for.
    asked: Sets,
    /// The parts that are asked for.
    chosen: Vec<usize>,
}

impl Counts {
    /// Every dimension of all posts of the session.
    ///
    /// # Errors
    /// `Rule` where the engagement of a post leaves the range of BIGINT.
    pub(super) fn new(dataset: &Dataset, columns: &Columns, unit: TimeUnit) -> Result<Self> {
        let places = 0..crate::index::texts::ordinal(columns.len());
        let engagements = places.map(|place| columns.engagement(dataset, place));
        let engagements: Vec<Option<i64>> = engagements.collect::<Result<_>>()?;
        let (creators, creator_ordinals) = columns.creators(dataset);
        let (platforms, platform_ordinals) = columns.platforms(dataset);
        let (starts, numbers, names) = columns.tags(dataset);
        let on_posts = Names { starts, numbers };
        let parts = Parts::new(platform_ordinals.len());
        let count = parts.count();
        let part_of_creator = creator_ordinals.iter().map(|creator| {
            if !parts.are_platforms() {
                return 0;
            }
            let platform = dataset.creators.platform(*creator);
            let mut numbers = (0..).zip(&platform_ordinals);
            let number = numbers.find(|(_, one)| **one == platform);
            number.map_or(0, |(number, _)| parts.of(number))
        });
        let part_of_creator: Vec<u8> = part_of_creator.collect();
        let (ranks, stretches) = Ranks::new(&engagements, count);
        let (sizes, of_sizes) = Sizes::new(&engagements, count);
        let mut bins = timeline(dataset, columns, unit);
        let keys = Keys {
            platforms,
            creators,
            hours: columns.hours(dataset),
        };
        let others = rows::Bins {
            time: std::mem::take(&mut bins.of),
            stretches,
            sizes: of_sizes,
        };
        let rows = Rows::new(dataset, columns, (&keys, &others, &on_posts), parts);
        let all = Arc::new(Bits::all(columns.len()));
        let mut counts = Self {
            totals: Totals::new(count),
            ranks,
            time: Tally::new(bins.begins.len() + 1, count),
            bins,
            platforms: Tally::new(platform_ordinals.len(), count),
            platform_ordinals,
            tags: Tags::new(names, &on_posts, count),
            creators: Authors::new(part_of_creator, count),
            creator_ordinals,
            hours: Tally::new(WEEK + 1, count),
            sizes,
            keys,
            rows,
            parts,
            counted: std::array::from_fn(|_| Arc::clone(&all)),
            asked: std::array::from_fn(|_| Arc::clone(&all)),
            chosen: (0..count).collect(),
        };
        let (dimensions, place) = counts.dimensions();
        let mut dimensions = dimensions.map(|(_, one)| one);
        place.begin(&mut dimensions);
        Ok(counts)
    }

    /// Everything that is counted, with the number of its set; and the posts.
    fn dimensions(&mut self) -> ([(usize, &mut dyn Counted); 8], Place<'_>) {
        let dimensions: [(usize, &mut dyn Counted); 8] = [
            (0, &mut self.totals),
            (0, &mut self.ranks.stretches),
            (TIME, &mut self.time),
            (2, &mut self.platforms),
            (3, &mut self.tags),
            (4, &mut self.creators),
            (5, &mut self.hours),
            (6, &mut self.sizes.bins),
        ];
        let place = Place {
            rows: &self.rows,
            parts: self.parts.count(),
        };
        (dimensions, place)
    }

    /// Counts time in other bins.
    pub(super) fn turn_time(&mut self, dataset: &Dataset, columns: &Columns, unit: TimeUnit) {
        if self.bins.unit == unit {
            return;
        }
        self.bins = timeline(dataset, columns, unit);
        self.rows.set_time(&std::mem::take(&mut self.bins.of));
        self.time = Tally::new(self.bins.begins.len() + 1, self.parts.count());
        let (dimensions, place) = self.dimensions();
        let mut time: Vec<_> = dimensions
            .into_iter()
            .filter(|(set, _)| *set == TIME)
            .map(|(_, one)| one)
            .collect();
        place.begin(&mut time);
        self.counted[TIME] = Arc::new(Bits::all(columns.len()));
    }

    /// Counts what passes these filters now.
    pub(super) fn turn(&mut self, columns: &Columns, passes: &Passes) {
        let apart = self.parts.are_platforms() && passes.has(Filter::Platforms);
        let left_out = apart.then_some(Filter::Platforms);
        let new = sets(columns, passes, left_out);
        let old = self.counted.clone();
        let (dimensions, place) = self.dimensions();
        let mut left: Vec<_> = dimensions.into_iter().collect();
        // What counts the same posts reads them once.
        while let Some((set, _)) = left.first() {
            let set = *set;
            let same = |other: usize| {
                Arc::ptr_eq(&old[set], &old[other]) && Arc::ptr_eq(&new[set], &new[other])
            };
            let (with, without): (Vec<_>, Vec<_>) =
                left.into_iter().partition(|(other, _)| same(*other));
            let mut with: Vec<_> = with.into_iter().map(|(_, counted)| counted).collect();
            place.turn(&old[set], &new[set], &mut with);
            left = without;
        }
        self.asked = if apart {
            sets(columns, passes, None)
        } else {
            new.clone()
        };
        self.counted = new;
        self.chosen = (0..self.parts.count()).collect();
        if apart {
            let chosen = &passes.chosen.platforms;
            self.chosen
                .retain(|part| chosen.contains(&crate::index::texts::ordinal(*part)));
        }
    }

    /// The posts that pass all filters, or all but one.
    pub(super) fn set(&self, but: Option<Filter>) -> &Bits {
        let set = SETS.iter().position(|set| *set == but);
        &self.asked[set.unwrap_or_default()]
    }

    /// The parts that the filter of platforms lets pass.
    pub(super) fn parts(&self) -> &[usize] {
        &self.chosen
    }

    /// All parts, to say each platform whichever are chosen.
    pub(super) fn all_parts(&self) -> Vec<usize> {
        (0..self.parts.count()).collect()
    }

    pub(super) fn memory(&self) -> usize {
        let sets = self.counted.iter().chain(&self.asked);
        let mut sets: Vec<*const Bits> = sets.map(Arc::as_ptr).collect();
        sets.sort_unstable();
        sets.dedup();
        self.ranks.memory()
            + self.time.memory()
            + self.bins.begins.capacity() * 8
            + self.platforms.memory()
            + self.tags.memory()
            + self.creators.memory()
            + self.creator_ordinals.capacity() * 4
            + self.hours.memory()
            + self.sizes.memory()
            + self.keys.memory()
            + self.rows.memory()
            + sets.len() * self.asked[0].memory()
    }
}

/// The posts that pass all filters, or all but one, without regard to `left_out`.
fn sets(columns: &Columns, passes: &Passes, left_out: Option<Filter>) -> Sets {
    let posts = columns.len();
    let all = passes.all_but([None, left_out], posts);
    SETS.map(|but| match but {
        Some(filter) if passes.has(filter) && but != left_out => {
            passes.all_but([but, left_out], posts)
        }
        _ => Arc::clone(&all),
    })
}

fn timeline(dataset: &Dataset, columns: &Columns, unit: TimeUnit) -> Bins {
    let undated = columns.len() - columns.dated;
    Bins::new(unit, columns.times(dataset), undated)
}
