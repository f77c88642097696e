//! Folders that are no reports are named and passed over.

// What can not be set up fails its test.
#![allow(clippy::unwrap_used)]

use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, RecordBatch};
use parquet::arrow::ArrowWriter;
use serde_json::Value;
use sha2::{Digest, Sha256};
use veyl_tests::dated::reports;
use veyl_tests::{fail, run};

/// What is passed over, and how the reason begins.
const PASSED_OVER: [(&str, &str); 15] = [
    ("reports/2026-01-03", "no manifest.json in it"),
    ("reports/.2026-01-04.partial-77", "half-written"),
    ("reports/2026-01-05", "written by veyl 0.9.1"),
    (
        "reports/2026-01-06",
        "project_summary.parquet is not as it was written",
    ),
    ("reports/2026-01-07", "project_posts.parquet is missing"),
    (
        "reports/2026-01-09",
        "project_heatmap.parquet has 10 bytes and not",
    ),
    (
        "reports/2026-01-10",
        "manifest.json is not that of a report",
    ),
    ("reports/2026-01-11", "its files are csv"),
    (
        "reports/2026-01-12",
        "written by another version: project_hashtag_stats.parquet",
    ),
    (
        "reports/2026-01-13",
        "project_summary.parquet can not be read",
    ),
    ("reports/2026-01-14", "it has no project_summary"),
    (
        "reports/yesterday",
        "`yesterday` in its manifest is no time",
    ),
    ("gone", "there is no such folder"),
    ("reports/notes.txt", "it is no folder"),
    ("none-*", "no folder matches"),
];

/// Copies a report, and lets `change` have its manifest and its folder.
fn damaged(reports: &Path, name: &str, change: impl FnOnce(&mut Value, &Path)) {
    let (from, to) = (reports.join("2026-01-01"), reports.join(name));
    fs::create_dir(&to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
    }
    let manifest = to.join("manifest.json");
    let mut value = serde_json::from_slice(&fs::read(&manifest).unwrap()).unwrap();
    change(&mut value, &to);
    fs::write(manifest, value.to_string()).unwrap();
}

/// What the manifest is to say of a file, whatever is in it.
fn sign(manifest: &mut Value, folder: &Path, file: &str) {
    let bytes = fs::read(folder.join(file)).unwrap();
    let hash = Sha256::digest(&bytes);
    let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    let files = manifest["files"].as_array_mut().unwrap();
    let entry = files
        .iter_mut()
        .find(|entry| entry["file"] == file)
        .unwrap();
    entry["bytes"] = bytes.len().into();
    entry["sha256"] = hash.into();
}

/// Puts folders beside the reports of which none can be read.
fn damage(reports: &Path) {
    fs::create_dir(reports.join("2026-01-03")).unwrap();
    fs::create_dir(reports.join(".2026-01-04.partial-77")).unwrap();
    fs::create_dir(reports.join(".git")).unwrap();
    fs::write(reports.join("notes.txt"), "not a folder").unwrap();
    let bad = |name: &str, change: &dyn Fn(&mut Value, &Path)| {
        damaged(reports, name, change);
    };
    bad("2026-01-05", &|manifest, _| {
        manifest["veyl"] = "0.9.1".into();
    });
    bad("2026-01-06", &|_, folder| {
        let path = folder.join("project_summary.parquet");
        let mut bytes = fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(path, bytes).unwrap();
    });
    bad("2026-01-07", &|_, folder| {
        fs::remove_file(folder.join("project_posts.parquet")).unwrap();
    });
    bad("2026-01-09", &|_, folder| {
        let file = File::options()
            .write(true)
            .open(folder.join("project_heatmap.parquet"));
        file.unwrap().set_len(10).unwrap();
    });
    bad("2026-01-10", &|manifest, _| manifest["files"] = Value::Null);
    bad("2026-01-11", &|manifest, _| {
        manifest["format"] = "csv".into();
    });
    bad("2026-01-12", &|manifest, folder| {
        let file = "project_hashtag_stats.parquet";
        let numbers: ArrayRef = Arc::new(Int64Array::from(vec![1]));
        let batch = RecordBatch::try_from_iter([("project_id", numbers)]).unwrap();
        let out = File::create(folder.join(file)).unwrap();
        let mut writer = ArrowWriter::try_new(out, batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
        sign(manifest, folder, file);
    });
    bad("2026-01-13", &|manifest, folder| {
        fs::write(folder.join("project_summary.parquet"), "no Parquet").unwrap();
        sign(manifest, folder, "project_summary.parquet");
    });
    bad("2026-01-14", &|manifest, _| {
        manifest["files"]
            .as_array_mut()
            .unwrap()
            .retain(|file| file["view"] != "project_summary");
    });
    bad("yesterday", &|manifest, _| {
        manifest["created_at"] = "yesterday".into();
    });
}

#[test]
fn folders_that_are_no_reports_are_named_and_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let reports_folder = folder.path().join("reports");
    fs::create_dir(&reports_folder).unwrap();
    let good = reports().path().join("reports");
    for name in ["2026-01-01", "2026-01-02T060000Z"] {
        fs::create_dir(reports_folder.join(name)).unwrap();
        for entry in fs::read_dir(good.join(name)).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(
                &path,
                reports_folder.join(name).join(path.file_name().unwrap()),
            )
            .unwrap();
        }
    }
    damage(&reports_folder);
    let arguments = [
        "trend",
        "reports",
        "gone",
        "reports/notes.txt",
        "none-*",
        "--figure",
        "posts",
        "--json",
    ];
    let output = run(folder.path(), &arguments);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
    for (name, reason) in PASSED_OVER {
        let line = format!("passed over {name}: {reason}");
        assert!(
            said.lines().any(|told| told.starts_with(&line)),
            "{line}\n{said}"
        );
    }
    assert!(!said.contains(".git"), "{said}");
    assert!(
        said.contains("2 reports, 2026-01-01 to 2026-01-02"),
        "{said}"
    );
    let rows: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(rows.as_array().unwrap().len(), 3 * 2);

    let said = fail(folder.path(), &["trend", "gone", "reports/2026-01-05"]);
    assert!(
        said.contains("there is no report to read") && said.contains("veyl report"),
        "{said}"
    );
}
