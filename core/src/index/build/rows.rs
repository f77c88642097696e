//! The rows of posts: which stay.

use std::cmp::Ordering;
use std::ops::Range;

use arrow::array::{Array, Float64Array, RecordBatch, StringArray};

use crate::Result;
use crate::index::build::columns::PostColumns;
use crate::index::build::{Outcome, Rules, too_many};
use crate::index::interner::hash;
use crate::index::platforms::Platforms;
use crate::index::texts::ordinal;

/// The platform of a row that does not stay.
const DROPPED: u16 = u16::MAX;

/// The rows of posts by number, over all batches.
#[derive(Debug)]
pub(super) struct Rows<'b> {
    batches: Vec<PostColumns<'b>>,
    /// The number of the first row of each batch, and after the last.
    starts: Vec<u32>,
    /// The platform of each row.
    platforms: Vec<u16>,
    ids: Ids,
}

impl<'b> Rows<'b> {
    /// Takes rows that break a rule and all but the greatest row of an id out.
    pub(super) fn new(
        batches: &'b [RecordBatch],
        rules: Rules,
        platforms: &mut Platforms,
        outcome: &mut Outcome,
    ) -> Result<Self> {
        let mut columns = Vec::with_capacity(batches.len());
        let mut starts = vec![0];
        let mut total: usize = 0;
        for batch in batches {
            columns.push(PostColumns::new(batch, total as u64)?);
            total += batch.num_rows();
            starts.push(u32::try_from(total).map_err(|_| too_many("posts"))?);
        }
        let mut rows = Self {
            batches: columns,
            starts,
            platforms: vec![0; total],
            ids: Ids::with_capacity(total),
        };
        rows.place_on_platforms(rules, platforms, outcome);
        rows.drop_duplicates(outcome);
        rows.make_platforms(platforms)?;
        Ok(rows)
    }

    /// How many rows there are, those that do not stay included.
    pub(super) fn len(&self) -> usize {
        self.platforms.len()
    }

    /// The batch of a row, and its place in it.
    #[inline]
    pub(super) fn locate(&self, row: u32) -> (&PostColumns<'b>, usize) {
        let (batch, place) = self.place(row);
        (self.batch(batch), place as usize)
    }

    /// The batch of a row, by number, and its place in it.
    #[inline]
    pub(super) fn place(&self, row: u32) -> (u32, u32) {
        let batch = self.starts.partition_point(|start| *start <= row) - 1;
        (ordinal(batch), row - self.starts[batch])
    }

    /// The number of the row at a place.
    #[inline]
    pub(super) fn number(&self, batch: u32, place: u32) -> u32 {
        self.starts[batch as usize] + place
    }

