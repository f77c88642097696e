//! A store's tables into memory, for the index engine.

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;

use crate::engine::Size;
use crate::index::{Builder, Dataset, Rules};
use crate::schema::{TABLES, Table};
use crate::sql::store::Store;
use crate::write::BatchWriter;
use crate::{Error, Result};

/// Tables that no view reads.
const UNREAD: [&str; 2] = ["oauth_accounts", "subscriptions"];

impl Store {
    /// How much a data set of the store would hold.
    ///
    /// # Errors
    /// `Store` where it can not be read.
    pub fn size(&self) -> Result<Size> {
        let rows = |table: &str| {
            let rows = self.number(&format!("SELECT count(*) FROM {table}"))?;
            Ok::<_, Error>(rows.unsigned_abs())
        };
        Ok(Size::Store {
            posts: rows("posts")?,
            links: rows("post_hashtags")?,
            projects: rows("projects")?,
        })
    }

    /// The store as a data set of the index engine, streamed batch by batch as
    /// one transaction sees it.
    ///
    /// # Errors
    /// `Store` where it can not be read; `Rule` where its tables break one;
    /// `Argument` for more than 2^32 posts or links.
    pub fn dataset(&self) -> Result<Dataset> {
        let mut builder = Builder::new(Rules::Stored);
        self.transaction(|store| {
            for table in TABLES.iter().filter(|table| !UNREAD.contains(&table.name)) {
                let columns: Vec<_> = table.columns.iter().map(|column| column.name).collect();
                let sql = format!("SELECT {} FROM {}", columns.join(", "), table.name);
                let mut feed = Feed {
                    table,
                    builder: &mut builder,
                };
                store.select_as(&sql, table.arrow(), &mut feed)?;
            }
            Ok(())
        })?;
        builder.finish().map(|built| built.dataset)
    }
}

/// Hands batches of a table to the builder.
struct Feed<'b> {
    table: &'static Table,
    builder: &'b mut Builder,
}

impl BatchWriter for Feed<'_> {
    fn start(&mut self, _: &SchemaRef) -> Result<()> {
        Ok(())
    }

    fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        self.builder.append(self.table, batch.clone())
    }

    fn finish(&mut self) -> Result<()> {
        Ok(())
    }
}
