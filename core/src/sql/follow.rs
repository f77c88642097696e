//! What a project follows: links to hashtags and creators, made from names.
//!
//! A name that says no platform stands for each of the project's platforms, and
//! in a project without a list of platforms for every one there is or will be.
//! Such names are kept in `veyl_internal.followed_by_name`, so that a load that
//! brings a new platform links them there too.

use crate::project::{ProjectSpec, creator, hashtag, split};
use crate::sql::project::next_id;
use crate::sql::query::Param;
use crate::sql::store::Store;
use crate::value;
use crate::{Error, ErrorKind, Result};

/// Links the project with exactly the hashtags and creators of the spec. The
/// number of links made or removed.
pub(crate) fn follow(store: &Store, project: i32, spec: &ProjectSpec, now: i64) -> Result<u64> {
    let changed =
        follow_hashtags(store, project, spec, now)? + follow_creators(store, project, spec, now)?;
    store.change(
        "DELETE FROM veyl_internal.followed_by_name WHERE project_id = ?",
        [project],
    )?;
    let hashtags = spec
        .hashtags
        .iter()
        .map(|text| ("hashtag", text, hashtag(text)));
    let creators = spec
        .creators
        .iter()
        .map(|text| ("creator", text, Some(creator(text))));
    for (kind, text, name) in hashtags.chain(creators) {
        if let (None, _) = split(text)
            && let Some(name) = name
        {
            store.change(
                "INSERT INTO veyl_internal.followed_by_name
                     SELECT $1, $2, $3 WHERE NOT EXISTS (
                         SELECT 1 FROM veyl_internal.followed_by_name
                         WHERE project_id = $1 AND kind = $2 AND name = $3)",
                duckdb::params![project, kind, name],
            )?;
        }
    }
    Ok(changed)
}

/// The ids of all platforms.
pub(crate) fn platforms(store: &Store) -> Result<Vec<i32>> {
    store.rows("SELECT id FROM platforms ORDER BY id", [], |row| row.get(0))
}

/// Links what is followed by name on the platforms that are not among
/// `known`; whether there was anything to link. A new link is dated as its
/// project. Runs inside a transaction.
pub(crate) fn reach_new_platforms(store: &Store, known: &[i32]) -> Result<bool> {
    let new: Vec<_> = platforms(store)?
        .into_iter()
        .filter(|id| !known.contains(id))
        .map(|id| id.to_string())
        .collect();
    if new.is_empty() {
        return Ok(false);
    }
    store.execute(&format!(
        "CREATE TEMP TABLE reached AS
             SELECT followed.project_id, followed.kind, followed.name, platform.id AS platform_id,
                    project.updated_at AS added_at
             FROM veyl_internal.followed_by_name AS followed
             JOIN projects AS project ON project.id = followed.project_id
             CROSS JOIN platforms AS platform
             WHERE platform.id IN ({new}) AND coalesce(project.platforms, '[]') = '[]';
         INSERT INTO hashtags (id, name, platform_id)
             SELECT (SELECT coalesce(max(id), 0) FROM hashtags)
                        + row_number() OVER (ORDER BY platform_id, name),
                    name, platform_id
             FROM (SELECT DISTINCT name, platform_id FROM reached WHERE kind = 'hashtag') AS wanted
             WHERE NOT EXISTS (SELECT 1 FROM hashtags AS known
                               WHERE known.platform_id = wanted.platform_id
                                 AND known.name = wanted.name);
         INSERT INTO project_hashtags
             SELECT (SELECT coalesce(max(id), 0) FROM project_hashtags)
                        + row_number() OVER (ORDER BY project_id, hashtag_id),
                    project_id, hashtag_id, added_at
             FROM (SELECT reached.project_id, hashtag.id AS hashtag_id, reached.added_at
                   FROM reached
                   JOIN hashtags AS hashtag ON hashtag.platform_id = reached.platform_id
                                           AND hashtag.name = reached.name
                   WHERE reached.kind = 'hashtag') AS wanted
             WHERE NOT EXISTS (SELECT 1 FROM project_hashtags AS known
                               WHERE known.project_id = wanted.project_id
                                 AND known.hashtag_id = wanted.hashtag_id);
         INSERT INTO project_creators
             SELECT (SELECT coalesce(max(id), 0) FROM project_creators)
                        + row_number() OVER (ORDER BY project_id, platform_id, name),
                    project_id, name, platform_id, added_at
             FROM reached AS wanted
             WHERE kind = 'creator'
               AND NOT EXISTS (SELECT 1 FROM project_creators AS known
                               WHERE known.project_id = wanted.project_id
                                 AND known.platform_id = wanted.platform_id
                                 AND known.creator_username = wanted.name);",
        new = new.join(", ")
    ))?;
    let reached = store.number("SELECT count(*) FROM reached")?;
    store.execute("DROP TABLE reached")?;
    Ok(reached > 0)
}

