//! One interface to both engines: the same views, whichever answers.

mod choice;

use std::fmt;

use arrow::array::RecordBatch;

use crate::Result;
use crate::index::Dataset;
#[cfg(not(target_family = "wasm"))]
use crate::report::{FileJob, ReportFile, write_parts};
#[cfg(feature = "duckdb")]
use crate::sql::Store;
use crate::view::{Projects, View};
use crate::write::BatchWriter;

pub use choice::{Ask, Choice, Size, choose};

/// The engines there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EngineKind {
    /// The `.sql` views on a store.
    DuckDb,
    /// Posting lists in memory.
    Index,
}

impl EngineKind {
    /// Its name on the command line and in the manifest of a report.
    pub fn name(self) -> &'static str {
        match self {
            Self::DuckDb => "duckdb",
            Self::Index => "index",
        }
    }
}

impl fmt::Display for EngineKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What answers views. Both engines give the same rows, in the same schema and
/// order.
pub trait Engine {
    /// Which engine it is.
    fn kind(&self) -> EngineKind;

    /// Writes a view, for the projects asked for, in its declared schema and
    /// order. The number of rows.
    ///
    /// # Errors
    /// `Argument` where projects are named and the view is not about projects;
    /// `Store` or `Rule` where a sum leaves the range of BIGINT; whatever
    /// `writer` returns.
    fn view_into(
        &self,
        view: &View,
        projects: Projects<'_>,
        writer: &mut dyn BatchWriter,
    ) -> Result<u64>;

    /// A view as batches, as [`Engine::view_into`].
    ///
    /// # Errors
    /// As [`Engine::view_into`].
    fn view(&self, view: &View, projects: Projects<'_>) -> Result<Vec<RecordBatch>>;

    /// The engine for several threads at a time; `None` where one asks alone, and
    /// then better a view of many projects than a project's many views.
    fn shared(&self) -> Option<&(dyn Engine + Sync)> {
        None
    }

    /// Writes every view as a file, in the order of [`VIEWS`](crate::view::VIEWS).
    /// [`report`](crate::report::report) is the way to it. `after` is called once
    /// they are written, when views may be cheaper than before and after: DuckDB
    /// then reads them from these files.
    ///
    /// # Errors
    /// As [`Engine::view_into`], `Io`, and what `after` returns.
    #[cfg(not(target_family = "wasm"))]
    fn write_files(
        &self,
        job: &FileJob<'_>,
        each: &mut dyn FnMut(&View),
        after: &mut dyn FnMut(&dyn Engine) -> Result<()>,
    ) -> Result<Vec<ReportFile>>;
}

impl Engine for Dataset {
    fn kind(&self) -> EngineKind {
        EngineKind::Index
    }

    fn view_into(
        &self,
        view: &View,
        projects: Projects<'_>,
        writer: &mut dyn BatchWriter,
    ) -> Result<u64> {
        Self::view_into(self, view, projects, writer)
    }

    fn view(&self, view: &View, projects: Projects<'_>) -> Result<Vec<RecordBatch>> {
        Self::view(self, view, projects)
    }

    #[cfg(not(target_family = "wasm"))]
    fn write_files(
        &self,
        job: &FileJob<'_>,
        each: &mut dyn FnMut(&View),
        after: &mut dyn FnMut(&dyn Engine) -> Result<()>,
    ) -> Result<Vec<ReportFile>> {
        let files = write_parts(self, job, each)?;
        after(self)?;
        Ok(files)
    }

    fn shared(&self) -> Option<&(dyn Engine + Sync)> {
        Some(self)
    }
}

#[cfg(feature = "duckdb")]
impl Engine for Store {
    fn kind(&self) -> EngineKind {
        EngineKind::DuckDb
    }

    fn view_into(
        &self,
        view: &View,
        projects: Projects<'_>,
        writer: &mut dyn BatchWriter,
    ) -> Result<u64> {
        Self::view_into(self, view, projects, writer)
    }

    fn view(&self, view: &View, projects: Projects<'_>) -> Result<Vec<RecordBatch>> {
        Self::view(self, view, projects)
    }

    #[cfg(not(target_family = "wasm"))]
    fn write_files(
        &self,
        job: &FileJob<'_>,
        each: &mut dyn FnMut(&View),
        after: &mut dyn FnMut(&dyn Engine) -> Result<()>,
    ) -> Result<Vec<ReportFile>> {
        self.copy_views(job, each, after)
    }
}
