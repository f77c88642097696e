//! The three queries of the source schema, as plain SQL: what they give is byte
//! for byte what the views give.

// What can not be set up fails its test.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use veyl_tests::{sample_store, succeed};

/// Compares a query with a view, in every format whose bytes stand for the
/// rows alone; the number of rows.
fn same(folder: &Path, query: &str, view: &str) -> usize {
    for format in ["csv", "json", "markdown"] {
        let by_query = succeed(folder, &["sql", "-c", query, "--format", format]);
        let by_view = succeed(folder, &["view", view, "--format", format]);
        assert!(by_query == by_view, "{view} as {format}");
    }
    let rows = succeed(folder, &["view", view, "--format", "ndjson"]);
    assert_eq!(
        rows,
        succeed(folder, &["sql", "-c", query, "--format", "ndjson"])
    );
    rows.lines().count()
}

#[test]
fn plain_sql_gives_what_the_views_give() {
    let folder = sample_store();
    let folder = folder.path();

    let by_hashtag = same(
        folder,
        "SELECT followed.project_id, link.hashtag_id, p.*
         FROM projects
         JOIN project_hashtags AS followed ON followed.project_id = projects.id
         JOIN post_hashtags AS link ON link.hashtag_id = followed.hashtag_id
         JOIN posts AS p ON p.id = link.post_id
         ORDER BY followed.project_id, link.hashtag_id, p.id",
        "project_posts_by_hashtag",
    );
    let by_creator = same(
        folder,
        "SELECT followed.project_id, followed.creator_username, p.*
         FROM projects
         JOIN project_creators AS followed ON followed.project_id = projects.id
         JOIN posts AS p
           ON p.author = followed.creator_username AND p.platform_id = followed.platform_id
         ORDER BY followed.project_id, followed.creator_username, p.id",
        "project_posts_by_creator",
    );
    let statistics = same(
        folder,
        "SELECT followed.project_id, followed.added_at, statistics.*
         FROM projects
         JOIN project_hashtags AS followed ON followed.project_id = projects.id
         JOIN hashtags_with_stats AS statistics ON statistics.id = followed.hashtag_id
         ORDER BY followed.project_id, followed.hashtag_id",
        "project_hashtag_stats",
    );
    // The sample has matches of each kind, or nothing was compared.
    assert!(
        by_hashtag > 1000 && by_creator > 500,
        "{by_hashtag} {by_creator}"
    );
    assert_eq!(statistics, 30);
}

/// The statistics themselves, without the view that the query above leans on.
#[test]
fn hashtag_statistics_are_those_of_the_posts() {
    let folder = sample_store();
    let own = "SELECT h.id, h.name, count(p.id) AS total_posts,
                      avg(coalesce(p.metrics.likes, 0) + coalesce(p.metrics.comments, 0)
                          + coalesce(p.metrics.shares, 0)) FILTER (
                          coalesce(p.metrics.likes, p.metrics.comments, p.metrics.shares) IS NOT NULL
                      ) AS avg_engagement
               FROM hashtags AS h
               LEFT JOIN post_hashtags AS link ON link.hashtag_id = h.id
               LEFT JOIN posts AS p ON p.id = link.post_id
               GROUP BY h.id, h.name ORDER BY h.id";
    let views = "SELECT id, name, total_posts, avg_engagement FROM hashtags_with_stats ORDER BY id";
    let csv = |query| succeed(folder.path(), &["sql", "-c", query, "--format", "csv"]);
    let expected = csv(own);
    assert!(expected.lines().count() > 1000);
    assert!(csv(views) == expected);
}
