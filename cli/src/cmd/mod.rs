//! One subcommand, one file.

mod check;
mod completions;
mod export;
mod formats;
mod generate;
mod kernel;
mod load;
mod notebook;
mod project;
mod report;
mod run;
mod serve;
mod sql;
mod trend;
mod view;

use anyhow::Result;

use crate::args::{Cli, Command};
use crate::session::Session;

/// Runs the command of the command line.
pub(crate) fn run(cli: Cli) -> Result<()> {
    let session = Session {
        db: cli.db,
        json: cli.json,
        verbose: cli.verbose,
    };
    match cli.command {
        Command::Load(args) => load::run(&session, args),
        Command::Project(args) => project::run(&session, args),
        Command::View(args) => view::run(&session, args),
        Command::Report(args) => report::run(&session, args),
        Command::Run(args) => run::run(&session, args),
        Command::Serve(args) => serve::run(&session, args),
        Command::Sql(args) => sql::run(&session, args),
        Command::Kernel(args) => kernel::run(&session, args),
        Command::Trend(args) => trend::run(&session, args),
        Command::Notebook(args) => notebook::run(&session, args),
        Command::Check(args) => check::run(&session, args),
        Command::Export(args) => export::run(&session, args),
        Command::Generate(args) => generate::run(&session, args),
        Command::Formats(_) => formats::run(&session),
        Command::Completions(args) => completions::run(args),
    }
}
