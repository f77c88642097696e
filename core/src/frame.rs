//! Views as polars DataFrames.
//!
//! Buffers are handed over through the Arrow C data interface, not copied: a
//! DataFrame keeps the batches it was made from alive. Lists, structs, times
//! and NULLs come through as they are.

#![allow(unsafe_code)]

use std::mem;

use arrow::array::{Array, RecordBatch};
use arrow::ffi::{FFI_ArrowArray, FFI_ArrowSchema, to_ffi};
use polars::prelude::{Column, DataFrame, PolarsError, Series};
use polars_arrow::array::ArrayRef;
use polars_arrow::datatypes::Field;
use polars_arrow::ffi::{self, ArrowArray, ArrowSchema};

use crate::sql::{Projects, Store};
use crate::view::View;
use crate::{Error, ErrorKind, Result};

impl Store {
    /// A view as a DataFrame, in its declared columns and order.
    ///
    /// # Errors
    /// As [`Store::view`].
    pub fn frame(&self, view: &View, projects: Projects<'_>) -> Result<DataFrame> {
        let batches = self.view(view, projects)?;
        if batches.is_empty() {
            return frame(&[RecordBatch::new_empty(view.arrow())]);
        }
        frame(&batches)
    }
}

/// Batches of one schema as one DataFrame; each batch becomes a chunk.
///
/// # Errors
/// `Argument` where there is no batch, the schemas differ, or polars does not
/// know a type.
pub fn frame(batches: &[RecordBatch]) -> Result<DataFrame> {
    let Some(first) = batches.first() else {
        return Err(Error::new(
            ErrorKind::Argument,
            "a DataFrame needs at least one batch",
        ));
    };
    if batches.iter().any(|batch| batch.schema() != first.schema()) {
        return Err(Error::new(
            ErrorKind::Argument,
            "the batches differ in their schemas",
        ));
    }
    let height = batches.iter().map(RecordBatch::num_rows).sum();
    let mut columns = Vec::with_capacity(first.num_columns());
    for (place, field) in first.schema().fields().iter().enumerate() {
        let mut handed: Option<(Field, Vec<ArrayRef>)> = None;
        for batch in batches {
            let (mut known, array) = hand_over(batch.column(place).as_ref())?;
            known.name = field.name().as_str().into();
            handed
                .get_or_insert_with(|| (known, Vec::new()))
                .1
                .push(array);
        }
        if let Some((known, arrays)) = handed {
            let series = Series::try_from((&known, arrays)).map_err(|error| refused(&error))?;
            columns.push(Column::from(series));
        }
    }
    DataFrame::new(height, columns).map_err(|error| refused(&error))
}

/// One array through the Arrow C data interface.
fn hand_over(array: &dyn Array) -> Result<(Field, ArrayRef)> {
    let (array, schema) = to_ffi(&array.to_data())?;
    const {
        assert!(size_of::<FFI_ArrowArray>() == size_of::<ArrowArray>());
        assert!(size_of::<FFI_ArrowSchema>() == size_of::<ArrowSchema>());
    }
    // SAFETY: both sides declare, `repr(C)`, the structs that the Arrow C data
    // interface fixes field by field. Moving one moves its release callback
    // along, so that the buffers are freed once, by whoever holds it last.
    let (array, schema) = unsafe {
        (
            mem::transmute::<FFI_ArrowArray, ArrowArray>(array),
            mem::transmute::<FFI_ArrowSchema, ArrowSchema>(schema),
        )
    };
    // SAFETY: arrow made both a line ago, valid and belonging together.
    let imported = unsafe {
        ffi::import_field_from_c(&schema).and_then(|field| {
            let array = ffi::import_array_from_c(array, field.dtype.clone())?;
            Ok((field, array))
        })
    };
    imported.map_err(|error| refused(&error))
}

fn refused(error: &PolarsError) -> Error {
    Error::new(ErrorKind::Argument, format!("polars: {error}"))
}
