//! The command, in a build without Polars.

use anyhow::{Result, bail};

use crate::args::Trend;
use crate::session::Session;

pub(crate) fn run(_: &Session, args: Trend) -> Result<()> {
    bail!(
        "{}: this veyl was built without trends; build it with them: \
         cargo install --path cli --features trend",
        args.folders.join(" ")
    )
}
