//! What a load may and may not change: nothing when it is repeated, dry or
//! fails on too many rejects; and an export loads back as it was.

// What can not be set up fails its test.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use serde_json::Value;
use veyl_tests::{fail, root, state, succeed};

/// The folder of the sample, as an argument.
fn sample() -> String {
    root().join("data/sample").display().to_string()
}

fn report(folder: &Path, arguments: &[&str]) -> Value {
    let printed = succeed(folder, &[&["load", "--json"], arguments].concat());
    serde_json::from_str(&printed).unwrap()
}

#[test]
fn loading_twice_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let first = report(path, &[&sample()]);
    assert_eq!(first["new_posts"], 3900);
    assert_eq!(first["changed"], true);
    succeed(
        path,
        &["project", "apply", &format!("{}/projects.toml", sample())],
    );
    let before = state(path);
    for again in [vec![sample()], vec![sample(), sample()]] {
        let again: Vec<&str> = again.iter().map(String::as_str).collect();
        let second = report(path, &again);
        assert_eq!(second["unchanged_posts"], 3900, "{second}");
        assert_eq!(second["changed"], false);
        assert!(state(path) == before, "the store is another file");
    }
    let text = succeed(path, &["load", &sample()]);
    assert!(
        text.contains("3900 unchanged; the store is as it was"),
        "{text}"
    );
}

#[test]
fn a_dry_run_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let dry = report(path, &[&sample(), "--dry-run"]);
    assert_eq!(dry["new_posts"], 3900);
    assert_eq!(dry["changed"], false);
    assert!(state(path).is_empty(), "a store was made");

    let one = format!("{}/x-api.ndjson", sample());
    succeed(path, &["load", &one]);
    let before = state(path);
    let dry = report(path, &[&sample(), "--dry-run"]);
    assert_eq!(dry["new_posts"], 3250);
    assert_eq!(dry["unchanged_posts"], 650);
    assert!(state(path) == before);
}

/// A table of 100 rows of which 10 can not be used.
fn one_in_ten(folder: &Path) {
    let mut table = "id,author,text,likes\n".to_owned();
    for row in 0..100 {
        let likes = if row % 10 == 9 { "many" } else { "5" };
        table += &format!("{row},ann,hello #all,{likes}\n");
    }
    fs::write(folder.join("table.csv"), table).unwrap();
}

#[test]
fn too_many_rejects_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    one_in_ten(path);
    let table = ["table.csv", "--platform", "x"];
    for limit in ["9", "0", "9.9%", "0%"] {
        let load = [&["load"][..], &table, &["--max-rejects", limit]].concat();
        let said = fail(path, &load);
        assert!(said.contains(&format!("the limit of {limit}")), "{said}");
        assert!(said.contains("--rejects"), "{said}");
        assert!(!path.join("veyl.duckdb").exists());
    }
    let one = format!("{}/x-api.ndjson", sample());
    succeed(path, &["load", &one]);
    let before = state(path);
    let load = [
        &["load"][..],
        &table,
        &["--max-rejects", "9%", "--rejects", "r.ndjson"],
    ]
    .concat();
    fail(path, &load);
    // The rejects are what its user needs to see.
    let rejects = fs::read_to_string(path.join("r.ndjson")).unwrap();
    assert_eq!(rejects.lines().count(), 10, "{rejects}");
    fs::remove_file(path.join("r.ndjson")).unwrap();
    assert!(state(path) == before);

    for limit in ["10", "10%", "100%"] {
        let report = report(path, &[&table[..], &["--max-rejects", limit]].concat());
        assert_eq!(report["sources"][0]["rejected"], 10);
    }
    let text = succeed(path, &[&["load"][..], &table].concat());
    assert!(text.contains("--rejects FILE"), "{text}");
}

/// One bad file among good ones: none of them comes in.
#[test]
fn a_load_is_all_or_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::create_dir(path.join("in")).unwrap();
    for name in ["apify-instagram.json", "x-api.ndjson"] {
        let from = root().join("data/sample").join(name);
        fs::copy(from, path.join("in").join(name)).unwrap();
    }
    let whole = fs::read(path.join("in/x-api.ndjson")).unwrap();
    let mut zipped = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut zipped, &whole).unwrap();
    let zipped = zipped.finish().unwrap();
    fs::write(path.join("in/z.ndjson.gz"), &zipped[..zipped.len() / 2]).unwrap();
    let before = state(path);
    let said = fail(path, &["load", "in"]);
    assert!(said.contains("in/z.ndjson.gz"), "{said}");
    assert!(state(path) == before);
}

#[test]
fn an_export_loads_back_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    succeed(path, &["load", &sample()]);
    succeed(
        path,
        &["project", "apply", &format!("{}/projects.toml", sample())],
    );
    succeed(path, &["run", "--all"]);
    succeed(
        path,
        &[
            "sql",
            "--write",
            "-c",
            "INSERT INTO users VALUES (1, 'ann@example.com', NULL);
             INSERT INTO oauth_accounts VALUES (1, 'github');
             UPDATE projects SET user_id = 1, description = 'a \"b\", =c' || chr(10) || 'd' WHERE id = 1;
             UPDATE posts SET sentiment = 1.0 / 3, score = -0.1 WHERE id < 'm'",
        ],
    );
    succeed(path, &["export", "--out", "first", "--format", "ndjson"]);
    let first = state(&path.join("first"));
    assert_eq!(first.len(), 10);
    for format in ["parquet", "arrow", "csv", "ndjson", "json"] {
        let (dump, store) = (format!("dump-{format}"), format!("{format}.duckdb"));
        succeed(path, &["export", "--out", &dump, "--format", format]);
        succeed(path, &["--db", &store, "load", &dump]);
        succeed(path, &["--db", &store, "check"]);
        let again = format!("again-{format}");
        succeed(
            path,
            &[
                "--db", &store, "export", "--out", &again, "--format", "ndjson",
            ],
        );
        for (file, bytes) in &first {
            let name = file.file_name().unwrap();
            let back = fs::read(path.join(&again).join(name)).unwrap();
            assert!(back == *bytes, "{} by {format}", file.display());
        }
    }
}
