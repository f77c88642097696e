//! `veyl report`: every view of the projects as files of one folder.

use anyhow::Result;
use chrono::{DateTime, Utc};
use serde::Serialize;
use veyl_core::report::{Manifest, ReportOptions};
use veyl_core::view::Projects;
use veyl_core::view::VIEWS;

use crate::args::Report;
use crate::cmd::view::project_ids;
use crate::progress;
use crate::session::{Session, now};
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
    let name = args.name.unwrap_or_else(|| folder_name(now));
    let options = ReportOptions {
        folder: args.out.join(name),
        format: args.format,
        compression: args.compression,
        now,
    };
    let store = session.open()?;
    let ids = project_ids(&store, &args.projects)?;
    let projects = match &ids {
        Some(ids) => Projects::Only(ids),
        None => Projects::All,
    };
    let bar = progress::steps(VIEWS.len());
    let manifest = store.report(projects, &options, &mut |view| {
        bar.set_message(view.name);
        bar.inc(1);
    });
    bar.finish_and_clear();
    let manifest = manifest?;
    let made = Made {
        folder: options.folder.display().to_string(),
        manifest,
    };
    session.answer(&made, || summary(&made))
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
    table::plain(&["file", "rows", "bytes"], &rows, 1) + &format!("in {}\n", made.folder)
}
