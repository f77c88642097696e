//! Changes to lists that ascend, one list at a time.

use super::{List, Lists};

impl List<'_> {
    /// The item at `place`, which must be there.
    pub(crate) fn at(self, place: usize) -> u32 {
        match self.head.get(place) {
            Some(item) => *item,
            None => self.tail[place - self.head.len()],
        }
    }

    /// The item after all others.
    pub(crate) fn last(self) -> Option<u32> {
        self.tail.last().or(self.head.last()).copied()
    }

    /// How many items of an ascending list are below `bound`.
    pub(crate) fn below(self, bound: u32) -> usize {
        let head = self.head.partition_point(|item| *item < bound);
        if head < self.head.len() {
            return head;
        }
        head + self.tail.partition_point(|item| *item < bound)
    }
}

impl Lists {
    /// Takes the items `gone` out of the list of `key`, which ascends and has
    /// them, and puts `new` in, which it lacks. Both ascend.
    ///
    /// Items after all others are appended. Anything else writes the list anew,
    /// once for the whole change: 4 bytes an item of this list alone.
    pub(crate) fn edit(&mut self, key: u32, gone: &[u32], new: &[u32]) {
        let list = self.get(key);
        let greatest = list.last();
        let after_all = match (greatest, new.first()) {
            (Some(greatest), Some(first)) => greatest < *first,
            _ => true,
        };
        if gone.is_empty() && after_all {
            if !new.is_empty() {
                self.changed
                    .entry(key)
                    .or_default()
                    .tail
                    .extend_from_slice(new);
                self.total += new.len();
            }
            return;
        }
        let mut items = Vec::with_capacity(list.len() + new.len());
        let mut gone = gone.iter().copied().peekable();
        let mut new = new.iter().copied().peekable();
        for item in list.iter() {
            while let Some(before) = new.next_if(|new| *new < item) {
                items.push(before);
            }
            if gone.next_if_eq(&item).is_none() {
                items.push(item);
            }
        }
        items.extend(new);
        self.replace(key, items);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::{btree_set, vec};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn lists_are_as_sets_are(
            frozen in btree_set(0..40_u32, 0..20),
            changes in vec((btree_set(0..60_u32, 0..6), btree_set(0..60_u32, 0..6)), 0..8),
        ) {
            let mut plain = frozen.clone();
            let items: Vec<u32> = frozen.into_iter().collect();
            let end = u32::try_from(items.len()).unwrap();
            let mut lists = Lists::frozen(vec![0, 0, end].into(), items.into());
            for (gone, new) in changes {
                let gone: Vec<u32> = gone.intersection(&plain).copied().collect();
                let new: Vec<u32> = new.difference(&plain).copied().collect();
                lists.edit(1, &gone, &new);
                plain.retain(|item| !gone.contains(item));
                plain.extend(new);
                let list = lists.get(1);
                prop_assert!(list.iter().eq(plain.iter().copied()));
                prop_assert_eq!(lists.total(), plain.len());
                for bound in 0..61 {
                    prop_assert_eq!(list.below(bound), plain.range(..bound).count());
                }
                for (place, item) in plain.iter().enumerate() {
                    prop_assert_eq!(list.at(place), *item);
                }
            }
        }
    }
}
