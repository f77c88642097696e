//! The files of a report as DuckDB writes them, and what it is made from.

use std::fs::File;
use std::path::Path;

use crate::Result;
use crate::engine::Engine;
use crate::report::{
    self, FileJob, InputTable, Manifest, Origin, ReportFile, ReportOptions, ReportedProject,
    described, named_platforms,
};
use crate::schema::TABLES;
use crate::sql::open::SCHEMA_VERSION;
use crate::sql::store::Store;
use crate::sql::views::select;
use crate::view::{Projects, VIEWS, View};
use crate::write::{Compression, Format};

impl Store {
    /// Writes every view of the projects asked for into a new folder, as
    /// [`report`](crate::report::report).
    ///
    /// # Errors
    /// As [`report`](crate::report::report).
    pub fn report(
        &self,
        projects: Projects<'_>,
        options: &ReportOptions,
        each: &mut dyn FnMut(&View),
    ) -> Result<Manifest> {
        report::report(self, self.origin()?, projects, options, each)
    }

    /// What the manifest of a report of this store says, whichever engine
    /// makes it.
    ///
    /// # Errors
    /// `Store` where the store can not be read.
    pub fn origin(&self) -> Result<Origin> {
        let inputs = TABLES
            .iter()
            .map(|table| {
                Ok(InputTable {
                    table: table.name.to_owned(),
                    rows: self.number(&format!("SELECT count(*) FROM {}", table.name))?,
                })
            })
            .collect::<Result<_>>()?;
        let projects = self.rows(
            "SELECT id, name, description, platforms, scope_type, scope_query
             FROM projects ORDER BY id",
            [],
            |row| {
                Ok(ReportedProject {
                    id: row.get(0)?,
                    name: row.get(1)?,
                    description: row.get(2)?,
                    platforms: named_platforms(row.get::<_, Option<String>>(3)?.as_deref()),
                    scope_type: row.get(4)?,
                    scope_query: row.get(5)?,
                })
            },
        )?;
        Ok(Origin {
            duckdb: Some(self.duckdb_version()?),
            schema_version: Some(SCHEMA_VERSION.to_owned()),
            store: self.path().map(|path| path.display().to_string()),
            inputs,
            load: None,
            projects,
        })
    }

    /// Writes every view as a file of `job`, then calls `after`, for which the
    /// views read from files of Parquet what is in them already.
    pub(crate) fn copy_views(
        &self,
        job: &FileJob<'_>,
        each: &mut dyn FnMut(&View),
        after: &mut dyn FnMut(&dyn Engine) -> Result<()>,
    ) -> Result<Vec<ReportFile>> {
        let files = VIEWS.iter().map(|view| {
            each(view);
            self.copy_view(view, job)
        });
        let files = files
            .collect::<Result<_>>()
            .and_then(|files| after(self).map(|()| files));
        for view in &VIEWS {
            self.execute(&format!("DROP VIEW IF EXISTS temp.{}", view.name))?;
        }
        files
    }

    fn copy_view(&self, view: &View, job: &FileJob<'_>) -> Result<ReportFile> {
        let name = job.file_name(view);
        let path = job.folder.join(&name);
        let projects = job.projects_of(view);
        let rows = if job.format == Format::Parquet {
            self.copy_to_parquet(view, projects, job.compression, &path)?
        } else {
            let mut writer = job.format.writer(File::create(&path)?);
            self.view_into(view, projects, writer.as_mut())?
        };
        described(view, job.folder, name, rows)
    }

    /// Writes a view with DuckDB's own Parquet writer. Views that build on it
    /// then read that file instead of computing it again.
    fn copy_to_parquet(
        &self,
        view: &View,
        projects: Projects<'_>,
        compression: Compression,
        path: &Path,
    ) -> Result<u64> {
        let quoted = path.display().to_string().replace('\'', "''");
        let rows = self.change(
            &format!(
                "COPY ({}) TO '{quoted}' (FORMAT parquet, COMPRESSION {})",
                select(view, projects)?,
                compression.name()
            ),
            [],
        )?;
        self.execute(&format!(
            "CREATE OR REPLACE TEMP VIEW {} AS SELECT * FROM read_parquet('{quoted}')",
            view.name
        ))?;
        Ok(rows)
    }
}