/// Links the project with exactly the hashtags of the spec; hashtags that the
/// store does not know yet are made. The number of links made or removed.
fn follow_hashtags(store: &Store, project: i32, spec: &ProjectSpec, now: i64) -> Result<u64> {
    let mut wanted = Vec::new();
    for text in &spec.hashtags {
        let Some(tag) = hashtag(text) else {
            continue;
        };
        for platform in platforms_for(store, spec, text)? {
            let found = store.rows(
                "SELECT id FROM hashtags WHERE platform_id = ? AND name = ?",
                duckdb::params![platform, tag],
                |row| row.get::<_, i32>(0),
            )?;
            let id = match found.first() {
                Some(id) => *id,
                None => {
                    let id = next_id(store, "hashtags")?;
                    store.change(
                        "INSERT INTO hashtags (id, name, platform_id) VALUES (?, ?, ?)",
                        duckdb::params![id, tag, platform],
                    )?;
                    id
                }
            };
            if !wanted.contains(&id) {
                wanted.push(id);
            }
        }
    }
    let following = store.rows(
        "SELECT hashtag_id FROM project_hashtags WHERE project_id = ?",
        [project],
        |row| row.get::<_, i32>(0),
    )?;
    let mut changed = 0;
    for id in following.iter().filter(|id| !wanted.contains(id)) {
        changed += store.change(
            "DELETE FROM project_hashtags WHERE project_id = ? AND hashtag_id = ?",
            duckdb::params![project, id],
        )?;
    }
    for id in wanted.iter().filter(|id| !following.contains(id)) {
        changed += store.change(
            "INSERT INTO project_hashtags VALUES (?, ?, ?, ?)",
            duckdb::params![
                next_id(store, "project_hashtags")?,
                project,
                id,
                Param::Timestamp(now)
            ],
        )?;
    }
    Ok(changed)
}

/// Links the project with exactly the creators of the spec. The number of links
/// made or removed.
fn follow_creators(store: &Store, project: i32, spec: &ProjectSpec, now: i64) -> Result<u64> {
    let mut wanted = Vec::new();
    for text in &spec.creators {
        let name = creator(text);
        for platform in platforms_for(store, spec, text)? {
            let creator = (platform, name.clone());
            if !wanted.contains(&creator) {
                wanted.push(creator);
            }
        }
    }
    let linked = store.rows(
        "SELECT platform_id, creator_username FROM project_creators WHERE project_id = ?",
        [project],
        |row| Ok((row.get::<_, i32>(0)?, row.get::<_, String>(1)?)),
    )?;
    let mut changed = 0;
    for (platform, name) in linked.iter().filter(|creator| !wanted.contains(creator)) {
        changed += store.change(
            "DELETE FROM project_creators
             WHERE project_id = ? AND platform_id = ? AND creator_username = ?",
            duckdb::params![project, platform, name],
        )?;
    }
    for (platform, name) in wanted.iter().filter(|creator| !linked.contains(creator)) {
        let id = next_id(store, "project_creators")?;
        changed += store.change(
            "INSERT INTO project_creators VALUES (?, ?, ?, ?, ?)",
            duckdb::params![id, project, name, platform, Param::Timestamp(now)],
        )?;
    }
    Ok(changed)
}

/// The platforms that a hashtag or creator stands for: the one it names, or
/// those of the project, or all that the store knows.
fn platforms_for(store: &Store, spec: &ProjectSpec, text: &str) -> Result<Vec<i32>> {
    let names = match split(text).0 {
        Some(platform) => vec![platform.to_owned()],
        None => spec.platforms.clone(),
    };
    if names.is_empty() {
        let all = platforms(store)?;
        if all.is_empty() {
            return Err(Error::new(
                ErrorKind::Argument,
                format!(
                    "project `{}`: `{text}` names no platform, and the store has none yet",
                    spec.name
                ),
            )
            .hint(format!(
                "load posts first, or write `instagram:{text}`, or give the project `platforms`"
            )));
        }
        return Ok(all);
    }
    let mut ids = Vec::new();
    for name in names {
        let name = value::platform::normalize(&name)?;
        let found = store.rows("SELECT id FROM platforms WHERE name = ?", [&name], |row| {
            row.get::<_, i32>(0)
        })?;
        ids.push(match found.first() {
            Some(id) => *id,
            None => {
                let id = next_id(store, "platforms")?;
                store.change(
                    "INSERT INTO platforms VALUES (?, ?)",
                    duckdb::params![id, name],
                )?;
                id
            }
        });
    }
    Ok(ids)
}
