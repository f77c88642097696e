//! Bad input: a message that names the file and the place and says what to do,
//! exit code 1 and a store that is byte for byte as before; or the rows that
//! can not be used rejected, each with its record and reason. Never a panic.

// What can not be set up fails its test.
#![allow(clippy::unwrap_used)]

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use veyl_tests::{fail, root, state, succeed, veyl};

/// A folder with a store that holds something.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let fixture = root().join("data/fixtures/tiktok-research.json");
    succeed(folder.path(), &["load", &fixture.display().to_string()]);
    folder
}

/// A record of an export that is recognised, with some fields as given.
fn record(id: &str, fields: Value) -> Value {
    let mut record = json!({
        "id": id, "username": "ann", "video_description": "one #tag", "like_count": 3,
        "comment_count": 1, "share_count": 0, "view_count": 10, "create_time": 1_700_000_000,
    });
    if let (Some(record), Value::Object(fields)) = (record.as_object_mut(), fields) {
        record.extend(fields);
    }
    record
}

/// Loading `bytes` fails, says each of `words` and the file's name, and changes nothing.
fn refused(name: &str, bytes: &[u8], words: &[&str]) {
    let folder = folder();
    fs::write(folder.path().join(name), bytes).unwrap();
    let before = state(folder.path());
    let said = fail(folder.path(), &["load", name]);
    let message = said.lines().last().unwrap_or_default();
    assert!(message.starts_with(&format!("veyl: {name}")), "{said}");
    for word in words {
        assert!(message.contains(word), "{word} is missing: {said}");
    }
    assert!(state(folder.path()) == before, "{name} changed something");
}

/// Loading `lines` loads all but those that are rejected: (record, field, reason).
fn rejected(lines: &[String], rejects: &[(u64, &str, &str)]) {
    let folder = folder();
    fs::write(folder.path().join("one.ndjson"), lines.join("\n") + "\n").unwrap();
    let report = succeed(
        folder.path(),
        &["load", "one.ndjson", "--rejects", "r.ndjson", "--json"],
    );
    let report: Value = serde_json::from_str(&report).unwrap();
    let source = &report["sources"][0];
    assert_eq!(source["read"], lines.len(), "{report}");
    assert_eq!(source["rejected"], rejects.len(), "{report}");
    assert_eq!(source["accepted"], lines.len() - rejects.len(), "{report}");

    let mut told: Vec<Value> = fs::read_to_string(folder.path().join("r.ndjson"))
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    told.sort_by_key(|reject| reject["record"].as_u64());
    assert_eq!(told.len(), rejects.len(), "{told:?}");
    for (told, (record, field, reason)) in told.iter().zip(rejects) {
        assert_eq!(told["source"], "one.ndjson");
        assert_eq!(told["record"], *record, "{told}");
        assert_eq!(told["field"], *field, "{told}");
        let said = told["reason"].as_str().unwrap();
        assert!(said.contains(reason), "{told}");
        let value = told["value"].as_str().unwrap();
        assert!(value.chars().count() <= 200, "the value is not shortened");
    }
    succeed(folder.path(), &["check"]);
}

fn half(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len() / 2]
}

/// Bytes without any order, the same each time.
fn rubbish(length: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    })
    .take(length)
    .collect()
}

#[test]
fn truncated_gzip() {
    let whole = fs::read(root().join("data/sample/apify-tiktok.ndjson.gz")).unwrap();
    refused(
        "cut.ndjson.gz",
        half(&whole),
        &["cut off", "byte 68321", "download the file again"],
    );
    refused("head.ndjson.gz", &whole[..5], &["gzip"]);
    // Cut between two lines, so that every line is whole.
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    for id in 0..10 {
        writeln!(gzip, "{}", record(&id.to_string(), json!({}))).unwrap();
    }
    let mut whole = gzip.finish().unwrap();
    whole.truncate(whole.len() - 8);
    refused("trailer.ndjson.gz", &whole, &["cut off"]);
}

#[test]
fn truncated_parquet() {
    let whole = fs::read(root().join("data/fixtures/bluesky-table.parquet")).unwrap();
    for kept in [whole.len() / 2, whole.len() - 6, 4, 9] {
        refused("cut.parquet", &whole[..kept], &["cut off", "again"]);
    }
    let mut damaged = whole;
    for at in (500..damaged.len() - 8).step_by(97) {
        damaged[at] ^= 0x55;
    }
    refused("damaged.parquet", &damaged, &["damaged"]);
}

