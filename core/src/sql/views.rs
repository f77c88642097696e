//! The `.sql` views in a store: installed, and read as Arrow.

use std::fmt::Write;

use arrow::array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow::compute::cast;
use arrow::datatypes::SchemaRef;
use sha2::{Digest, Sha256};

use crate::sql::store::Store;
use crate::view::{Projects, VIEWS, View};
use crate::write::BatchWriter;
use crate::{Error, ErrorKind, Result};

/// Installs the views where the store has none, or those of another program
/// version. A store open for reading gets them for as long as it is open.
pub(crate) fn install_if_changed(store: &Store) -> Result<()> {
    let digest = digest();
    let installed = store.rows(
        "SELECT value FROM veyl_internal.meta WHERE key = 'views'",
        [],
        |row| row.get::<_, String>(0),
    )?;
    if installed.first() == Some(&digest) {
        return Ok(());
    }
    if store.is_read_only() {
        return install(store, "TEMP VIEW");
    }
    store.transaction(|store| {
        install(store, "VIEW")?;
        store.execute(&format!(
            "DELETE FROM veyl_internal.meta WHERE key = 'views';
             INSERT INTO veyl_internal.meta VALUES ('views', '{digest}')"
        ))
    })
}

fn install(store: &Store, kind: &str) -> Result<()> {
    for view in &VIEWS {
        store.execute(&format!(
            "CREATE OR REPLACE {kind} {} AS\n{}",
            view.name, view.sql
        ))?;
    }
    Ok(())
}

/// A hash of all the views' SQL.
fn digest() -> String {
    let mut digest = Sha256::new();
    for view in &VIEWS {
        digest.update(view.sql);
    }
    digest
        .finalize()
        .iter()
        .fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

/// The query that reads a view in its declared order.
pub(crate) fn select(view: &View, projects: Projects<'_>) -> Result<String> {
    let filter = match projects {
        Projects::All => String::new(),
        Projects::Only(_) if !view.is_per_project() => {
            return Err(Error::new(
                ErrorKind::Argument,
                format!("`{}` is not about projects", view.name),
            )
            .hint("leave --project out"));
        }
        Projects::Only([]) => " WHERE false".to_owned(),
        Projects::Only([id]) => format!(" WHERE project_id = {id}"),
        Projects::Only(ids) => {
            let ids: Vec<_> = ids.iter().map(ToString::to_string).collect();
            format!(" WHERE project_id IN ({})", ids.join(", "))
        }
    };
    Ok(format!(
        "SELECT * FROM {}{filter} ORDER BY {}",
        view.name, view.order
    ))
}

impl Store {
    /// Writes a view, for the projects asked for, in its declared schema and order.
    /// The number of rows.
    ///
    /// # Errors
    /// `Argument` where projects are named and the view is not about projects;
    /// `Store` where a sum leaves the range of BIGINT; whatever `writer` returns.
    pub fn view_into(
        &self,
        view: &View,
        projects: Projects<'_>,
        writer: &mut dyn BatchWriter,
    ) -> Result<u64> {
        self.select_as(&select(view, projects)?, view.arrow(), writer)
    }

    /// Writes the result of a query of ours in the schema that we declare for it.
    pub(crate) fn select_as(
        &self,
        sql: &str,
        schema: SchemaRef,
        writer: &mut dyn BatchWriter,
    ) -> Result<u64> {
        self.query_into(sql, &[], &mut Declared { schema, writer })
    }

    /// A view as batches, as [`Store::view_into`].
    ///
    /// # Errors
    /// As [`Store::view_into`].
    pub fn view(&self, view: &View, projects: Projects<'_>) -> Result<Vec<RecordBatch>> {
        let (_, batches) = self.query(&select(view, projects)?, &[])?;
        let schema = view.arrow();
        batches
            .iter()
            .map(|batch| conform(batch, &schema))
            .collect()
    }
}

/// Passes batches on in the declared schema.
struct Declared<'w> {
    schema: SchemaRef,
    writer: &'w mut dyn BatchWriter,
}

impl BatchWriter for Declared<'_> {
    fn start(&mut self, _: &SchemaRef) -> Result<()> {
        self.writer.start(&self.schema)
    }

    fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        self.writer.write(&conform(batch, &self.schema)?)
    }

    fn finish(&mut self) -> Result<()> {
        self.writer.finish()
    }
}

/// The batch with the columns' declared types, where DuckDB names parts of
/// nested types otherwise.
fn conform(batch: &RecordBatch, schema: &SchemaRef) -> Result<RecordBatch> {
    let columns = batch
        .columns()
        .iter()
        .zip(schema.fields())
        .map(|(column, field)| {
            if column.data_type() == field.data_type() {
                Ok(column.clone())
            } else {
                cast(column, field.data_type())
            }
        })
        .collect::<Result<Vec<ArrayRef>, _>>()?;
    let rows = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    Ok(RecordBatch::try_new_with_options(
        schema.clone(),
        columns,
        &rows,
    )?)
}
