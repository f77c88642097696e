//! The fixture of every export format, loaded into a store: the format is
//! recognised, every record is accounted for, and the canonical rows and the
//! rejects are those written down in `snapshots/fixtures/`.
//!
//! `VEYL_UPDATE_SNAPSHOTS=1 cargo test -p veyl-tests --test fixtures` writes
//! the snapshots anew, and nothing else does; read what changed before it is
//! committed.

// A fixture that can not be read fails its test.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use arrow::array::{Array, ArrayRef, AsArray};
use veyl_core::load::{LoadObserver, LoadOptions};
use veyl_core::read::Input;
use veyl_core::sql::Store;
use veyl_core::{Reject, Result, formats};
use veyl_tests::{empty_store, root, snapshot};

/// One test per fixture: its file, and the format it is to be taken for.
macro_rules! fixtures {
    ($($test:ident: $file:literal is $format:literal;)*) => {
        const FIXTURES: &[(&str, &str)] = &[$(($file, $format)),*];
        $(#[test]
        fn $test() {
            check($file, $format);
        })*
    };
}

fixtures! {
    apify_instagram: "apify-instagram.json" is "apify-instagram";
    apify_tiktok: "apify-tiktok.json" is "apify-tiktok";
    tiktok_scraper: "tiktok-scraper.json" is "tiktok-scraper";
    zeeschuimer_tiktok: "zeeschuimer-tiktok.ndjson" is "zeeschuimer-tiktok";
    zeeschuimer_instagram: "zeeschuimer-instagram.ndjson" is "zeeschuimer-instagram";
    instagram_graph: "instagram-graph.ndjson" is "instagram-graph";
    tiktok_research: "tiktok-research.json" is "tiktok-research";
    youtube_api: "youtube-api.json" is "youtube-api";
    youtube_trending: "youtube-trending.csv" is "youtube-trending";
    x_api: "x-api.json" is "x-api";
    x_web: "x-web.ndjson" is "x-web";
    mastodon: "mastodon.json" is "mastodon";
    bluesky: "bluesky.json" is "bluesky";
    bluesky_table: "bluesky-table.parquet" is "bluesky-table";
    reddit: "reddit.json" is "reddit";
    crowdtangle_instagram: "crowdtangle-instagram.csv" is "crowdtangle-instagram";
    crowdtangle_facebook: "crowdtangle-facebook.csv" is "crowdtangle-facebook";
    posts: "posts.ndjson" is "posts";
    table: "table.csv" is "table";
}

#[test]
fn every_format_has_a_fixture() {
    let tested: Vec<_> = FIXTURES.iter().map(|(_, format)| *format).collect();
    let known: Vec<_> = formats().into_iter().map(|format| format.name).collect();
    assert_eq!(tested, known);
}

/// Files beside the fixtures that are none: what they are explained by, made by or need.
const OTHERS: [&str; 3] = ["README.md", "bluesky-table.sql", "platforms.csv"];

#[test]
fn every_file_is_a_fixture_of_the_list() {
    let listed: BTreeSet<String> = FIXTURES
        .iter()
        .map(|(file, _)| *file)
        .chain(OTHERS)
        .map(str::to_owned)
        .collect();
    let found: BTreeSet<String> = fs::read_dir(root().join("data/fixtures"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(found, listed);
}

/// The rejects of a load, as lines of a snapshot.
#[derive(Default)]
struct Rejects(Vec<(u64, String)>);

impl LoadObserver for Rejects {
    fn rejected(&mut self, _source: &str, reject: &Reject) -> Result<()> {
        let mut line = format!("record {}", reject.record);
        if let Some(number) = reject.line {
            write!(line, " (line {number})").unwrap();
        }
        if !reject.field.is_empty() {
            write!(line, ", {}", reject.field).unwrap();
        }
        writeln!(line, ": {} [{}]", reject.reason, reject.value).unwrap();
        self.0.push((reject.record, line));
        Ok(())
    }
}

/// Loads one fixture into a store of its own and compares what becomes of it.
fn check(file: &str, format: &str) {
    let fixtures = root().join("data/fixtures");
    let store = empty_store();
    if format == "posts" {
        let platforms = Input::path(fixtures.join("platforms.csv"));
        store
            .load(&[platforms], &LoadOptions::default(), &mut ())
            .unwrap();
    }
    let mut rejects = Rejects::default();
    let input = Input::path(fixtures.join(file));
    let report = store
        .load(&[input], &LoadOptions::default(), &mut rejects)
        .unwrap();

    let source = &report.sources[0];
    assert_eq!(source.format, format, "{}", source.why);
    assert_eq!(
        source.read,
        source.accepted + source.duplicates + source.rejected
    );
    assert_eq!(source.rejected, rejects.0.len() as u64);

    let mut text = format!(
        "{file}: {format}\n{} read = {} accepted + {} duplicates + {} rejected\n",
        source.read, source.accepted, source.duplicates, source.rejected
    );
    let posts = write_posts(&store, &mut text);
    assert_eq!(posts, source.accepted);
    // Workers finish in any order.
    rejects.0.sort();
    text += "\nrejected\n";
    for (_, line) in &rejects.0 {
        write!(text, "  {line}").unwrap();
    }
    let file = format!("tests/snapshots/fixtures/{format}.txt");
    snapshot::compare(&root().join(file), &text);
}

/// Writes every post of the store, one field a line; `-` is NULL. The number of posts.
fn write_posts(store: &Store, text: &mut String) -> u64 {
    let (_, batches) = store
        .query(
            "SELECT id, platform, author, caption, hashtags,
                    metrics.likes::VARCHAR AS likes, metrics.comments::VARCHAR AS comments,
                    metrics.shares::VARCHAR AS shares, metrics.views::VARCHAR AS views,
                    posted_at::VARCHAR AS posted_at, sentiment::VARCHAR AS sentiment,
                    score::VARCHAR AS score, score_trend::VARCHAR AS score_trend
             FROM posts_with_platform ORDER BY id",
            &[],
        )
        .unwrap();
    let mut posts = 0;
    for batch in &batches {
        for row in 0..batch.num_rows() {
            posts += 1;
            for (field, column) in batch.schema().fields().iter().zip(batch.columns()) {
                match (field.name().as_str(), value(column, row)) {
                    ("id", value) => writeln!(text, "\n{}", value.unwrap()).unwrap(),
                    // Only veyl's own table and some others have them.
                    ("sentiment" | "score" | "score_trend", None) => {}
                    (name, value) => {
                        let value = value.unwrap_or_else(|| "-".to_owned());
                        writeln!(text, "  {name:<11} {value}").unwrap();
                    }
                }
            }
        }
    }
    posts
}

/// One cell; lists in brackets, line breaks as escapes.
fn value(column: &ArrayRef, row: usize) -> Option<String> {
    if column.is_null(row) {
        return None;
    }
    if let Some(list) = column.as_list_opt::<i32>() {
        let items = list.value(row);
        let items: Vec<_> = items.as_string::<i32>().iter().flatten().collect();
        return Some(format!("[{}]", items.join(", ")));
    }
    let text = column.as_string::<i32>().value(row);
    Some(text.replace('\n', "\\n"))
}
