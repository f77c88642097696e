//! Slots from a row of Arrow arrays (Parquet and Arrow files).

use std::borrow::Cow;

use arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Float64Array, Int64Array, LargeListArray,
    LargeStringArray, RecordBatch, StructArray, TimestampMicrosecondArray, UInt64Array,
};
use arrow::compute::cast;
use arrow::datatypes::{
    DataType, Field, Float64Type, Int64Type, TimeUnit, TimestampMicrosecondType, UInt64Type,
};

use crate::Result;
use crate::adapt::path::{Node, PathTree};
use crate::adapt::raw::Raw;

/// The columns of one batch that feed slots, widened to a few types.
#[derive(Debug)]
pub(crate) struct Columns<'t> {
    feeds: Vec<(&'t Node, Column)>,
}

#[derive(Debug)]
enum Column {
    Null,
    Bool(BooleanArray),
    Int(Int64Array),
    Huge(UInt64Array),
    Float(Float64Array),
    Text(LargeStringArray),
    Time(TimestampMicrosecondArray),
    List(LargeListArray, Box<Column>),
    Struct(StructArray, Vec<(String, Column)>),
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
    fn new(array: &ArrayRef) -> Result<Self> {
        let widened = |kind: &DataType| cast(array, kind);
        Ok(match array.data_type() {
            DataType::Null => Self::Null,
            DataType::Boolean => Self::Bool(array.as_boolean().clone()),
            DataType::UInt64 => Self::Huge(array.as_primitive::<UInt64Type>().clone()),
            kind if kind.is_integer() => Self::Int(
                widened(&DataType::Int64)?
                    .as_primitive::<Int64Type>()
                    .clone(),
            ),
            kind if kind.is_floating() || kind.is_decimal() => Self::Float(
                widened(&DataType::Float64)?
                    .as_primitive::<Float64Type>()
                    .clone(),
            ),
            DataType::Timestamp(..) | DataType::Date32 | DataType::Date64 => Self::Time(
                widened(&DataType::Timestamp(TimeUnit::Microsecond, None))?
                    .as_primitive::<TimestampMicrosecondType>()
                    .clone(),
            ),
            DataType::List(item)
            | DataType::LargeList(item)
            | DataType::ListView(item)
            | DataType::LargeListView(item)
            | DataType::FixedSizeList(item, _) => {
                let field = Field::new(item.name(), item.data_type().clone(), true);
                let list = widened(&DataType::LargeList(field.into()))?;
                let list = list.as_list::<i64>().clone();
                let items = Self::new(list.values())?;
                Self::List(list, Box::new(items))
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
            DataType::Dictionary(_, values) => Self::new(&widened(values)?)?,
            // Text in all its widths, binary that is UTF-8, and whatever else has a text form.
            _ => Self::Text(widened(&DataType::LargeUtf8)?.as_string::<i64>().clone()),
        })
    }

    fn is_null(&self, row: usize) -> bool {
        match self {
            Self::Null => true,
            Self::Bool(array) => array.is_null(row),
            Self::Int(array) => array.is_null(row),
            Self::Huge(array) => array.is_null(row),
            Self::Float(array) => array.is_null(row),
            Self::Text(array) => array.is_null(row),
            Self::Time(array) => array.is_null(row),
            Self::List(array, _) => array.is_null(row),
            Self::Struct(array, _) => array.is_null(row),
        }
    }

    /// The single value at `row`.
    fn single(&self, row: usize) -> Raw<'_> {
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
            Self::Text(array) => Raw::Text(Cow::Borrowed(array.value(row))),
            Self::Time(array) => Raw::Time(array.value(row)),
            Self::List(array, items) => Raw::List(
                range(array, row)
                    .map(|item| items.single(item))
                    .collect::<Vec<_>>(),
            ),
            Self::Struct(..) => Raw::Object,
        }
    }

    fn walk<'a>(&'a self, row: usize, node: &Node, slots: &mut [Raw<'a>], in_list: bool) {
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
            Self::List(array, items) => {
                for (index, item) in range(array, row).enumerate() {
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

fn range(array: &LargeListArray, row: usize) -> std::ops::Range<usize> {
    // Offsets of a valid list array are never negative.
    let at = |index: usize| usize::try_from(array.value_offsets()[index]).unwrap_or_default();
    at(row)..at(row + 1)
}
