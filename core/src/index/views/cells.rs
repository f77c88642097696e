//! Columns of a result, cell by cell.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, ArrowPrimitiveType, NullBufferBuilder, PrimitiveArray, StringBuilder,
};
use arrow::datatypes::{Date32Type, Float64Type, Int32Type, Int64Type, TimestampMicrosecondType};

/// Numbers, each possibly NULL. Takes no more memory than its values, so that a
/// result of one row is cheap.
#[derive(Debug)]
pub(crate) struct Cells<T: ArrowPrimitiveType> {
    values: Vec<T::Native>,
    nulls: NullBufferBuilder,
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
            nulls: NullBufferBuilder::new(0),
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
        self.nulls.append_non_null();
    }

    #[inline]
    pub(crate) fn push_option(&mut self, value: Option<T::Native>) {
        self.values.push(value.unwrap_or_default());
        self.nulls.append(value.is_some());
    }

    pub(crate) fn len(&self) -> usize {
        self.values.len()
    }

    /// The array; nothing is left.
    pub(crate) fn take(&mut self) -> ArrayRef {
        let values = std::mem::take(&mut self.values);
        let nulls = self.nulls.finish();
        Arc::new(PrimitiveArray::<T>::new(values.into(), nulls))
    }
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
