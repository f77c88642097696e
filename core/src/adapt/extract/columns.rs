//! Slots from a row of Arrow arrays (Parquet and Arrow files).

use std::borrow::Cow;
use std::ops::Range;

use arrow::array::{
    Array, AsArray, BinaryArray, BinaryViewArray, BooleanArray, Float64Array, GenericListArray,
    GenericListViewArray, Int64Array, LargeBinaryArray, LargeStringArray, OffsetSizeTrait,
    RecordBatch, StringArray, StringViewArray, StructArray, TimestampMicrosecondArray, UInt64Array,
};
use arrow::buffer::NullBuffer;
use arrow::datatypes::{DataType, UInt64Type};

use super::widen;
use crate::Result;
use crate::adapt::path::{Node, PathTree};
use crate::adapt::raw::Raw;

/// The columns of one batch that feed slots, widened to a few types.
#[derive(Debug)]
pub(crate) struct Columns<'t> {
    pub(super) feeds: Vec<(&'t Node, Column)>,
}

/// A column, or a part of one, by what its values are to records.
#[derive(Debug)]
pub(crate) enum Column {
    Null,
    Bool(BooleanArray),
    Int(Int64Array),
    Huge(UInt64Array),
    Float(Float64Array),
    Text(Texts),
    Time(TimestampMicrosecondArray),
    List(Lists, Box<Column>),
    Struct(StructArray, Vec<(String, Column)>),
    Coded(Codes, Box<Column>),
}

/// Text in all its widths, and binary that may be UTF-8.
#[derive(Debug)]
pub(crate) enum Texts {
    Small(StringArray),
    Large(LargeStringArray),
    View(StringViewArray),
    Bytes(BinaryArray),
    LargeBytes(LargeBinaryArray),
    ByteView(BinaryViewArray),
}

/// Where the items of each list are.
#[derive(Debug)]
pub(crate) struct Lists {
    pub(crate) items: Vec<Range<usize>>,
    pub(crate) nulls: Option<NullBuffer>,
}

/// Where the value of each row is among those of a dictionary.
#[derive(Debug)]
pub(crate) struct Codes {
    places: Vec<usize>,
    nulls: Option<NullBuffer>,
}

impl<'t> Columns<'t> {
    /// Picks and widens the columns of `batch` that paths of `tree` lead into.
    pub(crate) fn new(tree: &'t PathTree, batch: &RecordBatch) -> Result<Self> {
        let mut feeds = Vec::new();
        for (field, array) in batch.schema().fields().iter().zip(batch.columns()) {
            if let Some(node) = tree.root.key(field.name()) {
                feeds.push((node, Column::new(array)?));
            }
        }
        Ok(Self { feeds })
    }

    /// Fills `slots` from row `row`.
    pub(crate) fn extract<'a>(&'a self, row: usize, slots: &mut [Raw<'a>]) {
        for (node, column) in &self.feeds {
            column.walk(row, node, slots, false);
        }
    }
}

impl Column {
    fn new(array: &dyn Array) -> Result<Self> {
        Ok(match array.data_type() {
            DataType::Null => Self::Null,
            DataType::Boolean => Self::Bool(array.as_boolean().clone()),
            DataType::UInt64 => Self::Huge(array.as_primitive::<UInt64Type>().clone()),
            kind if kind.is_integer() => Self::Int(widen::integers(array)?),
            kind if kind.is_floating() || kind.is_decimal() => Self::Float(widen::floats(array)?),
            DataType::Timestamp(..) | DataType::Date32 | DataType::Date64 => {
                Self::Time(widen::times(array)?)
            }
            DataType::List(_) => Self::lists(array.as_list::<i32>())?,
            DataType::LargeList(_) => Self::lists(array.as_list::<i64>())?,
            DataType::ListView(_) => Self::list_views(array.as_list_view::<i32>())?,
            DataType::LargeListView(_) => Self::list_views(array.as_list_view::<i64>())?,
            DataType::FixedSizeList(_, size) => {
                let (array, size) = (array.as_fixed_size_list(), place(*size));
                let items = (0..array.len()).map(|row| row * size..(row + 1) * size);
                let lists = Lists {
                    items: items.collect(),
                    nulls: array.nulls().cloned(),
                };
                Self::List(lists, Box::new(Self::new(array.values())?))
            }
            DataType::Struct(fields) => {
                let array = array.as_struct().clone();
                let children = fields
                    .iter()
                    .zip(array.columns())
                    .map(|(field, child)| Ok((field.name().clone(), Self::new(child)?)))
                    .collect::<Result<_>>()?;
                Self::Struct(array, children)
            }
            DataType::Dictionary(..) => {
                let dictionary = array.as_any_dictionary();
                if dictionary.values().is_empty() {
                    return Ok(Self::Null);
                }
                let codes = Codes {
                    places: dictionary.normalized_keys(),
                    nulls: dictionary.keys().nulls().cloned(),
                };
                Self::Coded(codes, Box::new(Self::new(dictionary.values())?))
            }
            DataType::Utf8 => Self::Text(Texts::Small(array.as_string().clone())),
            DataType::LargeUtf8 => Self::Text(Texts::Large(array.as_string().clone())),
            DataType::Utf8View => Self::Text(Texts::View(array.as_string_view().clone())),
            DataType::Binary => Self::Text(Texts::Bytes(array.as_binary().clone())),
            DataType::LargeBinary => Self::Text(Texts::LargeBytes(array.as_binary().clone())),
            DataType::BinaryView => Self::Text(Texts::ByteView(array.as_binary_view().clone())),
            _ => Self::Text(Texts::Large(widen::shown(array)?)),
        })
    }

