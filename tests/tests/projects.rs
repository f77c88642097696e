//! Projects as they are made, added to and carried to new platforms, and
//! tables whose ids another store gave.

use std::fs;
use std::path::Path;

use veyl_tests::{fail, succeed};

const TIKTOK: &str = r#"{"id":"1","username":"ann","video_description":"x","hashtag_names":["food"],"like_count":3,"create_time":1700000000}"#;
const X: &str = "id,platform,author,caption,likes\n9,x,ann,more #food,4\n";

fn sql(folder: &Path, query: &str) -> String {
    succeed(folder, &["sql", "--format", "csv", "-c", query])
}

#[test]
fn names_without_a_platform_reach_platforms_that_come_later() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.ndjson"), TIKTOK).unwrap();
    fs::write(dir.path().join("b.csv"), X).unwrap();
    succeed(dir.path(), &["load", "a.ndjson"]);
    let add = [
        "project",
        "add",
        "Food",
        "--hashtag",
        "food",
        "--creator",
        "@ann",
    ];
    succeed(dir.path(), &add);
    succeed(
        dir.path(),
        &["project", "add", "Here", "--hashtag", "tiktok:food"],
    );
    succeed(dir.path(), &["load", "b.csv"]);
    assert_eq!(
        sql(
            dir.path(),
            "SELECT project_id, id, matched_by FROM project_posts ORDER BY ALL"
        ),
        "project_id,id,matched_by\n1,tiktok_1,both\n1,x_9,both\n2,tiktok_1,hashtag\n"
    );
    // Twice is once.
    let before = fs::read(dir.path().join("veyl.duckdb")).unwrap();
    succeed(dir.path(), &["load", "b.csv", "a.ndjson"]);
    assert_eq!(before, fs::read(dir.path().join("veyl.duckdb")).unwrap());
    succeed(dir.path(), &["check"]);
}

#[test]
fn adding_to_a_project_keeps_what_it_has() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.ndjson"), TIKTOK).unwrap();
    succeed(dir.path(), &["load", "a.ndjson"]);
    let add = |more: &[&str]| {
        let arguments: Vec<_> = ["project", "add", "Food"]
            .iter()
            .chain(more)
            .copied()
            .collect();
        succeed(dir.path(), &arguments)
    };
    assert_eq!(
        add(&["--hashtag", "food", "--scope", "likes>1"]),
        "created: Food\n"
    );
    assert_eq!(
        add(&["--creator", "ann", "--description", "What is eaten"]),
        "changed: Food\n"
    );
    assert_eq!(add(&["--hashtag", "#Food"]), "unchanged: Food\n");
    let shown = succeed(dir.path(), &["project", "show", "Food", "--json"]);
    let shown: serde_json::Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(shown["hashtags"], serde_json::json!(["tiktok:food"]));
    assert_eq!(shown["creators"], serde_json::json!(["tiktok:ann"]));
    assert_eq!(shown["scope_query"], "likes>1");
    assert_eq!(shown["scope_type"], "both");
    assert_eq!(shown["description"], "What is eaten");
}

#[test]
fn tables_do_not_take_ids_that_stand_for_something_else() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.ndjson"), TIKTOK).unwrap();
    succeed(dir.path(), &["load", "a.ndjson"]);
    let before = fs::read(dir.path().join("veyl.duckdb")).unwrap();
    fs::write(dir.path().join("platforms.csv"), "id,name\n1,instagram\n").unwrap();
    let said = fail(dir.path(), &["load", "platforms.csv"]);
    assert!(said.contains("platforms.csv"), "{said}");
    assert!(
        said.contains("id 1 of platforms is `instagram` here, but `tiktok` in the store"),
        "{said}"
    );
    fs::write(
        dir.path().join("hashtags.csv"),
        "id,name,platform_id\n1,other,1\n",
    )
    .unwrap();
    let said = fail(dir.path(), &["load", "hashtags.csv"]);
    assert!(
        said.contains("`other` here, but `food` in the store"),
        "{said}"
    );
    assert_eq!(before, fs::read(dir.path().join("veyl.duckdb")).unwrap());
}
