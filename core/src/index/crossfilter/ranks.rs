//! Posts in the order of their engagement: medians, ranges and bins of it.

use std::ops::Range;

use super::bits::Bits;
use super::columns::Columns;
use super::counter::Counter;
use super::rows::{Size, Stretch};
use crate::Result;
use crate::index::dataset::Dataset;

/// At most so many stretches of the order are counted apart: their counts lie
/// in the nearest cache.
const STRETCHES: usize = 4096;

/// Those of a set of posts that have an engagement, counted by where they stand
/// in the order of all.
#[derive(Debug)]
pub(super) struct Ranks {
    /// The places of posts with an engagement, the least first; of the same
    /// engagement, the last place first, so that from the end the order is that
    /// of pages.
    pub(super) order: Vec<u32>,
    /// A stretch has so many posts, as a power of two.
    shift: u32,
    /// By stretch; the last is that of posts without engagement.
    pub(super) stretches: Counter<Stretch>,
    /// The posts that have an engagement.
    engaged: Bits,
}

impl Ranks {
    /// Of engagements by place; no posts counted yet. The stretch of each, too.
    #[allow(clippy::cast_possible_truncation, reason = "there are few stretches")]
    pub(super) fn new(engagements: &[Option<i64>], parts: usize) -> (Self, Vec<u16>) {
        let places = engagements.iter().zip(0_u32..);
        let mut keyed: Vec<(i64, u32)> = places
            .filter_map(|(engagement, place)| Some(((*engagement)?, u32::MAX - place)))
            .collect();
        keyed.sort_unstable();
        let order: Vec<u32> = keyed
            .into_iter()
            .map(|(_, place)| u32::MAX - place)
            .collect();
        let mut shift = 8;
        while order.len() >> shift >= STRETCHES {
            shift += 1;
        }
        let count = (order.len() >> shift) + 2;
        let mut stretches = vec![(count - 1) as u16; engagements.len()];
        for (rank, place) in order.iter().enumerate() {
            stretches[*place as usize] = (rank >> shift) as u16;
        }
        let ranks = Self {
            shift,
            stretches: Counter::new(count, parts),
            engaged: Bits::of(engagements, |engagement| engagement.is_some()),
            order,
        };
        (ranks, stretches)
    }

    /// The median engagement of `set`, whose posts are those counted in some parts.
    ///
    /// # Errors
    /// `Rule` where an engagement leaves the range of BIGINT.
    pub(super) fn median(
        &self,
        dataset: &Dataset,
        columns: &Columns,
        set: &Bits,
        parts: &[usize],
    ) -> Result<Option<f64>> {
        let counts = self.stretches.counts.all(parts);
        let count: u32 = counts[..self.nowhere()].iter().sum();
        if count == 0 {
            return Ok(None);
        }
        let middle = columns.engagement(dataset, self.nth(set, &counts, count / 2))?;
        if count % 2 == 1 {
            return Ok(middle.map(|middle| middle as f64));
        }
        let below = columns.engagement(dataset, self.nth(set, &counts, count / 2 - 1))?;
        Ok(below
            .zip(middle)
            .map(|(low, high)| low as f64 * 0.5 + high as f64 * 0.5))
    }

    /// The post of `set` that has so many others of it before it; there are more.
    /// `counts` are those of the set by stretch.
    fn nth(&self, set: &Bits, counts: &[u32], mut before: u32) -> u32 {
        let mut stretch = 0;
        while counts[stretch] <= before {
            before -= counts[stretch];
            stretch += 1;
        }
        let posts = &self.order[stretch << self.shift..];
        let mut posts = posts.iter().copied().filter(|place| set.has(*place));
        posts.nth(before as usize).unwrap_or_default()
    }

    /// The posts whose engagement is not below `min` and not above `max`.
    ///
    /// # Errors
    /// `Rule` where an engagement leaves the range of BIGINT.
    pub(super) fn between(
        &self,
        dataset: &Dataset,
        columns: &Columns,
        min: Option<i64>,
        max: Option<i64>,
    ) -> Result<Bits> {
        let engagement = |place: u32| columns.engagement(dataset, place);
        let first = match min {
            Some(min) => self.rank(|place| Ok(engagement(place)? < Some(min)))?,
            None => 0,
        };
        let end = match max {
            Some(max) => self.rank(|place| Ok(engagement(place)? <= Some(max)))?,
            None => self.order.len(),
        };
        Ok(self.places(first..end.max(first)))
    }

