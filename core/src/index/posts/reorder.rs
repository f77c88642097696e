//! Posts written anew in the order of time.

use std::cmp::Ordering;

use arrow::array::LargeStringBuilder;
use arrow::buffer::{Buffer, MutableBuffer, ScalarBuffer};
use foldhash::HashMap;

use super::Posts;
use crate::index::column::Column;
use crate::index::floats::Floats;
use crate::index::record::{Record, WORDS};
use crate::index::texts::{Texts, ordinal};
use crate::parallel::both;

impl Posts {
    /// The posts there are by time, those of unknown time last, then by id.
    pub(crate) fn order(&self) -> Vec<u32> {
        let mut later: Vec<u32> = self
            .moved
            .iter()
            .copied()
            .chain(self.clustered..ordinal(self.len()))
            .filter(|post| !self.is_deleted(*post))
            .collect();
        later.sort_unstable_by(|a, b| self.compare(*a, *b));
        let mut later = later.into_iter().peekable();
        let mut order = Vec::with_capacity(self.count());
        let in_order = |post: &u32| self.in_order(*post) && !self.is_deleted(*post);
        for post in (0..self.clustered).filter(in_order) {
            while let Some(before) = later.next_if(|later| self.compare(*later, post).is_lt()) {
                order.push(before);
            }
            order.push(post);
        }
        order.extend(later);
        order
    }

    /// The order of two posts by time, unknown ones last, then by id.
    pub(crate) fn compare(&self, a: u32, b: u32) -> Ordering {
        let time = |post: u32| {
            let at = self.record(post).posted_at();
            (at.is_none(), at)
        };
        time(a)
            .cmp(&time(b))
            .then_with(|| self.ids.text(a).cmp(self.ids.text(b)))
    }

    /// The posts of `order`, in that order; `place_of` says where each went.
    pub(crate) fn reordered(&self, order: &[u32], place_of: &[u32]) -> Self {
        let ((ids, captions), (records, floats)) = both(
            || (texts(order, &self.ids), texts(order, &self.captions)),
            || {
                let floats = [&self.sentiment, &self.score, &self.score_trend];
                (
                    self.records_of(order),
                    floats.map(|values| floats_of(order, values)),
                )
            },
        );
        let wide = self.wide.iter();
        let lists = self.lists.iter();
        Self::clustered(
            records,
            wide.map(|(post, counts)| (place_of[*post as usize], *counts))
                .collect(),
            lists
                .map(|(post, names)| (place_of[*post as usize], names.clone()))
                .collect::<HashMap<_, _>>(),
            floats,
            ids,
            captions,
        )
    }

    fn records_of(&self, order: &[u32]) -> Column<u32> {
        // Aligned to cache lines, as the builder has it.
        let mut words = MutableBuffer::with_capacity(order.len() * WORDS * size_of::<u32>());
        for post in order {
            let Record(record) = self.record(*post);
            words.extend_from_slice(&record);
        }
        Column::from(ScalarBuffer::from(Buffer::from(words)))
    }
}

fn texts(order: &[u32], all: &Texts) -> Texts {
    let bytes = order.iter().map(|post| all.text(*post).len()).sum();
    let mut builder = LargeStringBuilder::with_capacity(order.len(), bytes);
    for post in order {
        builder.append_option(all.get(*post));
    }
    Texts::from(builder.finish())
}

fn floats_of(order: &[u32], all: &Floats) -> Floats {
    if all.is_empty() {
        return Floats::default();
    }
    Floats::new(order.len(), order.iter().map(|post| all.get(*post)))
}
