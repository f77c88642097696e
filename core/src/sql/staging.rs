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
    // A checkpoint of the staging database would compress what is soon dropped.
    let mut sql = format!(
        "SET checkpoint_threshold = '1TB';
         ATTACH ':memory:' AS {STAGING};
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
    store.execute(&format!(
        "DETACH DATABASE IF EXISTS {STAGING};
         RESET checkpoint_threshold;"
    ))
}

/// Rows handed to DuckDB at once: a row group of its storage, which a commit can
/// take as it is. Smaller lots would be copied once more.
const LOT: usize = 122_880;

/// Bytes handed over at once, where rows are wide.
const LOT_BYTES: usize = 64 << 20;

/// One worker's way into the staging tables: a connection of its own, and the
/// rows that are not yet a lot.
pub(crate) struct StagingSink {
    store: Store,
    table: Option<&'static Table>,
    lot: Vec<RecordBatch>,
    rows: usize,
    bytes: usize,
}

impl StagingSink {
    pub(crate) fn new(store: Store) -> Self {
        Self {
            store,
            table: None,
            lot: Vec::new(),
            rows: 0,
            bytes: 0,
        }
    }

    fn flush(&mut self) -> Result<()> {
        let Some(table) = self.table.take() else {
            return Ok(());
        };
        (self.rows, self.bytes) = (0, 0);
        let lot = std::mem::take(&mut self.lot);
        let append = || {
            let connection = self.store.connection();
            let mut appender =
                connection.appender_to_catalog_and_db(table.name, STAGING, "main")?;
            for batch in lot {
                appender.append_record_batch(batch)?;
            }
            // Dropping an appender would swallow the error of its last flush.
            appender.flush()
        };
        append().map_err(|error| store_error(&error))
    }
}

impl Sink for StagingSink {
    fn append(&mut self, table: &'static Table, batch: RecordBatch) -> Result<()> {
        if self.table.is_some_and(|current| current.name != table.name) {
            self.flush()?;
        }
        self.table = Some(table);
        self.rows += batch.num_rows();
        self.bytes += batch.get_array_memory_size();
        self.lot.push(batch);
        if self.rows >= LOT || self.bytes >= LOT_BYTES {
            self.flush()
        } else {
            Ok(())
        }
    }

    fn finish(&mut self) -> Result<()> {
        self.flush()
    }
}
