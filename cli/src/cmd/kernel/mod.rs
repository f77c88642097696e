//! `veyl kernel`: SQL cells in Jupyter.
//!
//! - `install`: telling Jupyter of the kernel
//! - `serve`: Jupyter's five sockets, and who listens on each
//! - `stop`: what stops a running query from there
//! - `worker`: the thread with the store; it answers one message after the other
//! - `cell`, `commands`: what a cell does
//! - `show`: results as Jupyter takes them
//! - `complete`: what fits, what something is, and whether a cell is whole

mod cell;
mod commands;
mod complete;
mod install;
mod serve;
mod show;
mod stop;
mod worker;

use anyhow::Result;

use crate::args::{Kernel, KernelAction};
use crate::session::Session;

pub(crate) fn run(session: &Session, args: Kernel) -> Result<()> {
    match args.action {
        KernelAction::Install(args) => install::install(session, &args),
        KernelAction::Uninstall(args) => install::uninstall(session, &args),
        KernelAction::Run(args) => serve::run(session, &args),
    }
}
