//! What `veyl load` says where nothing, or not what was asked for, could be
//! loaded.

// A file that can not be written fails its test.
#![allow(clippy::unwrap_used)]

use std::fs;

use tempfile::TempDir;
use veyl_tests::{fail, succeed};

/// A folder with a table and a mapping file.
fn folder(table: &str, mapping: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("t.csv"), table).unwrap();
    fs::write(folder.path().join("map.toml"), mapping).unwrap();
    folder
}

#[test]
fn where_all_rows_are_rejected_the_commonest_reason_is_told() {
    let table = "id,author,text,likes\n,ann,a,1\n2,ann,b,x\n3,ann,c,y\n";
    let folder = folder(table, "");
    let said = fail(folder.path(), &["load", "t.csv", "--platform", "x"]);
    let last = said.lines().last().unwrap();
    assert!(last.contains("not one of the 3 rows"), "{said}");
    assert!(last.contains("2 of them: likes: not a count"), "{said}");
    assert!(!folder.path().join("veyl.duckdb").exists());
}

#[test]
fn an_error_in_a_mapping_file_names_it_and_the_line() {
    let folder = folder(
        "id,author,text\n1,ann,a\n",
        "platform = \"x\"\n[fields]\nidd = \"id\"\n",
    );
    let said = fail(folder.path(), &["load", "t.csv", "--map", "map.toml"]);
    assert!(
        said.contains("map.toml, line 3: unknown field `idd`"),
        "{said}"
    );
    assert!(!said.contains("t.csv"), "{said}");
    for field in ["likes", "posted_at", "collected_at"] {
        assert_eq!(said.matches(&format!("`{field}`")).count(), 1, "{said}");
    }
}

#[test]
fn a_column_that_a_mapping_names_in_vain_is_told_with_those_there_are() {
    let mapping = "platform = \"x\"\n[fields]\nlikes = \"hearts\"\n";
    let folder = folder("id,author,text\n1,ann,a\n", mapping);
    let said = fail(folder.path(), &["load", "t.csv", "--map", "map.toml"]);
    for part in ["t.csv", "`hearts`", "`likes`", "`id`, `author`, `text`"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let said = fail(folder.path(), &["load", "t.csv"]);
    assert!(said.contains("--platform"), "{said}");
    succeed(folder.path(), &["load", "t.csv", "--platform", "x"]);
}

#[test]
fn a_source_without_records_is_loaded_as_nothing() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("none.json"), "[]").unwrap();
    std::fs::write(dir.path().join("head.csv"), "id,platform,author\n").unwrap();
    let printed = succeed(dir.path(), &["load", "none.json", "head.csv", "--json"]);
    let report: serde_json::Value = serde_json::from_str(&printed).unwrap();
    for source in report["sources"].as_array().unwrap() {
        assert_eq!(source["format"], "none", "{source}");
        assert_eq!(source["read"], 0, "{source}");
    }
}
