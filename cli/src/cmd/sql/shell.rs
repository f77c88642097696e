//! The interactive shell: lines until a `;`, then the result.

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;
use rustyline::error::ReadlineError;
use rustyline::{Config, Editor};
use veyl_core::sql::{Store, returns_rows, split_statements};

use crate::args::{OutputArgs, Sql};
use crate::cmd::sql::complete::SqlHelper;
use crate::cmd::sql::{changed, pager, placed, run_one};
use crate::output;
use crate::session::Session;
use crate::table::{TableWriter, terminal_width};

/// What the user has set.
pub(super) struct Shell<'s> {
    pub(super) session: &'s Session,
    pub(super) store: &'s Store,
    pub(super) output: OutputArgs,
    pub(super) timer: bool,
    pub(super) pager: bool,
}

/// Reads statements and runs them until the user leaves.
pub(super) fn run(session: &Session, store: &Store, args: &Sql) -> Result<()> {
    let config = Config::builder()
        .completion_type(rustyline::CompletionType::List)
        .max_history_size(10_000)?
        .build();
    let mut editor = Editor::with_config(config)?;
    let colours = io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    editor.set_helper(Some(SqlHelper::new(store, colours)));
    let history = history();
    if let Some(path) = &history {
        // The first session has no history to load.
        let _ = editor.load_history(path);
    }
    let interrupt = store.interrupt_handle();
    ctrlc::set_handler(move || interrupt.interrupt())?;
    let mut shell = Shell {
        session,
        store,
        output: args.output.clone(),
        timer: true,
        pager: true,
    };
    let purpose = if args.write {
        "for writing"
    } else {
        "read-only"
    };
    output::print(&format!(
        "veyl {} on DuckDB {}, {purpose}; .help helps\n",
        env!("CARGO_PKG_VERSION"),
        store.duckdb_version()?,
    ))?;
    loop {
        match editor.readline("veyl> ") {
            Ok(text) if text.trim().is_empty() => {}
            Ok(text) => {
                // A full history is no reason to stop.
                let _ = editor.add_history_entry(text.trim());
                match shell.answer(&text) {
                    Ok(true) => break,
                    Ok(false) => {}
                    // Behind the `^C` that the terminal shows, or half a bar.
                    Err(error) if error.to_string().starts_with("INTERRUPT ") => {
                        output::tell("\nthe query was stopped");
                    }
                    Err(error) => output::tell(crate::told(&error)),
                }
                if let Some(helper) = editor.helper_mut() {
                    helper.forget();
                }
            }
            Err(ReadlineError::Interrupted) => {}
            Err(ReadlineError::Eof) => break,
            Err(error) => return Err(error.into()),
        }
    }
    if let Some(path) = &history {
        let _ = editor.save_history(path);
    }
    Ok(())
}

impl Shell<'_> {
    /// Runs what was typed; whether to leave.
    fn answer(&mut self, text: &str) -> Result<bool> {
        if text.trim_start().starts_with('.') {
            return self.dot(text);
        }
        for statement in split_statements(text).0 {
            self.timed(statement.sql)
                .map_err(|error| placed(error, statement.line))?;
        }
        Ok(false)
    }

    /// Runs a statement and says how long it took.
    pub(super) fn timed(&self, sql: &str) -> Result<()> {
        let begin = Instant::now();
        self.run(sql)?;
        if self.timer {
            output::tell(format_args!("{:.3} s", begin.elapsed().as_secs_f64()));
        }
        Ok(())
    }

    /// Runs a statement: for the screen as a table with types, through the
    /// pager where it is long; else as the user has set.
    pub(super) fn run(&self, sql: &str) -> Result<()> {
        let screen =
            output::is_table(&self.output, self.session.json)? && self.output.output.is_none();
        if !screen {
            return run_one(self.session, self.store, &self.output, sql);
        }
        let outcome = if returns_rows(sql) {
            let mut text = Vec::new();
            let mut table = TableWriter::new(&mut text, self.output.rows, terminal_width())
                .with_types()
                .with_more(".maxrows 0 shows all");
            let asked = self.store.query_into(sql, &[], &mut table);
            drop(table);
            asked.map(|_| String::from_utf8_lossy(&text).into_owned())
        } else {
            return changed(self.store, sql);
        };
        pager::show(&outcome?, self.pager)
    }
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
