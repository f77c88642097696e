//! `veyl sql`: questions, one-shot or in a shell.

mod complete;
mod highlight;
mod pager;
mod shell;
pub(super) mod shell_commands;

use std::fs;
use std::io::{self, IsTerminal, Read};

use anyhow::{Context, Result};
use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use veyl_core::load::LoadOptions;
use veyl_core::sql::{Store, StoreOptions, in_text, returns_rows, split_statements};
use veyl_core::write::{BatchWriter, cell_text};

use crate::args::{OutputArgs, Sql};
use crate::output;
use crate::progress;
use crate::session::{Session, inputs, now, tell_rejected};

pub(crate) fn run(session: &Session, args: Sql) -> Result<()> {
    let mut store = open(session, &args)?;
    let asks = args.query.is_none() && args.file.is_none();
    let interactive = asks && io::stdin().is_terminal();
    if interactive && io::stdout().is_terminal() {
        store.show_progress()?;
    }
    store.lock_down()?;
    let outcome = match (&args.query, &args.file) {
        (Some(query), _) => run_text(session, &store, &args, query, "the query"),
        (None, Some(file)) => {
            let text = fs::read_to_string(file)
                .with_context(|| format!("{} can not be read", file.display()))?;
            run_text(session, &store, &args, &text, &file.display().to_string())
        }
        (None, None) if interactive => shell::run(session, &store, &args),
        (None, None) => {
            let mut text = String::new();
            io::stdin()
                .read_to_string(&mut text)
                .context("standard input is not text")?;
            run_text(session, &store, &args, &text, "<stdin>")
        }
    };
    let settled = settle(&store, args.write);
    outcome?;
    settled?;
    store.close()?;
    Ok(())
}

fn open(session: &Session, args: &Sql) -> Result<Store> {
    if args.from.is_empty() {
        return if args.write {
            session.open_existing_for_writing()
        } else {
            session.open()
        };
    }
    let store = Store::in_memory(&StoreOptions::default())?;
    let options = LoadOptions {
        platform: args.platform.clone(),
        now: now(),
        ..LoadOptions::default()
    };
    let bar = progress::spinner("reading");
    let report = store.load(&inputs(&args.from)?, &options, &mut ());
    bar.finish_and_clear();
    tell_rejected(&report?);
    Ok(store)
}

/// What statements of the user's own changed is carried through: rows whose
/// references lead nowhere, and the matches of scope queries.
fn settle(store: &Store, write: bool) -> Result<()> {
    if write {
        let removed = store.settle_after_changes()?;
        if removed > 0 {
            output::tell(format_args!(
                "{removed} rows that referred to removed ones were removed too"
            ));
        }
    }
    Ok(())
}

/// Runs every statement of `text`, in order, until one fails.
fn run_text(session: &Session, store: &Store, args: &Sql, text: &str, source: &str) -> Result<()> {
    let (mut statements, rest) = split_statements(text);
    let last;
    if !rest.is_empty() {
        last = format!("{rest}\n;");
        let (more, _) = split_statements(&last);
        anyhow::ensure!(!more.is_empty(), "{source} ends within quotes or a comment");
        statements.extend(more);
    }
    anyhow::ensure!(!statements.is_empty(), "{source} holds no statement");
    let several = statements.len() > 1;
    let only_last = output::holds_one_result(&args.output, session.json)?;
    for (place, statement) in statements.iter().enumerate() {
        let outcome = if only_last && place + 1 < statements.len() {
            let run = store.query_into(statement.sql, &[], &mut Unseen);
            run.map(drop).map_err(Into::into)
        } else if several && !only_last && !returns_rows(statement.sql) {
            changed(store, statement.sql)
        } else {
            run_one(session, store, &args.output, statement.sql)
        };
        outcome.map_err(|error| {
            let error = placed(error, statement.line);
            if several {
                error.context(format!("{source}, statement at line {}", statement.line))
            } else {
                error
            }
        })?;
    }
    Ok(())
}

/// An error whose picture of the line counts lines as the text of several
/// statements does; this one begins on `line`.
fn placed(error: anyhow::Error, line: u64) -> anyhow::Error {
    match error.downcast::<veyl_core::Error>() {
        Ok(error) if error.message().contains("\nLINE ") => in_text(error, line).into(),
        Ok(error) => error.into(),
        Err(error) => error,
    }
}

/// Runs one statement and writes its result; for people, what a statement
/// without rows of its own has changed is said beside.
fn run_one(session: &Session, store: &Store, output: &OutputArgs, sql: &str) -> Result<()> {
    if !returns_rows(sql) && output::is_table(output, session.json)? {
        return changed(store, sql);
    }
    output::write(output, session.json, |writer| {
        store.query_into(sql, &[], writer)?;
        Ok(())
    })
}

/// Runs a statement that gives no rows, and says how many it changed.
fn changed(store: &Store, sql: &str) -> Result<()> {
    let (schema, batches) = store.query(sql, &[])?;
    let count = schema.fields().first().map(|field| field.name().as_str());
    if let (Some("Count"), Some(batch)) = (count, batches.first())
        && let Some(rows) = cell_text(batch.column(0), 0)?
    {
        output::tell(format_args!("{rows} rows changed"));
    }
    Ok(())
}

/// Takes a result that is not asked for.
struct Unseen;

impl BatchWriter for Unseen {
    fn start(&mut self, _: &SchemaRef) -> veyl_core::Result<()> {
        Ok(())
    }

    fn write(&mut self, _: &RecordBatch) -> veyl_core::Result<()> {
        Ok(())
    }

    fn finish(&mut self) -> veyl_core::Result<()> {
        Ok(())
    }
}