    fn lists<O: OffsetSizeTrait>(array: &GenericListArray<O>) -> Result<Self> {
        let items = array.value_offsets().windows(2);
        let lists = Lists {
            items: items.map(|pair| place(pair[0])..place(pair[1])).collect(),
            nulls: array.nulls().cloned(),
        };
        Ok(Self::List(lists, Box::new(Self::new(array.values())?)))
    }

    fn list_views<O: OffsetSizeTrait>(array: &GenericListViewArray<O>) -> Result<Self> {
        let items = array.value_offsets().iter().zip(array.value_sizes());
        let lists = Lists {
            items: items
                .map(|(offset, size)| place(*offset)..place(*offset) + place(*size))
                .collect(),
            nulls: array.nulls().cloned(),
        };
        Ok(Self::List(lists, Box::new(Self::new(array.values())?)))
    }

    /// Whether the values have values within.
    pub(super) fn is_nested(&self) -> bool {
        matches!(self, Self::List(..) | Self::Struct(..) | Self::Coded(..))
    }

    fn is_null(&self, row: usize) -> bool {
        match self {
            Self::Null => true,
            Self::Bool(array) => array.is_null(row),
            Self::Int(array) => array.is_null(row),
            Self::Huge(array) => array.is_null(row),
            Self::Float(array) => array.is_null(row),
            Self::Text(texts) => texts.get(row).is_none(),
            Self::Time(array) => array.is_null(row),
            Self::List(lists, _) => is_null(lists.nulls.as_ref(), row),
            Self::Struct(array, _) => array.is_null(row),
            Self::Coded(codes, values) => {
                is_null(codes.nulls.as_ref(), row) || values.is_null(codes.places[row])
            }
        }
    }

    /// The single value at `row`.
    pub(crate) fn single(&self, row: usize) -> Raw<'_> {
        if self.is_null(row) {
            return Raw::Null;
        }
        match self {
            Self::Null => Raw::Null,
            Self::Bool(array) => Raw::Bool(array.value(row)),
            Self::Int(array) => Raw::Int(array.value(row)),
            Self::Huge(array) => {
                let value = array.value(row);
                i64::try_from(value).map_or(Raw::Huge(value), Raw::Int)
            }
            Self::Float(array) => Raw::Float(array.value(row)),
            Self::Text(texts) => texts
                .get(row)
                .map_or(Raw::Null, |text| Raw::Text(Cow::Borrowed(text))),
            Self::Time(array) => Raw::Time(array.value(row)),
            Self::List(lists, items) => Raw::List(
                lists.items[row]
                    .clone()
                    .map(|item| items.single(item))
                    .collect::<Vec<_>>(),
            ),
            Self::Struct(..) => Raw::Object,
            Self::Coded(codes, values) => values.single(codes.places[row]),
        }
    }

    fn walk<'a>(&'a self, row: usize, node: &Node, slots: &mut [Raw<'a>], in_list: bool) {
        if let Self::Coded(codes, values) = self
            && !self.is_null(row)
        {
            return values.walk(codes.places[row], node, slots, in_list);
        }
        if let Some(slot) = node.slot {
            slots[slot].put(self.single(row), in_list);
        }
        if self.is_null(row) {
            return;
        }
        match self {
            Self::Struct(_, children) => {
                for (name, child) in children {
                    if let Some(node) = node.key(name) {
                        child.walk(row, node, slots, in_list);
                    }
                }
            }
            Self::List(lists, items) => {
                for (index, item) in lists.items[row].clone().enumerate() {
                    if let Some(node) = &node.each {
                        items.walk(item, node, slots, true);
                    }
                    if let Some(node) = node.item(index) {
                        items.walk(item, node, slots, in_list);
                    }
                }
            }
            _ => {}
        }
    }
}

impl Texts {
    /// The text at `row`; none where it is NULL or no UTF-8.
    pub(crate) fn get(&self, row: usize) -> Option<&str> {
        let utf_8 = |bytes| std::str::from_utf8(bytes).ok();
        match self {
            Self::Small(array) => array.is_valid(row).then(|| array.value(row)),
            Self::Large(array) => array.is_valid(row).then(|| array.value(row)),
            Self::View(array) => array.is_valid(row).then(|| array.value(row)),
            Self::Bytes(array) => array
                .is_valid(row)
                .then(|| array.value(row))
                .and_then(utf_8),
            Self::LargeBytes(array) => array
                .is_valid(row)
                .then(|| array.value(row))
                .and_then(utf_8),
            Self::ByteView(array) => array
                .is_valid(row)
                .then(|| array.value(row))
                .and_then(utf_8),
        }
    }
}

fn is_null(nulls: Option<&NullBuffer>, row: usize) -> bool {
    nulls.is_some_and(|nulls| nulls.is_null(row))
}

/// An offset or a size of a valid array, which is never negative.
fn place<O: OffsetSizeTrait>(offset: O) -> usize {
    offset.to_usize().unwrap_or_default()
}
