//! `veyl load`: exports and tables into the store.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};
use indicatif::ProgressBar;
use serde::Serialize;
use veyl_core::load::{LoadObserver, LoadOptions, LoadReport, Mapping};
use veyl_core::read::Input;
use veyl_core::schema::TABLES;
use veyl_core::sql::{Store, StoreOptions};
use veyl_core::{Error, Reject};

use crate::args::Load;
use crate::output;
use crate::progress;
use crate::session::{Session, inputs, now};
use crate::table;

pub(crate) fn run(session: &Session, args: Load) -> Result<()> {
    let inputs = inputs(&args.inputs)?;
    let options = LoadOptions {
        format: args.format,
        mapping: args.map.as_deref().map(Mapping::read).transpose()?,
        platform: args.platform,
        max_rejects: args.max_rejects,
        dry_run: args.dry_run,
        now: now(),
        threads: None,
    };
    let report = match &args.rejects {
        None => load(session, &inputs, &options, None)?,
        Some(path) => {
            // The rejects of a load that fails are what its user needs to see.
            let mut outcome = None;
            output::whole_file(path, |file| {
                outcome = Some(load(session, &inputs, &options, Some(file)));
                Ok(())
            })?;
            outcome.context("the load did not run")??
        }
    };
    let kept = args.rejects.is_some();
    session.answer(&report, || summary(&report, args.dry_run, kept))?;
    if report.accepted() == 0 && report.rejected() > 0 {
        let (reason, rows) = report.commonest_reason().unwrap_or_default();
        anyhow::bail!(
            "not one of the {} rows could be used; {rows} of them: {reason}; nothing was changed",
            report.read()
        );
    }
    Ok(())
}

/// Loads into the store of the session. A store that this load made goes again
/// if the load fails.
fn load(
    session: &Session,
    inputs: &[Input],
    options: &LoadOptions,
    rejects: Option<File>,
) -> Result<LoadReport> {
    let existed = session.db.exists();
    let store_options = StoreOptions {
        // Leaves room below 1 GB for the blocks under way, whatever the size of the input.
        memory_limit: Some("512MB".to_owned()),
        threads: None,
    };
    let store = if options.dry_run && !existed {
        Store::in_memory(&store_options)?
    } else {
        Store::open_for_writing(&session.db, &store_options)?
    };
    let mut observer = Observer::new(inputs, rejects);
    let outcome = store.load(inputs, options, &mut observer);
    let closed = store.close();
    observer.bar.finish_and_clear();
    if !existed && outcome.as_ref().map_or(true, |report| !report.changed) {
        remove_store(&session.db);
    }
    let report = outcome?;
    closed?;
    observer.finish()?;
    Ok(report)
}

fn remove_store(path: &Path) {
    // Best effort: what is left is an empty store, which the next load fills.
    let _ = fs::remove_file(path);
    let mut log = path.as_os_str().to_owned();
    log.push(".wal");
    let _ = fs::remove_file(log);
}

struct Observer {
    bar: ProgressBar,
    rejects: Option<BufWriter<File>>,
}

/// A line of the rejects file.
#[derive(Serialize)]
struct RejectLine<'a> {
    source: &'a str,
    #[serde(flatten)]
    reject: &'a Reject,
}

impl Observer {
    fn new(inputs: &[Input], rejects: Option<File>) -> Self {
        let size = inputs.iter().map(Input::size).sum();
        Self {
            bar: progress::bytes(size),
            rejects: rejects.map(BufWriter::new),
        }
    }

    fn finish(mut self) -> Result<()> {
        if let Some(rejects) = &mut self.rejects {
            rejects.flush()?;
        }
        Ok(())
    }
}

impl LoadObserver for Observer {
    fn opened(&mut self, source: &str, _: Option<u64>, format: &str, why: &str) {
        self.bar.set_message(source.to_owned());
        self.bar
            .suspend(|| output::tell(format_args!("{source}: {format} ({why})")));
    }

    fn progress(&mut self, bytes: u64) {
        self.bar.inc(bytes);
    }

    fn rejected(&mut self, source: &str, reject: &Reject) -> Result<(), Error> {
        if let Some(rejects) = &mut self.rejects {
            serde_json::to_writer(&mut *rejects, &RejectLine { source, reject })
                .map_err(std::io::Error::from)?;
            rejects.write_all(b"\n")?;
        }
        Ok(())
    }
}

fn summary(report: &LoadReport, dry_run: bool, rejects_kept: bool) -> String {
    let mut rows: Vec<Vec<String>> = report
        .sources
        .iter()
        .map(|source| {
            vec![
                source.source.clone(),
                source.format.clone(),
                source.read.to_string(),
                source.accepted.to_string(),
                source.duplicates.to_string(),
                source.rejected.to_string(),
            ]
        })
        .collect();
    if rows.len() > 1 {
        rows.push(vec![
            "all".to_owned(),
            String::new(),
            report.read().to_string(),
            report.accepted().to_string(),
            report.duplicates().to_string(),
            report.rejected().to_string(),
        ]);
    }
    let header = [
        "source",
        "format",
        "read",
        "accepted",
        "duplicates",
        "rejected",
    ];
    let mut text = table::plain(&header, &rows, 2);
    let mut line = |sentence: String| {
        text += &sentence;
        text.push('\n');
    };
    line(format!(
        "{}{}",
        loaded(report).join("; "),
        match (dry_run, report.changed) {
            (true, _) => "; dry run: nothing was changed",
            (false, false) => "; the store is as it was",
            (false, true) => "",
        }
    ));
    let mut reasons: Vec<_> = report.reasons.iter().collect();
    reasons.sort_by_key(|(reason, count)| (std::cmp::Reverse(**count), reason.as_str()));
    for (reason, count) in reasons {
        line(format!("rejected {count}: {reason}"));
    }
    if report.rejected() > 0 && !rejects_kept {
        line("--rejects FILE writes every rejected row, with its place and reason".to_owned());
    }
    if report.disagreements > 0 {
        line(format!(
            "{} links between posts and hashtags stand in only one of post_hashtags and the posts' own lists; both were kept",
            report.disagreements
        ));
    }
    text
}

/// What came in: posts by what became of them, other tables by their rows.
fn loaded(report: &LoadReport) -> Vec<String> {
    let mut parts = Vec::new();
    if report.sources.iter().any(|source| source.table == "posts") {
        parts.push(format!(
            "{} posts new, {} updated, {} unchanged",
            report.new_posts, report.updated_posts, report.unchanged_posts
        ));
    }
    for table in TABLES.iter().filter(|table| table.name != "posts") {
        let sources = report
            .sources
            .iter()
            .filter(|source| source.table == table.name);
        let rows: u64 = sources.map(|source| source.accepted).sum();
        if rows > 0 {
            parts.push(format!("{rows} rows of {}", table.name));
        }
    }
    if parts.is_empty() {
        parts.push("no rows".to_owned());
    }
    parts
}
