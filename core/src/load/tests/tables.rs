//! Tables in general: hashtags in lists of objects, labels for sentiments, and
//! columns with dots, from every kind of file.

use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use arrow::ipc::writer::FileWriter;
use parquet::arrow::ArrowWriter;

use crate::load::LoadOptions;
use crate::load::tests::{load_with, mapped, on};

#[test]
fn hashtags_may_be_objects() {
    let rows = [
        r##"{"id":" 1 ","author":" @ann ","text":"a","hashtags":[{"name":" Two "},{"name":"#one"}]}"##,
        r#"{"id":"2","author":"ann","text":"a","hashtags":[{"hashtag":"b","id":4},{"text":"c"}]}"#,
        r#"{"id":"3","author":"ann","text":"a","hashtags":["d",{"tag":"e"}]}"#,
        r#"{"id":"4","author":"ann","text":"a #f","hashtags":[]}"#,
        r#"{"id":"5","author":"ann","text":"a","hashtags":"[{'id': '7', 'name': \"g's\"}, {'name': 'h'}]"}"#,
    ];
    let loaded = load_with("t.ndjson", rows.join("\n"), &on("x")).unwrap();
    assert_eq!(loaded.all("id"), ["x_1", "x_2", "x_3", "x_4", "x_5"]);
    assert_eq!(loaded.posts[0]["author"], "ann");
    assert_eq!(
        loaded.all("hashtags"),
        [
            r#"["two","one"]"#,
            r#"["b","c"]"#,
            r#"["d","e"]"#,
            r#"["f"]"#,
            r#"["gs","h"]"#
        ]
    );
}

