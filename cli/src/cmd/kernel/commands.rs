//! The shell's own commands, as far as they mean something in a cell. None of
//! them writes or reads a file: a notebook may be another's.

use anyhow::{Context, Result, bail};
use veyl_core::sql::Store;

use crate::cmd::kernel::show::Show;
use crate::cmd::kernel::worker::Worker;
use crate::cmd::sql::shell_commands::{describe, switch, tables, unquoted};

/// The names of the commands, for completion.
pub(super) const NAMES: [&str; 7] = [
    ".close", ".help", ".maxrows", ".project", ".schema", ".tables", ".timer",
];

const HELP: &str = "\
A cell is SQL, one statement or several with `;` between them; it can only ask.
  %%sql NAME [rows=N] [limit=Ns] [hide]   first line of a question: later cells use its result as NAME
  %%vega-lite data=NAME                   first line of a Vega-Lite specification: draws that result
  ---                                     first line of front matter: project, params and rows, as in a notebook file
  .tables             the tables and views
  .schema NAME        the columns of one
  .project [NAME]     the project views speak of this project only; without a name, of all
  .maxrows N          show at most N rows of a table; 0 shows all
  .timer on|off       say how long each cell took
  .close              let go of the store, so that it can be written to; results that were kept are gone
  .help               this text
";

impl Worker {
    /// Runs the commands of a cell, one a line.
    pub(super) fn commands(&mut self, code: &str, show: &Show) -> Result<()> {
        for line in code.lines().map(str::trim).filter(|line| !line.is_empty()) {
            self.stop.check()?;
            self.command(line, show)?;
        }
        Ok(())
    }

    fn command(&mut self, line: &str, show: &Show) -> Result<()> {
        let line = line.trim_end_matches(';').trim_end();
        let (name, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let rest = unquoted(rest.trim());
        match name {
            ".help" => show.text(HELP),
            ".tables" => show.text(&tables()),
            ".schema" if rest.is_empty() => {
                bail!(".schema needs the name of a table or view; .tables lists them")
            }
            ".schema" => {
                let columns = self.open()?.run(&describe(rest), 1, usize::MAX)?;
                show.table(&columns, usize::MAX, true)?;
            }
            ".project" => {
                let speak = |store: &Store| -> Result<String> {
                    if rest.is_empty() {
                        store.widen_to_all_projects()?;
                        return Ok("all projects".to_owned());
                    }
                    Ok(store.narrow_to_project(rest)?)
                };
                let project = speak(self.open()?.store())?;
                show.note(format_args!("the project views speak of {project}"));
            }
            ".maxrows" => {
                let most: usize = rest
                    .parse()
                    .with_context(|| format!(".maxrows needs a number, and not `{rest}`"))?;
                self.rows = Some(if most == 0 { usize::MAX } else { most });
            }
            ".timer" => self.timer = switch(name, rest)?,
            ".close" => {
                self.close();
                show.note("the store is closed; the next question opens it again");
            }
            other => bail!("there is no {other} in a cell; .help lists what there is"),
        }
        Ok(())
    }
}
