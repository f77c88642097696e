//! Rows of views, read by the names of their columns.

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::datatypes::{DataType, Date32Type, Int32Type, Int64Type, TimestampMicrosecondType};

use crate::write::cell_text;
use crate::{Error, ErrorKind, Result};

/// A row of a batch.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'b> {
    batch: &'b RecordBatch,
    row: usize,
}

/// The rows of a batch.
pub(super) fn rows(batch: &RecordBatch) -> impl Iterator<Item = Row<'_>> {
    (0..batch.num_rows()).map(move |row| Row { batch, row })
}

/// A column, or as `metrics.likes` a field of one, by name.
///
/// # Errors
/// `Rule` where the view has none of this name.
pub(super) fn array<'b>(batch: &'b RecordBatch, name: &str) -> Result<&'b ArrayRef> {
    let (outer, inner) = match name.split_once('.') {
        None => (name, None),
        Some((outer, inner)) => (outer, Some(inner)),
    };
    let column = batch.column_by_name(outer).ok_or_else(|| unfit(name))?;
    let Some(inner) = inner else {
        return Ok(column);
    };
    let fields = column.as_struct_opt().ok_or_else(|| unfit(name))?;
    fields.column_by_name(inner).ok_or_else(|| unfit(name))
}

fn unfit(name: &str) -> Error {
    Error::new(
        ErrorKind::Rule,
        format!("the column `{name}` is not in the view, or of another type"),
    )
}

impl<'b> Row<'b> {
    /// The row of this number.
    pub(super) fn of(batch: &'b RecordBatch, row: usize) -> Self {
        Self { batch, row }
    }

    fn array(self, name: &str) -> Result<&'b ArrayRef> {
        array(self.batch, name)
    }

    /// A whole number.
    pub(super) fn int(self, name: &str) -> Result<Option<i64>> {
        let array = self.array(name)?;
        if array.is_null(self.row) {
            return Ok(None);
        }
        Ok(Some(match array.data_type() {
            DataType::Int32 => array.as_primitive::<Int32Type>().value(self.row).into(),
            DataType::Int64 => array.as_primitive::<Int64Type>().value(self.row),
            DataType::Date32 => array.as_primitive::<Date32Type>().value(self.row).into(),
            DataType::Timestamp(..) => array
                .as_primitive_opt::<TimestampMicrosecondType>()
                .ok_or_else(|| unfit(name))?
                .value(self.row),
            _ => return Err(unfit(name)),
        }))
    }

    /// A whole number that is never NULL.
    pub(super) fn number(self, name: &str) -> Result<i64> {
        self.int(name)?.ok_or_else(|| unfit(name))
    }

    /// A text.
    pub(super) fn text(self, name: &str) -> Result<Option<&'b str>> {
        let texts = self.array(name)?.as_string_opt::<i32>();
        let texts = texts.ok_or_else(|| unfit(name))?;
        Ok(texts.is_valid(self.row).then(|| texts.value(self.row)))
    }

    /// A text that is never NULL.
    pub(super) fn name(self, name: &str) -> Result<String> {
        Ok(self.text(name)?.unwrap_or_default().to_owned())
    }

    /// The exact value as text.
    pub(super) fn exact(self, name: &str) -> Result<Option<String>> {
        cell_text(self.array(name)?, self.row)
    }
}
