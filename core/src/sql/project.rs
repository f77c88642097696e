//! Projects in the store: made, changed, listed, removed.

use serde::Serialize;

use crate::adapt::platforms_json;
use crate::project::{Applied, ProjectSpec, split};
use crate::sql::cascade;
use crate::sql::follow;
use crate::sql::query::Param;
use crate::sql::scopes::{self, Changed};
use crate::sql::store::Store;
use crate::{Error, ErrorKind, Result};

/// A project of the store with what it follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Project {
    /// Its key.
    pub id: i32,
    /// Its name.
    pub name: String,
    /// What it is about.
    pub description: Option<String>,
    /// Its status.
    pub status: String,
    /// The platforms whose posts count, as JSON text; all where NULL or empty.
    pub platforms: Option<String>,
    /// `hashtags`, `creators` or `both`.
    pub scope_type: String,
    /// The scope query in normal form.
    pub scope_query: Option<String>,
    /// Hashtags followed, as `platform:name`.
    pub hashtags: Vec<String>,
    /// Creators followed, as `platform:name`.
    pub creators: Vec<String>,
}

impl Store {
    /// All projects, by id.
    ///
    /// # Errors
    /// `Store` where the store can not be read.
    pub fn projects(&self) -> Result<Vec<Project>> {
        self.rows(
            "SELECT id, name, description, status, platforms, scope_type, scope_query,
                    (SELECT coalesce(string_agg(platform.name || ':' || hashtag.name, chr(10)
                                                ORDER BY platform.name, hashtag.name), '')
                     FROM project_hashtags AS followed
                     JOIN hashtags AS hashtag ON hashtag.id = followed.hashtag_id
                     JOIN platforms AS platform ON platform.id = hashtag.platform_id
                     WHERE followed.project_id = project.id),
                    (SELECT coalesce(string_agg(platform.name || ':' || followed.creator_username, chr(10)
                                                ORDER BY platform.name, followed.creator_username), '')
                     FROM project_creators AS followed
                     JOIN platforms AS platform ON platform.id = followed.platform_id
                     WHERE followed.project_id = project.id)
             FROM projects AS project ORDER BY id",
            [],
            |row| {
                let lines = |text: String| text.lines().map(str::to_owned).collect();
                Ok(Project {
                    id: row.get(0)?,
                    name: row.get(1)?,
                    description: row.get(2)?,
                    status: row.get(3)?,
                    platforms: row.get(4)?,
                    scope_type: row.get(5)?,
                    scope_query: row.get(6)?,
                    hashtags: lines(row.get(7)?),
                    creators: lines(row.get(8)?),
                })
            },
        )
    }

    /// The project that `text` names: an id, or a name.
    ///
    /// # Errors
    /// `NotFound`, with the names there are; `Argument` where two share the name.
    pub fn find_project(&self, text: &str) -> Result<Project> {
        let mut all = self.projects()?;
        let by_name = all.iter().filter(|project| project.name == text).count();
        if by_name > 1 {
            return Err(Error::new(
                ErrorKind::Argument,
                format!("{by_name} projects are called `{text}`"),
            )
            .hint("name it by its id; `veyl project list` shows them"));
        }
        let found = all
            .iter()
            .position(|project| project.name == text)
            .or_else(|| {
                all.iter()
                    .position(|project| project.id.to_string() == text)
            });
        match found {
            Some(place) => Ok(all.swap_remove(place)),
            None => {
                let names: Vec<_> = all
                    .iter()
                    .take(20)
                    .map(|project| format!("`{}`", project.name))
                    .collect();
                let hint = if names.is_empty() {
                    "there are no projects yet; make one with `veyl project add` or `veyl project apply FILE`".to_owned()
                } else {
                    format!("the projects are {}", names.join(", "))
                };
                Err(
                    Error::new(ErrorKind::NotFound, format!("there is no project `{text}`"))
                        .hint(hint),
                )
            }
        }
    }

    /// Makes the projects of these names be as the specs say, all or none; made
    /// if they are not there. `now` dates what changes, in UTC microseconds.
    ///
    /// # Errors
    /// As [`ProjectSpec::check`]; `Argument` where a hashtag or creator names no
    /// platform and the store has none yet.
    pub fn apply_projects(&self, specs: &[ProjectSpec], now: i64) -> Result<Vec<Applied>> {
        for spec in specs {
            spec.check()?;
        }
        self.transaction(|store| specs.iter().map(|spec| apply(store, spec, now)).collect())
    }

    /// Makes a project, or adds to the one of that name: hashtags, creators and
    /// platforms are added to those it has, what else the spec gives replaces
    /// what was there.
    ///
    /// # Errors
    /// As [`Store::apply_projects`].
    pub fn add_project(&self, spec: &ProjectSpec, now: i64) -> Result<Applied> {
        spec.check()?;
        self.transaction(|store| {
            let known = store
                .projects()?
                .into_iter()
                .find(|project| project.name == spec.name.trim());
            match known {
                Some(project) => apply(store, &extended(store, &project, spec)?, now),
                None => apply(store, spec, now),
            }
        })
    }

