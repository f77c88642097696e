//! Which engine answers, and the engine itself.

use anyhow::Result;
use veyl_core::engine::{Ask, Choice, Engine, EngineKind, Size, choose};
use veyl_core::index::Dataset;
use veyl_core::sql::Store;

use crate::args::EngineArg;
use crate::memory;
use crate::progress;
use crate::session::Session;

/// The engine that answers.
pub(crate) enum Chosen<'s> {
    Store(&'s Store),
    Index(Box<Dataset>),
}

impl Chosen<'_> {
    pub(crate) fn get(&self) -> &dyn Engine {
        match self {
            Self::Store(store) => *store,
            Self::Index(dataset) => dataset.as_ref(),
        }
    }
}

/// The engine for what is asked of a store.
pub(crate) fn over_store<'s>(
    session: &Session,
    wanted: EngineArg,
    store: &'s Store,
    ask: Ask<'_>,
) -> Result<Chosen<'s>> {
    if pick(session, wanted, ask, || Ok(store.size()?))? == EngineKind::DuckDb {
        return Ok(Chosen::Store(store));
    }
    let bar = progress::spinner("reading");
    let dataset = store.dataset();
    bar.finish_and_clear();
    Ok(Chosen::Index(Box::new(dataset?)))
}

/// The engine wanted, or the one that the rule chooses; told with `-v`.
pub(crate) fn pick(
    session: &Session,
    wanted: EngineArg,
    ask: Ask<'_>,
    size: impl FnOnce() -> Result<Size>,
) -> Result<EngineKind> {
    let choice = match wanted {
        EngineArg::Duckdb => Choice::asked_for(EngineKind::DuckDb),
        EngineArg::Index => Choice::asked_for(EngineKind::Index),
        EngineArg::Auto => choose(ask, size()?, memory::available()),
    };
    session.explain(format_args!("engine: {}: {}", choice.kind, choice.why));
    Ok(choice.kind)
}
