//! Columns of a result, cell by cell.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, ArrowPrimitiveType, BooleanBufferBuilder, PrimitiveArray, StringBuilder,
};
use arrow::buffer::NullBuffer;
use arrow::datatypes::{Date32Type, Float64Type, Int32Type, Int64Type, TimestampMicrosecondType};

/// Numbers, each possibly NULL. Takes no memory before its first value, so that a
/// result of one row is cheap.
#[derive(Debug)]
pub(crate) struct Cells<T: ArrowPrimitiveType> {
    values: Vec<T::Native>,
    /// Where the NULLs are: a list of them asks nothing of the other values.
    nulls: Vec<usize>,
}

pub(crate) type Integers = Cells<Int32Type>;
pub(crate) type BigInts = Cells<Int64Type>;
pub(crate) type Doubles = Cells<Float64Type>;
pub(crate) type Times = Cells<TimestampMicrosecondType>;
pub(crate) type Days = Cells<Date32Type>;

impl<T: ArrowPrimitiveType> Default for Cells<T> {
    fn default() -> Self {
        Self {
            values: Vec::new(),
            nulls: Vec::new(),
        }
    }
}

impl<T: ArrowPrimitiveType> Cells<T> {
    /// Makes room for so many more.
    pub(crate) fn reserve(&mut self, rows: usize) {
        self.values.reserve(rows);
    }

    #[inline]
    pub(crate) fn push(&mut self, value: T::Native) {
        self.values.push(value);
    }

    #[inline]
    pub(crate) fn push_option(&mut self, value: Option<T::Native>) {
        if value.is_none() {
            self.nulls.push(self.values.len());
        }
        self.values.push(value.unwrap_or_default());
    }

    pub(crate) fn len(&self) -> usize {
        self.values.len()
    }

    /// The array; nothing is left.
    pub(crate) fn take(&mut self) -> ArrayRef {
        let values = std::mem::take(&mut self.values);
        let nulls = std::mem::take(&mut self.nulls);
        let nulls = (!nulls.is_empty()).then(|| all_but(&nulls, values.len()));
        Arc::new(PrimitiveArray::<T>::new(values.into(), nulls))
    }
}

/// Which of so many values are there, where those at these places are not.
fn all_but(nulls: &[usize], values: usize) -> NullBuffer {
    let mut there = BooleanBufferBuilder::new(values);
    there.append_n(values, true);
    for place in nulls {
        there.set_bit(*place, false);
    }
    NullBuffer::new(there.finish())
}

/// Texts, each possibly NULL.
#[derive(Debug)]
pub(crate) struct TextCells(StringBuilder);

impl Default for TextCells {
    fn default() -> Self {
        Self(StringBuilder::with_capacity(0, 0))
    }
}

impl TextCells {
    pub(crate) fn push(&mut self, text: &str) {
        self.0.append_value(text);
    }

    pub(crate) fn push_option(&mut self, text: Option<&str>) {
        self.0.append_option(text);
    }

    /// Bytes of text so far.
    pub(crate) fn bytes(&self) -> usize {
        self.0.values_slice().len()
    }

    /// The array; nothing is left.
    pub(crate) fn take(&mut self) -> ArrayRef {
        Arc::new(self.0.finish())
    }
}
