//! Rules over whole columns of Arrow arrays, where one column has all that a
//! rule asks for. Values in their normal form are taken as they are. `None`
//! means that the rule is to be followed record by record: where it asks for
//! more than a column, or a record would be rejected.

use std::ops::Range;
use std::sync::Arc;

use arrow::array::{
    Array, ArrowPrimitiveType, Float64Array, Int64Array, ListArray, ListBuilder, PrimitiveArray,
    StringArray, StringBuilder, TimestampMicrosecondArray,
};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::{Float64Type, Int64Type, TimestampMicrosecondType};

use crate::adapt::extract::columns::{Column, Lists, Texts};
use crate::adapt::extract::place::Place;
use crate::adapt::field::TextKind;
use crate::adapt::normal::is_hashtag;
use crate::adapt::raw::Raw;
use crate::adapt::rule::{Misfit, Rule};
use crate::adapt::typed;
use crate::schema::list_item;
use crate::value::tags::Distinct;
use crate::value::time::{MAX, MIN};

/// The column of a field that a file does not have.
static NOWHERE: Column = Column::Null;

/// A third of the range: three of them, as engagement, stay within it.
const LARGEST_COUNT: i64 = i64::MAX / 3;

/// A list this long is taken apart, since comparing each with each takes long.
const LONG_LIST: usize = 64;

impl Rule {
    /// The one column that the rule reads; where it reads none, the field is NULL.
    pub(crate) fn column<'c>(&self, places: &[Place<'c>]) -> Option<&'c Column> {
        let simple = self.constant.is_none() && self.lookup.is_none();
        let simple = simple && self.join.is_empty() && self.sum.is_empty();
        let mut others = self.null_if.iter().chain(&self.shortcode_of);
        if !simple || !others.all(|slot| matches!(places[*slot], Place::Nowhere)) {
            return None;
        }
        let mut found = None;
        for slot in &self.first {
            match places[*slot] {
                Place::Nowhere => {}
                Place::Column(column) if found.is_none() => found = Some(column),
                _ => return None,
            }
        }
        Some(found.unwrap_or(&NOWHERE))
    }

    /// The texts of the field, all of which are to `fit`.
    pub(crate) fn texts(
        &self,
        places: &[Place<'_>],
        rows: usize,
        fit: impl Fn(&str) -> bool,
    ) -> Option<StringArray> {
        let texts = match self.column(places)? {
            Column::Null => return Some(StringArray::new_null(rows)),
            Column::Text(Texts::Small(array)) => array.clone(),
            Column::Text(texts) => (0..rows).map(|row| texts.get(row)).collect(),
            Column::Int(array) => array
                .iter()
                .map(|number| number.map(|number| number.to_string()))
                .collect(),
            _ => return None,
        };
        // A text with a `/` may be a URL of which only a part counts.
        let whole = |text: &str| !self.url.is_asked() || !text.contains('/');
        let plain = self.text == TextKind::Plain;
        let fits = plain && texts.iter().flatten().all(|text| fit(text) && whole(text));
        fits.then_some(texts)
    }

    /// The counts of the field.
    pub(crate) fn counts(&self, places: &[Place<'_>], rows: usize) -> Option<Int64Array> {
        let fit = |count: i64| (0..=LARGEST_COUNT).contains(&count);
        let counts = match self.column(places)? {
            Column::Int(array) => array.clone(),
            column => each::<Int64Type>(column, rows, |raw| typed::count(self.name, raw))?,
        };
        counts.iter().flatten().all(fit).then_some(counts)
    }

    /// The times of the field.
    pub(crate) fn times(
        &self,
        places: &[Place<'_>],
        rows: usize,
    ) -> Option<TimestampMicrosecondArray> {
        let fit = |time: i64| (MIN..=MAX).contains(&time);
        match self.column(places)? {
            Column::Time(array) => array.iter().flatten().all(fit).then(|| array.clone()),
            column => each::<TimestampMicrosecondType>(column, rows, |raw| {
                typed::time(self.name, raw, &self.format)
            }),
        }
    }

    /// The floats of the field, all of which are to `fit`.
    pub(crate) fn floats(
        &self,
        places: &[Place<'_>],
        rows: usize,
        fit: impl Fn(f64) -> bool,
    ) -> Option<Float64Array> {
        let floats = match self.column(places)? {
            Column::Float(array) => array.clone(),
            column => each::<Float64Type>(column, rows, |raw| typed::float(self.name, raw))?,
        };
        floats.iter().flatten().all(fit).then_some(floats)
    }

    /// The lists of hashtags.
    pub(crate) fn tag_lists(
        &self,
        places: &[Place<'_>],
        captions: &StringArray,
    ) -> Option<ListArray> {
        let column = self.column(places)?;
        if let Column::List(lists, items) = column
            && let Column::Text(Texts::Small(tags)) = &**items
            && let Some(lists) = normal_lists(lists, tags)
            && self.captions_add_nothing(&lists, captions)
        {
            return Some(lists);
        }
        let mut built = ListBuilder::new(StringBuilder::new()).with_field(list_item());
        for row in 0..captions.len() {
            let raw = column.single(row);
            let mut tags = Distinct::new();
            self.collect(&raw, &mut tags);
            if self.asks_caption(|| raw.is_missing()) && captions.is_valid(row) {
                tags.extend_from_caption(captions.value(row));
            }
            for tag in tags.into_vec() {
                built.values().append_value(tag);
            }
            built.append(true);
        }
        Some(built.finish())
    }

    fn captions_add_nothing(&self, lists: &ListArray, captions: &StringArray) -> bool {
        captions.iter().enumerate().all(|(row, caption)| {
            let mut tags = Distinct::new();
            if self.asks_caption(|| lists.value_length(row) == 0) {
                tags.extend_from_caption(caption.unwrap_or_default());
            }
            tags.is_empty()
        })
    }
}

/// Value by value what `of` makes of it, unless that is a misfit.
fn each<T: ArrowPrimitiveType>(
    column: &Column,
    rows: usize,
    of: impl Fn(&Raw<'_>) -> Result<Option<T::Native>, Misfit>,
) -> Option<PrimitiveArray<T>> {
    let values = (0..rows).map(|row| of(&column.single(row)));
    values.collect::<Result<_, _>>().ok()
}

/// Lists as they are, if each holds hashtags in normal form, and none twice.
fn normal_lists(lists: &Lists, tags: &StringArray) -> Option<ListArray> {
    let first = lists.items.first().map_or(0, |items| items.start);
    let last = lists.items.last().map_or(0, |items| items.end);
    let distinct = |places: &Range<usize>| {
        let earlier = |place: usize| (places.start..place).map(|other| tags.value(other));
        places.len() <= LONG_LIST
            && (places.clone()).all(|place| earlier(place).all(|other| other != tags.value(place)))
    };
    let in_a_row = lists
        .items
        .windows(2)
        .all(|pair| pair[0].end == pair[1].start);
    if lists.nulls.is_some() || tags.null_count() > 0 || !in_a_row {
        return None;
    }
    // Of a part of a batch the tags are those of all of it.
    let own = tags.slice(first, last - first);
    if !own.iter().flatten().all(is_hashtag) || !lists.items.iter().all(distinct) {
        return None;
    }
    let ends = lists.items.iter().map(|items| items.end);
    let offsets: Option<Vec<i32>> = std::iter::once(first)
        .chain(ends)
        .map(|offset| i32::try_from(offset).ok())
        .collect();
    let offsets = OffsetBuffer::new(offsets?.into());
    ListArray::try_new(Arc::new(list_item()), offsets, Arc::new(tags.clone()), None).ok()
}
