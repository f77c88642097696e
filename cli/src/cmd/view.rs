//! `veyl view`: one view, printed or written.

use anyhow::Result;
use serde::Serialize;
use veyl_core::engine::Ask;
use veyl_core::report::{GraphFormat, write_graph};
use veyl_core::sql::{Projects, Store};
use veyl_core::view::{VIEWS, View as CoreView};

use crate::args::{OutputFormat, View};
use crate::engine;
use crate::output;
use crate::session::Session;
use crate::table;

pub(crate) fn run(session: &Session, args: View) -> Result<()> {
    let Some(name) = &args.name else {
        return list(session);
    };
    let view = CoreView::named(name)?;
    if let OutputFormat::Graph(format) = output::format(&args.output, session.json)? {
        return graph(session, &args, view, format);
    }
    let store = session.open()?;
    let ids = project_ids(&store, &args.projects)?;
    let projects = match &ids {
        Some(ids) => Projects::Only(ids),
        None => Projects::All,
    };
    let ask = Ask::View(view, projects);
    let engine = engine::over_store(session, args.engine, &store, ask)?;
    output::write(&args.output, session.json, |writer| {
        engine.get().view_into(view, projects, writer)?;
        Ok(())
    })
}

/// The pairs of one project as a network of hashtags.
fn graph(session: &Session, args: &View, view: &CoreView, format: GraphFormat) -> Result<()> {
    let ("project_cohashtags", [named]) = (view.name, args.projects.as_slice()) else {
        return Err(output::no_network(format));
    };
    let store = session.open()?;
    let origin = store.origin()?;
    let project = origin.project(origin.find_project(named)?)?;
    let ids = [project.id];
    let ask = Ask::View(view, Projects::Only(&ids));
    let engine = engine::over_store(session, args.engine, &store, ask)?;
    let engine = engine.get();
    match &args.output.output {
        None => write_graph(engine, project, format, &mut output::out())?,
        Some(path) => output::whole_file(path, |mut file| {
            Ok(write_graph(engine, project, format, &mut file)?)
        })?,
    }
    Ok(())
}

/// The ids of the projects named; `None` where none is named: all of them.
pub(crate) fn project_ids(store: &Store, named: &[String]) -> Result<Option<Vec<i32>>> {
    if named.is_empty() {
        return Ok(None);
    }
    let ids = named
        .iter()
        .map(|name| Ok(store.find_project(name)?.id))
        .collect::<Result<_>>()?;
    Ok(Some(ids))
}

#[derive(Serialize)]
struct Listed {
    view: &'static str,
    about: &'static str,
    columns: Vec<String>,
}

fn list(session: &Session) -> Result<()> {
    let views: Vec<Listed> = VIEWS
        .iter()
        .map(|view| Listed {
            view: view.name,
            about: view.about,
            columns: view
                .arrow()
                .fields()
                .iter()
                .map(|field| field.name().clone())
                .collect(),
        })
        .collect();
    session.answer(&views, || {
        let rows: Vec<_> = views
            .iter()
            .map(|view| vec![view.view.to_owned(), view.about.to_owned()])
            .collect();
        table::plain(&["view", "one row is"], &rows, 2)
    })
}
