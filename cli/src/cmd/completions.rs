//! `veyl completions`: scripts for shells.

use anyhow::Result;
use clap::CommandFactory;

use crate::args::{Cli, Completions};
use crate::output;

pub(crate) fn run(args: Completions) -> Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "veyl", &mut script);
    output::print(&String::from_utf8_lossy(&script))
}
