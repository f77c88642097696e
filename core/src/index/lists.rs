//! Lists of ordinals by key: the posts of a hashtag or a creator, the hashtags
//! of a post. Compressed sparse rows, and what changed since.

mod edit;

use arrow::buffer::ScalarBuffer;
use foldhash::HashMap;

use crate::index::column::Column;

/// Lists of `u32` by dense key.
///
/// The frozen part is one array of items and one of where each list begins. A
/// list that only grows keeps its frozen items and gets a tail; one that loses
/// an item is copied, alone. So a change costs what it changes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lists {
    /// One more than there are frozen keys; none of both where there are none.
    starts: Column<u32>,
    items: Column<u32>,
    changed: HashMap<u32, Changed>,
    /// Items in all lists.
    total: usize,
}

#[derive(Debug, Clone, Default)]
struct Changed {
    /// Takes the place of the frozen items.
    head: Option<Vec<u32>>,
    tail: Vec<u32>,
}

/// One list, in two pieces.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct List<'l> {
    pub(crate) head: &'l [u32],
    pub(crate) tail: &'l [u32],
}

impl<'l> List<'l> {
    pub(crate) fn len(self) -> usize {
        self.head.len() + self.tail.len()
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = u32> + 'l {
        self.head.iter().chain(self.tail).copied()
    }
}

impl Lists {
    /// Lists that lie one after the other in `items`, each from one of `starts`
    /// to the next.
    pub(crate) fn frozen(starts: ScalarBuffer<u32>, items: ScalarBuffer<u32>) -> Self {
        Self {
            total: items.len(),
            starts: Column::from(starts),
            items: Column::from(items),
            changed: HashMap::default(),
        }
    }

    /// The lists that say of each item which keys have it: with `self` the
    /// hashtags of posts, the posts of hashtags. Items of every list ascend.
    pub(crate) fn transposed(&self, keys: usize) -> Self {
        transpose(keys, |take| {
            for (place, pair) in self.starts.base().windows(2).enumerate() {
                let list = &self.items.base()[pair[0] as usize..pair[1] as usize];
                for item in list {
                    take(*item, crate::index::texts::ordinal(place));
                }
            }
        })
    }

    /// The list of `key`; empty where the key is new.
    #[inline]
    pub(crate) fn get(&self, key: u32) -> List<'_> {
        let frozen = self.frozen_list(key);
        if self.changed.is_empty() {
            return List {
                head: frozen,
                tail: &[],
            };
        }
        match self.changed.get(&key) {
            Some(changed) => List {
                head: changed.head.as_deref().unwrap_or(frozen),
                tail: &changed.tail,
            },
            None => List {
                head: frozen,
                tail: &[],
            },
        }
    }

    #[inline]
    fn frozen_list(&self, key: u32) -> &[u32] {
        let key = key as usize;
        match self.starts.base().get(key..key + 2) {
            Some(pair) => &self.items.base()[pair[0] as usize..pair[1] as usize],
            None => &[],
        }
    }

    /// Items in all lists.
    pub(crate) fn total(&self) -> usize {
        self.total
    }

    /// Puts `items` in the place of the list of `key`.
    pub(crate) fn replace(&mut self, key: u32, items: Vec<u32>) {
        self.total = self.total - self.get(key).len() + items.len();
        let changed = Changed {
            head: Some(items),
            tail: Vec::new(),
        };
        self.changed.insert(key, changed);
    }

    /// Bytes held.
    pub(crate) fn memory(&self) -> usize {
        let changed: usize = self
            .changed
            .values()
            .map(|list| {
                let head = list.head.as_ref().map_or(0, Vec::capacity);
                (head + list.tail.capacity()) * 4 + size_of::<Changed>() + 4
            })
            .sum();
        self.starts.memory() + self.items.memory() + changed
    }
}

/// Lists out of (key, item) pairs, which `pairs` must give twice alike; items
/// stay in the order they came in.
pub(crate) fn transpose(keys: usize, pairs: impl Fn(&mut dyn FnMut(u32, u32))) -> Lists {
    let mut starts = vec![0_u32; keys + 1];
    pairs(&mut |key, _| starts[key as usize + 1] += 1);
    let mut total = 0;
    for start in &mut starts {
        total += *start;
        *start = total;
    }
    let mut next = starts.clone();
    let mut items = vec![0; total as usize];
    pairs(&mut |key, item| {
        let place = &mut next[key as usize];
        items[*place as usize] = item;
        *place += 1;
    });
    Lists::frozen(ScalarBuffer::from(starts), ScalarBuffer::from(items))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(lists: &Lists, keys: u32) -> Vec<Vec<u32>> {
        (0..keys)
            .map(|key| lists.get(key).iter().collect())
            .collect()
    }

    #[test]
    fn lists_grow_shrink_and_turn_over() {
        let posts = Lists::frozen(vec![0, 2, 2, 5].into(), vec![1, 0, 0, 1, 2].into());
        let mut tags = posts.transposed(4);
        assert_eq!(all(&tags, 4), [vec![0, 2], vec![0, 2], vec![2], vec![]]);
        tags.edit(0, &[], &[9]);
        tags.edit(7, &[], &[9]);
        tags.edit(1, &[0], &[1, 3]);
        assert_eq!(
            all(&tags, 4),
            [vec![0, 2, 9], vec![1, 2, 3], vec![2], vec![]]
        );
        assert_eq!(tags.get(7).iter().collect::<Vec<_>>(), [9]);
        assert_eq!(tags.total(), 8);
        assert_eq!(tags.get(0).below(9), 2);
        assert_eq!(tags.get(0).at(2), 9);
    }
}