    /// Removes a project and its links.
    ///
    /// # Errors
    /// `Store` where the store can not be written.
    pub fn remove_project(&self, id: i32) -> Result<()> {
        self.transaction(|store| {
            store.execute(&format!("DELETE FROM projects WHERE id = {id}"))?;
            cascade::remove_dangling(store)?;
            scopes::refresh(store, Changed::Project(id))
        })
    }
}

fn apply(store: &Store, spec: &ProjectSpec, now: i64) -> Result<Applied> {
    let name = spec.name.trim();
    let known = store.rows("SELECT id FROM projects WHERE name = ?", [name], |row| {
        row.get::<_, i32>(0)
    })?;
    let (id, mut outcome) = match known.as_slice() {
        [] => {
            let id = next_id(store, "projects")?;
            store.change(
                "INSERT INTO projects (id, name, scope_type, created_at, updated_at) VALUES (?, ?, 'both', ?, ?)",
                duckdb::params![id, name, Param::Timestamp(now), Param::Timestamp(now)],
            )?;
            (id, Applied::Created)
        }
        [id] => (*id, Applied::Unchanged),
        _ => {
            return Err(Error::new(
                ErrorKind::Argument,
                format!("{} projects are called `{name}`", known.len()),
            ));
        }
    };
    let platforms = if spec.platforms.is_empty() {
        None
    } else {
        Some(platforms_json(&spec.platforms)?)
    };
    let mut changed = store.change(
        "UPDATE projects SET description = $2, status = coalesce($3, status), platforms = $4,
                             scope_type = $5, scope_query = $6
         WHERE id = $1 AND (description IS DISTINCT FROM $2 OR $3 IS NOT NULL AND status <> $3
                            OR platforms IS DISTINCT FROM $4 OR scope_type <> $5
                            OR scope_query IS DISTINCT FROM $6)",
        duckdb::params![
            id,
            spec.description,
            spec.status,
            platforms,
            spec.scope_type(),
            spec.scope_query()?
        ],
    )?;
    changed += follow::follow(store, id, spec, now)?;
    if changed > 0 {
        store.change(
            "UPDATE projects SET updated_at = ? WHERE id = ?",
            duckdb::params![Param::Timestamp(now), id],
        )?;
        if outcome == Applied::Unchanged {
            outcome = Applied::Changed;
        }
    }
    if outcome != Applied::Unchanged {
        scopes::refresh(store, Changed::Project(id))?;
    }
    Ok(outcome)
}

/// What a project is, with what `spec` adds.
fn extended(store: &Store, project: &Project, spec: &ProjectSpec) -> Result<ProjectSpec> {
    let by_name = |kind: &str, links: &[String]| {
        let mut all: Vec<String> = store.rows(
            "SELECT name FROM veyl_internal.followed_by_name
             WHERE project_id = ? AND kind = ? ORDER BY name",
            duckdb::params![project.id, kind],
            |row| row.get(0),
        )?;
        let linked = links.iter().filter(|link| {
            let (_, name) = split(link);
            !all.iter().any(|known| known == name)
        });
        let linked: Vec<String> = linked.cloned().collect();
        all.extend(linked);
        Ok::<_, Error>(all)
    };
    let mut all = ProjectSpec {
        name: project.name.clone(),
        description: spec
            .description
            .clone()
            .or_else(|| project.description.clone()),
        status: spec.status.clone(),
        platforms: project
            .platforms
            .as_deref()
            .and_then(|json| serde_json::from_str(json).ok())
            .unwrap_or_default(),
        scope_type: None,
        scope_query: spec
            .scope_query
            .clone()
            .or_else(|| project.scope_query.clone()),
        hashtags: by_name("hashtag", &project.hashtags)?,
        creators: by_name("creator", &project.creators)?,
    };
    // A scope type that what is followed does not imply was chosen, and stays.
    if all.scope_type() != project.scope_type {
        all.scope_type = Some(project.scope_type.clone());
    }
    if spec.scope_type.is_some() {
        all.scope_type.clone_from(&spec.scope_type);
    }
    all.platforms.extend(spec.platforms.iter().cloned());
    all.hashtags.extend(spec.hashtags.iter().cloned());
    all.creators.extend(spec.creators.iter().cloned());
    Ok(all)
}

/// The id that the next row of a table gets.
pub(crate) fn next_id(store: &Store, table: &str) -> Result<i32> {
    let next = store.number(&format!(
        "SELECT coalesce(max(id), 0)::BIGINT + 1 FROM {table}"
    ))?;
    i32::try_from(next).map_err(|_| {
        Error::new(
            ErrorKind::Rule,
            format!("{table} has no id left below 2^31"),
        )
    })
}
