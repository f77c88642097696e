//! From a text to its ordinal: a hash table that holds ordinals alone.

use std::cell::Cell;
use std::hash::{BuildHasher, Hasher};

use foldhash::fast::FixedState;

const EMPTY: u32 = u32::MAX;

/// Comparisons per ordinal while a table is filled; hashes that no one has made
/// to meet need two or three.
const MOST_COMPARED: usize = 64;

/// A hash table of ordinals. The texts lie elsewhere, so whoever asks brings
/// the comparison along.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ordinals {
    slots: Vec<u32>,
    used: usize,
}

/// The hash of a text, apart from the same text under another `group`.
pub(crate) fn hash(group: u32, text: &str) -> u64 {
    let mut hasher = FixedState::with_seed(u64::from(group)).build_hasher();
    hasher.write(text.as_bytes());
    hasher.finish()
}

impl Ordinals {
    /// A table with room for `count` ordinals.
    pub(crate) fn with_capacity(count: usize) -> Self {
        Self {
            slots: vec![EMPTY; slots_for(count)],
            used: 0,
        }
    }

    /// A table of the ordinals below `count`; `None` where two are the `same`, or
    /// where so many hashes meet that they must have been made to.
    pub(crate) fn of_distinct(
        count: usize,
        hash_of: impl Fn(u32) -> u64,
        same: impl Fn(u32, u32) -> bool,
    ) -> Option<Self> {
        let mut ordinals = Self::with_capacity(count);
        let compared = Cell::new(0);
        for ordinal in 0..crate::index::texts::ordinal(count) {
            let hash = hash_of(ordinal);
            let known = ordinals.find(hash, |other| {
                compared.set(compared.get() + 1);
                compared.get() > count * MOST_COMPARED || same(ordinal, other)
            });
            if known.is_some() {
                return None;
            }
            ordinals.put(hash, ordinal);
        }
        ordinals.used = count;
        Some(ordinals)
    }

    /// The ordinal with this hash that `is` the one sought.
    #[inline]
    pub(crate) fn find(&self, hash: u64, is: impl Fn(u32) -> bool) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        let mask = self.slots.len() - 1;
        let mut place = first(hash, mask);
        loop {
            let ordinal = self.slots[place];
            if ordinal == EMPTY {
                return None;
            }
            if is(ordinal) {
                return Some(ordinal);
            }
            place = (place + 1) & mask;
        }
    }

    /// Adds an ordinal that is not there; `hash_of` gives the hash of any other
    /// in the table, for when it grows.
    pub(crate) fn insert(&mut self, hash: u64, ordinal: u32, hash_of: impl Fn(u32) -> u64) {
        if slots_for(self.used + 1) > self.slots.len() {
            let old = std::mem::take(&mut self.slots);
            self.slots = vec![EMPTY; slots_for(2 * self.used + 1)];
            for ordinal in old.into_iter().filter(|ordinal| *ordinal != EMPTY) {
                self.put(hash_of(ordinal), ordinal);
            }
        }
        self.put(hash, ordinal);
        self.used += 1;
    }

    fn put(&mut self, hash: u64, ordinal: u32) {
        let mask = self.slots.len() - 1;
        let mut place = first(hash, mask);
        while self.slots[place] != EMPTY {
            place = (place + 1) & mask;
        }
        self.slots[place] = ordinal;
    }

    /// Bytes held.
    pub(crate) fn memory(&self) -> usize {
        self.slots.len() * size_of::<u32>()
    }
}

/// At most three quarters full.
fn slots_for(count: usize) -> usize {
    (count * 4 / 3 + 1).next_power_of_two().max(8)
}

#[allow(clippy::cast_possible_truncation)]
fn first(hash: u64, mask: usize) -> usize {
    (hash ^ hash >> 32) as usize & mask
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_put_in_and_nothing_else() {
        let texts: Vec<String> = (0..1000).map(|number| format!("text {number}")).collect();
        let mut ordinals = Ordinals::default();
        let hash_of = |ordinal: u32| hash(1, &texts[ordinal as usize]);
        for ordinal in 0..500 {
            ordinals.insert(hash_of(ordinal), ordinal, hash_of);
        }
        for (ordinal, text) in texts.iter().enumerate() {
            let found = ordinals.find(hash(1, text), |other| texts[other as usize] == *text);
            assert_eq!(found, u32::try_from(ordinal).ok().filter(|one| *one < 500));
        }
        assert_ne!(hash(1, "a"), hash(2, "a"));
    }

    #[test]
    fn distinct_texts_make_a_table_and_others_do_not() {
        let mut texts: Vec<String> = (0..1000).map(|number| format!("text {number}")).collect();
        let table = |texts: &[String], hash_of: fn(&str) -> u64| {
            Ordinals::of_distinct(
                texts.len(),
                |ordinal| hash_of(&texts[ordinal as usize]),
                |one, other| texts[one as usize] == texts[other as usize],
            )
        };
        let mut ordinals = table(&texts, |text| hash(1, text)).unwrap();
        texts.push("more".to_owned());
        let hash_of = |ordinal: u32| hash(1, &texts[ordinal as usize]);
        ordinals.insert(hash_of(1000), 1000, hash_of);
        for ordinal in 0..=1000 {
            let found = ordinals.find(hash_of(ordinal), |other| other == ordinal);
            assert_eq!(found, Some(ordinal));
        }
        assert!(table(&texts, |_| 7).is_none(), "all hashes meet");
        texts[500] = "more".to_owned();
        assert!(table(&texts, |text| hash(1, text)).is_none());
    }
}
