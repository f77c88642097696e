//! `veyl project`: what is followed.

use std::fs;

use anyhow::{Context, Result};
use serde::Serialize;
use veyl_core::project::{ProjectSpec, ProjectsFile};
use veyl_core::sql::{Applied, Project as StoredProject, Projects};
use veyl_core::view::View;

use crate::args::{Project, ProjectAction, ProjectAdd};
use crate::output;
use crate::session::{Session, now};
use crate::table::TableWriter;

pub(crate) fn run(session: &Session, args: Project) -> Result<()> {
    match args.action {
        ProjectAction::Add(args) => {
            let spec = spec(args);
            let store = session.open_existing_for_writing()?;
            let outcome = store.add_project(&spec, now())?;
            store.close()?;
            answer(session, vec![(spec.name, outcome)])
        }
        ProjectAction::Apply(args) => {
            let text = fs::read_to_string(&args.file)
                .with_context(|| format!("{} can not be read", args.file.display()))?;
            let file = ProjectsFile::parse(&text, &args.file.display().to_string())?;
            apply(session, file.projects)
        }
        ProjectAction::List => list(session),
        ProjectAction::Show { project } => show(session, &project),
        ProjectAction::Remove { project } => {
            let store = session.open_existing_for_writing()?;
            let project = store.find_project(&project)?;
            store.remove_project(project.id)?;
            store.close()?;
            session.answer(&project, || {
                format!("removed project {} `{}`\n", project.id, project.name)
            })
        }
    }
}

fn spec(args: ProjectAdd) -> ProjectSpec {
    ProjectSpec {
        name: args.name,
        description: args.description,
        status: args.status,
        platforms: args.platforms,
        scope_type: args.scope_type,
        scope_query: args.scope_query,
        hashtags: args.hashtags,
        creators: args.creators,
    }
}

#[derive(Serialize)]
struct Outcome {
    project: String,
    outcome: Applied,
}

fn apply(session: &Session, specs: Vec<ProjectSpec>) -> Result<()> {
    let store = session.open_existing_for_writing()?;
    let outcomes = store.apply_projects(&specs, now())?;
    store.close()?;
    let names = specs.into_iter().map(|spec| spec.name);
    answer(session, names.zip(outcomes).collect())
}

fn answer(session: &Session, outcomes: Vec<(String, Applied)>) -> Result<()> {
    let outcomes: Vec<Outcome> = outcomes
        .into_iter()
        .map(|(project, outcome)| Outcome { project, outcome })
        .collect();
    session.answer(&outcomes, || {
        outcomes
            .iter()
            .map(|one| {
                let did = match one.outcome {
                    Applied::Created => "created",
                    Applied::Changed => "changed",
                    Applied::Unchanged => "unchanged",
                };
                format!("{did}: {}\n", one.project)
            })
            .collect()
    })
}

fn list(session: &Session) -> Result<()> {
    let store = session.open()?;
    if session.json {
        return session.answer(&store.projects()?, String::new);
    }
    let mut table = TableWriter::new(std::io::stdout(), 0);
    store.query_into(
        "SELECT id, name, status, scope_type, creators_count, posts_count, signals_count, last_run_at
         FROM projects ORDER BY id",
        &[],
        &mut table,
    )?;
    Ok(())
}

fn show(session: &Session, name: &str) -> Result<()> {
    let store = session.open()?;
    let project = store.find_project(name)?;
    session.answer(&project, || described(&project))?;
    if !session.json {
        let mut table = TableWriter::new(std::io::stdout(), 0);
        let summary = View::named("project_summary")?;
        store.view_into(summary, Projects::Only(&[project.id]), &mut table)?;
    }
    Ok(())
}

fn described(project: &StoredProject) -> String {
    let mut text = format!(
        "{} (project {}, {})\n",
        project.name, project.id, project.status
    );
    let mut line = |name: &str, value: &str| {
        if !value.is_empty() {
            text += &format!("  {name}: {value}\n");
        }
    };
    line("about", project.description.as_deref().unwrap_or_default());
    line(
        "platforms",
        project.platforms.as_deref().unwrap_or_default(),
    );
    line("matches by", &project.scope_type);
    line("scope", project.scope_query.as_deref().unwrap_or_default());
    line("hashtags", &project.hashtags.join(" "));
    line("creators", &project.creators.join(" "));
    output::one_line_each(&text)
}
