//! Rows of the canonical tables other than `posts`: columns by name, each to
//! its declared type and normal form.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, Int32Builder, Int64Array, Int64Builder, RecordBatch, StringBuilder,
    TimestampMicrosecondBuilder,
};
use arrow::datatypes::{DataType, Field, Schema};

use crate::adapt::path::{Path, PathTree, Step};
use crate::adapt::raw::Raw;
use crate::adapt::rule::Misfit;
use crate::adapt::typed;
use crate::schema::{Column, ColumnType, Table};
use crate::scope;
use crate::value::{self, TimeFormat};
use crate::{Error, ErrorKind, Result};

/// The columns of a table as paths, and the time that stands in for a
/// `created_at` or `added_at` that a file leaves out.
#[derive(Debug)]
pub(crate) struct TableAdapter {
    pub(crate) table: &'static Table,
    pub(crate) tree: PathTree,
    now: i64,
}

impl TableAdapter {
    /// Columns that the table does not have, secrets among them, have no path
    /// and are never read.
    pub(crate) fn new(table: &'static Table, now: i64) -> Self {
        let mut tree = PathTree::default();
        for column in table.columns {
            tree.insert(&Path(vec![Step::Key(column.name.to_owned())]));
        }
        Self { table, tree, now }
    }

    /// An empty batch for rows of the source numbered `source`.
    pub(crate) fn batch(&self, source: i32) -> Result<TableBatch> {
        let columns = self
            .table
            .columns
            .iter()
            .map(|column| Builder::new(column.kind))
            .collect::<Result<_>>()?;
        Ok(TableBatch {
            source,
            columns,
            records: Vec::new(),
        })
    }

    /// Adds the row that `slots` make to `batch`, or says why they make none.
    pub(crate) fn push(
        &self,
        batch: &mut TableBatch,
        slots: &[Raw<'_>],
        record: u64,
    ) -> Result<(), Misfit> {
        let mut cells = Vec::with_capacity(slots.len());
        for (column, raw) in self.table.columns.iter().zip(slots) {
            cells.push(self.cell(column, raw)?);
        }
        for (builder, cell) in batch.columns.iter_mut().zip(cells) {
            builder.append(cell);
        }
        batch
            .records
            .push(i64::try_from(record).unwrap_or(i64::MAX));
        Ok(())
    }

    fn cell(&self, column: &Column, raw: &Raw<'_>) -> Result<Cell, Misfit> {
        if raw.is_missing() && !matches!(raw, Raw::List(_)) {
            return match (column.default, column.kind) {
                (Some(literal), ColumnType::Text) => {
                    Ok(Cell::Text(literal.trim_matches('\'').to_owned()))
                }
                (Some(literal), _) => Ok(literal.parse().map_or(Cell::Null, Cell::Number)),
                (None, _) if column.nullable => Ok(Cell::Null),
                (None, ColumnType::Timestamp) => Ok(Cell::Number(self.now)),
                (None, _) => Err(Misfit::new(column.name, raw, "missing")),
            };
        }
        match column.kind {
            ColumnType::Integer => {
                let number = whole(column.name, raw)?;
                i32::try_from(number)
                    .map(|_| Cell::Number(number))
                    .map_err(|_| Misfit::new(column.name, raw, "outside of the range of INTEGER"))
            }
            ColumnType::BigInt => whole(column.name, raw).map(Cell::Number),
            ColumnType::Timestamp => {
                let time = typed::time(column.name, raw, &TimeFormat::Auto)?;
                Ok(time.map_or(Cell::Null, Cell::Number))
            }
            _ => self.text(column, raw).map(Cell::Text),
        }
    }

    /// Text in the normal form of its column.
    fn text(&self, column: &Column, raw: &Raw<'_>) -> Result<String, Misfit> {
        let misfit = |reason: &str| Misfit::new(column.name, raw, reason.to_owned());
        if (self.table.name, column.name) == ("projects", "platforms") {
            return platform_list(raw).ok_or_else(|| misfit("not a list of platform names"));
        }
        let text = raw.text().ok_or_else(|| misfit("not a single value"))?;
        match (self.table.name, column.name) {
            ("platforms", "name") => {
                value::platform::normalize(&text).map_err(|_| misfit("not the name of a platform"))
            }
            ("hashtags", "name") => value::hashtag::normalize(&text)
                .map(Into::into)
                .ok_or_else(|| misfit("not a hashtag")),
            ("projects", "scope_type") => match text.as_ref() {
                "hashtags" | "creators" | "both" => Ok(text.into_owned()),
                _ => Err(misfit("not one of hashtags, creators, both")),
            },
            ("projects", "scope_query") => scope::parse(&text)
                .map(|tree| tree.to_string())
                .map_err(|error| Misfit {
                    field: column.name,
                    value: error.to_string(),
                    reason: "not a scope query".into(),
                }),
            ("project_creators", "creator_username") => {
                Ok(text.trim().trim_start_matches('@').to_owned())
            }
            // Free text keeps its shape; all else is an id or a name.
            (_, "description") => Ok(text.into_owned()),
            _ => Ok(value::trim(&text).to_owned()),
        }
    }
}

/// The `platforms` of a project in normal form, `["instagram","tiktok"]`.
fn platform_list(raw: &Raw<'_>) -> Option<String> {
    let names: Vec<String> = match raw {
        Raw::List(items) => items
            .iter()
            .map(|item| item.text().map(std::borrow::Cow::into_owned))
            .collect::<Option<_>>()?,
        Raw::Text(text) => value::split_list(text)
            .into_iter()
            .map(Into::into)
            .collect(),
        _ => return None,
    };
    platforms_json(&names).ok()
}

/// Platform names as the JSON text that `projects.platforms` holds.
pub(crate) fn platforms_json(names: &[String]) -> Result<String> {
    let mut normal = Vec::new();
    for name in names {
        let name = value::platform::normalize(name)?;
        if !normal.contains(&name) {
            normal.push(name);
        }
    }
    serde_json::to_string(&normal)
        .map_err(|error| Error::new(ErrorKind::Argument, error.to_string()))
}

fn whole(name: &'static str, raw: &Raw<'_>) -> Result<i64, Misfit> {
    let number = match raw {
        Raw::Int(number) => Some(*number),
        // Tables that passed through floats: 12.0 is 12.
        #[allow(clippy::cast_possible_truncation)]
        Raw::Float(number) if number.fract() == 0.0 && number.abs() < 9e15 => Some(*number as i64),
        Raw::Text(text) => {
            let text = text.trim();
            text.strip_suffix(".0").unwrap_or(text).parse().ok()
        }
        _ => None,
    };
    number.ok_or_else(|| Misfit::new(name, raw, "not a whole number"))
}

enum Cell {
    Null,
    Number(i64),
    Text(String),
}

/// Collects rows of one table into one Arrow batch.
#[derive(Debug)]
pub(crate) struct TableBatch {
    source: i32,
    columns: Vec<Builder>,
    records: Vec<i64>,
}

#[derive(Debug)]
enum Builder {
    Integer(Int32Builder),
    BigInt(Int64Builder),
    Text(StringBuilder),
    Timestamp(TimestampMicrosecondBuilder),
}

impl Builder {
    fn new(kind: ColumnType) -> Result<Self> {
        Ok(match kind {
            ColumnType::Integer => Self::Integer(Int32Builder::new()),
            ColumnType::BigInt => Self::BigInt(Int64Builder::new()),
            ColumnType::Text => Self::Text(StringBuilder::new()),
            ColumnType::Timestamp => Self::Timestamp(TimestampMicrosecondBuilder::new()),
            ColumnType::Double | ColumnType::TextList | ColumnType::Metrics => {
                return Err(Error::new(
                    ErrorKind::Argument,
                    "posts are converted by an adapter, not by column",
                ));
            }
        })
    }

