//! What a session counts: every dimension, each of its own set of posts.

use std::sync::Arc;

use super::batch::{Counted, Place};
use super::bits::Bits;
use super::calendar::Bins;
use super::columns::{Columns, WEEK};
use super::filters::TimeUnit;
use super::passes::{Filter, Passes};
use super::ranks::{Ranks, Sizes};
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

/// The dimensions of a session, and the sets of posts that they count.
#[derive(Debug)]
pub(super) struct Counts {
    pub(super) totals: Totals,
    pub(super) ranks: Ranks,
    pub(super) time: Tally<u32>,
    /// When each bin of `time` begins.
    pub(super) bins: Bins,
    pub(super) platforms: Tally<u16>,
    /// The ordinals of platforms, by number.
    pub(super) platform_ordinals: Vec<u16>,
    pub(super) tags: Tags,
    pub(super) creators: Tally<u32>,
    /// The ordinals of creators, by number.
    pub(super) creator_ordinals: Vec<u32>,
    pub(super) hours: Tally<u8>,
    pub(super) sizes: Sizes,
    /// As [`SETS`].
    sets: [Arc<Bits>; SETS.len()],
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
        let (time, bins) = timeline(dataset, columns, unit);
        let all = Arc::new(Bits::all(columns.len()));
        let mut counts = Self {
            totals: Totals::default(),
            ranks: Ranks::new(engagements.iter().copied(), columns.len()),
            time,
            bins,
            platforms: Tally::new(platforms, platform_ordinals.len()),
            platform_ordinals,
            tags: Tags::new(names, starts, numbers),
            creators: Tally::new(creators, creator_ordinals.len()),
            creator_ordinals,
            hours: Tally::new(columns.hours(dataset), WEEK + 1),
            sizes: Sizes::new(engagements.into_iter()),
            sets: std::array::from_fn(|_| Arc::clone(&all)),
        };
        let place = columns.place(dataset);
        let mut all: Vec<_> = counts.counted().into_iter().map(|(_, one)| one).collect();
        place.begin(&mut all);
        Ok(counts)
    }

    /// Everything that is counted, with the number of its set.
    fn counted(&mut self) -> [(usize, &mut dyn Counted); 8] {
        [
            (0, &mut self.totals),
            (0, &mut self.ranks.stretches),
            (TIME, &mut self.time),
            (2, &mut self.platforms),
            (3, &mut self.tags),
            (4, &mut self.creators),
            (5, &mut self.hours),
            (6, &mut self.sizes.bins),
        ]
    }

    /// Counts time in other bins.
    pub(super) fn turn_time(&mut self, dataset: &Dataset, columns: &Columns, unit: TimeUnit) {
        if self.bins.unit == unit {
            return;
        }
        (self.time, self.bins) = timeline(dataset, columns, unit);
        columns.place(dataset).begin(&mut [&mut self.time]);
        self.sets[TIME] = Arc::new(Bits::all(columns.len()));
    }

    /// Counts what passes these filters now.
    pub(super) fn turn(&mut self, place: Place<'_>, passes: &Passes) {
        let posts = place.posts.len();
        let all = passes.all_but(None, posts);
        let new = SETS.map(|but| match but {
            Some(filter) if passes.has(filter) => passes.all_but(Some(filter), posts),
            _ => Arc::clone(&all),
        });
        let old = self.sets.clone();
        let mut left: Vec<_> = self.counted().into_iter().collect();
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
        self.sets = new;
    }

    /// The posts that pass all filters, or all but one.
    pub(super) fn set(&self, but: Option<Filter>) -> &Bits {
        let set = SETS.iter().position(|set| *set == but);
        &self.sets[set.unwrap_or_default()]
    }

    pub(super) fn memory(&self) -> usize {
        let mut sets: Vec<*const Bits> = self.sets.iter().map(Arc::as_ptr).collect();
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
            + sets.len() * self.sets[0].memory()
    }
}

fn timeline(dataset: &Dataset, columns: &Columns, unit: TimeUnit) -> (Tally<u32>, Bins) {
    let undated = columns.len() - columns.dated;
    let mut bins = Bins::new(unit, columns.times(dataset), undated);
    let keys = std::mem::take(&mut bins.of);
    (Tally::new(keys, bins.begins.len() + 1), bins)
}
