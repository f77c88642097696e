//! Staged posts into the store: duplicates, rules, and the hashtags and links
//! that posts imply.
//!
//! What only looks happens before the transaction, on the staging tables; the
//! transaction then writes what is left.

use crate::Result;
use crate::sql::store::Store;

/// The greatest row of an id stays, whatever the order of the rows: by the time
/// of collection, views, likes, comments, shares, NULL least; then by the rest
/// of the row, so that even full ties have one outcome.
const GREATEST_FIRST: &str = "collected_at DESC NULLS LAST,
    metrics.views DESC NULLS LAST, metrics.likes DESC NULLS LAST,
    metrics.comments DESC NULLS LAST, metrics.shares DESC NULLS LAST,
    posted_at DESC NULLS LAST, caption DESC NULLS LAST, author DESC,
    hashtags DESC, sentiment DESC NULLS LAST, score DESC NULLS LAST,
    score_trend DESC NULLS LAST, source, record";

/// What a load did to the posts of the store.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct PostChanges {
    /// Posts that the store did not have.
    pub(crate) new: u64,
    /// Posts that it had with other values.
    pub(crate) updated: u64,
    /// Posts that it had just so.
    pub(crate) unchanged: u64,
}

/// Takes the rows that break a rule out of the staged posts, into the rejects.
pub(crate) fn reject_unfit(store: &Store) -> Result<()> {
    let by_id = store.number("SELECT count(*) FROM veyl_staging.posts WHERE platform IS NULL")?;
    if by_id == 0 {
        return Ok(());
    }
    store.execute(
        "CREATE TABLE veyl_staging.known_platforms AS
             SELECT id, name FROM platforms
             UNION SELECT id, name FROM veyl_staging.platforms;
         INSERT INTO veyl_staging.rejects
             SELECT source, record, 'platform_id', platform_id::VARCHAR,
                    'refers to a platform that does not exist'
             FROM veyl_staging.posts
             WHERE platform IS NULL AND platform_id NOT IN (SELECT id FROM veyl_staging.known_platforms);
         DELETE FROM veyl_staging.posts
             WHERE platform IS NULL AND platform_id NOT IN (SELECT id FROM veyl_staging.known_platforms);
         INSERT INTO veyl_staging.rejects
             SELECT post.source, post.record, 'id', left(post.id, 60),
                    'does not begin with the name of its platform and `_`'
             FROM veyl_staging.posts AS post
             JOIN veyl_staging.known_platforms AS platform ON platform.id = post.platform_id
             WHERE post.platform IS NULL AND NOT starts_with(post.id, platform.name || '_');
         DELETE FROM veyl_staging.posts AS post
             USING veyl_staging.known_platforms AS platform
             WHERE platform.id = post.platform_id AND post.platform IS NULL
               AND NOT starts_with(post.id, platform.name || '_');",
    )
}

/// Takes all but the greatest row of each id out of the staged posts; the
/// number taken out, by source.
pub(crate) fn drop_duplicates(store: &Store) -> Result<Vec<(i32, u64)>> {
    store.execute(
        "CREATE TABLE veyl_staging.repeated AS
             SELECT id FROM veyl_staging.posts GROUP BY id HAVING count(*) > 1",
    )?;
    if store.number("SELECT count(*) FROM veyl_staging.repeated")? == 0 {
        return Ok(Vec::new());
    }
    store.execute(&format!(
        "CREATE TABLE veyl_staging.losers AS
             SELECT place_in_table, source FROM (
                 SELECT rowid AS place_in_table, source,
                        row_number() OVER (PARTITION BY id ORDER BY {GREATEST_FIRST}) AS place
                 FROM veyl_staging.posts WHERE id IN (SELECT id FROM veyl_staging.repeated)
             ) WHERE place > 1;
         DELETE FROM veyl_staging.posts
             WHERE rowid IN (SELECT place_in_table FROM veyl_staging.losers);"
    ))?;
    store.rows(
        "SELECT source, count(*) FROM veyl_staging.losers GROUP BY source",
        [],
        |row| Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs())),
    )
}

/// How many links the staged files disagree on: given by a `post_hashtags`
/// file but not in the post's own list, or the other way round.
pub(crate) fn disagreements(store: &Store) -> Result<u64> {
    let given = store.number("SELECT count(*) FROM veyl_staging.post_hashtags")?;
    let posts = store.number("SELECT count(*) FROM veyl_staging.posts")?;
    if given == 0 || posts == 0 {
        return Ok(0);
    }
    store
        .number(
            "WITH named AS (SELECT id, name FROM hashtags UNION SELECT id, name FROM veyl_staging.hashtags),
                  given AS (SELECT link.post_id, named.name
                            FROM veyl_staging.post_hashtags AS link
                            JOIN named ON named.id = link.hashtag_id
                            WHERE link.post_id IN (SELECT id FROM veyl_staging.posts)),
                  implied AS (SELECT id AS post_id, unnest(hashtags) AS name FROM veyl_staging.posts)
             SELECT (SELECT count(*) FROM (FROM given EXCEPT FROM implied))
                  + (SELECT count(*) FROM (FROM implied EXCEPT FROM given))",
        )
        .map(i64::unsigned_abs)
}

