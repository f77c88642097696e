//! Batch reports: one folder per run, one file per view, and a manifest; beside
//! them, where they are asked for, pages (`html`) and networks (`graph`).
//!
//! `hashed` and `parts` write the files of the index engine on all cores;
//! DuckDB writes its own (`sql`).

mod graph;
mod hashed;
mod html;
mod manifest;
mod origin;
mod parts;
mod row;

use std::fs;
use std::path::{Path, PathBuf};

use crate::engine::Engine;
use crate::view::{Projects, View};
use crate::write::{Compression, Format};
use crate::{Error, ErrorKind, Result, value};

use graph::write_graphs;
pub use graph::{GraphFormat, write_graph};
#[cfg(feature = "duckdb")]
pub(crate) use hashed::described;
use html::{About, write_pages};
pub use manifest::{BesideFile, InputTable, Manifest, Origin, ReportFile, ReportedProject};
#[cfg(feature = "duckdb")]
pub(crate) use origin::named_platforms;
pub(crate) use parts::write_parts;

/// What a report is told.
#[derive(Debug, Clone)]
pub struct ReportOptions {
    /// The folder of this run; it must not exist yet.
    pub folder: PathBuf,
    /// The format of the files.
    pub format: Format,
    /// The compression of Parquet files.
    pub compression: Compression,
    /// Whether pages for people are written too.
    pub html: bool,
    /// The form in which each project's network of hashtags is written too.
    pub graph: Option<GraphFormat>,
    /// When the report is made, in UTC microseconds.
    pub now: i64,
}

/// What an engine is told of the files that it is to write.
#[derive(Debug, Clone, Copy)]
pub struct FileJob<'j> {
    /// The projects of those views that are about projects.
    pub projects: Projects<'j>,
    /// The format of the files.
    pub format: Format,
    /// The compression of Parquet files.
    pub compression: Compression,
    /// The folder to write into.
    pub folder: &'j Path,
}

impl FileJob<'_> {
    /// The projects to ask a view for.
    pub(crate) fn projects_of(&self, view: &View) -> Projects<'_> {
        if view.is_per_project() {
            self.projects
        } else {
            Projects::All
        }
    }

    /// The name of a view's file within the folder.
    pub(crate) fn file_name(&self, view: &View) -> String {
        format!("{}.{}", view.name, self.format.extension())
    }
}

/// Writes every view of the projects asked for into a new folder. It is
/// written beside and renamed, so that half a report never shows. `each` is
/// told of every view, before or after its file is written.
///
/// # Errors
/// `Io` where the folder exists or can not be written; as
/// [`Engine::view_into`] where a view fails. Nothing is left behind then.
pub fn report(
    engine: &dyn Engine,
    origin: Origin,
    projects: Projects<'_>,
    options: &ReportOptions,
    each: &mut dyn FnMut(&View),
) -> Result<Manifest> {
    let folder = &options.folder;
    let shown = folder.display().to_string();
    if folder.exists() {
        return Err(
            Error::new(ErrorKind::Io, "the folder of the report is already there")
                .in_source(shown)
                .hint("remove it, or give the run another name"),
        );
    }
    let name = folder
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let Some(name) = name else {
        return Err(
            Error::new(ErrorKind::Argument, "the report needs a folder of its own")
                .in_source(shown),
        );
    };
    let beside = folder.with_file_name(format!(".{name}.partial-{}", std::process::id()));
    let make = || {
        fs::create_dir_all(&beside)?;
        let job = FileJob {
            projects,
            format: options.format,
            compression: options.compression,
            folder: &beside,
        };
        let mut manifest = manifest(engine, origin, projects, options);
        let (mut pages, mut graphs) = (Vec::new(), Vec::new());
        manifest.files = engine.write_files(&job, each, &mut |engine| {
            if options.html {
                let about = About::new(engine, options.now, manifest.load.as_ref());
                pages = write_pages(engine, &manifest.projects, &about, &beside)?;
            }
            if let Some(format) = options.graph {
                graphs = write_graphs(engine, &manifest.projects, format, &beside)?;
            }
            Ok(())
        })?;
        manifest.pages = pages;
        manifest.graphs = graphs;
        let json = serde_json::to_string_pretty(&manifest)
            .map_err(|error| Error::new(ErrorKind::Io, error.to_string()))?;
        fs::write(beside.join("manifest.json"), json + "\n")?;
        fs::rename(&beside, folder)?;
        Ok(manifest)
    };
    let outcome = make().map_err(|error: Error| error.in_source(&shown));
    if outcome.is_err() {
        // What failed is told; a left-over folder is hidden by its name.
        let _ = fs::remove_dir_all(&beside);
    }
    outcome
}

fn manifest(
    engine: &dyn Engine,
    origin: Origin,
    projects: Projects<'_>,
    options: &ReportOptions,
) -> Manifest {
    let mut reported = origin.projects;
    if let Projects::Only(ids) = projects {
        reported.retain(|project| ids.contains(&project.id));
    }
    Manifest {
        veyl: env!("CARGO_PKG_VERSION").to_owned(),
        engine: engine.kind().name().to_owned(),
        duckdb: origin.duckdb,
        schema_version: origin.schema_version,
        created_at: value::format_time(options.now),
        format: options.format.name().to_owned(),
        compression: (options.format == Format::Parquet)
            .then(|| options.compression.name().to_owned()),
        store: origin.store,
        inputs: origin.inputs,
        load: origin.load,
        projects: reported,
        files: Vec::new(),
        pages: Vec::new(),
        graphs: Vec::new(),
    }
}
