//! Where a load collects its rows before the store is touched: tables in an
//! in-memory database attached to the same DuckDB, which spills to disk when
//! it grows. A load that fails leaves the store's file byte for byte as it was.

use std::collections::BTreeMap;
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Mutex, PoisonError};

use arrow::array::RecordBatch;

use crate::Result;
use crate::load::Sink;
use crate::schema::{ColumnType, TABLES, Table};
use crate::sql::feed::{self, Feed};
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
    feed::register(store.connection())?;
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

/// The staging tables while they are filled: one `INSERT` for each that rows come for.
pub(crate) struct Feeds(Mutex<Open>);

struct Open {
    store: Store,
    feeds: BTreeMap<&'static str, Feed>,
}

impl Feeds {
    pub(crate) fn new(store: Store) -> Self {
        Self(Mutex::new(Open {
            store,
            feeds: BTreeMap::new(),
        }))
    }

    /// A way into the staging table of `table`, for rows such as these.
    fn sender(&self, table: &'static Table, rows: &RecordBatch) -> Result<SyncSender<RecordBatch>> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(feed) = open.feeds.get(table.name) {
            return Ok(feed.sender());
        }
        let into = format!("{STAGING}.{}", table.name);
        let feed = Feed::open(open.store.try_clone()?, into, rows.schema());
        let sender = feed.sender();
        open.feeds.insert(table.name, feed);
        Ok(sender)
    }

    /// Waits until all rows are in; the sinks must be gone.
    pub(crate) fn close(&self) -> Result<()> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let feeds = std::mem::take(&mut open.feeds).into_values();
        let outcomes: Vec<_> = feeds.map(Feed::close).collect();
        outcomes.into_iter().collect()
    }
}

/// One worker's way into the staging tables.
pub(crate) struct StagingSink {
    feeds: Arc<Feeds>,
    /// The table that the last rows were of, and the way into it.
    last: Option<(&'static Table, SyncSender<RecordBatch>)>,
}

impl StagingSink {
    pub(crate) fn new(feeds: Arc<Feeds>) -> Self {
        Self { feeds, last: None }
    }
}

impl Sink for StagingSink {
    fn append(&mut self, table: &'static Table, batch: RecordBatch) -> Result<()> {
        let sender = match &self.last {
            Some((last, sender)) if last.name == table.name => sender,
            _ => {
                let sender = self.feeds.sender(table, &batch)?;
                &self.last.insert((table, sender)).1
            }
        };
        sender.send(batch).map_err(|_| feed::ended_early())
    }
}