    fn append(&mut self, cell: Cell) {
        match (self, cell) {
            (Self::Integer(builder), Cell::Number(number)) => {
                builder.append_option(i32::try_from(number).ok());
            }
            (Self::BigInt(builder), Cell::Number(number)) => builder.append_value(number),
            (Self::Timestamp(builder), Cell::Number(micros)) => builder.append_value(micros),
            (Self::Text(builder), Cell::Text(text)) => builder.append_value(text),
            (Self::Integer(builder), _) => builder.append_null(),
            (Self::BigInt(builder), _) => builder.append_null(),
            (Self::Timestamp(builder), _) => builder.append_null(),
            (Self::Text(builder), _) => builder.append_null(),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Integer(builder) => Arc::new(builder.finish()),
            Self::BigInt(builder) => Arc::new(builder.finish()),
            Self::Text(builder) => Arc::new(builder.finish()),
            Self::Timestamp(builder) => Arc::new(builder.finish()),
        }
    }
}

impl TableBatch {
    /// The rows as one batch: the columns of `table`, then `source` and `record`.
    pub(crate) fn finish(mut self, table: &Table) -> Result<RecordBatch> {
        let rows = self.records.len();
        let mut fields: Vec<Field> = table
            .columns
            .iter()
            .map(|column| Field::new(column.name, column.kind.arrow(), true))
            .collect();
        fields.push(Field::new("source", DataType::Int32, false));
        fields.push(Field::new("record", DataType::Int64, false));
        let mut arrays: Vec<ArrayRef> = self.columns.iter_mut().map(Builder::finish).collect();
        arrays.push(Arc::new(arrow::array::Int32Array::from_value(
            self.source,
            rows,
        )));
        arrays.push(Arc::new(Int64Array::from(self.records)));
        Ok(RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)?)
    }
}
