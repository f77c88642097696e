//! The command line as people and programs meet it: exit codes, streams, help,
//! JSON, one writer at a time, readers that go.

// What can not be set up fails its test.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use veyl_tests::{fail, root, run, sample_store, state, succeed, veyl};

/// A file of the sample, as an argument.
fn sample(name: &str) -> String {
    root().join("data/sample").join(name).display().to_string()
}

fn code(folder: &Path, arguments: &[&str]) -> Option<i32> {
    run(folder, arguments).status.code()
}

#[test]
fn exit_codes() {
    let folder = sample_store();
    let path = folder.path();
    for right in [
        &["view"][..],
        &["check"],
        &["sql", "-c", "SELECT 1"],
        &["formats"],
        &["--version"],
        &["--help"],
    ] {
        assert_eq!(code(path, right), Some(0), "{right:?}");
    }
    for failed in [
        &["load", "nowhere.json"][..],
        &["view", "no_such_view"],
        &["view", "project_posts", "--project", "nobody"],
        &["view", "posts_with_platform", "--project", "1"],
        &["sql", "-c", "SELEC 1"],
        &["sql", "-c", "SELECT nothing FROM posts"],
        &["sql", "-c", "SELECT 'open"],
        &["sql", "-f", "nowhere.sql"],
        &["project", "remove", "nobody"],
        &["project", "apply", "nowhere.toml"],
        &["report", "nobody", "--out", "reports"],
        &["export", "--out", "dump", "--table", "nothing"],
        &["check", "nowhere.parquet"],
        &["--db", "nowhere.duckdb", "check"],
    ] {
        let said = fail(path, failed);
        assert!(said.starts_with("veyl: "), "{failed:?}: {said}");
    }
    for misused in [
        &[][..],
        &["nothing"],
        &["load"],
        &["report", "--out", "reports"],
        &["report", "--all"],
        &["load", "x.json", "--max-rejects", "some"],
        &["view", "project_posts", "--format", "pdf"],
        &["sql", "-c", "SELECT 1", "-f", "x.sql"],
        &["completions", "cmd"],
    ] {
        let output = run(path, misused);
        assert_eq!(output.status.code(), Some(2), "{misused:?}");
        assert!(output.stdout.is_empty(), "{misused:?}");
    }
}

#[test]
fn results_on_standard_output_and_all_else_on_standard_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let load = run(path, &["load", &sample("x-api.ndjson")]);
    let printed = String::from_utf8(load.stdout).unwrap();
    let said = String::from_utf8(load.stderr).unwrap();
    assert!(printed.contains("650 posts new"), "{printed}");
    assert!(
        said.contains("x-api (100 of the first 100 records"),
        "{said}"
    );
    // No terminal, no progress.
    assert!(
        !said.contains('\u{1b}') && said.lines().count() == 1,
        "{said:?}"
    );

    let query = ["sql", "-c", "SELECT 1 AS one", "--format", "csv"];
    let output = run(path, &query);
    assert_eq!(output.stdout, b"one\n1\n");
    assert_eq!(output.stderr, b"");
    let output = run(path, &["view", "no_such_view"]);
    assert_eq!(output.stdout, b"");
    assert!(!output.stderr.is_empty());
}

#[test]
fn json_parses() {
    let folder = sample_store();
    let path = folder.path();
    for arguments in [
        &["load", &sample("x-api.ndjson")][..],
        &["load", &sample("x-api.ndjson"), "--dry-run"],
        &["project", "list"],
        &["project", "show", "Night markets"],
        &["project", "add", "New", "--hashtag", "x:one"],
        &["project", "apply", &sample("projects.toml")],
        &["project", "remove", "New"],
        &["view"],
        &["view", "project_summary"],
        &["view", "project_signals", "--project", "1"],
        &["report", "--all", "--out", "reports"],
        &["run", "--all"],
        &["sql", "-c", "SELECT 1; SELECT 2"],
        &["sql", "-c", "FROM posts WHERE false"],
        &["check"],
        &["check", &sample("x-api.ndjson")],
        &["export", "--out", "dump"],
        &["generate", "--posts", "10", "--out", "made"],
        &["formats"],
    ] {
        let printed = succeed(path, &[arguments, &["--json"]].concat());
        serde_json::from_str::<Value>(&printed)
            .unwrap_or_else(|error| panic!("{arguments:?}: {error}\n{printed}"));
    }
}

/// Every command and what is under it, as `veyl --help` lists them.
fn commands(path: &Path, above: &[&str]) -> Vec<String> {
    let help = succeed(path, &[above, &["--help"]].concat());
    let list = help.split("Commands:\n").nth(1).unwrap_or_default();
    list.lines()
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.strip_prefix("  "))
        .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
        .filter(|name| name != "help")
        .collect()
}