    #[inline]
    pub(super) fn batch(&self, batch: u32) -> &PostColumns<'b> {
        &self.batches[batch as usize]
    }

    /// The batch of a number, where there are so many.
    #[inline]
    pub(super) fn get_batch(&self, batch: u32) -> Option<&PostColumns<'b>> {
        self.batches.get(batch as usize)
    }

    /// The bytes of a column of texts.
    pub(super) fn bytes(&self, of: impl Fn(&PostColumns<'b>) -> &'b StringArray) -> usize {
        // A part of a batch has the buffer of the whole.
        let bytes = |batch| {
            let offsets = of(batch).value_offsets();
            let ends = offsets.first().zip(offsets.last());
            ends.map_or(0, |(first, last)| {
                usize::try_from(last - first).unwrap_or_default()
            })
        };
        self.batches.iter().map(bytes).sum()
    }

    /// Whether a column has no value at all.
    pub(super) fn all_null(&self, of: impl Fn(&PostColumns<'b>) -> &'b Float64Array) -> bool {
        let null = |batch| of(batch).null_count() == of(batch).len();
        self.batches.iter().all(null)
    }

    /// The rows that stay, batch by batch: number, columns, place.
    pub(super) fn kept(&self) -> impl Iterator<Item = (u32, &PostColumns<'b>, usize)> {
        self.kept_in(0..self.batches.len())
    }

    /// How many batches there are.
    pub(super) fn batches(&self) -> usize {
        self.batches.len()
    }

    /// [`Rows::kept`] of some of the batches.
    pub(super) fn kept_in(
        &self,
        batches: Range<usize>,
    ) -> impl Iterator<Item = (u32, &PostColumns<'b>, usize)> {
        self.batches[batches.clone()]
            .iter()
            .zip(self.starts[batches.start..].windows(2))
            .flat_map(|(batch, bounds)| {
                let first = bounds[0];
                (first..bounds[1]).map(move |row| (row, batch, (row - first) as usize))
            })
            .filter(|(row, ..)| self.is_kept(*row))
    }

    #[inline]
    pub(super) fn is_kept(&self, row: u32) -> bool {
        self.platforms[row as usize] != DROPPED
    }

    #[inline]
    pub(super) fn platform(&self, row: u32) -> u16 {
        self.platforms[row as usize]
    }

    pub(super) fn id(&self, row: u32) -> &'b str {
        let (batch, place) = self.locate(row);
        batch.id.value(place)
    }

    /// The row of a post that stays.
    pub(super) fn find(&self, id: &str) -> Option<u32> {
        self.ids
            .find(hash(0, id), |row| self.id(row) == id)
            .map(|slot| slot_row(self.ids.slots[slot]))
            .filter(|row| self.is_kept(*row))
    }

    /// Rows that give the platform by its id.
    fn place_on_platforms(&mut self, rules: Rules, known: &Platforms, outcome: &mut Outcome) {
        let mut last = None;
        for (batch, start) in self.batches.iter().zip(&self.starts) {
            for place in 0..batch.id.len() {
                if batch.platform.is_some_and(|name| name.is_valid(place)) {
                    continue;
                }
                let id = batch.platform_id.value(place);
                let missing = batch.platform_id.is_null(place);
                let found = match last {
                    Some((same, platform)) if same == id && !missing => Some(platform),
                    _ => known.by_id(id).filter(|_| !missing),
                };
                let slot = &mut self.platforms[*start as usize + place];
                let Some(platform) = found else {
                    *slot = DROPPED;
                    let shown = if missing {
                        String::new()
                    } else {
                        id.to_string()
                    };
                    outcome.reject(
                        batch.origins.get(place),
                        "platform_id",
                        &shown,
                        "refers to a platform that does not exist",
                    );
                    continue;
                };
                last = Some((id, platform));
                let id = batch.id.value(place);
                let own = id.strip_prefix(known.name(platform));
                if rules == Rules::Load && !own.is_some_and(|rest| rest.starts_with('_')) {
                    *slot = DROPPED;
                    outcome.reject(
                        batch.origins.get(place),
                        "id",
                        id,
                        "does not begin with the name of its platform and `_`",
                    );
                    continue;
                }
                *slot = platform;
            }
        }
    }

    fn drop_duplicates(&mut self, outcome: &mut Outcome) {
        for row in 0..ordinal(self.len()) {
            if !self.is_kept(row) {
                continue;
            }
            let id = self.id(row);
            let key = hash(0, id);
            let Some(slot) = self.ids.find(key, |other| self.id(other) == id) else {
                self.ids.insert(key, row);
                continue;
            };
            let known = slot_row(self.ids.slots[slot]);
            let (greater, loser) = match self.compare(row, known) {
                Ordering::Greater => (row, known),
                _ => (known, row),
            };
            self.ids.slots[slot] = slot_of(key, greater);
            self.platforms[loser as usize] = DROPPED;
            let (batch, place) = self.locate(loser);
            outcome.duplicate(batch.origins.get(place).source);
        }
    }

    /// The order of rows of one id: by the time of collection, views, likes,
    /// comments, shares, NULL least; then by the rest of the row, so that even
    /// full ties have one outcome.
    fn compare(&self, a: u32, b: u32) -> Ordering {
        let ((left, i), (right, j)) = (self.locate(a), self.locate(b));
        let collected = |columns: &PostColumns<'_>, place: usize| {
            columns
                .collected_at
                .and_then(|at| at.is_valid(place).then(|| at.value(place)))
        };
        let measured = |columns: &PostColumns<'_>, place: usize| {
            let [likes, comments, shares, views] = columns.counts(place);
            [views, likes, comments, shares, columns.posted_at(place)]
        };
        let caption = |columns: &PostColumns<'b>, place: usize| {
            columns
                .caption
                .is_valid(place)
                .then(|| columns.caption.value(place))
        };
        let by_floats = || {
            left.floats
                .iter()
                .zip(right.floats)
                .map(|(a, b)| {
                    let value = |array: &Float64Array, place| {
                        array.is_valid(place).then(|| array.value(place))
                    };
                    sql_order(value(a, i), value(b, j))
                })
                .find(|order| order.is_ne())
                .unwrap_or(Ordering::Equal)
        };
        collected(left, i)
            .cmp(&collected(right, j))
            .then_with(|| measured(left, i).cmp(&measured(right, j)))
            .then_with(|| caption(left, i).cmp(&caption(right, j)))
            .then_with(|| left.author.value(i).cmp(right.author.value(j)))
            .then_with(|| left.tags(i).cmp(right.tags(j)))
            .then_with(by_floats)
            // The earlier row is the greater one.
            .then_with(|| right.origins.get(j).cmp(&left.origins.get(i)))
    }

    /// Rows that give the platform by its name; those that are new get ids in
    /// the order of their names.
    fn make_platforms(&mut self, known: &mut Platforms) -> Result<()> {
        let mut new = std::collections::BTreeSet::new();
        for (_, batch, place) in self.kept() {
            if let Some(name) = batch.platform.filter(|name| name.is_valid(place))
                && known.by_name(name.value(place)).is_none()
            {
                new.insert(name.value(place));
            }
        }
        for name in new {
            let id = known.next_id();
            let pushed = id.and_then(|id| known.push(id, name));
            pushed.ok_or_else(|| too_many("platforms"))?;
        }
        for (batch, start) in self.batches.iter().zip(&self.starts) {
            let Some(names) = batch.platform else {
                continue;
            };
            let mut last = None;
            for place in 0..names.len() {
                let slot = &mut self.platforms[*start as usize + place];
                if names.is_null(place) || *slot == DROPPED {
                    continue;
                }
                let name = names.value(place);
                let platform = match last {
                    Some((same, platform)) if same == name => platform,
                    _ => known.by_name(name).unwrap_or_default(),
                };
                last = Some((name, platform));
                *slot = platform;
            }
        }
        Ok(())
    }
}

