//! What the integration tests share: stores in folders that go away, the
//! command under test, and the `.slt` runner's way into a store.

pub mod browser;
mod command;
pub mod dated;
pub mod engines;
#[cfg(feature = "polars")]
pub mod frames;
pub mod html;
pub mod jupyter;
pub mod sealed;
pub mod serving;
pub mod terminal;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use arrow::array::RecordBatch;
use veyl_core::sql::{Store, StoreOptions};
use veyl_core::write::cell_text;

pub mod processes;
pub mod snapshot;
pub mod tables;

/// The top of the project.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Real files that are no part of the project, where they are there: the
/// folder `../shared/data` beside the checkout, or `VEYL_REAL_DATA`.
pub fn real_data() -> Option<PathBuf> {
    let folder = std::env::var_os("VEYL_REAL_DATA")
        .map_or_else(|| root().join("../shared/data"), PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: no real files in {}", folder.display());
    None
}

/// The `veyl` command of this build.
///
/// # Panics
/// Where it can not be built.
pub fn veyl() -> Command {
    Command::new(command::built())
}

/// Runs `veyl` with `arguments` in `folder`.
///
/// # Panics
/// Where it can not be started.
#[allow(clippy::expect_used)]
pub fn run(folder: &Path, arguments: &[&str]) -> Output {
    veyl()
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("veyl starts")
}

/// Runs `veyl`, which must succeed; what it printed.
///
/// # Panics
/// Where it fails, with what it said.
pub fn succeed(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert!(
        output.status.success(),
        "veyl {}\n{}",
        arguments.join(" "),
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A folder with a store of the sample and its projects.
///
/// # Panics
/// Where it can not be made.
#[allow(clippy::expect_used)]
pub fn sample_store() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let sample = root().join("data/sample");
    succeed(folder.path(), &["load", &sample.display().to_string()]);
    let projects = sample.join("projects.toml").display().to_string();
    succeed(folder.path(), &["project", "apply", &projects]);
    folder
}

/// Runs `veyl`, which must fail with exit code 1 and no panic; what it said.
///
/// # Panics
/// Where it succeeds or panics.
pub fn fail(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(
        output.status.code(),
        Some(1),
        "veyl {}\n{said}",
        arguments.join(" ")
    );
    assert!(!said.contains("panicked"), "{said}");
    said
}

/// Every file below `folder`, links not followed, with its bytes: to see that
/// nothing has changed.
///
/// # Panics
/// Where a file can not be read.
#[allow(clippy::expect_used)]
pub fn state(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the folder can be read").path();
        if path.is_symlink() {
            files.insert(path, Vec::new());
        } else if path.is_dir() {
            files.extend(state(&path));
            files.insert(path, Vec::new());
        } else {
            let bytes = fs::read(&path).expect("the file can be read");
            files.insert(path, bytes);
        }
    }
    files
}

/// An empty store in memory.
///
/// # Panics
/// Where DuckDB does not start.
#[allow(clippy::expect_used)]
pub fn empty_store() -> Store {
    Store::in_memory(&StoreOptions::default()).expect("a store in memory opens")
}

/// The rows of batches as texts, NULL as `NULL`.
///
/// # Panics
/// Where a value has no text form.
#[allow(clippy::expect_used)]
pub fn texts(batches: &[RecordBatch]) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for batch in batches {
        for row in 0..batch.num_rows() {
            let cells = batch.columns().iter().map(|column| {
                cell_text(column, row)
                    .expect("the value has a text form")
                    .unwrap_or_else(|| "NULL".to_owned())
            });
            rows.push(cells.collect());
        }
    }
    rows
}