    /// The first rank of which `below` does not hold; it holds of none after that.
    fn rank(&self, below: impl Fn(u32) -> Result<bool>) -> Result<usize> {
        let (mut low, mut high) = (0, self.order.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if below(self.order[middle])? {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Ok(low)
    }

    fn places(&self, ranks: Range<usize>) -> Bits {
        if ranks.len() <= self.order.len() / 2 {
            let mut bits = Bits::none(self.engaged.bound());
            self.order[ranks]
                .iter()
                .for_each(|place| bits.insert(*place));
            return bits;
        }
        let mut bits = self.engaged.clone();
        let (below, above) = (&self.order[..ranks.start], &self.order[ranks.end..]);
        below
            .iter()
            .chain(above)
            .for_each(|place| bits.remove(*place));
        bits
    }

    /// The stretch of posts without engagement.
    fn nowhere(&self) -> usize {
        self.stretches.counts.keys() - 1
    }

    pub(super) fn memory(&self) -> usize {
        self.order.capacity() * 4 + self.stretches.memory() + self.engaged.memory()
    }
}

/// Posts by engagement: 0, 1 to 9, 10 to 99 and so on.
#[derive(Debug)]
pub(super) struct Sizes {
    /// By bin.
    pub(super) bins: Counter<Size>,
    /// So many bins, those up to the greatest engagement.
    shown: usize,
}

/// The bin of a post without engagement; those before it are of one digit, two
/// digits and so on, after that of 0.
const NO_BIN: u8 = 20;

impl Sizes {
    /// Of engagements by place; no posts counted yet. The bin of each, too.
    pub(super) fn new(engagements: &[Option<i64>], parts: usize) -> (Self, Vec<u8>) {
        let bins: Vec<u8> = engagements.iter().map(|one| bin(*one)).collect();
        let greatest = bins.iter().filter(|bin| **bin != NO_BIN).max();
        let sizes = Self {
            shown: greatest.map_or(0, |bin| usize::from(*bin) + 1),
            bins: Counter::new(usize::from(NO_BIN) + 1, parts),
        };
        (sizes, bins)
    }

    /// From where to where each bin goes, and its posts in some parts.
    pub(super) fn bins(&self, parts: &[usize]) -> impl Iterator<Item = (i64, i64, u32)> {
        let counts = self.bins.counts.all(parts).into_iter().take(self.shown);
        counts.zip(0..).map(|(posts, digits)| match digits {
            0 => (0, 0, posts),
            digits => {
                let end = 10_i64.checked_pow(digits).map_or(i64::MAX, |end| end - 1);
                (10_i64.pow(digits - 1), end, posts)
            }
        })
    }

    pub(super) fn memory(&self) -> usize {
        self.bins.memory()
    }
}

fn bin(engagement: Option<i64>) -> u8 {
    match engagement {
        Some(0) => 0,
        Some(engagement) if engagement > 0 => {
            u8::try_from(engagement.ilog10() + 1).unwrap_or(NO_BIN)
        }
        _ => NO_BIN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_end_where_the_digits_do() {
        for (engagement, expected) in [
            (None, NO_BIN),
            (Some(0), 0),
            (Some(1), 1),
            (Some(9), 1),
            (Some(10), 2),
            (Some(i64::MAX), 19),
            (Some(999_999_999_999_999_999), 18),
        ] {
            assert_eq!(bin(engagement), expected, "{engagement:?}");
        }
        let (sizes, _) = Sizes::new(&[Some(0), Some(i64::MAX)], 1);
        let bins: Vec<_> = sizes.bins(&[0]).collect();
        assert_eq!(bins.len(), 20);
        assert_eq!(bins[0], (0, 0, 0));
        assert_eq!(bins[2], (10, 99, 0));
        assert_eq!(bins[19], (1_000_000_000_000_000_000, i64::MAX, 0));
        for pair in bins.windows(2) {
            assert_eq!(pair[0].1 + 1, pair[1].0);
        }
    }
}
