//! The interactive shell: lines until a `;`, then the result.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;
use rustyline::DefaultEditor;
use rustyline::error::ReadlineError;
use veyl_core::schema::TABLES;
use veyl_core::sql::{Store, split_statements};
use veyl_core::view::VIEWS;

use crate::args::Sql;
use crate::cmd::sql::run_one;
use crate::output;
use crate::session::Session;

const HELP: &str = "\
Statements end with `;`. Ctrl-C gives up the line or the running query, Ctrl-D leaves.
  .help             this text
  .tables           the tables and views
  .schema NAME      the columns of one
  .quit             leave";

/// Reads statements and runs them until the user leaves.
pub(crate) fn run(session: &Session, store: &Store, args: &Sql) -> Result<()> {
    let mut editor = DefaultEditor::new()?;
    let history = history();
    if let Some(path) = &history {
        // The first session has no history to load.
        let _ = editor.load_history(path);
    }
    let interrupt = store.interrupt_handle();
    ctrlc::set_handler(move || interrupt.interrupt())?;
    output::print(&format!(
        "veyl {} on DuckDB {}, {}; .help helps\n",
        env!("CARGO_PKG_VERSION"),
        store.duckdb_version()?,
        if args.write {
            "for writing"
        } else {
            "read-only"
        }
    ))?;
    let mut pending = String::new();
    loop {
        let prompt = if pending.is_empty() {
            "veyl> "
        } else {
            "  ... "
        };
        match editor.readline(prompt) {
            Ok(line) if pending.is_empty() && line.trim().starts_with('.') => {
                // A full history is no reason to stop.
                let _ = editor.add_history_entry(line.trim());
                match dot(session, store, args, line.trim()) {
                    Ok(true) => break,
                    Ok(false) => {}
                    Err(error) => tell_error(&error),
                }
            }
            Ok(line) => {
                pending.push_str(&line);
                pending.push('\n');
                let (statements, rest) = split_statements(&pending);
                if statements.is_empty() {
                    if rest.is_empty() {
                        pending.clear();
                    }
                    continue;
                }
                let _ = editor.add_history_entry(pending.trim());
                for statement in statements {
                    timed(session, store, args, statement.sql);
                }
                pending = rest.to_owned();
            }
            Err(ReadlineError::Interrupted) => pending.clear(),
            Err(ReadlineError::Eof) => break,
            Err(error) => return Err(error.into()),
        }
    }
    if let Some(path) = &history {
        let _ = editor.save_history(path);
    }
    Ok(())
}

fn timed(session: &Session, store: &Store, args: &Sql, sql: &str) {
    let begin = Instant::now();
    match run_one(session, store, args, sql) {
        Ok(()) => output::tell(format_args!("{:.3} s", begin.elapsed().as_secs_f64())),
        Err(error) => tell_error(&error),
    }
}

fn tell_error(error: &anyhow::Error) {
    output::tell(format_args!("{error:#}"));
}

/// Runs a dot command; whether to leave.
fn dot(session: &Session, store: &Store, args: &Sql, line: &str) -> Result<bool> {
    let mut words = line.split_whitespace();
    match (words.next().unwrap_or_default(), words.next()) {
        (".quit" | ".exit", _) => return Ok(true),
        (".help", _) => output::print(&format!("{HELP}\n"))?,
        (".tables", _) => {
            let tables = TABLES.iter().map(|table| (table.name, table.about));
            let views = VIEWS.iter().map(|view| (view.name, view.about));
            for (name, about) in tables.chain(views) {
                output::print(&format!("{name:26} {about}\n"))?;
            }
        }
        (".schema", Some(name)) => {
            let quoted = name.trim_end_matches(';').replace('"', "\"\"");
            run_one(session, store, args, &format!("DESCRIBE \"{quoted}\""))?;
        }
        (".schema", None) => {
            output::tell(".schema needs the name of a table or view; .tables lists them");
        }
        (other, _) => output::tell(format_args!(
            "there is no {other}; .help lists what there is"
        )),
    }
    Ok(false)
}

/// Where the history is kept: beside the user's other state.
fn history() -> Option<PathBuf> {
    let state = std::env::var_os("XDG_STATE_HOME")
        .map(PathBuf::from)
        .or_else(|| {
            std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/state"))
        })?;
    let folder = state.join("veyl");
    std::fs::create_dir_all(&folder).ok()?;
    Some(folder.join("sql_history"))
}
