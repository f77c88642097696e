//! The posts of a session as rows: all that is counted of a post in one line of
//! memory.
//!
//! Of the posts that come to a set or leave it seldom two are neighbours. Columns
//! would cost a line each for every such post; a row costs one.

use super::columns::Columns;
use super::parts::Parts;
use super::sums::Sums;
use crate::index::dataset::Dataset;
use crate::index::texts::ordinal;

/// Likes, comments, shares, views and engagement.
pub(super) const METRICS: usize = 5;

/// So many hashtags of a post are in its row.
pub(super) const INLINE: usize = 6;

/// What is counted of a post.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
pub(super) struct Row {
    /// Counts as its record has them.
    pub(super) words: [u32; METRICS],
    pub(super) creator: u32,
    /// Its bin of time.
    time: u32,
    /// Its stretch in the order of engagement.
    stretch: u16,
    /// Its hour of the week.
    hour: u8,
    /// Its bin of engagement.
    size: u8,
    /// Its first hashtags.
    pub(super) tags: [u32; INLINE],
    /// How many of these there are.
    pub(super) tagged: u8,
    /// The part of the session that it is in.
    pub(super) part: u8,
    platform: u16,
    /// Which of the lists of more hashtags is its own; the first is empty.
    pub(super) more: u32,
}

impl Row {
    #[inline]
    pub(super) fn views(&self) -> u32 {
        self.words[3]
    }

    #[inline]
    pub(super) fn engagement(&self) -> u32 {
        self.words[4]
    }

    /// What the post adds to a group.
    #[inline]
    pub(super) fn sums(&self) -> Sums {
        Sums::of(self.engagement(), self.views())
    }
}

/// A key of a post.
pub(super) trait Key {
    fn of(row: &Row) -> usize;
}

macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident: $field:ident,)*) => {
        $(
            $(#[$doc])*
            #[derive(Debug)]
            pub(super) struct $name;

            impl Key for $name {
                #[inline]
                fn of(row: &Row) -> usize {
                    row.$field as usize
                }
            }
        )*
    };
}

keys! {
    /// The bin of time.
    Time: time,
    /// The platform by number.
    Platform: platform,
    /// The hour of the week.
    Hour: hour,
    /// The stretch in the order of engagement.
    Stretch: stretch,
    /// The bin of engagement.
    Size: size,
}

/// Keys that filters look through, by place: lines of keys alone are the fewest.
#[derive(Debug)]
pub(super) struct Keys {
    pub(super) platforms: Vec<u16>,
    pub(super) creators: Vec<u32>,
    pub(super) hours: Vec<u8>,
}

impl Keys {
    pub(super) fn memory(&self) -> usize {
        self.platforms.capacity() * 2 + self.creators.capacity() * 4 + self.hours.capacity()
    }
}

/// Other keys, by place.
#[derive(Debug)]
pub(super) struct Bins {
    pub(super) time: Vec<u32>,
    pub(super) stretches: Vec<u16>,
    pub(super) sizes: Vec<u8>,
}

/// Lists of hashtags by number, each once in a list.
#[derive(Debug)]
pub(super) struct Names {
    /// Where in `numbers` those of a list begin; one more than lists.
    pub(super) starts: Vec<u32>,
    pub(super) numbers: Vec<u32>,
}

impl Names {
    /// The lists.
    pub(super) fn each(&self) -> impl Iterator<Item = &[u32]> {
        (0..self.starts.len() - 1).map(|list| self.get(list))
    }

    #[inline]
    pub(super) fn get(&self, list: usize) -> &[u32] {
        &self.numbers[self.starts[list] as usize..self.starts[list + 1] as usize]
    }

    pub(super) fn memory(&self) -> usize {
        (self.starts.capacity() + self.numbers.capacity()) * 4
    }
}

/// The rows of a session, by place.
#[derive(Debug)]
pub(super) struct Rows {
    pub(super) rows: Vec<Row>,
    /// Hashtags that rows have no room for, by [`Row::more`].
    pub(super) more: Names,
}

impl Rows {
    pub(super) fn new(
        dataset: &Dataset,
        columns: &Columns,
        (keys, bins, names): (&Keys, &Bins, &Names),
        parts: Parts,
    ) -> Self {
        let mut more = Names {
            starts: vec![0, 0],
            numbers: Vec::new(),
        };
        let posts = columns.posts.iter().zip(names.each()).enumerate();
        let rows = posts.map(|(place, (post, names))| {
            let (first, rest) = names.split_at(names.len().min(INLINE));
            let mut tags = [0; INLINE];
            tags[..first.len()].copy_from_slice(first);
            let mut own = 0;
            if !rest.is_empty() {
                own = ordinal(more.starts.len() - 1);
                more.numbers.extend_from_slice(rest);
                more.starts.push(ordinal(more.numbers.len()));
            }
            let record = dataset.posts.record(*post);
            let platform = keys.platforms[place];
            Row {
                words: std::array::from_fn(|metric| record.0[metric]),
                creator: keys.creators[place],
                time: bins.time[place],
                stretch: bins.stretches[place],
                hour: keys.hours[place],
                size: bins.sizes[place],
                tags,
                tagged: u8::try_from(first.len()).unwrap_or_default(),
                part: parts.of(platform),
                platform,
                more: own,
            }
        });
        let rows = rows.collect();
        Self { rows, more }
    }

    /// Puts posts into other bins of time.
    pub(super) fn set_time(&mut self, bins: &[u32]) {
        for (row, bin) in self.rows.iter_mut().zip(bins) {
            row.time = *bin;
        }
    }

    #[inline]
    pub(super) fn row(&self, place: u32) -> &Row {
        &self.rows[place as usize]
    }

    /// The hashtags of a post.
    pub(super) fn tags<'r>(&'r self, row: &'r Row) -> impl Iterator<Item = u32> + use<'r> {
        let first = row.tags[..row.tagged.into()].iter();
        first.chain(self.more.get(row.more as usize)).copied()
    }

    pub(super) fn memory(&self) -> usize {
        self.rows.capacity() * size_of::<Row>() + self.more.memory()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_a_line() {
        assert_eq!(size_of::<Row>(), 64);
    }
}
