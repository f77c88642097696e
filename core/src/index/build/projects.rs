//! The projects and what they follow, by the same rules.

use std::collections::{BTreeMap, HashSet};
use std::sync::OnceLock;

use arrow::array::Array;

use crate::index::build::columns::{int, text, time};
use crate::index::build::settle::{Row, first_of_each, last_of_each, with_target};
use crate::index::build::tables::{rows, users};
use crate::index::build::{Builder, Outcome};
use crate::index::creators::Creators;
use crate::index::hashtags::Hashtags;
use crate::index::platforms::Platforms;
use crate::index::project::{About, FollowedHashtag, Project, ScopeType};
use crate::scope;
use crate::{Error, ErrorKind, Result};

/// The projects by id. Creators that have no posts are made.
pub(super) fn settle(
    builder: &Builder,
    (platforms, tags, authors): (&Platforms, &Hashtags, &mut Creators),
    outcome: &mut Outcome,
) -> Result<Vec<Project>> {
    let users = users(builder, outcome)?;
    let mut projects = projects(builder, &users, outcome)?;
    hashtags(builder, tags, &mut projects, outcome)?;
    creators(builder, (platforms, authors), &mut projects, outcome)?;
    Ok(projects.into_values().collect())
}

fn projects(
    builder: &Builder,
    users: &HashSet<i32>,
    outcome: &mut Outcome,
) -> Result<BTreeMap<i32, Project>> {
    let found = rows(builder.table("projects"), |batch| {
        let (id, user, name) = (
            int(batch, "id")?,
            int(batch, "user_id")?,
            text(batch, "name")?,
        );
        let (platforms, scope_type) = (text(batch, "platforms")?, text(batch, "scope_type")?);
        let query = text(batch, "scope_query")?;
        let (description, status) = (text(batch, "description")?, text(batch, "status")?);
        let updated_at = time(batch, "updated_at")?;
        Ok(move |row| {
            let project = Read {
                id: id.value(row),
                name: name.value(row),
                platforms: platforms.is_valid(row).then(|| platforms.value(row)),
                scope_type: scope_type.value(row),
                query: query.is_valid(row).then(|| query.value(row)),
                description: description.is_valid(row).then(|| description.value(row)),
                status: status.value(row),
                updated_at: updated_at.value(row),
            };
            (project, user.is_valid(row).then(|| user.value(row)))
        })
    })?;
    let found = last_of_each(found, outcome, |(project, _)| project.id);
    let found = with_target(
        found,
        outcome,
        ("user_id", "users"),
        |(_, user)| *user,
        |id| users.contains(&id),
    );
    let projects = found.into_iter().map(|Row { value, .. }| {
        let project = value.0.project()?;
        Ok((project.id, project))
    });
    projects.collect()
}

/// A row of `projects`.
struct Read<'b> {
    id: i32,
    name: &'b str,
    platforms: Option<&'b str>,
    scope_type: &'b str,
    query: Option<&'b str>,
    description: Option<&'b str>,
    status: &'b str,
    updated_at: i64,
}

impl Read<'_> {
    fn project(&self) -> Result<Project> {
        let id = self.id;
        let scope_type = ScopeType::parse(self.scope_type).ok_or_else(|| {
            Error::new(
                ErrorKind::Rule,
                format!(
                    "project {id}: the scope type `{}` is unknown",
                    self.scope_type
                ),
            )
            .hint("it is hashtags, creators or both")
        })?;
        let scope = self.query.map(scope::parse).transpose();
        Ok(Project {
            id,
            name: self.name.to_owned(),
            platforms: self.platforms.map(str::to_owned),
            scope_type,
            scope: scope
                .map_err(|error| error.in_source(format!("the scope query of project {id}")))?,
            hashtags: Vec::new(),
            creators: Vec::new(),
            about: About {
                description: self.description.map(str::to_owned),
                status: self.status.to_owned(),
                updated_at: self.updated_at,
                ..About::default()
            },
            matches: OnceLock::new(),
        })
    }
}

fn hashtags(
    builder: &Builder,
    tags: &Hashtags,
    projects: &mut BTreeMap<i32, Project>,
    outcome: &mut Outcome,
) -> Result<()> {
    let found = rows(builder.table("project_hashtags"), |batch| {
        let (id, project) = (int(batch, "id")?, int(batch, "project_id")?);
        let (hashtag, added_at) = (int(batch, "hashtag_id")?, time(batch, "added_at")?);
        Ok(move |row| {
            (
                id.value(row),
                project.value(row),
                hashtag.value(row),
                added_at.value(row),
            )
        })
    })?;
    let found = last_of_each(found, outcome, |row| row.0);
    let unique = ("project_hashtags", "project_id, hashtag_id");
    let found = first_of_each(
        found,
        outcome,
        unique,
        |(_, project, hashtag, _)| (*project, *hashtag),
        |(project, hashtag)| format!("{project}, {hashtag}"),
    );
    let found = with_target(
        found,
        outcome,
        ("project_id", "projects"),
        |row| Some(row.1),
        |id| projects.contains_key(&id),
    );
    let found = with_target(
        found,
        outcome,
        ("hashtag_id", "hashtags"),
        |row| Some(row.2),
        |id| tags.by_id(id).is_some(),
    );
    for Row { value, .. } in found {
        let (_, project, hashtag, added_at) = value;
        if let (Some(project), Some(hashtag)) = (projects.get_mut(&project), tags.by_id(hashtag)) {
            project.hashtags.push(FollowedHashtag { hashtag, added_at });
        }
    }
    for project in projects.values_mut() {
        project
            .hashtags
            .sort_unstable_by_key(|followed| tags.id(followed.hashtag));
    }
    Ok(())
}

fn creators(
    builder: &Builder,
    (platforms, authors): (&Platforms, &mut Creators),
    projects: &mut BTreeMap<i32, Project>,
    outcome: &mut Outcome,
) -> Result<()> {
    let found = rows(builder.table("project_creators"), |batch| {
        let (id, project) = (int(batch, "id")?, int(batch, "project_id")?);
        let (name, platform) = (text(batch, "creator_username")?, int(batch, "platform_id")?);
        Ok(move |row| {
            (
                id.value(row),
                project.value(row),
                platform.value(row),
                name.value(row),
            )
        })
    })?;
    let found = last_of_each(found, outcome, |row| row.0);
    let unique = (
        "project_creators",
        "project_id, platform_id, creator_username",
    );
    let found = first_of_each(
        found,
        outcome,
        unique,
        |(_, project, platform, name)| (*project, *platform, *name),
        |(project, platform, name)| format!("{project}, {platform}, {name}"),
    );
    let found = with_target(
        found,
        outcome,
        ("project_id", "projects"),
        |row| Some(row.1),
        |id| projects.contains_key(&id),
    );
    let found = with_target(
        found,
        outcome,
        ("platform_id", "platforms"),
        |row| Some(row.2),
        |id| platforms.by_id(id).is_some(),
    );
    for Row { value, .. } in found {
        let (_, project, platform, name) = value;
        if let (Some(project), Some(platform)) =
            (projects.get_mut(&project), platforms.by_id(platform))
        {
            project.creators.push(authors.intern(platform, name));
        }
    }
    Ok(())
}
