//! `veyl sql`: questions, one-shot or in a shell.

mod shell;

use std::fs;
use std::io::{self, IsTerminal, Read};

use anyhow::{Context, Result};
use veyl_core::load::LoadOptions;
use veyl_core::sql::{Store, StoreOptions, split_statements};

use crate::args::Sql;
use crate::output;
use crate::progress;
use crate::session::{Session, inputs, now};

pub(crate) fn run(session: &Session, args: Sql) -> Result<()> {
    let mut store = open(session, &args)?;
    store.lock_down()?;
    let outcome = match (&args.query, &args.file) {
        (Some(query), _) => run_text(session, &store, &args, query, "the query"),
        (None, Some(file)) => {
            let text = fs::read_to_string(file)
                .with_context(|| format!("{} can not be read", file.display()))?;
            run_text(session, &store, &args, &text, &file.display().to_string())
        }
        (None, None) if io::stdin().is_terminal() => shell::run(session, &store, &args),
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
    let report = report?;
    if report.rejected() > 0 {
        eprintln!(
            "{} of {} rows were rejected; `veyl check FILE` names them",
            report.rejected(),
            report.read()
        );
    }
    Ok(store)
}

/// What statements of the user's own changed is carried through: rows whose
/// references lead nowhere, and the matches of scope queries.
fn settle(store: &Store, write: bool) -> Result<()> {
    if write {
        let removed = store.settle_after_changes()?;
        if removed > 0 {
            eprintln!("{removed} rows that referred to removed ones were removed too");
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
    let several = statements.len() > 1;
    for statement in &statements {
        run_one(session, store, args, statement.sql).map_err(|error| {
            if several {
                error.context(format!("{source}, statement at line {}", statement.line))
            } else {
                error
            }
        })?;
    }
    Ok(())
}

/// Runs one statement and writes its result.
fn run_one(session: &Session, store: &Store, args: &Sql, sql: &str) -> Result<()> {
    output::write(&args.output, session.json, |writer| {
        store.query_into(sql, &[], writer)?;
        Ok(())
    })
}