#[test]
fn every_command_has_help_with_an_example() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let mut lines: Vec<Vec<String>> = vec![vec![]];
    for command in commands(path, &[]) {
        for below in commands(path, &[&command]) {
            lines.push(vec![command.clone(), below]);
        }
        lines.push(vec![command]);
    }
    assert!(lines.len() > 15, "{lines:?}");
    for line in lines {
        let mut arguments: Vec<&str> = line.iter().map(String::as_str).collect();
        let call = format!("veyl {}", line.join(" "));
        arguments.push("--help");
        let help = succeed(path, &arguments);
        let examples = help.split("Usage:").nth(1).unwrap_or_default();
        let example = examples
            .lines()
            .skip(1)
            .any(|text| text.contains(call.trim()) || text.contains("[[project]]"));
        assert!(example, "{call} --help has no example:\n{help}");
    }
}

/// A process that has the store open for writing.
struct Writer {
    child: Child,
}

impl Writer {
    /// Waits until it has. Looking whether it has may be in its way: then it
    /// ends, and another one has its turn.
    fn new(folder: &Path, store: &str) -> Self {
        let begin = Instant::now();
        loop {
            let mut child = veyl()
                .args(["--db", store, "sql", "--write"])
                .current_dir(folder)
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            while child.try_wait().unwrap().is_none() {
                assert!(begin.elapsed() < Duration::from_mins(1), "never opened");
                thread::sleep(Duration::from_millis(50));
                if code(folder, &["--db", store, "project", "list"]) != Some(0) {
                    return Self { child };
                }
            }
        }
    }

    fn leave(mut self) {
        let mut input = self.child.stdin.take().unwrap();
        input.write_all(b"SELECT 1;").unwrap();
        drop(input);
        assert!(self.child.wait().unwrap().success());
    }
}

#[test]
fn one_writer_at_a_time() {
    let folder = sample_store();
    let path = folder.path();
    let posts = ["view", "project_posts", "--format", "csv"];
    let before = succeed(path, &posts);
    let writer = Writer::new(path, "veyl.duckdb");
    for second in [
        &["load", &sample("x-api.ndjson")][..],
        &["run", "--all"],
        &["project", "remove", "1"],
        &["sql", "--write", "-c", "SELECT 1"],
        &["view", "project_summary"],
    ] {
        let said = fail(path, second);
        let message = said.lines().last().unwrap();
        assert!(message.starts_with("veyl: veyl.duckdb: "), "{said}");
        assert!(message.contains("the store is in use by"), "{said}");
        let process = format!("(PID {})", writer.child.id());
        assert!(message.contains(&process), "{said}");
        assert!(message.contains("wait until it is done"), "{said}");
    }
    writer.leave();
    succeed(path, &["check"]);
    assert!(succeed(path, &posts) == before);
}

#[test]
fn what_is_no_store_is_said_to_be_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    // A path with the words by which a lock could be guessed.
    let locks = path.join("lock (PID 7)");
    fs::create_dir(&locks).unwrap();
    fs::write(locks.join("notes.txt"), "not a store, no lock on it\n").unwrap();
    fs::write(path.join("empty.duckdb"), "").unwrap();
    let data = sample("x-api.ndjson");
    let before = state(path);
    for (store, words) in [
        ("lock (PID 7)/notes.txt", "not a DuckDB database"),
        ("empty.duckdb", "not a DuckDB database"),
        ("lock (PID 7)", "a folder, not a store"),
        ("veyl_internal.duckdb", "can not be called veyl_internal"),
        ("nowhere/veyl.duckdb", "there"),
    ] {
        for command in [&["check"][..], &["load", &data]] {
            let said = fail(path, &[&["--db", store], command].concat());
            let message = said.lines().last().unwrap();
            assert!(message.starts_with(&format!("veyl: {store}: ")), "{said}");
            assert!(message.contains(words), "{said}");
            assert!(!message.contains("in use"), "{said}");
        }
    }
    assert!(state(path) == before);

    // Cut off in the middle, or with a byte of its header changed.
    succeed(path, &["load", &data]);
    let mut bytes = fs::read(path.join("veyl.duckdb")).unwrap();
    fs::write(path.join("cut.duckdb"), &bytes[..20_000]).unwrap();
    bytes[12] ^= 0xff;
    fs::write(path.join("changed.duckdb"), bytes).unwrap();
    for store in ["cut.duckdb", "changed.duckdb"] {
        let said = fail(path, &["--db", store, "check"]);
        assert!(said.contains("damaged or cut off"), "{said}");
    }
}

