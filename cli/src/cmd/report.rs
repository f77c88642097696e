//! `veyl report`: every view of the projects as files of one folder.

use std::path::Path;

use anyhow::{Context, Result};
use chrono::{DateTime, Utc};
use serde::Serialize;
use veyl_core::engine::{Ask, Engine, EngineKind, Size};
use veyl_core::index;
use veyl_core::load::LoadOptions;
use veyl_core::project::{ProjectSpec, ProjectsFile};
use veyl_core::read::Input;
use veyl_core::report::{Manifest, Origin, ReportOptions, report};
use veyl_core::sql::{Store, StoreOptions};
use veyl_core::view::{Projects, VIEWS};

use crate::args::Report;
use crate::engine;
use crate::progress;
use crate::session::{Session, inputs, now, tell_rejected};
use crate::table;

/// What was made, and where.
#[derive(Serialize)]
struct Made {
    folder: String,
    #[serde(flatten)]
    manifest: Manifest,
}

pub(crate) fn run(session: &Session, args: Report) -> Result<()> {
    let now = now();
    let name = args.name.clone().unwrap_or_else(|| folder_name(now));
    let options = ReportOptions {
        folder: args.out.join(name),
        format: args.format,
        compression: args.compression,
        html: args.html,
        graph: args.graph,
        now,
    };
    let manifest = if args.from.is_empty() {
        let store = session.open()?;
        let origin = store.origin()?;
        let engine = engine::over_store(session, args.engine, &store, Ask::Report)?;
        write(engine.get(), origin, &args.projects, &options)?
    } else {
        of_files(session, &args, &options)?
    };
    let made = Made {
        folder: options.folder.display().to_string(),
        manifest,
    };
    session.answer(&made, || summary(&made))
}

/// The report of files, without a store.
fn of_files(session: &Session, args: &Report, options: &ReportOptions) -> Result<Manifest> {
    let inputs = inputs(&args.from)?;
    let specs = match &args.projects_file {
        Some(path) => specs(path)?,
        None => Vec::new(),
    };
    let load = LoadOptions {
        platform: args.platform.clone(),
        now: options.now,
        ..LoadOptions::default()
    };
    let size = || Ok(Size::of_files(inputs.iter().map(Input::size)));
    let kind = engine::pick(session, args.engine, Ask::ReportOfFiles, size)?;
    let bar = progress::spinner("reading");
    if kind == EngineKind::Index {
        let read = index::read_and_follow(&inputs, &load, &specs, &mut ());
        bar.finish_and_clear();
        let (dataset, rows) = read?;
        tell_rejected(&rows);
        let origin = Origin {
            load: Some(rows),
            ..dataset.origin()
        };
        return write(&dataset, origin, &args.projects, options);
    }
    let store = Store::in_memory(&StoreOptions::default())?;
    let rows = store.load(&inputs, &load, &mut ());
    bar.finish_and_clear();
    let rows = rows?;
    tell_rejected(&rows);
    store.apply_projects(&specs, options.now)?;
    let origin = Origin {
        load: Some(rows),
        ..store.origin()?
    };
    write(&store, origin, &args.projects, options)
}

fn specs(path: &Path) -> Result<Vec<ProjectSpec>> {
    let shown = path.display().to_string();
    let text = std::fs::read_to_string(path).with_context(|| format!("{shown} can not be read"))?;
    Ok(ProjectsFile::parse(&text, &shown)?.projects)
}

/// Writes the report of the projects named, or of all where none is.
fn write(
    engine: &dyn Engine,
    origin: Origin,
    named: &[String],
    options: &ReportOptions,
) -> Result<Manifest> {
    let ids = named
        .iter()
        .map(|name| origin.find_project(name))
        .collect::<Result<Vec<_>, _>>()?;
    let projects = if named.is_empty() {
        Projects::All
    } else {
        Projects::Only(&ids)
    };
    let bar = progress::steps(VIEWS.len());
    let manifest = report(engine, origin, projects, options, &mut |view| {
        bar.set_message(view.name);
        bar.inc(1);
    });
    bar.finish_and_clear();
    Ok(manifest?)
}

/// `2026-01-31T120000Z`: sorts by time, and is a file name everywhere.
fn folder_name(micros: i64) -> String {
    DateTime::<Utc>::from_timestamp_micros(micros)
        .unwrap_or_default()
        .format("%Y-%m-%dT%H%M%SZ")
        .to_string()
}

fn summary(made: &Made) -> String {
    let rows: Vec<_> = made
        .manifest
        .files
        .iter()
        .map(|file| {
            vec![
                file.file.clone(),
                file.rows.to_string(),
                file.bytes.to_string(),
            ]
        })
        .collect();
    let mut text = table::plain(&["file", "rows", "bytes"], &rows, 1);
    text += &format!("in {}\n", made.folder);
    for (what, files) in [
        ("pages", &made.manifest.pages),
        ("networks", &made.manifest.graphs),
    ] {
        if let Some(first) = files.first() {
            let projects = files.iter().filter(|file| file.project.is_some()).count();
            let plural = if projects == 1 { "" } else { "s" };
            text += &format!(
                "{what} of {projects} project{plural}: {}/{}\n",
                made.folder, first.file
            );
        }
    }
    text
}
