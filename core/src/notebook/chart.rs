//! Charts: a Vega-Lite specification, and the result of a cell as its data.

use arrow::array::Array;
use arrow::datatypes::DataType;
use serde_json::{Map, Value, json};

use crate::Result;
use crate::notebook::model::Chart;
use crate::notebook::ran::Relation;
use crate::notebook::wrong;
use crate::write::{cell_json, cell_text};

/// Vega-Lite 5, which Jupyter draws by itself.
const SCHEMA: &str = "https://vega.github.io/schema/vega-lite/v5.json";

/// More rows than this are not drawn.
pub(super) const MOST_ROWS: usize = 20_000;

/// Fails where a specification brings data of its own: a chart shows the result
/// of a cell and reaches nothing else.
pub(super) fn check(spec: &Map<String, Value>) -> Result<()> {
    if spec.contains_key("data") || spec.contains_key("datasets") {
        return Err(wrong("the chart brings data of its own")
            .hint("data=NAME after ```vega-lite is all it draws"));
    }
    if let Some(key) = reaches_out(&Value::Object(spec.clone())) {
        return Err(wrong(format!("the chart has a `{key}`"))
            .hint("notebooks work offline; a chart shows only the result of its cell"));
    }
    Ok(())
}

/// A key with which Vega-Lite fetches or links something.
fn reaches_out(value: &Value) -> Option<&str> {
    match value {
        Value::Object(entries) => entries.iter().find_map(|(key, value)| {
            if ["url", "href", "usermeta"].contains(&key.as_str()) {
                return Some(key.as_str());
            }
            reaches_out(value)
        }),
        Value::Array(items) => items.iter().find_map(reaches_out),
        _ => None,
    }
}

/// The specification with its data inside.
///
/// # Errors
/// `Notebook` where there are more rows than can be drawn.
pub(super) fn with_data(chart: &Chart, result: &Relation) -> Result<Map<String, Value>> {
    if result.total > MOST_ROWS as u64 {
        return Err(wrong(format!(
            "the chart would draw {} rows; {MOST_ROWS} are the most",
            result.total
        ))
        .at_line(chart.line)
        .hint("count or sum them up in a cell, and draw that"));
    }
    let fields = result.schema.fields();
    let rows = result.rows().map(|(batch, row)| {
        let cells = fields
            .iter()
            .zip(batch.columns())
            .map(|(field, column)| Ok((field.name().clone(), value(column.as_ref(), row)?)));
        Ok(Value::Object(cells.collect::<Result<_>>()?))
    });
    let mut spec = chart.spec.clone();
    spec.insert(
        "data".to_owned(),
        json!({ "values": rows.collect::<Result<Vec<_>>>()? }),
    );
    Ok(spec)
}

impl Chart {
    /// The name of the cell whose result it draws.
    pub fn data_name(&self) -> &str {
        &self.name
    }

    /// How many rows of its data to hand it: those that can be drawn, and one
    /// more to tell that there are too many.
    pub fn rows_wanted() -> usize {
        MOST_ROWS + 1
    }

    /// The specification with `result` inside, for Jupyter's media type
    /// `application/vnd.vegalite.v5+json`.
    ///
    /// # Errors
    /// `Notebook` where there are more rows than can be drawn.
    pub fn for_jupyter(&self, result: &Relation) -> Result<Value> {
        let mut spec = with_data(self, result)?;
        spec.insert("$schema".to_owned(), SCHEMA.into());
        Ok(Value::Object(spec))
    }
}

/// A value as Vega reads it. Days and times go without a zone: Vega shows
/// times in the reader's own zone, and so they show as they are, in UTC.
fn value(column: &dyn Array, row: usize) -> Result<Value> {
    let kind = column.data_type();
    Ok(match (kind, cell_text(column, row)?) {
        (_, None) => Value::Null,
        (DataType::Date32, Some(day)) => Value::String(day + "T00:00:00"),
        (DataType::Timestamp(..), Some(time)) => {
            Value::String(time.trim_end_matches('Z').to_owned())
        }
        // Sums of integers are wider than JSON's; a chart has no use for their last digits.
        (kind, Some(text)) if kind.is_numeric() => match cell_json(column, row)? {
            Value::String(_) => text.parse::<f64>().map_or(Value::Null, Value::from),
            number => number,
        },
        (DataType::Utf8, Some(text)) => Value::String(text),
        _ => cell_json(column, row)?,
    })
}
