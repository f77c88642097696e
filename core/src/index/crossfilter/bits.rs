//! Sets of places, a bit each.

use std::ops::Range;

/// Places of a word.
pub(super) const WIDTH: usize = u64::BITS as usize;

/// A set of places below a bound. A million take 125 kB, so that sets of several
/// filters are put together within the nearer caches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bits {
    words: Vec<u64>,
    bound: usize,
}

impl Bits {
    /// No place below `bound`.
    pub(super) fn none(bound: usize) -> Self {
        Self {
            words: vec![0; bound.div_ceil(WIDTH)],
            bound,
        }
    }

    /// Every place below `bound`.
    pub(super) fn all(bound: usize) -> Self {
        let mut all = Self {
            words: vec![u64::MAX; bound.div_ceil(WIDTH)],
            bound,
        };
        if !bound.is_multiple_of(WIDTH)
            && let Some(last) = all.words.last_mut()
        {
            *last = (1 << (bound % WIDTH)) - 1;
        }
        all
    }

    /// The places of `items` that are `in_set`.
    pub(super) fn of<T: Copy>(items: &[T], in_set: impl Fn(T) -> bool) -> Self {
        let word = |chunk: &[T]| {
            let bits = chunk.iter().enumerate();
            bits.fold(0, |word, (bit, item)| {
                word | u64::from(in_set(*item)) << bit
            })
        };
        Self {
            words: items.chunks(WIDTH).map(word).collect(),
            bound: items.len(),
        }
    }

    /// The places of a range.
    pub(super) fn within(bound: usize, range: Range<usize>) -> Self {
        let mut bits = Self::none(bound);
        if range.is_empty() {
            return bits;
        }
        let (first, last) = (range.start / WIDTH, (range.end - 1) / WIDTH);
        bits.words[first..=last].fill(u64::MAX);
        bits.words[first] &= u64::MAX << (range.start % WIDTH);
        bits.words[last] &= u64::MAX >> (WIDTH - 1 - (range.end - 1) % WIDTH);
        bits
    }

    #[inline]
    pub(super) fn insert(&mut self, place: u32) {
        self.words[place as usize / WIDTH] |= 1 << (place as usize % WIDTH);
    }

    #[inline]
    pub(super) fn remove(&mut self, place: u32) {
        self.words[place as usize / WIDTH] &= !(1 << (place as usize % WIDTH));
    }

    #[inline]
    pub(super) fn has(&self, place: u32) -> bool {
        self.words[place as usize / WIDTH] >> (place as usize % WIDTH) & 1 == 1
    }

    /// Lets go of the places that `other` does not have.
    pub(super) fn intersect(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    /// Lets go of the places that `other` has.
    pub(super) fn subtract(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= !other;
        }
    }

    /// What all places are below.
    pub(super) fn bound(&self) -> usize {
        self.bound
    }

    /// How many places there are.
    pub(super) fn count(&self) -> usize {
        self.words
            .iter()
            .map(|word| word.count_ones() as usize)
            .sum()
    }

    /// How many places one has and the other has not.
    pub(super) fn differing(&self, other: &Self) -> usize {
        let pairs = self.words.iter().zip(&other.words);
        pairs.map(|(a, b)| (a ^ b).count_ones() as usize).sum()
    }

    /// The places, ascending.
    pub(super) fn iter(&self) -> impl Iterator<Item = u32> {
        Places {
            words: self.words.iter().copied(),
            rest: 0,
            first: 0,
            next: 0,
        }
    }

    /// The places of a word: from [`WIDTH`] times `at`, the lowest bit first.
    #[inline]
    pub(super) fn word(&self, at: usize) -> u64 {
        self.words[at]
    }

    /// The last place below `end`.
    pub(super) fn last_below(&self, end: usize) -> Option<u32> {
        let places = end.min(self.bound);
        let mut word = places / WIDTH;
        let mut rest = match self.words.get(word) {
            Some(bits) => bits & !(u64::MAX << (places % WIDTH)),
            None => 0,
        };
        while rest == 0 {
            word = word.checked_sub(1)?;
            rest = self.words[word];
        }
        u32::try_from(word * WIDTH + rest.ilog2() as usize).ok()
    }

    pub(super) fn memory(&self) -> usize {
        self.words.capacity() * size_of::<u64>()
    }
}

/// The places of words, the lowest bit first.
struct Places<W> {
    words: W,
    /// What is left of the present word, whose lowest bit is place `first`.
    rest: u64,
    first: u32,
    /// The lowest place of the next word.
    next: u32,
}

impl<W: Iterator<Item = u64>> Iterator for Places<W> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        while self.rest == 0 {
            self.rest = self.words.next()?;
            self.first = self.next;
            self.next = self.next.wrapping_add(u64::BITS);
        }
        let bit = self.rest.trailing_zeros();
        self.rest &= self.rest - 1;
        Some(self.first + bit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bits(bound: usize, places: &[u32]) -> Bits {
        let mut bits = Bits::none(bound);
        for place in places {
            bits.insert(*place);
        }
        bits
    }

    proptest! {
        #[test]
        fn sets_of_places(bound in 0_usize..300, seed in any::<[u8; 300]>(), from in 0_usize..300, to in 0_usize..300) {
            let (from, to) = (from.min(bound), to.min(bound));
            let end = u32::try_from(bound).unwrap();
            let has = |place: u32| seed[place as usize] < 100;
            let other = |place: u32| seed[place as usize].is_multiple_of(2);
            let one: Vec<u32> = (0..end).filter(|place| has(*place)).collect();
            let two: Vec<u32> = (0..end).filter(|place| other(*place)).collect();
            let (a, b) = (bits(bound, &one), bits(bound, &two));
            prop_assert_eq!(a.iter().collect::<Vec<_>>(), one.clone());
            prop_assert_eq!(a.count(), one.len());
            let only: Vec<u32> = one.iter().copied().filter(|place| !other(*place)).collect();
            let mut other_way = b.clone();
            other_way.subtract(&a);
            prop_assert_eq!(a.differing(&b), only.len() + other_way.count());
            let mut both = a.clone();
            both.intersect(&b);
            prop_assert_eq!(both.count(), one.len() - only.len());
            let mut rest = a.clone();
            rest.subtract(&b);
            prop_assert_eq!(rest.iter().collect::<Vec<_>>(), only.clone());
            let last = one.iter().copied().rfind(|place| (*place as usize) < to);
            prop_assert_eq!(a.last_below(to), last);
            prop_assert_eq!(Bits::all(bound).count(), bound);
            let range: Vec<u32> = (0..end).filter(|place| (from..to).contains(&(*place as usize))).collect();
            prop_assert_eq!(Bits::within(bound, from..to), bits(bound, &range));
            let items: Vec<u32> = (0..end).collect();
            prop_assert_eq!(Bits::of(&items, has), a.clone());
            let mut fewer = a;
            for place in &one {
                prop_assert!(fewer.has(*place));
                fewer.remove(*place);
                prop_assert!(!fewer.has(*place));
            }
            prop_assert_eq!(fewer, Bits::none(bound));
        }
    }
}
