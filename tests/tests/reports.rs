//! A report shows whole or not at all, and its manifest tells the truth.

// What can not be set up fails its test.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use sha2::{Digest, Sha256};
use veyl_core::view::VIEWS;
use veyl_tests::{fail, sample_store, state, succeed, veyl};

fn manifest(report: &Path) -> Value {
    let text = fs::read_to_string(report.join("manifest.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The manifest names every file of the folder, with its rows, size and hash.
fn verify(report: &Path) -> Value {
    let manifest = manifest(report);
    let files = manifest["files"].as_array().unwrap();
    let views: Vec<_> = files.iter().map(|file| file["view"].clone()).collect();
    let names: Vec<_> = VIEWS.iter().map(|view| view.name).collect();
    assert_eq!(views, names);
    for file in files {
        let bytes = fs::read(report.join(file["file"].as_str().unwrap())).unwrap();
        assert_eq!(file["bytes"], bytes.len());
        let hash = Sha256::digest(&bytes);
        let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(file["sha256"], hash, "{file}");
    }
    assert_eq!(fs::read_dir(report).unwrap().count(), files.len() + 1);
    manifest
}

#[test]
fn the_manifest_is_that_of_the_files() {
    let folder = sample_store();
    let path = folder.path();
    for format in ["parquet", "csv", "ndjson", "json", "arrow", "markdown"] {
        let report = ["report", "--all", "--out", "reports", "--name", format];
        let printed = succeed(
            path,
            &[&report[..], &["--format", format, "--json"]].concat(),
        );
        let printed: Value = serde_json::from_str(&printed).unwrap();
        let manifest = verify(&path.join("reports").join(format));
        assert_eq!(printed["files"], manifest["files"]);
        assert_eq!(printed["folder"], format!("reports/{format}"));
        assert_eq!(manifest["format"], format);
        assert_eq!(manifest["projects"].as_array().unwrap().len(), 3);
        let posts = manifest["inputs"].as_array().unwrap().iter();
        let posts = posts.filter(|input| input["table"] == "posts");
        assert_eq!(
            posts
                .map(|input| input["rows"].as_u64())
                .sum::<Option<u64>>(),
            Some(3900)
        );
    }
    // The same rows, whatever the format.
    let rows = |format: &str| {
        let files = manifest(&path.join("reports").join(format))["files"].clone();
        let files = files.as_array().unwrap().iter();
        files
            .map(|file| file["rows"].as_u64().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(rows("parquet"), rows("csv"));
    let lines = path.join("reports/ndjson/project_posts.ndjson");
    let lines = fs::read_to_string(lines).unwrap().lines().count();
    assert_eq!(lines as u64, rows("ndjson")[4]);

    let one = [
        "report",
        "Night markets",
        "--out",
        "reports",
        "--name",
        "one",
    ];
    succeed(path, &one);
    let manifest = verify(&path.join("reports/one"));
    assert_eq!(manifest["projects"][0]["name"], "Night markets");
    assert_eq!(manifest["projects"].as_array().unwrap().len(), 1);
}

#[test]
fn a_report_takes_no_folder_that_is_there() {
    let folder = sample_store();
    let path = folder.path();
    fs::create_dir_all(path.join("reports/one")).unwrap();
    fs::write(path.join("reports/one/mine.txt"), "mine").unwrap();
    fs::write(path.join("file"), "mine").unwrap();
    let before = state(path);
    for out in ["reports", "file", "file/below"] {
        let said = fail(path, &["report", "--all", "--out", out, "--name", "one"]);
        assert!(said.contains(out), "{said}");
        assert!(state(path) == before, "{out}");
    }
    let store = fs::read(path.join("veyl.duckdb")).unwrap();
    succeed(path, &["report", "--all", "--out", "reports"]);
    assert!(fs::read(path.join("veyl.duckdb")).unwrap() == store);
}

fn start(folder: &Path) -> Child {
    veyl()
        .args(["report", "--all", "--out", "reports"])
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// The folders in `reports`: those that show, and those that do not yet.
fn found(folder: &Path) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let entries = fs::read_dir(folder.join("reports")).into_iter().flatten();
    entries
        .map(|entry| entry.unwrap().path())
        .partition(|path| !path.file_name().unwrap().to_string_lossy().starts_with('.'))
}

#[test]
fn half_a_report_never_shows() {
    let folder = sample_store();
    let path = folder.path();
    let mut child = start(path);
    let mut under_way = false;
    while child.try_wait().unwrap().is_none() {
        let (shown, hidden) = found(path);
        under_way |= !hidden.is_empty();
        for report in shown {
            verify(&report);
        }
    }
    assert!(child.wait().unwrap().success());
    assert!(under_way, "it is not written beside");
    let (shown, hidden) = found(path);
    assert_eq!((shown.len(), hidden.len()), (1, 0));

    // Killed half-way.
    fs::remove_dir_all(path.join("reports")).unwrap();
    let mut child = start(path);
    let begin = Instant::now();
    while found(path).1.is_empty() && begin.elapsed() < Duration::from_secs(20) {}
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(found(path).0, Vec::<PathBuf>::new());
    succeed(path, &["report", "--all", "--out", "reports"]);
    verify(&found(path).0[0]);
}