/// The order of doubles in SQL: NULL, numbers, NaN.
fn sql_order(a: Option<f64>, b: Option<f64>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => a
            .partial_cmp(&b)
            .unwrap_or_else(|| a.is_nan().cmp(&b.is_nan())),
        _ => a.is_some().cmp(&b.is_some()),
    }
}

/// A hash table of rows by id: 32 bits of the hash beside the row, so that an id
/// is looked at only when it is very likely the one sought.
#[derive(Debug)]
struct Ids {
    slots: Vec<u64>,
}

const EMPTY: u64 = u64::MAX;

#[allow(clippy::cast_possible_truncation)]
fn slot_row(slot: u64) -> u32 {
    slot as u32
}

fn slot_of(hash: u64, row: u32) -> u64 {
    hash & !u64::from(u32::MAX) | u64::from(row)
}

impl Ids {
    fn with_capacity(rows: usize) -> Self {
        Self {
            slots: vec![EMPTY; (rows * 3 / 2 + 1).next_power_of_two()],
        }
    }

    #[inline]
    #[allow(clippy::cast_possible_truncation)]
    fn first(&self, hash: u64) -> usize {
        hash as usize & (self.slots.len() - 1)
    }

    fn find(&self, hash: u64, is: impl Fn(u32) -> bool) -> Option<usize> {
        let mut place = self.first(hash);
        loop {
            let slot = self.slots[place];
            if slot == EMPTY {
                return None;
            }
            if slot >> 32 == hash >> 32 && is(slot_row(slot)) {
                return Some(place);
            }
            place = (place + 1) & (self.slots.len() - 1);
        }
    }

    fn insert(&mut self, hash: u64, row: u32) {
        let mut place = self.first(hash);
        while self.slots[place] != EMPTY {
            place = (place + 1) & (self.slots.len() - 1);
        }
        self.slots[place] = slot_of(hash, row);
    }
}