#[test]
fn truncated_json() {
    let whole = fs::read(root().join("data/sample/apify-instagram.json")).unwrap();
    refused(
        "cut.json",
        half(&whole),
        &["cut off", "record 324", "261042 bytes", "again"],
    );
    // Of lines, all but the last are whole.
    let lines: Vec<_> = (0..5)
        .map(|id| record(&id.to_string(), json!({})).to_string())
        .collect();
    let mut cut = lines.clone();
    cut[4].truncate(60);
    rejected(&cut, &[(5, "", "not valid JSON")]);
}

#[test]
fn binary_rubbish() {
    let bytes = rubbish(100_000);
    for name in ["rubbish.bin", "rubbish.json", "rubbish.csv"] {
        refused(name, &bytes, &["not text, JSON, Parquet or Arrow", "give"]);
    }
    let dressed = |magic: &[u8]| [magic, &bytes[..1000], magic].concat();
    refused("rubbish.parquet", &dressed(b"PAR1"), &["damaged"]);
    refused("rubbish.arrow", &dressed(b"ARROW1"), &["rrow"]);
    refused("rubbish.gz", &dressed(&[0x1f, 0x8b, 8]), &["gzip"]);
    refused(
        "rubbish.zst",
        &dressed(&[0x28, 0xb5, 0x2f, 0xfd]),
        &["zstd"],
    );
}

#[test]
fn empty_files() {
    for name in ["empty.json", "empty.csv", "empty.parquet"] {
        refused(name, b"", &["the file is empty", "see whether"]);
    }
    refused("blank.json", b" \n\n ", &["empty but for white space"]);
}

#[test]
fn unknown_formats() {
    refused(
        "unknown.json",
        br#"[{"foo": 1, "bar": 2}]"#,
        &[
            "no known export format fits",
            "`foo`",
            "veyl formats",
            "--map",
        ],
    );
    refused(
        "unknown.csv",
        b"foo,bar\n1,2\n",
        &["no known export format fits", "`foo`", "--map"],
    );
    refused("page.html", b"<!DOCTYPE html><p>hi", &["download it again"]);
    let folder = folder();
    let before = state(folder.path());
    let fixture = root().join("data/fixtures/tiktok-research.json");
    let fixture = fixture.display().to_string();
    let said = fail(folder.path(), &["load", &fixture, "--format", "tiktok"]);
    assert!(
        said.contains("tiktok") && said.contains("veyl formats"),
        "{said}"
    );
    assert!(state(folder.path()) == before);
}

