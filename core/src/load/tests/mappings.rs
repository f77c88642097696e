//! Mapping files: what they name must be there.

use crate::ErrorKind;
use crate::load::tests::{load_with, mapped};

const CSV: &str = "key,who,words,hearts\n1,ann,a,3\n";

fn mapping(more: &str) -> String {
    format!("platform = \"x\"\n[fields]\nid = \"key\"\nauthor = \"who\"\n{more}")
}

#[test]
fn a_column_that_is_not_there_is_told_with_those_that_are() {
    for (more, column, field) in [
        ("likes = \"heart\"", "`heart`", "`likes`"),
        (
            "likes = [\"heart\", \"love\"]",
            "`heart`, `love`",
            "`likes`",
        ),
        (
            "likes = { sum = [\"hearts\", \"love\"] }",
            "`love`",
            "`likes`",
        ),
        (
            "caption = { join = [\"words\", \"more\"] }",
            "`more`",
            "`caption`",
        ),
        (
            "views = { first = \"hearts\", null_if = \"off\" }",
            "`off`",
            "`views`",
        ),
    ] {
        let error = load_with("t.csv", CSV, &mapped(&mapping(more))).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Mapping);
        let said = error.to_string();
        for part in ["t.csv", column, field, "`key`, `who`, `words`, `hearts`"] {
            assert!(said.contains(part), "{part}: {said}");
        }
    }
    // One of several is enough.
    let either = mapping("likes = [\"heart\", \"hearts\"]");
    let loaded = load_with("t.csv", CSV, &mapped(&either)).unwrap();
    assert!(loaded.posts[0]["metrics"].contains(r#""likes":3"#));
}

#[test]
fn records_of_json_may_leave_fields_out_but_not_the_id() {
    let json = r#"{"key":"1","who":"ann","words":"a","n":{"hearts":3}}"#;
    let error = load_with(
        "t.ndjson",
        json,
        &mapped(&mapping("").replace("key", "kee")),
    )
    .unwrap_err();
    let said = error.to_string();
    assert!(
        said.contains("`kee` for `id`") && said.contains("`n.hearts`"),
        "{said}"
    );
    let options = mapped(&mapping("likes = \"n.likes\"\nviews = \"n.hearts\""));
    let loaded = load_with("t.ndjson", json, &options).unwrap();
    assert_eq!(loaded.posts.len(), 1);
    let why = &loaded.report.sources[0].why;
    assert!(
        why.contains("`n.likes` for likes") && why.contains("`n.hearts`"),
        "{why}"
    );
    assert!(!why.contains("for views"), "{why}");
}

#[test]
fn a_tab_may_be_declared() {
    let options = mapped(&format!(
        "separator = \"tab\"\n{}",
        mapping("caption = \"words\"")
    ));
    let loaded = load_with(
        "t.tsv",
        CSV.replace(',', "\t").replace("\ta\t", "\ta,b,c,d\t"),
        &options,
    );
    assert_eq!(loaded.unwrap().all("caption"), ["a,b,c,d"]);
}
