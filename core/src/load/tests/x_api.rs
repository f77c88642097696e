//! The X API: authors stand beside the posts, page by page.

use crate::load::tests::load;

fn post(id: u32, author: u32) -> String {
    format!(
        r#"{{"id":"{id}","author_id":"{author}","text":"t","public_metrics":{{"like_count":1}}}}"#
    )
}

fn users(of: &[(u32, &str)]) -> String {
    let users: Vec<_> = of
        .iter()
        .map(|(id, name)| format!(r#"{{"id":"{id}","username":"{name}"}}"#))
        .collect();
    format!(r#""includes":{{"users":[{}]}}"#, users.join(","))
}

/// Three pages; the same author goes by another name on the third, and the
/// users of the second stand before its posts.
fn pages() -> [String; 3] {
    [
        format!(
            r#"{{"data":[{},{}],{}}}"#,
            post(1, 7),
            post(2, 8),
            users(&[(7, "ann"), (8, "bob")])
        ),
        format!(r#"{{{},"data":[{}]}}"#, users(&[(9, "cat")]), post(3, 9)),
        format!(
            r#"{{"data":[{},{}],{}}}"#,
            post(4, 7),
            post(5, 9),
            users(&[(7, "anna")])
        ),
    ]
}

#[test]
fn authors_are_those_of_their_page_however_pages_are_put_together() {
    let pages = pages();
    for text in [
        pages.join("\n"),
        pages.join(" "),
        pages.join("\n").replace(',', ",\n"),
        format!("[{}]", pages.join(",\n")),
    ] {
        let loaded = load("pages.json", text.clone());
        assert_eq!(loaded.report.sources[0].format, "x-api");
        assert_eq!(loaded.all("id"), ["x_1", "x_2", "x_3", "x_4"], "{text}");
        assert_eq!(
            loaded.all("author"),
            ["ann", "bob", "cat", "anna"],
            "{text}"
        );
        // Whom only another page has is not taken from there.
        assert_eq!(loaded.rejects.len(), 1);
        assert_eq!(loaded.rejects[0].record, 5);
    }
}

#[test]
fn an_author_that_is_not_among_the_users_is_told_by_its_id() {
    let loaded = load(
        "page.json",
        format!(r#"{{"data":[{}],{}}}"#, post(1, 5), users(&[(7, "ann")])),
    );
    let reject = &loaded.rejects[0];
    assert_eq!(
        (reject.field.as_str(), reject.value.as_str()),
        ("author", "5")
    );
    assert_eq!(
        reject.reason,
        "its `author_id` is not among the `users` beside the records"
    );
    let alone = load("row.ndjson", post(1, 5));
    assert_eq!(alone.rejects[0].reason, reject.reason);
    let nameless = r#"{"id":"1","text":"t","public_metrics":{"like_count":1}}"#;
    assert_eq!(load("row.ndjson", nameless).rejects[0].reason, "missing");
}
