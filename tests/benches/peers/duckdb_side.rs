//! The same work by DuckDB alone: what someone would write who knows it well.

use std::fs;
use std::path::Path;

use duckdb::Connection;
use veyl_core::view::VIEWS;

/// Runs one side by its name.
pub(crate) fn run(side: &str, arguments: &[String]) {
    match (side, arguments) {
        ("duckdb-load", [file, store]) => load(file, store),
        ("duckdb-report", [store, out]) => report(store, out),
        _ => eprintln!("unknown side {side}"),
    }
}

/// Declared columns, the same rules: one row an id, hashtags without case,
/// links, secrets nowhere.
fn load(file: &str, store: &str) {
    let connection = Connection::open(store).expect("DuckDB opens");
    connection
        .execute_batch(&format!(
            "SET preserve_insertion_order = false;
             CREATE TABLE platforms (id INTEGER NOT NULL, name VARCHAR NOT NULL);
             CREATE TABLE hashtags (id INTEGER NOT NULL, name VARCHAR NOT NULL, platform_id INTEGER NOT NULL,
                                    last_scraped TIMESTAMP, updated_at TIMESTAMP);
             CREATE TABLE posts (id VARCHAR NOT NULL, platform_id INTEGER NOT NULL, author VARCHAR NOT NULL,
                                 caption VARCHAR, hashtags VARCHAR[] NOT NULL,
                                 metrics STRUCT(likes BIGINT, comments BIGINT, shares BIGINT, views BIGINT) NOT NULL,
                                 posted_at TIMESTAMP, sentiment DOUBLE, score DOUBLE, score_trend DOUBLE);
             CREATE TABLE post_hashtags (post_id VARCHAR NOT NULL, hashtag_id INTEGER NOT NULL);
             CREATE TEMP TABLE raw AS
                 SELECT 'tiktok_' || id AS id, authorMeta.name AS author, text AS caption,
                        list_distinct(list_transform(hashtags, lambda tag: lower(ltrim(tag.name, '#')))) AS hashtags,
                        struct_pack(likes := diggCount, comments := commentCount,
                                    shares := shareCount, views := playCount) AS metrics,
                        createTimeISO AS posted_at
                 FROM read_json('{file}', format = 'newline_delimited', columns = {{
                     id: 'VARCHAR', text: 'VARCHAR', createTimeISO: 'TIMESTAMP',
                     authorMeta: 'STRUCT(name VARCHAR)', hashtags: 'STRUCT(name VARCHAR)[]',
                     diggCount: 'BIGINT', commentCount: 'BIGINT', shareCount: 'BIGINT',
                     playCount: 'BIGINT'}})
                 WHERE id IS NOT NULL AND authorMeta.name IS NOT NULL;
             CREATE TEMP TABLE repeated AS SELECT id FROM raw GROUP BY id HAVING count(*) > 1;
             BEGIN;
             INSERT INTO platforms VALUES (1, 'tiktok');
             INSERT INTO posts
                 SELECT id, 1, author, caption, hashtags, metrics, posted_at, NULL, NULL, NULL
                 FROM raw WHERE id NOT IN (SELECT id FROM repeated)
                 UNION ALL
                 SELECT id, 1, author, caption, hashtags, metrics, posted_at, NULL, NULL, NULL
                 FROM (SELECT *, row_number() OVER (PARTITION BY id
                           ORDER BY metrics.views DESC NULLS LAST, metrics.likes DESC NULLS LAST,
                                    metrics.comments DESC NULLS LAST, metrics.shares DESC NULLS LAST) AS place
                       FROM raw WHERE id IN (SELECT id FROM repeated)) WHERE place = 1;
             INSERT INTO hashtags (id, name, platform_id)
                 SELECT row_number() OVER (ORDER BY name), name, 1
                 FROM (SELECT DISTINCT unnest(hashtags) AS name FROM posts);
             INSERT INTO post_hashtags
                 SELECT tagged.id, hashtag.id FROM (SELECT id, unnest(hashtags) AS name FROM posts) AS tagged
                 JOIN hashtags AS hashtag USING (name);
             COMMIT;"
        ))
        .expect("DuckDB loads");
    connection.close().expect("DuckDB closes");
}

/// Every view in its declared order, each by one COPY.
fn report(store: &str, out: &str) {
    fs::create_dir_all(out).expect("the folder can be made");
    let config = duckdb::Config::default()
        .access_mode(duckdb::AccessMode::ReadOnly)
        .expect("read-only is a mode");
    let connection = Connection::open_with_flags(store, config).expect("DuckDB opens");
    for view in &VIEWS {
        connection
            .execute_batch(&format!(
                "COPY (SELECT * FROM {name} ORDER BY {order}) TO '{out}/{name}.parquet'
                     (FORMAT parquet, COMPRESSION zstd)",
                name = view.name,
                order = view.order
            ))
            .expect("DuckDB copies");
    }
}

/// How many rows the tables of a store hold.
pub(crate) fn counts(store: &Path) -> Vec<i64> {
    let connection = Connection::open(store).expect("DuckDB opens");
    ["posts", "hashtags", "post_hashtags"]
        .iter()
        .map(|table| {
            connection
                .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| {
                    row.get(0)
                })
                .expect("DuckDB counts")
        })
        .collect()
}
