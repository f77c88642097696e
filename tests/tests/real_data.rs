//! Files that nobody of this project wrote, loaded as they are. They are no
//! part of it: where the folder is absent, these tests skip, and say so.

// A file that can not be read fails its test.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use veyl_core::load::{LoadOptions, LoadReport, Mapping};
use veyl_core::read::Input;
use veyl_core::sql::Store;
use veyl_tests::{empty_store, real_data, root, texts};

/// The mapping file for the archive of tweets.
fn tweets() -> LoadOptions {
    let path = root().join("data/mappings/tweet-archive.toml");
    let lines = fs::read_to_string(&path).unwrap().lines().count();
    assert!(lines <= 10, "{lines} lines");
    LoadOptions {
        mapping: Some(Mapping::read(&path).unwrap()),
        ..LoadOptions::default()
    }
}

/// Loads one file, of which every row must be accounted for.
fn load(store: &Store, file: &Path, options: &LoadOptions) -> LoadReport {
    let input = Input::path(file.to_path_buf());
    let report = store.load(&[input], options, &mut ()).unwrap();
    let source = &report.sources[0];
    assert_eq!(
        source.read,
        source.accepted + source.duplicates + source.rejected
    );
    report
}

fn rows(store: &Store, sql: &str) -> Vec<Vec<String>> {
    texts(&store.query(sql, &[]).unwrap().1)
}

/// The only number of a query's only row.
fn number(store: &Store, sql: &str) -> u64 {
    rows(store, sql)[0][0].parse().unwrap()
}

#[test]
fn every_file_loads_as_it_is_found() {
    let Some(folder) = real_data() else { return };
    let store = empty_store();
    for (file, format, read) in [
        ("youtube_trending_US.csv", "youtube-trending", 200),
        ("youtube_trending_FR.csv", "youtube-trending", 200),
        ("youtube_trending_JP.csv", "youtube-trending", 200),
        ("bluesky_archive.parquet", "bluesky-table", 1413),
        ("x_barackobama.csv", "table", 3207),
    ] {
        let options = match format {
            "table" => tweets(),
            _ => LoadOptions::default(),
        };
        let report = load(&store, &folder.join(file), &options);
        let source = &report.sources[0];
        assert_eq!(source.format, format, "{file}: {}", source.why);
        assert_eq!(source.read, read, "{file}");
        assert_eq!(source.rejected, 0, "{file}: {:?}", report.reasons);
    }
    assert_eq!(store.check().unwrap(), []);
}

#[test]
fn no_character_is_replaced_that_the_file_did_not_replace_itself() {
    let Some(folder) = real_data() else { return };
    let replaced = "\u{fffd}".as_bytes();
    for entry in fs::read_dir(folder).unwrap() {
        let file = entry.unwrap().path();
        let is_data = file.extension().is_some_and(|end| end != "md");
        let bytes = fs::read(&file).unwrap();
        // Pages of Parquet are compressed: nothing can be told from its bytes.
        let is_plain = file.extension().is_some_and(|end| end == "csv");
        if !is_data || is_plain && bytes.windows(3).any(|three| three == replaced) {
            continue;
        }
        let options = match file.file_stem().unwrap().to_str().unwrap() {
            "x_barackobama" => tweets(),
            _ => LoadOptions::default(),
        };
        let store = empty_store();
        load(&store, &file, &options);
        let replaced = number(
            &store,
            "SELECT count(*) FROM posts WHERE contains(
                 concat_ws(' ', id, author, caption, array_to_string(hashtags, ' ')), chr(65533))",
        );
        assert_eq!(replaced, 0, "{}", file.display());
    }
}

#[test]
fn a_mapping_of_ten_lines_loads_the_tweets() {
    let Some(folder) = real_data() else { return };
    let store = empty_store();
    let report = load(&store, &folder.join("x_barackobama.csv"), &tweets());
    assert_eq!((report.accepted(), report.new_posts), (3207, 3207));
    // The first row, checked by hand.
    let first = rows(
        &store,
        "SELECT author, metrics.likes, metrics.comments, metrics.shares, metrics.views,
                posted_at::VARCHAR
         FROM posts WHERE id = 'x_920061541986250758'",
    );
    let expected = [
        "BarackObama",
        "641842",
        "17064",
        "89916",
        "NULL",
        "2017-10-16 22:59:00",
    ];
    assert_eq!(first, [expected]);
    // Entities are undone, and bytes above 127 are what Windows-1252 has there.
    let entities = "SELECT count(*) FROM posts WHERE contains(caption, '&amp;')";
    assert_eq!(number(&store, entities), 0);
    let letters = "SELECT count(*) FROM posts WHERE contains(caption, 'äó')";
    assert!(number(&store, letters) > 0);
    let undated = "SELECT count(*) FROM posts WHERE posted_at IS NULL";
    assert_eq!(number(&store, undated), 0);
    let again = load(&store, &folder.join("x_barackobama.csv"), &tweets());
    assert!(!again.changed);
}

#[test]
fn tweets_without_a_mapping_are_rejected_with_the_advice_to_declare_it() {
    let Some(folder) = real_data() else { return };
    let options = LoadOptions {
        platform: Some("x".to_owned()),
        ..LoadOptions::default()
    };
    let report = load(&empty_store(), &folder.join("x_barackobama.csv"), &options);
    assert_eq!(report.read(), 3207);
    let (reason, _) = report
        .reasons
        .iter()
        .find(|(reason, _)| reason.contains("UTF-8"))
        .unwrap();
    assert!(reason.contains("`encoding = \"windows-1252\"`"), "{reason}");
}

#[test]
fn bluesky_posts_come_with_their_tags() {
    let Some(folder) = real_data() else { return };
    let store = empty_store();
    let file = folder.join("bluesky_archive.parquet");
    let report = load(&store, &file, &LoadOptions::default());
    assert_eq!((report.read(), report.accepted()), (1413, 1413));
    assert_eq!(number(&store, "SELECT count(*) FROM posts"), 1413);
    assert_eq!(
        number(&store, "SELECT count(DISTINCT author) FROM posts"),
        15
    );
    assert!(number(&store, "SELECT count(*) FROM post_hashtags") > 0);
}

#[test]
fn comments_that_are_disabled_are_absent() {
    let Some(folder) = real_data() else { return };
    for country in ["US", "FR", "JP"] {
        let store = empty_store();
        let file = folder.join(format!("youtube_trending_{country}.csv"));
        load(&store, &file, &LoadOptions::default());
        // DuckDB's own reader of CSV says which videos have them disabled.
        let table = format!(
            "read_csv('{}', all_varchar = true, max_line_size = 10000000)",
            file.display()
        );
        for (disabled, count) in [
            ("comments_disabled", "comments"),
            ("ratings_disabled", "likes"),
        ] {
            let wrong = number(
                &store,
                &format!(
                    "SELECT count(*) FROM {table} AS file
                     JOIN posts ON posts.id = 'youtube_' || file.video_id
                     WHERE (lower(file.{disabled}) = 'true') <> (posts.metrics.{count} IS NULL)"
                ),
            );
            assert_eq!(wrong, 0, "{country}: {disabled}");
        }
        let joined = number(
            &store,
            &format!(
                "SELECT count(*) FROM {table} AS file JOIN posts ON posts.id = 'youtube_' || file.video_id"
            ),
        );
        assert_eq!(joined, 200, "{country}");
    }
}
