//! `veyl generate`: a made-up data set, as canonical tables or as an export.

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::PathBuf;

use anyhow::{Context, Result};
use indicatif::ProgressBar;
use serde::Serialize;
use veyl_core::generate::{Dataset, ExportFormat, Options};
use veyl_core::schema::TABLES;
use veyl_core::write::Format;
use veyl_core::{Error, ErrorKind};

use crate::args::Generate;
use crate::output;
use crate::progress;
use crate::session::Session;
use crate::table;

/// What `--format` calls the canonical tables.
const AS_TABLES: &str = "tables";

#[derive(Serialize)]
struct Written {
    file: String,
    rows: u64,
    bytes: u64,
}

pub(crate) fn run(session: &Session, args: Generate) -> Result<()> {
    let dataset = Dataset::new(Options {
        posts: args.posts,
        projects: args.projects,
        seed: args.seed,
    })?;
    let format = match args.format.as_str() {
        AS_TABLES => None,
        name => Some(ExportFormat::named(name).map_err(or_tables)?),
    };
    fs::create_dir_all(&args.out)
        .with_context(|| format!("{} can not be made", args.out.display()))?;
    let written = match format {
        None => tables(&dataset, &args.out)?,
        Some(format) => vec![export(&dataset, format, &args.out)?],
    };
    session.answer(&written, || {
        let rows: Vec<_> = written
            .iter()
            .map(|one| {
                vec![
                    one.file.clone(),
                    one.rows.to_string(),
                    one.bytes.to_string(),
                ]
            })
            .collect();
        table::plain(&["file", "rows", "bytes"], &rows, 1)
    })
}

/// The error for a format that there is not, with what `--format` takes beside.
fn or_tables(error: Error) -> Error {
    let advice = error.advice().unwrap_or_default();
    Error::new(ErrorKind::UnknownFormat, error.message()).hint(format!(
        "{advice}, and `{AS_TABLES}` for the canonical tables"
    ))
}

fn tables(dataset: &Dataset, folder: &std::path::Path) -> Result<Vec<Written>> {
    let batches: u64 = TABLES.iter().map(|table| dataset.batches(table)).sum();
    let bar = progress::steps(usize::try_from(batches)?);
    let mut written = Vec::new();
    for table in &TABLES {
        bar.set_message(table.name);
        let path = folder.join(format!("{}.{}", table.name, Format::Parquet.extension()));
        let file = whole(path, |file| {
            let mut writer = Format::Parquet.writer(file);
            Ok(dataset.write_table(table, writer.as_mut(), &mut || bar.inc(1))?)
        });
        written.push(clear_on_failure(&bar, file)?);
    }
    bar.finish_and_clear();
    Ok(written)
}

fn export(dataset: &Dataset, format: &ExportFormat, folder: &std::path::Path) -> Result<Written> {
    let posts = dataset.options().posts;
    let bar = progress::steps(usize::try_from(posts)?);
    bar.set_message(format.name);
    let path = folder.join(format!("{}.{}", format.name, format.extension));
    let file = whole(path, |file| {
        let mut out = BufWriter::new(file);
        dataset.export(format.name, &mut out, &mut |more| bar.inc(more))?;
        Ok(posts)
    });
    let file = clear_on_failure(&bar, file)?;
    bar.finish_and_clear();
    Ok(file)
}

/// Writes a file that shows only once it is whole; `fill` says how many rows it has.
fn whole(path: PathBuf, fill: impl FnOnce(File) -> Result<u64>) -> Result<Written> {
    let mut rows = 0;
    output::whole_file(&path, |file| {
        rows = fill(file)?;
        Ok(())
    })?;
    Ok(Written {
        bytes: fs::metadata(&path)?.len(),
        file: path.display().to_string(),
        rows,
    })
}

/// Takes the bar away before an error is told.
fn clear_on_failure<T>(bar: &ProgressBar, outcome: Result<T>) -> Result<T> {
    if outcome.is_err() {
        bar.finish_and_clear();
    }
    outcome
}
