//! Small sets that are filled and emptied once a project.

const EMPTY: u32 = u32::MAX;

/// A hash table of places, made for so many at a time: it takes as much memory
/// as there are members, so it stays in the nearest cache however large the
/// data set is.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    slots: Vec<u32>,
    shift: u32,
}

impl Seen {
    /// Empties it, with room for `count` members.
    pub(crate) fn reset(&mut self, count: usize) {
        let size = (count * 2).next_power_of_two().max(16);
        self.slots.clear();
        self.slots.resize(size, EMPTY);
        self.shift = u64::BITS - size.trailing_zeros();
    }

    /// The place of a member with this key that `is` the one sought; where there
    /// is none, `place` goes in.
    #[inline]
    pub(crate) fn find_or_insert(
        &mut self,
        key: u64,
        place: u32,
        is: impl Fn(u32) -> bool,
    ) -> Option<u32> {
        let mask = self.slots.len() - 1;
        let mut slot = self.first(key) & mask;
        loop {
            let found = self.slots[slot];
            if found == EMPTY {
                self.slots[slot] = place;
                return None;
            }
            if is(found) {
                return Some(found);
            }
            slot = (slot + 1) & mask;
        }
    }

    /// The place of a member with this key that `is` the one sought.
    #[inline]
    pub(crate) fn find(&self, key: u64, is: impl Fn(u32) -> bool) -> Option<u32> {
        let mask = self.slots.len() - 1;
        let mut slot = self.first(key) & mask;
        loop {
            let found = self.slots[slot];
            if found == EMPTY {
                return None;
            }
            if is(found) {
                return Some(found);
            }
            slot = (slot + 1) & mask;
        }
    }

    /// Adds a number below 2^32 - 1; whether it is new.
    #[inline]
    pub(crate) fn insert(&mut self, number: u32) -> bool {
        self.find_or_insert(u64::from(number), number, |other| other == number)
            .is_none()
    }

    /// Neighbours in number end up far apart, and there is no hash to compute.
    #[inline]
    #[allow(clippy::cast_possible_truncation)]
    fn first(&self, key: u64) -> usize {
        (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_member_is_new_once() {
        let mut seen = Seen::default();
        for count in [0, 1, 1000] {
            seen.reset(count);
            for number in 0..1000.min(u32::try_from(count).unwrap()) {
                assert!(seen.insert(number * 7));
                assert!(!seen.insert(number * 7));
            }
        }
    }
}