/// Reads a little of what a command prints, then goes, as `head` does.
#[test]
fn a_reader_may_go() {
    let folder = sample_store();
    for format in [
        "table", "csv", "json", "ndjson", "markdown", "parquet", "arrow",
    ] {
        let view = [
            "view",
            "posts_with_platform",
            "--rows",
            "0",
            "--format",
            format,
        ];
        let mut child = veyl()
            .args(view)
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut some = [0; 10];
        child.stdout.take().unwrap().read_exact(&mut some).unwrap();
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{format}: {said}");
        assert_eq!(said, "", "{format}");
    }
}

/// No one reads what it says: it still does its work.
#[test]
fn standard_error_may_be_closed() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = veyl()
        .args(["load", &sample("x-api.ndjson")])
        .current_dir(folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stderr.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    succeed(folder.path(), &["check"]);
}

#[test]
fn several_statements() {
    let folder = sample_store();
    let path = folder.path();
    let csv = |query: &str| succeed(path, &["sql", "-c", query, "--format", "csv"]);
    assert_eq!(csv("SELECT 1 AS a; SELECT 2 AS b -- last"), "a\n1\nb\n2\n");
    let steps = "CREATE TEMP TABLE t AS FROM range(3); INSERT INTO t VALUES (7); SELECT sum(range)::INT AS sum FROM t;";
    assert_eq!(csv(steps), "sum\n10\n");
    let printed = succeed(path, &["sql", "-c", steps, "--json"]);
    assert_eq!(
        serde_json::from_str::<Value>(&printed).unwrap(),
        serde_json::json!([{ "sum": 10 }])
    );
    succeed(path, &["sql", "-c", steps, "-o", "sum.csv"]);
    assert_eq!(
        fs::read_to_string(path.join("sum.csv")).unwrap(),
        "sum\n10\n"
    );

    let said = fail(path, &["sql", "-c", "SELECT 1;\n\nSELECT wrong;"]);
    assert!(said.contains("statement at line 3"), "{said}");
    let said = fail(path, &["sql", "-c", " -- nothing\n"]);
    assert!(said.contains("holds no statement"), "{said}");
    // What failed leaves no file, nor takes the one that is there.
    fail(path, &["sql", "-c", "SELECT wrong", "-o", "sum.csv"]);
    assert_eq!(
        fs::read_to_string(path.join("sum.csv")).unwrap(),
        "sum\n10\n"
    );
    let names = fs::read_dir(path).unwrap().count();
    assert_eq!(names, 2, "the store and sum.csv");
}

#[test]
fn a_wrong_scope_is_shown_with_its_place() {
    let folder = sample_store();
    let path = folder.path();
    let before = state(path);
    let said = fail(
        path,
        &[
            "project",
            "add",
            "Cats",
            "--scope",
            "#cats likes>many",
            "--hashtag",
            "x:cats",
        ],
    );
    assert!(said.contains("project `Cats`"), "{said}");
    let lines: Vec<&str> = said.lines().collect();
    let shown = lines.iter().position(|line| *line == "  #cats likes>many");
    let caret = lines[shown.unwrap() + 1];
    assert_eq!(caret, "              ^", "{said}");
    assert!(state(path) == before);
}

#[test]
fn nothing_is_cut_that_is_to_be_copied() {
    let folder = sample_store();
    let path = folder.path();
    let deep = "a-folder-with-a-long-name/".repeat(4) + "reports";
    let printed = succeed(path, &["report", "--all", "--out", &deep, "--name", "one"]);
    assert!(!printed.contains('…'), "{printed}");
    assert!(printed.contains(&format!("{deep}/one\n")), "{printed}");
    let printed = succeed(path, &["export", "--out", &deep]);
    assert!(
        printed.contains(&format!("{deep}/posts.parquet")),
        "{printed}"
    );
    assert!(!succeed(path, &["formats"]).contains('…'));
}

#[test]
fn counts_are_those_of_the_last_run() {
    let folder = sample_store();
    let path = folder.path();
    let listed = || {
        let printed = succeed(path, &["project", "list", "--json"]);
        serde_json::from_str::<Value>(&printed).unwrap()
    };
    let before = listed();
    assert_eq!(before[0]["posts_count"], Value::Null, "{before}");
    let table = succeed(path, &["project", "list"]);
    assert!(
        !table.contains("NULL") && table.contains("veyl run"),
        "{table}"
    );
    succeed(path, &["run", "Night markets"]);
    let after = listed();
    assert_eq!(after[0]["posts_count"], 677);
    assert_eq!(after[0]["creators_count"], 0);
    assert_eq!(after[1]["posts_count"], Value::Null);
}
