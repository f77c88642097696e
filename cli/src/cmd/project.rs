//! `veyl project`: what is followed.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use serde::Serialize;
use veyl_core::project::{ProjectSpec, ProjectsFile};
use veyl_core::sql::{Applied, Project as StoredProject, Projects};
use veyl_core::view::View;
use veyl_core::write::cell_text;

use crate::args::{Project, ProjectAction, ProjectAdd};
use crate::output;
use crate::session::{Session, now};
use crate::table::{self, TableWriter};

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
    let (_, counts) = store.query(
        "SELECT id, creators_count, posts_count, signals_count, last_run_at FROM projects",
        &[],
    )?;
    let mut last_runs = BTreeMap::new();
    for batch in &counts {
        for row in 0..batch.num_rows() {
            let cells = batch
                .columns()
                .iter()
                .map(|column| Ok(cell_text(column, row)?.unwrap_or_default()))
                .collect::<Result<Vec<String>>>()?;
            last_runs.insert(cells[0].parse()?, cells[1..].to_vec());
        }
    }
    let projects = store.projects()?;
    let listed: Vec<Listed> = projects
        .into_iter()
        .map(|project| Listed::new(project, &last_runs))
        .collect();
    session.answer(&listed, || listing(&listed))
}

/// A project with the figures of its last run; absent before the first one.
#[derive(Serialize)]
struct Listed {
    #[serde(flatten)]
    project: StoredProject,
    creators_count: Option<i64>,
    posts_count: Option<i64>,
    signals_count: Option<i64>,
    last_run_at: Option<String>,
}

impl Listed {
    /// `last_runs` holds, by project, the three counts and the time.
    fn new(project: StoredProject, last_runs: &BTreeMap<i32, Vec<String>>) -> Self {
        let figures = last_runs.get(&project.id).map(Vec::as_slice);
        let last_run_at = figures
            .and_then(|figures| figures.last())
            .filter(|time| !time.is_empty());
        let count = |place: usize| {
            last_run_at?;
            figures?.get(place)?.parse().ok()
        };
        Self {
            creators_count: count(0),
            posts_count: count(1),
            signals_count: count(2),
            last_run_at: last_run_at.cloned(),
            project,
        }
    }
}

fn listing(listed: &[Listed]) -> String {
    let figure = |count: Option<i64>| count.map_or_else(String::new, |count| count.to_string());
    let rows: Vec<_> = listed
        .iter()
        .map(|one| {
            vec![
                one.project.id.to_string(),
                one.project.name.clone(),
                one.project.status.clone(),
                one.project.scope_type.clone(),
                one.last_run_at.clone().unwrap_or_default(),
                figure(one.creators_count),
                figure(one.posts_count),
                figure(one.signals_count),
            ]
        })
        .collect();
    let header = [
        "id",
        "name",
        "status",
        "scope_type",
        "last_run_at",
        "creators",
        "posts",
        "signals",
    ];
    let note = if listed.is_empty() {
        "there are no projects yet; `veyl project add` makes one"
    } else {
        "counts are as of last_run_at; `veyl run --all` computes them anew"
    };
    format!("{}{note}\n", table::plain(&header, &rows, 5))
}

fn show(session: &Session, name: &str) -> Result<()> {
    let store = session.open()?;
    let project = store.find_project(name)?;
    session.answer(&project, || described(&project))?;
    if !session.json {
        let mut table = TableWriter::new(output::out(), 0, table::terminal_width());
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