/// Takes the posts that the store already has just so out of the staged ones.
pub(crate) fn drop_unchanged(store: &Store) -> Result<PostChanges> {
    let staged = store
        .number("SELECT count(*) FROM veyl_staging.posts")?
        .unsigned_abs();
    if store.number("SELECT count(*) FROM (SELECT 1 FROM posts LIMIT 1)")? == 0 {
        return Ok(PostChanges {
            new: staged,
            ..PostChanges::default()
        });
    }
    let unchanged = store.change(
        "DELETE FROM veyl_staging.posts AS post
             USING posts AS stored, platforms AS platform
             WHERE stored.id = post.id AND platform.id = stored.platform_id
               AND (post.platform = platform.name
                    OR post.platform IS NULL AND post.platform_id = platform.id)
               AND stored.author = post.author
               AND stored.caption IS NOT DISTINCT FROM post.caption
               AND stored.hashtags = post.hashtags
               AND stored.metrics IS NOT DISTINCT FROM post.metrics
               AND stored.posted_at IS NOT DISTINCT FROM post.posted_at
               AND stored.sentiment IS NOT DISTINCT FROM post.sentiment
               AND stored.score IS NOT DISTINCT FROM post.score
               AND stored.score_trend IS NOT DISTINCT FROM post.score_trend",
        [],
    )?;
    let updated = store
        .number("SELECT count(*) FROM veyl_staging.posts WHERE id IN (SELECT id FROM posts)")?
        .unsigned_abs();
    Ok(PostChanges {
        new: staged - unchanged - updated,
        updated,
        unchanged,
    })
}

/// Writes the staged posts, and the platforms, hashtags and links they imply.
/// Runs inside the load's transaction.
pub(crate) fn write(store: &Store, changes: PostChanges) -> Result<()> {
    if changes.new + changes.updated == 0 {
        return Ok(());
    }
    store.execute(
        "INSERT INTO platforms
             SELECT (SELECT coalesce(max(id), 0) FROM platforms) + row_number() OVER (ORDER BY name),
                    name
             FROM (SELECT DISTINCT platform AS name FROM veyl_staging.posts WHERE platform IS NOT NULL)
             WHERE name NOT IN (SELECT name FROM platforms);",
    )?;
    if changes.updated > 0 {
        store.execute(
            "DELETE FROM post_hashtags
                 WHERE post_id IN (SELECT id FROM veyl_staging.posts)
                   AND post_id IN (SELECT id FROM posts);
             DELETE FROM posts WHERE id IN (SELECT id FROM veyl_staging.posts);",
        )?;
    }
    let platform = platform_id(store)?;
    store.execute(&format!(
        "INSERT INTO posts
             SELECT id, {platform}, author, caption, hashtags, metrics, posted_at, sentiment, score,
                    score_trend
             FROM veyl_staging.posts AS post"
    ))?;
    store.execute(&format!(
        "INSERT INTO hashtags (id, name, platform_id)
             SELECT (SELECT coalesce(max(id), 0) FROM hashtags)
                        + row_number() OVER (ORDER BY platform_id, name),
                    name, platform_id
             FROM (SELECT DISTINCT {platform} AS platform_id, unnest(post.hashtags) AS name
                   FROM veyl_staging.posts AS post) AS implied
             WHERE NOT EXISTS (SELECT 1 FROM hashtags AS known
                               WHERE known.platform_id = implied.platform_id
                                 AND known.name = implied.name)"
    ))?;
    // Only where links were given: an anti join against nothing costs as much.
    let given = store.number("SELECT count(*) FROM veyl_staging.post_hashtags")?;
    let not_given = if given == 0 {
        ""
    } else {
        "WHERE NOT EXISTS (SELECT 1 FROM veyl_staging.post_hashtags AS given
                           WHERE given.post_id = tagged.post_id
                             AND given.hashtag_id = hashtag.id)"
    };
    store.execute(&format!(
        "INSERT INTO post_hashtags
             SELECT tagged.post_id, hashtag.id
             FROM (SELECT id AS post_id, {platform} AS platform_id, unnest(post.hashtags) AS name
                   FROM veyl_staging.posts AS post) AS tagged
             JOIN hashtags AS hashtag
               ON hashtag.platform_id = tagged.platform_id AND hashtag.name = tagged.name
             {not_given}"
    ))
}

/// The id of a staged post's platform as an expression. There are few
/// platforms, and a join would carry every wide row through a hash table.
fn platform_id(store: &Store) -> Result<String> {
    let names = store.rows(
        "SELECT name, id FROM platforms
         WHERE name IN (SELECT DISTINCT platform FROM veyl_staging.posts)",
        [],
        |row| Ok((row.get::<_, String>(0)?, row.get::<_, i32>(1)?)),
    )?;
    if names.is_empty() {
        return Ok("post.platform_id".to_owned());
    }
    let cases: String = names
        .iter()
        .map(|(name, id)| format!(" WHEN '{}' THEN {id}", name.replace('\'', "''")))
        .collect();
    Ok(format!(
        "CASE post.platform{cases} ELSE post.platform_id END"
    ))
}
