//! The module for JavaScript gives the same answers as the native engines: every
//! view of made-up data, and of the sample with its projects.
//!
//! `VEYL_WASM_PKG` is the folder of the package that `make wasm` builds; without
//! it there is nothing to compare.

// What can not be set up fails its test.
#![allow(clippy::unwrap_used)]

mod convert;
mod tables;

use std::path::{Path, PathBuf};
use std::process::Command;

use arrow::array::RecordBatch;
use arrow::compute::concat_batches;
use veyl_core::generate;
use veyl_core::index;
use veyl_core::load::LoadOptions;
use veyl_core::project::ProjectsFile;
use veyl_core::read::{Input, read_arrow};
use veyl_core::schema::TABLES;
use veyl_core::sql::Projects;
use veyl_core::view::{VIEWS, View};
use veyl_core::write::Format;
use veyl_tests::empty_store;
use veyl_tests::engines::difference_of_rows;

fn package() -> Option<PathBuf> {
    let package = std::env::var_os("VEYL_WASM_PKG").map(PathBuf::from);
    if package.is_none() {
        eprintln!("skipped: VEYL_WASM_PKG is not set, `make test-wasm` sets it");
    }
    package
}

/// Every view of these files by the module, in Node.
fn by_module(package: &Path, files: &[PathBuf]) -> Vec<RecordBatch> {
    let out = tempfile::tempdir().unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../wasm/npm/test/views.mjs");
    let ran = Command::new("node")
        .arg(script.canonicalize().unwrap())
        .arg(out.path())
        .args(files)
        .env("VEYL_PKG", package)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(ran.status.success(), "{said}");
    let read = VIEWS.iter().map(|view| {
        let bytes = std::fs::read(out.path().join(format!("{}.arrows", view.name))).unwrap();
        let (schema, batches) = read_arrow(bytes).unwrap();
        assert_eq!(schema, view.arrow(), "{}", view.name);
        concat_batches(&schema, &batches).unwrap()
    });
    read.collect()
}

/// Compares the module with both native engines.
fn compare(files: &[PathBuf], projects: Option<&str>) {
    let Some(package) = package() else { return };
    let inputs: Vec<Input> = files
        .iter()
        .filter(|file| file.extension().is_none_or(|it| it != "toml"))
        .map(Input::path)
        .collect();
    let options = LoadOptions::default();
    let store = empty_store();
    store.load(&inputs, &options, &mut ()).unwrap();
    let (mut dataset, _) = index::read(&inputs, &options, &mut ()).unwrap();
    if let Some(text) = projects {
        let specs = ProjectsFile::parse(text, "projects.toml").unwrap().projects;
        store.apply_projects(&specs, 0).unwrap();
        dataset.apply_projects(&specs, 0).unwrap();
    }
    let whole =
        |view: &View, batches: Vec<RecordBatch>| concat_batches(&view.arrow(), &batches).unwrap();
    let mut rows = 0;
    for (view, ours) in VIEWS.iter().zip(by_module(&package, files)) {
        let native = whole(view, dataset.view(view, Projects::All).unwrap());
        for (place, field) in view.arrow().fields().iter().enumerate() {
            let same = native.column(place).to_data() == ours.column(place).to_data();
            assert!(same, "{}, {}: not to the bit", view.name, field.name());
        }
        let theirs = whole(view, store.view(view, Projects::All).unwrap());
        let difference = difference_of_rows(&theirs, &ours);
        assert_eq!(difference, None, "{}", view.name);
        rows += ours.num_rows();
    }
    assert!(rows > 0);
}

#[test]
fn made_up_data_is_answered_alike() {
    let folder = tempfile::tempdir().unwrap();
    let made = generate::Dataset::new(generate::Options {
        posts: 5000,
        projects: 40,
        seed: 7,
    })
    .unwrap();
    let files: Vec<PathBuf> = TABLES
        .iter()
        .map(|table| {
            let path = folder.path().join(format!("{}.parquet", table.name));
            let mut writer = Format::Parquet.writer(std::fs::File::create(&path).unwrap());
            made.write_table(table, writer.as_mut(), &mut || ())
                .unwrap();
            path
        })
        .collect();
    compare(&files, None);
}

#[test]
fn tables_of_every_form_are_read_alike() {
    if package().is_none() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    compare(&tables::written(folder.path()), None);
}

#[test]
fn every_type_is_written_alike() {
    if let Some(package) = package() {
        convert::compare(&package);
    }
}

#[test]
fn the_sample_is_answered_alike() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/sample");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_none_or(|it| it != "md"))
        .collect();
    files.sort();
    let text = std::fs::read_to_string(folder.join("projects.toml")).unwrap();
    compare(&files, Some(&text));
}
