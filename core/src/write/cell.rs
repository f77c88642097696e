//! Single values of Arrow arrays as JSON and as text.

use arrow::array::{Array, AsArray};
use arrow::datatypes::{
    DataType, Date32Type, Float32Type, Float64Type, Int64Type, TimeUnit, TimestampMicrosecondType,
    UInt64Type,
};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use serde_json::{Map, Number, Value};

use crate::Result;
use crate::value;

/// The value of `array` at `row` as JSON: integers exactly, times as ISO 8601
/// in UTC, lists and structs nested, NaN and infinities as null.
pub(crate) fn cell_json(array: &dyn Array, row: usize) -> Result<Value> {
    if array.is_null(row) {
        return Ok(Value::Null);
    }
    Ok(match array.data_type() {
        DataType::Null => Value::Null,
        DataType::Boolean => Value::Bool(array.as_boolean().value(row)),
        DataType::Int64 => array.as_primitive::<Int64Type>().value(row).into(),
        DataType::UInt64 => array.as_primitive::<UInt64Type>().value(row).into(),
        DataType::Float64 => float(array.as_primitive::<Float64Type>().value(row)),
        DataType::Float32 => float(f64::from(array.as_primitive::<Float32Type>().value(row))),
        DataType::Utf8 => array.as_string::<i32>().value(row).into(),
        // With a zone too: the instant is in UTC, the zone is how to show it.
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            value::format_time(array.as_primitive::<TimestampMicrosecondType>().value(row)).into()
        }
        DataType::List(_) => {
            let items = array.as_list::<i32>().value(row);
            let items = (0..items.len()).map(|item| cell_json(&items, item));
            Value::Array(items.collect::<Result<_>>()?)
        }
        DataType::Struct(fields) => {
            let columns = array.as_struct().columns();
            let entries = fields
                .iter()
                .zip(columns)
                .map(|(field, column)| Ok((field.name().clone(), cell_json(column, row)?)));
            Value::Object(entries.collect::<Result<Map<_, _>>>()?)
        }
        kind if kind.is_integer() => {
            let text = shown(array, row)?;
            text.parse::<i64>().map_or(Value::String(text), Value::from)
        }
        _ => Value::String(shown(array, row)?),
    })
}

/// The value as text for tables: `None` for NULL, texts as they are, nested
/// values as JSON.
///
/// # Errors
/// `Corrupt` where Arrow has no text for the type.
pub fn cell_text(array: &dyn Array, row: usize) -> Result<Option<String>> {
    if array.is_null(row) {
        return Ok(None);
    }
    if *array.data_type() == DataType::Date32 {
        let days = array.as_primitive::<Date32Type>();
        return Ok(days.value_as_date(row).map(|day| day.to_string()));
    }
    Ok(Some(match cell_json(array, row)? {
        Value::String(text) => text,
        other => other.to_string(),
    }))
}

fn float(number: f64) -> Value {
    Number::from_f64(number).map_or(Value::Null, Value::Number)
}

fn shown(array: &dyn Array, row: usize) -> Result<String> {
    let formatter = ArrayFormatter::try_new(array, &FormatOptions::default())?;
    Ok(formatter.value(row).try_to_string()?)
}
