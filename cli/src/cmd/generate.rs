//! `veyl generate`
use crate::args::Generate;
use crate::session::Session;
use anyhow::Result;
pub(crate) fn run(_session: &Session, _args: Generate) -> Result<()> {
    anyhow::bail!("x")
}