#[test]
fn a_declared_separator_parts_tags() {
    let csv = "id,author,text,tags\n1,ann,a,New York~b;c ~ \n";
    let mapping = "platform = \"x\"\n[fields]\nhashtags = { first = \"tags\", split = \"~\" }";
    let loaded = load_with("t.csv", csv, &mapped(mapping)).unwrap();
    assert_eq!(loaded.all("hashtags"), [r#"["newyork","bc"]"#]);
    let two = mapping.replace("\"~\"", "[\"~\", \";\"]");
    let loaded = load_with("t.csv", csv, &mapped(&two)).unwrap();
    assert_eq!(loaded.all("hashtags"), [r#"["newyork","b","c"]"#]);
}

#[test]
fn a_label_is_no_sentiment() {
    let csv = "id,author,text,sentiment,sentiment_score\n\
               1,ann,a,positive,\n2,ann,a,negative,-0.75\n3,ann,a,0.5,\n4,ann,a,,\n5,ann,a,1.5,\n6,ann,a,inf,\n";
    let loaded = load_with("t.csv", csv, &on("x")).unwrap();
    assert_eq!(loaded.all("sentiment"), ["-", "-0.75", "0.5", "-", "-"]);
    assert_eq!(loaded.rejects.len(), 1);
    assert_eq!(loaded.rejects[0].reason, "not between -1 and 1");
    let json =
        r#"{"id":"1","author":"ann","text":"a","sentiment":{"label":"neutral","score":0.2}}"#;
    assert_eq!(
        load_with("t.ndjson", json, &on("x"))
            .unwrap()
            .all("sentiment"),
        ["-"]
    );
}

/// One row, with dots in the names of its columns.
fn dotted() -> RecordBatch {
    let text = |value: &str| Arc::new(StringArray::from(vec![value])) as ArrayRef;
    let count = |value: i64| Arc::new(Int64Array::from(vec![value])) as ArrayRef;
    RecordBatch::try_from_iter([
        ("id", text("1")),
        ("user.name", text("ann")),
        ("text", text("a")),
        ("metrics.likes", count(3)),
        ("metrics.views", count(50)),
    ])
    .unwrap()
}

#[test]
fn names_with_dots_are_columns_in_every_kind_of_file() {
    let csv = "id,user.name,text,metrics.likes,metrics.views\n1,ann,a,3,50\n";
    let flat = r#"{"id":"1","user.name":"ann","text":"a","metrics.likes":3,"metrics.views":50}"#;
    let nested = r#"{"id":"1","user":{"name":"ann"},"text":"a","metrics":{"likes":3,"views":50}}"#;
    let mut parquet = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut parquet, dotted().schema(), None).unwrap();
    writer.write(&dotted()).unwrap();
    writer.close().unwrap();
    let mut ipc = Vec::new();
    let mut writer = FileWriter::try_new(&mut ipc, &dotted().schema()).unwrap();
    writer.write(&dotted()).unwrap();
    writer.finish().unwrap();
    let files = [
        ("t.csv", csv.as_bytes().to_vec()),
        ("t.ndjson", flat.as_bytes().to_vec()),
        ("n.ndjson", nested.as_bytes().to_vec()),
        ("t.parquet", parquet),
        ("t.arrow", ipc),
    ];
    let mapping = "platform = \"x\"\n[fields]\nauthor = \"user.name\"\nlikes = \"metrics.likes\"";
    for (name, bytes) in files {
        for options in [on("x"), mapped(mapping)] {
            let loaded = load_with(name, bytes.clone(), &options).unwrap();
            assert_eq!(loaded.all("author"), ["ann"], "{name}");
            assert_eq!(
                loaded.all("metrics"),
                [r#"{"comments":null,"likes":3,"shares":null,"views":50}"#],
                "{name}"
            );
        }
    }
}

#[test]
fn a_flattened_export_is_known_by_its_columns() {
    let json = r#"{"id":"1","authorMeta.name":"ann","createTimeISO":"2024-01-01","text":"a","hashtags":[{"name":"b"}]}"#;
    let loaded = load_with("t.ndjson", json, &LoadOptions::default()).unwrap();
    assert_eq!(loaded.report.sources[0].format, "apify-tiktok");
    assert_eq!(loaded.all("author"), ["ann"]);
    assert_eq!(loaded.all("hashtags"), [r#"["b"]"#]);
}

#[test]
fn ids_come_out_of_urls() {
    let csv = "url,author,text\n\
        https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=1,ann,a\n\
        https://x.com/ann/status/5/photo/1,ann,a\n\
        https://www.instagram.com/reel/CWvxAY7B0ci/?igsh=1,ann,a\n\
        https://www.reddit.com/r/rust/comments/1abc2d/a_title/,ann,a\n\
        https://www.tiktok.com/@ann/video/77,ann,a\n";
    let loaded = load_with("t.csv", csv, &on("web")).unwrap();
    assert_eq!(
        loaded.all("id"),
        [
            "web_dQw4w9WgXcQ",
            "web_5",
            "web_CWvxAY7B0ci",
            "web_1abc2d",
            "web_77"
        ]
    );
}

#[test]
fn exports_of_instagram_agree_on_the_id() {
    let apify = r#"{"id":"2715604631366879010","shortCode":"CWvxAY7B0ci","ownerUsername":"ann"}"#;
    let numbered = r#"{"id":"2715604631366879010","shortCode":null,"ownerUsername":"ann"}"#;
    let graph = r#"{"id":"2715604631366879010","edge_media_to_caption":{"edges":[]},"owner":{"username":"ann"}}"#;
    let items = r#"{"data":{"id":"2715604631366879010_5","taken_at":1,"code":"CWvxAY7B0ci","user":{"username":"ann"}}}"#;
    let uncoded =
        r#"{"data":{"pk":2715604631366879010,"taken_at":1,"code":"","user":{"username":"ann"}}}"#;
    let crowdtangle = "User Name,Post Created,URL,Likes\n\
        ann,2022-01-02 09:00:00 GMT,https://www.instagram.com/reel/CWvxAY7B0ci/,1\n";
    for text in [apify, numbered, graph, items, uncoded, crowdtangle] {
        let loaded = load_with("export", text, &LoadOptions::default()).unwrap();
        assert_eq!(loaded.all("id"), ["instagram_CWvxAY7B0ci"], "{text}");
    }
}