#[test]
fn a_field_nested_ten_thousand_deep() {
    let deep = |field: &str, inner: &str, outer: &str| {
        let mut line = record("2", json!({})).to_string();
        line.pop();
        line + &format!(
            r#","{field}":{}1{}}}"#,
            inner.repeat(10_000),
            outer.repeat(10_000)
        )
    };
    let plain = |id: &str| record(id, json!({})).to_string();
    // Where no one asks for it, it is no trouble.
    rejected(&[plain("1"), deep("other", "[", "]"), plain("3")], &[]);
    rejected(
        &[plain("1"), deep("other", r#"{"a":"#, "}"), plain("3")],
        &[],
    );
    // The later of two equal names counts.
    let used = deep("video_description", "[", "]");
    rejected(
        &[plain("1"), used, plain("3")],
        &[(2, "", "recursion limit")],
    );
    let list = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    refused("deep.json", list.as_bytes(), &["no known export format"]);
}

#[test]
fn counts_and_times_out_of_range() {
    let line = |id: &str, fields: Value| record(id, fields).to_string();
    rejected(
        &[
            line("1", json!({"like_count": i64::MAX, "comment_count": null})),
            line("2", json!({"like_count": 1_u64 << 63})),
            line("3", json!({"view_count": "9223372036854775808"})),
            line("4", json!({"share_count": 1e300})),
            line("5", json!({"like_count": i64::MAX})),
            line("6", json!({"like_count": -7})),
            line("7", json!({"create_time": -62_167_219_200_i64})),
            line("8", json!({"create_time": "0000-01-01T00:00:00Z"})),
            line("9", json!({"create_time": -62_135_596_800_i64})),
        ],
        &[
            (2, "likes", "above 2^63 - 1"),
            (3, "views", "above 2^63 - 1"),
            (4, "shares", "above 2^63 - 1"),
            (5, "engagement", "add up to more than 2^63 - 1"),
            (6, "likes", "negative"),
            (7, "posted_at", "outside the years 1 to 9999"),
            (8, "posted_at", "not a time"),
        ],
    );
}

#[test]
fn dates_in_year_0_of_a_table() {
    let folder = folder();
    let table = "id,author,caption,likes,posted_at\n\
                 1,ann,one,1,0000-01-01\n\
                 2,ann,two,1,0000-00-00 00:00:00\n\
                 3,ann,three,1,0001-01-01\n";
    fs::write(folder.path().join("table.csv"), table).unwrap();
    let before = state(folder.path());
    let said = fail(folder.path(), &["load", "table.csv"]);
    assert!(said.contains("--platform"), "{said}");
    assert!(state(folder.path()) == before);

    let load = ["load", "table.csv", "--platform", "x", "--json"];
    let report: Value = serde_json::from_str(&succeed(folder.path(), &load)).unwrap();
    assert_eq!(report["sources"][0]["rejected"], 2, "{report}");
    assert_eq!(report["sources"][0]["accepted"], 1, "{report}");
    let reasons = report["reasons"].to_string();
    assert!(reasons.contains("posted_at"), "{reasons}");
}

#[test]
fn a_post_id_of_a_megabyte() {
    rejected(
        &[
            record("1", json!({})).to_string(),
            record(&"x".repeat(1 << 20), json!({})).to_string(),
        ],
        &[(2, "id", "longer than 1,024 bytes")],
    );
}

/// Loads `name` and returns the report and the most memory it took, in bytes.
fn measured(folder: &Path, name: &str) -> (Value, u64) {
    let mut child = veyl()
        .args(["load", name, "--json"])
        .current_dir(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id()));
        let peak = status.ok().and_then(|text| {
            let line = text.lines().find(|line| line.starts_with("VmHWM:"))?;
            line.split_whitespace().nth(1)?.parse::<u64>().ok()
        });
        most = most.max(peak.unwrap_or_default() * 1024);
        thread::sleep(Duration::from_millis(5));
    }
    assert!(
        most > 0 || !cfg!(target_os = "linux"),
        "it was not measured"
    );
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    (serde_json::from_slice(&output.stdout).unwrap(), most)
}

#[test]
fn a_hundred_megabytes_on_one_line() {
    const SIZE: usize = 100 << 20;
    const LIMIT: u64 = 1 << 30;
    let folder = folder();

    // A list of many records.
    let mut file = BufWriter::new(File::create(folder.path().join("line.json")).unwrap());
    let caption = "x".repeat(4000) + " #tag";
    let mut written = 0;
    let mut records = 0;
    while written < SIZE {
        let record = record(&records.to_string(), json!({"video_description": caption}));
        let text = format!("{}{record}", if records == 0 { "[" } else { "," });
        file.write_all(text.as_bytes()).unwrap();
        written += text.len();
        records += 1;
    }
    file.write_all(b"]").unwrap();
    drop(file);
    let (report, memory) = measured(folder.path(), "line.json");
    assert_eq!(report["sources"][0]["accepted"], records);
    assert!(memory < LIMIT, "{} MB", memory >> 20);
    fs::remove_file(folder.path().join("line.json")).unwrap();

    // One record that is as large alone, between two others.
    let huge = record("2", json!({"video_description": "x".repeat(SIZE)}));
    let lines = [record("1", json!({})), huge, record("3", json!({}))];
    let lines = lines.map(|line| line.to_string()).join("\n");
    fs::write(folder.path().join("line.ndjson"), lines).unwrap();
    let (report, memory) = measured(folder.path(), "line.ndjson");
    assert_eq!(report["sources"][0]["rejected"], 1, "{report}");
    let reasons = report["reasons"].to_string();
    assert!(
        reasons.contains("larger than the limit of 64 MiB"),
        "{reasons}"
    );
    assert!(memory < LIMIT, "{} MB", memory >> 20);
}
