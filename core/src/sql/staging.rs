//! Where a load collects its rows before the store is touched: tables in an
//! in-memory database attached to the same DuckDB, which spills to disk when
//! it grows. A load that fails leaves the store's file byte for byte as it was.

use arrow::array::RecordBatch;

use crate::Result;
use crate::load::Sink;
use crate::schema::{ColumnType, TABLES, Table};
use crate::sql::open::store_error;
use crate::sql::store::Store;

/// The name of the attached database.
pub(crate) const STAGING: &str = "veyl_staging";

/// The SQL type of a canonical column.
pub(crate) fn sql_type(kind: ColumnType) -> &'static str {
    match kind {
        ColumnType::Integer => "INTEGER",
        ColumnType::BigInt => "BIGINT",
        ColumnType::Text => "VARCHAR",
        ColumnType::Double => "DOUBLE",
        ColumnType::Timestamp => "TIMESTAMP",
        ColumnType::TextList => "VARCHAR[]",
        ColumnType::Metrics => "STRUCT(likes BIGINT, comments BIGINT, shares BIGINT, views BIGINT)",
    }
}

/// Makes the staging tables: the canonical columns, then where a row is from.
pub(crate) fn create(store: &Store) -> Result<()> {
    let mut sql = format!(
        "ATTACH ':memory:' AS {STAGING};
         CREATE TABLE {STAGING}.rejects
             (source INTEGER, record BIGINT, field VARCHAR, value VARCHAR, reason VARCHAR);"
    );
    for table in &TABLES {
        let columns: Vec<_> = table
            .columns
            .iter()
            .map(|column| format!("{} {}", column.name, sql_type(column.kind)))
            .collect();
        let extra = if table.name == "posts" {
            "platform VARCHAR, collected_at TIMESTAMP, "
        } else {
            ""
        };
        sql += &format!(
            "CREATE TABLE {STAGING}.{} ({}, {extra}source INTEGER, record BIGINT);\n",
            table.name,
            columns.join(", "),
        );
    }
    store.execute(&sql)
}

/// Lets go of the staging tables.
pub(crate) fn drop(store: &Store) -> Result<()> {
    store.execute(&format!("DETACH DATABASE IF EXISTS {STAGING}"))
}

/// One worker's way into the staging tables: a connection of its own.
pub(crate) struct StagingSink(pub(crate) Store);

impl Sink for StagingSink {
    fn append(&mut self, table: &'static Table, batch: RecordBatch) -> Result<()> {
        let append = || {
            let mut appender = self
                .0
                .connection()
                .appender_to_catalog_and_db(table.name, STAGING, "main")?;
            appender.append_record_batch(batch)?;
            // Dropping an appender would swallow the error of its last flush.
            appender.flush()
        };
        append().map_err(|error| store_error(&error))
    }
}
