//! The result as an Arrow batch.

use std::sync::Arc;

use arrow::array::{ArrayRef, Date32Array, Float64Array, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use polars::prelude::{DataFrame, PolarsResult};

use crate::Result;
use crate::trend::figures::all;
use crate::trend::moves::refused;

/// The places of `day` and `value`.
pub(super) const DAY: usize = 4;
pub(super) const VALUE: usize = 5;

/// The columns of a trend, one row per series and day:
///
/// | column | |
/// |---|---|
/// | `project` | its name; NULL for a hashtag of the whole store |
/// | `hashtag`, `platform` | NULL for a figure of a project |
/// | `figure` | the column of `project_summary`, or of `hashtags_with_stats` |
/// | `day` | of the report |
/// | `value` | what the report has; NULL where it has NULL |
/// | `previous_day`, `previous` | day and value of the report before that has the series; NULL in the first |
/// | `change` | `value - previous`; NULL where one of them is |
/// | `change_percent` | 100 × change / the size of `previous`; NULL where that is 0 too |
/// | `mean_7d`, `mean_28d` | mean of the values of the reports of the 7 or 28 days that end with `day`, those that are NULL left out; NULL if all are |
///
/// Figures are floats, which are exact for whole numbers up to 2^53.
pub fn schema() -> SchemaRef {
    let (text, day, number) = (DataType::Utf8, DataType::Date32, DataType::Float64);
    let columns = [
        ("project", &text),
        ("hashtag", &text),
        ("platform", &text),
        ("figure", &text),
        ("day", &day),
        ("value", &number),
        ("previous_day", &day),
        ("previous", &number),
        ("change", &number),
        ("change_percent", &number),
        ("mean_7d", &number),
        ("mean_28d", &number),
    ];
    let fields = columns.map(|(name, kind)| Field::new(name, kind.clone(), true));
    Arc::new(Schema::new(fields.to_vec()))
}

/// The frame of the query in these columns.
pub(super) fn batch(frame: &DataFrame) -> Result<RecordBatch> {
    let schema = schema();
    let columns = schema.fields().iter().map(|field| {
        let array = match (field.name().as_str(), field.data_type()) {
            ("figure", _) => names(frame),
            (name, DataType::Utf8) => texts(frame, name),
            (name, DataType::Date32) => days(frame, name),
            (name, _) => numbers(frame, name),
        };
        array.map_err(|error| refused(&error))
    });
    let columns = columns.collect::<Result<Vec<_>>>()?;
    Ok(RecordBatch::try_new(schema, columns)?)
}

fn names(frame: &DataFrame) -> PolarsResult<ArrayRef> {
    let all = all();
    let places = frame.column("figure")?.i64()?.iter();
    let name = |place: i64| all.get(usize::try_from(place).ok()?).copied();
    let names: StringArray = places.map(|place| name(place?)).collect();
    Ok(Arc::new(names))
}

fn texts(frame: &DataFrame, name: &str) -> PolarsResult<ArrayRef> {
    let texts: StringArray = frame.column(name)?.str()?.iter().collect();
    Ok(Arc::new(texts))
}

fn days(frame: &DataFrame, name: &str) -> PolarsResult<ArrayRef> {
    let days: Date32Array = frame.column(name)?.date()?.physical().iter().collect();
    Ok(Arc::new(days))
}

fn numbers(frame: &DataFrame, name: &str) -> PolarsResult<ArrayRef> {
    let numbers: Float64Array = frame.column(name)?.f64()?.iter().collect();
    Ok(Arc::new(numbers))
}
