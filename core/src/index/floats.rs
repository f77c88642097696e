//! Floats of posts, of which many are NULL.

use arrow::buffer::ScalarBuffer;
use foldhash::HashMap;

use crate::index::column::Column;

/// Bits after which the number of values so far is noted.
const BLOCK: usize = 512;
const WORDS: usize = BLOCK / 64;

/// A float of each post, possibly NULL; nothing at all where every one is NULL.
///
/// Only the values that there are take 8 bytes. Which post has one is a bit, and
/// the bits of a million posts stay in the second cache, so a NULL costs no miss.
#[derive(Debug, Clone, Default)]
pub(crate) struct Floats {
    /// Which of the frozen posts have a value; a bit a post, in words.
    valid: Column<u64>,
    /// The values before each block of [`BLOCK`] posts.
    before: Column<u32>,
    values: Column<f64>,
    /// How many posts are frozen.
    frozen: usize,
    /// Values of later posts, and of frozen ones that changed.
    changed: HashMap<u32, Option<f64>>,
}

impl Floats {
    /// Values with NULLs, one a post.
    pub(crate) fn new(count: usize, all: impl Iterator<Item = Option<f64>>) -> Self {
        let mut values = Vec::new();
        let mut valid = vec![0_u64; count.div_ceil(64)];
        let mut before = Vec::with_capacity(count.div_ceil(BLOCK));
        for (place, value) in all.enumerate() {
            if place % BLOCK == 0 {
                before.push(crate::index::texts::ordinal(values.len()));
            }
            if let Some(value) = value {
                valid[place / 64] |= 1 << (place % 64);
                values.push(value);
            }
        }
        if values.is_empty() {
            return Self::default();
        }
        Self {
            valid: Column::from(valid),
            before: Column::from(before),
            values: Column::from(values),
            frozen: count,
            changed: HashMap::default(),
        }
    }

    /// Values in parts, as [`Floats::parts`] gives them; `None` where these do not
    /// fit together.
    pub(crate) fn frozen_from(
        count: usize,
        valid: ScalarBuffer<u64>,
        before: ScalarBuffer<u32>,
        values: ScalarBuffer<f64>,
    ) -> Option<Self> {
        if valid.len() != count.div_ceil(64) || before.len() != count.div_ceil(BLOCK) {
            return None;
        }
        let past = count % 64;
        if past > 0 && valid.last().is_some_and(|last| last >> past != 0) {
            return None;
        }
        let mut sum = 0;
        for (words, before) in valid.chunks(WORDS).zip(before.iter()) {
            if *before != sum {
                return None;
            }
            // At most a block's, and all together fewer than 2^32 posts have.
            sum += words.iter().map(|word| word.count_ones()).sum::<u32>();
        }
        (sum as usize == values.len()).then(|| Self {
            valid: Column::from(valid),
            before: Column::from(before),
            values: Column::from(values),
            frozen: count,
            changed: HashMap::default(),
        })
    }

    /// The frozen part: which posts have a value, a bit each; the values before
    /// each block of posts; the values. `None` where there are none.
    pub(crate) fn parts(&self) -> Option<(&[u64], &[u32], &[f64])> {
        let parts = (self.valid.base(), self.before.base(), self.values.base());
        (!parts.2.is_empty()).then_some(parts)
    }

    /// Whether every value is NULL.
    pub(crate) fn is_empty(&self) -> bool {
        self.values.len() == 0 && self.changed.is_empty()
    }

    /// The value of a post.
    #[inline]
    pub(crate) fn get(&self, post: u32) -> Option<f64> {
        if !self.changed.is_empty()
            && let Some(value) = self.changed.get(&post)
        {
            return *value;
        }
        let place = post as usize;
        if place >= self.frozen {
            return None;
        }
        let valid = self.valid.base();
        let word = valid[place / 64];
        let bit = 1_u64 << (place % 64);
        if word & bit == 0 {
            return None;
        }
        let begin = place / BLOCK * WORDS;
        let earlier = valid[begin..place / 64].iter();
        let rank: u32 = earlier.map(|word| word.count_ones()).sum::<u32>()
            + (word & (bit - 1)).count_ones()
            + self.before.base()[place / BLOCK];
        Some(self.values.base()[rank as usize])
    }

    /// Puts a value in the place of that of a post, which may be a new one.
    pub(crate) fn set(&mut self, post: u32, value: Option<f64>) {
        if self.get(post).map(f64::to_bits) != value.map(f64::to_bits) {
            self.changed.insert(post, value);
        }
    }

    /// Bytes held.
    pub(crate) fn memory(&self) -> usize {
        self.valid.memory()
            + self.before.memory()
            + self.values.memory()
            + self.changed.capacity() * (size_of::<Option<f64>>() + 5)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bits(value: Option<f64>) -> Option<u64> {
        value.map(f64::to_bits)
    }

    proptest! {
        #[test]
        fn values_come_back(
            all in proptest::collection::vec(proptest::option::of(any::<f64>()), 0..1500),
            changes in proptest::collection::vec((0..1600_u32, proptest::option::of(any::<f64>())), 0..20),
        ) {
            let mut floats = Floats::new(all.len(), all.iter().copied());
            let mut plain = all.clone();
            for (post, value) in changes {
                let place = post as usize;
                plain.resize(plain.len().max(place + 1), None);
                plain[place] = value;
                floats.set(post, value);
            }
            for (post, value) in (0..).zip(&plain) {
                prop_assert_eq!(bits(floats.get(post)), bits(*value));
            }
            prop_assert_eq!(floats.get(1_000_000), None);
        }
    }
}
