//! Queries as streams of Arrow batches.

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use chrono::NaiveDate;
use duckdb::types::{TimeUnit, ToSqlOutput, Value};
use duckdb::{ToSql, params_from_iter};

use crate::sql::fence;
use crate::sql::open::store_error;
use crate::sql::store::Store;
use crate::write::BatchWriter;
use crate::{Error, Result};

/// A value bound to a `?` of a query.
#[derive(Debug, Clone, PartialEq)]
pub enum Param {
    /// Text.
    Text(String),
    /// A 64-bit integer.
    Integer(i64),
    /// A 64-bit float.
    Float(f64),
    /// True or false.
    Boolean(bool),
    /// A day.
    Date(NaiveDate),
    /// UTC microseconds.
    Timestamp(i64),
}

impl ToSql for Param {
    fn to_sql(&self) -> duckdb::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Owned(match self {
            Self::Text(text) => Value::Text(text.clone()),
            Self::Integer(number) => Value::BigInt(*number),
            Self::Float(number) => Value::Double(*number),
            Self::Boolean(value) => Value::Boolean(*value),
            Self::Date(day) => Value::Date32(day.to_epoch_days()),
            Self::Timestamp(micros) => Value::Timestamp(TimeUnit::Microsecond, *micros),
        }))
    }
}

impl Store {
    /// Runs one query and hands its batches to `writer` as they come; memory
    /// stays bounded whatever the size of the result. The number of rows.
    ///
    /// # Errors
    /// `Store` with DuckDB's words where the query is wrong or fails on its
    /// way, and after [`Store::lock_down`] where it reaches beyond the store;
    /// whatever `writer` returns.
    pub fn query_into(
        &self,
        sql: &str,
        params: &[Param],
        writer: &mut dyn BatchWriter,
    ) -> Result<u64> {
        if self.is_fenced() {
            fence::admit(sql)?;
        }
        let failed = |error| explained(&error);
        let mut statement = self.connection().prepare(sql).map_err(failed)?;
        // The stream itself would panic where fetching fails; stepping by hand returns the error.
        let schema = statement
            .stream_arrow(params_from_iter(params))
            .map_err(failed)?
            .get_schema();
        writer.start(&schema)?;
        let mut rows = 0;
        while let Some(array) = statement.step().map_err(failed)? {
            let batch = RecordBatch::from(&array);
            rows += batch.num_rows() as u64;
            writer.write(&batch)?;
        }
        writer.finish()?;
        Ok(rows)
    }

    /// Runs one query and returns its whole result.
    ///
    /// # Errors
    /// As [`Store::query_into`].
    pub fn query(&self, sql: &str, params: &[Param]) -> Result<(SchemaRef, Vec<RecordBatch>)> {
        let mut collected = Collect::default();
        self.query_into(sql, params, &mut collected)?;
        let schema = collected
            .schema
            .unwrap_or_else(|| SchemaRef::new(arrow::datatypes::Schema::empty()));
        Ok((schema, collected.batches))
    }
}

/// DuckDB's words, with what to do where a guard of ours is what they are about.
fn explained(error: &duckdb::Error) -> Error {
    let error = store_error(error);
    let text = error.message();
    if text.contains("attached in read-only mode") {
        error.hint("the store is open for reading only; --write lets SQL change it")
    } else if text.contains("disabled by configuration") {
        error.hint(fence::REACH)
    } else {
        error
    }
}

/// A writer that keeps the batches.
#[derive(Debug, Default)]
struct Collect {
    schema: Option<SchemaRef>,
    batches: Vec<RecordBatch>,
}

impl BatchWriter for Collect {
    fn start(&mut self, schema: &SchemaRef) -> Result<()> {
        self.schema = Some(schema.clone());
        Ok(())
    }

    fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        self.batches.push(batch.clone());
        Ok(())
    }

    fn finish(&mut self) -> Result<()> {
        Ok(())
    }
}
