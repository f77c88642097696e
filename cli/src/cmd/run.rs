//! `veyl run`: the cached figures of projects, anew.

use anyhow::Result;
use veyl_core::sql::Projects;

use crate::args::Run;
use crate::cmd::view::project_ids;
use crate::progress;
use crate::session::{Session, now};

pub(crate) fn run(session: &Session, args: Run) -> Result<()> {
    let store = session.open_existing_for_writing()?;
    let ids = project_ids(&store, &args.projects)?;
    let projects = match &ids {
        Some(ids) => Projects::Only(ids),
        None => Projects::All,
    };
    let bar = progress::spinner("computing");
    let outcome = store.run_projects(projects, now());
    bar.finish_and_clear();
    let count = outcome?;
    store.close()?;
    session.answer(&serde_json::json!({ "projects": count }), || {
        format!("ran {count} projects\n")
    })
}
