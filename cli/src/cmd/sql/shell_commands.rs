//! The shell's own commands, which begin with a dot.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use veyl_core::schema::TABLES;
use veyl_core::sql::split_statements;
use veyl_core::view::VIEWS;

use crate::cmd::sql::placed;
use crate::cmd::sql::shell::Shell;
use crate::output;

/// One command.
pub(super) struct Command {
    /// Its name, with the dot.
    pub(super) name: &'static str,
    takes: &'static str,
    about: &'static str,
}

/// All commands, in the order of `.help`.
pub(super) const COMMANDS: [Command; 11] = [
    command(".help", "", "this text"),
    command(".tables", "", "the tables and views"),
    command(".schema", "NAME", "the columns of one"),
    command(
        ".project",
        "[NAME]",
        "the project views speak of this project only; without a name, of all",
    ),
    command(
        ".mode",
        "FORMAT",
        "table, csv, json, ndjson, markdown, parquet or arrow",
    ),
    command(
        ".output",
        "[FILE]",
        "each result into this file, in place of the last; without a file, the screen",
    ),
    command(
        ".maxrows",
        "N",
        "show at most N rows in a table; 0 shows all",
    ),
    command(".timer", "on|off", "say how long each statement took"),
    command(
        ".pager",
        "on|off",
        "long results in a pager ($PAGER, or less)",
    ),
    command(".read", "FILE", "run the statements of a file"),
    command(".quit", "", "leave"),
];

const fn command(name: &'static str, takes: &'static str, about: &'static str) -> Command {
    Command { name, takes, about }
}

impl Shell<'_> {
    /// Runs a dot command; whether to leave.
    pub(super) fn dot(&mut self, line: &str) -> Result<bool> {
        let line = line.trim().trim_end_matches(';').trim_end();
        let (name, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let rest = unquoted(rest.trim());
        let needs = |what: &str| -> Result<()> {
            if rest.is_empty() {
                bail!("{name} needs {what}");
            }
            Ok(())
        };
        match name {
            ".quit" | ".exit" => return Ok(true),
            ".help" => output::print(&help())?,
            ".tables" => output::print(&tables())?,
            ".schema" => {
                needs("the name of a table or view; .tables lists them")?;
                self.run(&describe(rest))?;
            }
            ".project" if rest.is_empty() => {
                self.store.widen_to_all_projects()?;
                output::tell("the project views speak of all projects");
            }
            ".project" => {
                let name = self.store.narrow_to_project(rest)?;
                output::tell(format_args!("the project views speak of {name}"));
            }
            ".mode" => {
                needs("a format; .help lists them")?;
                self.output.format = Some(rest.parse()?);
            }
            ".output" => self.output.output = (!rest.is_empty()).then(|| PathBuf::from(rest)),
            ".maxrows" => {
                self.output.rows = rest
                    .parse()
                    .with_context(|| format!(".maxrows needs a number, and not `{rest}`"))?;
            }
            ".timer" => self.timer = switch(name, rest)?,
            ".pager" => self.pager = switch(name, rest)?,
            ".read" => {
                needs("the name of a file")?;
                self.read(rest)?;
            }
            other => bail!("there is no {other}; .help lists what there is"),
        }
        Ok(false)
    }

    fn read(&mut self, file: &str) -> Result<()> {
        let text = fs::read_to_string(file).with_context(|| format!("{file} can not be read"))?;
        let whole = format!("{text}\n;");
        let (statements, rest) = split_statements(&whole);
        if !rest.is_empty() {
            bail!("{file} ends within quotes or a comment");
        }
        for statement in statements {
            self.timed(statement.sql)
                .map_err(|error| placed(error, statement.line))
                .with_context(|| format!("{file}, statement at line {}", statement.line))?;
        }
        Ok(())
    }
}

/// What `on` or `off` says.
pub(in crate::cmd) fn switch(name: &str, word: &str) -> Result<bool> {
    match word {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => bail!("{name} is on or off"),
    }
}

/// An argument without the quotes around it.
pub(in crate::cmd) fn unquoted(text: &str) -> &str {
    ['\'', '"']
        .into_iter()
        .find_map(|quote| text.strip_prefix(quote)?.strip_suffix(quote))
        .unwrap_or(text)
}

fn help() -> String {
    let mut text =
        "Statements end with `;`. Tab completes, Ctrl-C gives up the line or the running query, \
                    Ctrl-R searches what was typed before, Ctrl-D leaves.\n"
            .to_owned();
    for command in &COMMANDS {
        let usage = format!("{} {}", command.name, command.takes);
        text += &format!("  {usage:18} {}\n", command.about);
    }
    text
}

/// The tables and views with what they are, one a line.
pub(in crate::cmd) fn tables() -> String {
    let tables = TABLES.iter().map(|table| (table.name, table.about));
    let views = VIEWS.iter().map(|view| (view.name, view.about));
    let lines = tables.chain(views);
    lines
        .map(|(name, about)| format!("{name:26} {about}\n"))
        .collect()
}

/// The question for the columns of a table or view.
pub(in crate::cmd) fn describe(name: &str) -> String {
    format!("DESCRIBE \"{}\"", name.replace('"', "\"\""))
}
