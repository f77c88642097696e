//! `veyl_internal.scope_matches`: which of a project's matching posts satisfy its scope
//! query. Kept current in the transaction of every change, so that views and ad
//! hoc SQL read it like a table and no query scans posts for it.

use std::fmt::Write;

use duckdb::params_from_iter;

use crate::scope::{self, SqlFilter, SqlParam};
use crate::sql::query::Param;
use crate::sql::store::Store;
use crate::{Error, Result};

/// Projects whose candidates are gathered at once: enough to share the scan of
/// posts, few enough to bound memory.
const PROJECTS_AT_ONCE: usize = 64;

/// What a change may have touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Changed {
    /// Projects, hashtags, creators or links: all scoped projects are matched anew.
    Everything,
    /// One project.
    Project(i32),
    /// The posts in the staging table, and no link of an older post.
    StagedPosts,
}

/// Brings `veyl_internal.scope_matches` up to date. Runs inside a transaction.
pub(crate) fn refresh(store: &Store, changed: Changed) -> Result<()> {
    let (projects, stale) = match changed {
        Changed::Everything => (String::new(), String::new()),
        Changed::Project(id) => (
            format!(" AND id = {id}"),
            format!(" WHERE project_id = {id}"),
        ),
        Changed::StagedPosts => (
            String::new(),
            " WHERE post_id IN (SELECT id FROM veyl_staging.posts)".to_owned(),
        ),
    };
    store.execute(&format!("DELETE FROM veyl_internal.scope_matches{stale}"))?;
    let scoped = store.rows(
        &format!(
            "SELECT id, scope_query FROM projects WHERE scope_query IS NOT NULL{projects} ORDER BY id"
        ),
        [],
        |row| Ok((row.get::<_, i32>(0)?, row.get::<_, String>(1)?)),
    )?;
    for some in scoped.chunks(PROJECTS_AT_ONCE) {
        gather(store, some, changed)?;
        for (id, query) in some {
            store_matches(store, *id, query)?;
        }
        store.execute("DROP TABLE scope_candidates")?;
    }
    Ok(())
}

/// The posts that the projects' hashtags and creators match, with what a scope
/// query may ask about.
fn gather(store: &Store, projects: &[(i32, String)], changed: Changed) -> Result<()> {
    let mut ids = String::new();
    for (id, _) in projects {
        let separator = if ids.is_empty() { "" } else { ", " };
        let _ = write!(ids, "{separator}{id}");
    }
    let only = if changed == Changed::StagedPosts {
        " AND post.id IN (SELECT id FROM veyl_staging.posts)"
    } else {
        ""
    };
    store.execute(&format!(
        "CREATE TEMP TABLE scope_candidates AS
             WITH matched AS (
                 SELECT followed.project_id, link.post_id
                 FROM project_hashtags AS followed
                 JOIN post_hashtags AS link ON link.hashtag_id = followed.hashtag_id
                 WHERE followed.project_id IN ({ids})
                 UNION
                 SELECT followed.project_id, post.id
                 FROM project_creators AS followed
                 JOIN posts AS post ON post.author = followed.creator_username
                                   AND post.platform_id = followed.platform_id
                 WHERE followed.project_id IN ({ids}))
             SELECT matched.project_id, post.id, post.platform_id, post.author, post.caption,
                    post.hashtags, post.metrics, post.posted_at, post.sentiment
             FROM matched JOIN posts AS post ON post.id = matched.post_id
             WHERE true{only}"
    ))
}

fn store_matches(store: &Store, project: i32, query: &str) -> Result<()> {
    let tree = scope::parse(query)
        .map_err(|error: Error| error.in_source(format!("the scope query of project {project}")))?;
    let filter = SqlFilter::new(&tree);
    let params = filter.params.into_iter().map(Param::from);
    store.change(
        &format!(
            "INSERT INTO veyl_internal.scope_matches
                 SELECT {project}, p.id FROM scope_candidates AS p
                 JOIN platforms AS pl ON pl.id = p.platform_id
                 WHERE p.project_id = {project} AND ({})",
            filter.sql
        ),
        params_from_iter(params),
    )?;
    Ok(())
}

impl From<SqlParam> for Param {
    fn from(param: SqlParam) -> Self {
        match param {
            SqlParam::Text(text) => Self::Text(text),
            SqlParam::Integer(number) => Self::Integer(number),
            SqlParam::Float(number) => Self::Float(number),
            SqlParam::Timestamp(micros) => Self::Timestamp(micros),
        }
    }
}
