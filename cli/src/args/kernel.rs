//! The arguments of `veyl kernel`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// SQL cells in Jupyter, against a store
///
/// A cell is SQL, fenced in as in `veyl sql`: it can only ask. `%%sql NAME`
/// before a question keeps its result for later cells, `%%vega-lite data=NAME`
/// before a specification draws it, and `.help` in a cell lists the rest.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  veyl --db food.duckdb kernel install       then choose veyl in Jupyter
  jupyter console --kernel veyl
  veyl kernel uninstall")]
pub(crate) struct Kernel {
    #[command(subcommand)]
    pub(crate) action: KernelAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum KernelAction {
    Install(KernelInstall),
    Uninstall(KernelUninstall),
    Run(KernelRun),
}

/// Tell Jupyter of the kernel, for the store in --db
///
/// Several stores can each have a kernel of their own, by other names.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  veyl --db food.duckdb kernel install
  veyl --db rivals.duckdb kernel install --name veyl-rivals --display-name 'veyl: rivals'
  veyl kernel install --prefix \"$VIRTUAL_ENV\"      for the Jupyter of a virtual environment")]
pub(crate) struct KernelInstall {
    /// The name of the kernel: letters, digits, `.`, `_` and `-`
    #[arg(long, value_name = "NAME", default_value = "veyl")]
    pub(crate) name: String,
    /// What Jupyter shows, instead of `veyl` and the name of the store
    #[arg(long, value_name = "TEXT")]
    pub(crate) display_name: Option<String>,
    /// Into DIR/share/jupyter/kernels, instead of the user's own folder
    #[arg(long, value_name = "DIR")]
    pub(crate) prefix: Option<PathBuf>,
}

/// Have Jupyter forget the kernel
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  veyl kernel uninstall --name veyl-rivals")]
pub(crate) struct KernelUninstall {
    /// The name it was installed by
    #[arg(long, value_name = "NAME", default_value = "veyl")]
    pub(crate) name: String,
    /// Where it was installed, if not in the user's own folder
    #[arg(long, value_name = "DIR")]
    pub(crate) prefix: Option<PathBuf>,
}

/// Be the kernel; Jupyter runs this
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  veyl kernel run --db food.duckdb ~/.local/share/jupyter/runtime/kernel-1.json"
)]
pub(crate) struct KernelRun {
    /// The file in which Jupyter says where to listen
    #[arg(value_name = "CONNECTION_FILE")]
    pub(crate) connection: PathBuf,
}
