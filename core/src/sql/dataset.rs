//! The tables of a store as a data set of the index engine.

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;

use crate::engine::Size;
use crate::index::{Builder, Dataset, Rules};
use crate::schema::{TABLES, Table};
use crate::sql::store::Store;
use crate::write::BatchWriter;
use crate::{Error, Result};

/// The tables that views read, and of users the ids that projects refer to.
const READ: [&str; 8] = [
    "platforms",
    "users",
    "hashtags",
    "posts",
    "post_hashtags",
    "projects",
    "project_hashtags",
    "project_creators",
];

impl Store {
    /// How much [`Store::dataset`] would hold.
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

    /// The posts, hashtags and projects of the store in memory, for views in the
    /// time that their own posts take.
    ///
    /// # Errors
    /// `Store` where the store can not be read; `Rule` where its tables break a
    /// rule; `Argument` for more than 2^32 posts or links.
    pub fn dataset(&self) -> Result<Dataset> {
        let mut builder = Builder::new(Rules::Stored);
        for table in TABLES.iter().filter(|table| READ.contains(&table.name)) {
            let columns: Vec<_> = table.columns.iter().map(|column| column.name).collect();
            // In no order: the builder has its own, and links mostly lie in that of posts.
            let sql = format!("SELECT {} FROM {}", columns.join(", "), table.name);
            let mut rows = Rows {
                table,
                builder: &mut builder,
            };
            self.select_as(&sql, table.arrow(), &mut rows)?;
        }
        let mut dataset = builder.finish()?.dataset;
        // No canonical table says which names reach platforms to come.
        let by_name = self.rows(
            "SELECT project_id, kind, name FROM veyl_internal.followed_by_name
             ORDER BY project_id, kind, name",
            [],
            |row| {
                Ok((
                    row.get(0)?,
                    row.get::<_, String>(1)?,
                    row.get::<_, String>(2)?,
                ))
            },
        )?;
        for (project, kind, name) in by_name {
            dataset.follow_everywhere(project, kind == "hashtag", name);
        }
        Ok(dataset)
    }
}

/// Hands the rows of a table to a builder.
struct Rows<'b> {
    table: &'static Table,
    builder: &'b mut Builder,
}

impl BatchWriter for Rows<'_> {
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
