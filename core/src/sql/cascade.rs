//! What hangs from a removed row goes with it: DuckDB has no `ON DELETE
//! CASCADE`, so the store does it, table by table in the order of references.

use crate::schema::TABLES;
use crate::sql::scopes::{self, Changed};
use crate::sql::store::Store;
use crate::{Error, ErrorKind, Result};

/// Removes every row whose reference leads nowhere, and what hangs from that.
/// The number of rows removed. Runs inside a transaction.
pub(crate) fn remove_dangling(store: &Store) -> Result<u64> {
    let mut removed = 0;
    // Each table comes after the tables it refers to: one pass is enough.
    for table in &TABLES {
        for column in table.columns {
            let Some(target) = column.references else {
                continue;
            };
            removed += store.change(
                &format!(
                    "DELETE FROM {table} WHERE {field} IS NOT NULL
                         AND {field} NOT IN (SELECT id FROM {target})",
                    table = table.name,
                    field = column.name,
                ),
                [],
            )?;
        }
    }
    store.change(
        "DELETE FROM veyl_internal.followed_by_name
             WHERE project_id NOT IN (SELECT id FROM projects)",
        [],
    )?;
    Ok(removed)
}

/// Takes removed hashtags out of the lists of the posts that had them. Their
/// links, which `remove_dangling` removes, still tell which posts these are.
fn untag_posts(store: &Store) -> Result<()> {
    store.execute(
        "CREATE TEMP TABLE untagged AS
             SELECT tagged.id,
                    coalesce(list(tagged.name ORDER BY tagged.place)
                                 FILTER (hashtag.id IS NOT NULL), []) AS hashtags
             FROM (SELECT id, platform_id, unnest(hashtags) AS name,
                          generate_subscripts(hashtags, 1) AS place
                   FROM posts
                   WHERE id IN (SELECT post_id FROM post_hashtags
                                WHERE hashtag_id NOT IN (SELECT id FROM hashtags))) AS tagged
             LEFT JOIN hashtags AS hashtag
               ON hashtag.platform_id = tagged.platform_id AND hashtag.name = tagged.name
             GROUP BY tagged.id;
         UPDATE posts SET hashtags = untagged.hashtags FROM untagged
             WHERE untagged.id = posts.id;
         DROP TABLE untagged;",
    )
}

impl Store {
    /// Brings everything derived up to date after statements of the user's own
    /// changed tables: rows whose references lead nowhere go (as `ON DELETE
    /// CASCADE` has it), posts lose the hashtags that are no more, and scope
    /// queries are matched anew. The number of rows removed.
    ///
    /// # Errors
    /// `Store` where the store can not be written, and where a transaction was
    /// left open: what it changed is not kept.
    pub fn settle_after_changes(&self) -> Result<u64> {
        // Without a transaction there is nothing to roll back, which is an error.
        let left_open = self.execute("ROLLBACK").is_ok();
        let removed = self.transaction(|store| {
            untag_posts(store)?;
            let removed = remove_dangling(store)?;
            scopes::refresh(store, Changed::Everything)?;
            Ok(removed)
        })?;
        if left_open {
            return Err(Error::new(
                ErrorKind::Store,
                "a transaction was left open; what it changed was not kept",
            )
            .hint("end it with COMMIT"));
        }
        Ok(removed)
    }
}
