//! `--engine`: the same rows from both engines, in every format, from a store
//! and from files alone.

// What can not be set up fails its test.
#![allow(clippy::unwrap_used)]

use std::fs::{self, File};
use std::path::Path;

use arrow::array::RecordBatch;
use arrow::compute::{cast, concat_batches};
use arrow::datatypes::SchemaRef;
use arrow::ipc::reader::FileReader;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;
use veyl_core::engine::Engine;
use veyl_core::load::LoadOptions;
use veyl_core::project::ProjectsFile;
use veyl_core::read::expand;
use veyl_core::sql::{Projects, Store};
use veyl_core::view::{VIEWS, View};
use veyl_core::write::Format;
use veyl_tests::engines::{difference_of_rows, difference_of_texts};
use veyl_tests::{empty_store, fail, root, run, succeed};

const FORMATS: [&str; 6] = ["parquet", "arrow", "csv", "ndjson", "json", "markdown"];

fn sample() -> String {
    root().join("data/sample").display().to_string()
}

fn projects() -> String {
    root()
        .join("data/sample/projects.toml")
        .display()
        .to_string()
}

/// The sample and its projects, in a store in memory.
fn store() -> Store {
    let store = empty_store();
    let inputs = expand([sample()]).unwrap();
    store
        .load(&inputs, &LoadOptions::default(), &mut ())
        .unwrap();
    let text = fs::read_to_string(projects()).unwrap();
    let specs = ProjectsFile::parse(&text, "projects.toml").unwrap();
    store.apply_projects(&specs.projects, 0).unwrap();
    store
}

/// A folder with the same in a file.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    succeed(folder.path(), &["load", &sample()]);
    succeed(folder.path(), &["project", "apply", &projects()]);
    folder
}

fn table(schema: &SchemaRef, batches: impl Iterator<Item = RecordBatch>) -> RecordBatch {
    let batches: Vec<_> = batches.collect();
    assert!(batches.iter().all(|batch| batch.schema() == *schema));
    concat_batches(schema, &batches).unwrap()
}

/// The rows of a binary file, and its schema as a list of texts.
fn rows(path: &Path) -> Option<(RecordBatch, Vec<String>)> {
    let file = File::open(path).unwrap();
    match path.extension()?.to_str()? {
        "parquet" => {
            let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
            let columns = reader.parquet_schema().columns().iter();
            let columns =
                columns.map(|column| format!("{} {}", column.path(), column.physical_type()));
            let columns = columns.collect();
            let schema = SchemaRef::clone(reader.schema());
            let batches = reader.build().unwrap().map(Result::unwrap);
            Some((table(&schema, batches), columns))
        }
        "arrow" => {
            let reader = FileReader::try_new_buffered(file, None).unwrap();
            let schema = reader.schema();
            let fields = schema.fields().iter().map(ToString::to_string);
            let fields = fields.collect();
            Some((table(&schema, reader.map(Result::unwrap)), fields))
        }
        _ => None,
    }
}

fn difference(theirs: &Path, ours: &Path) -> Option<String> {
    match (rows(theirs), rows(ours)) {
        (Some((theirs, their_schema)), Some((ours, our_schema))) => {
            assert_eq!(their_schema, our_schema);
            // Arrow's names for the items of lists are not in the file.
            let schema = ours.schema();
            let columns = theirs.columns().iter().zip(schema.fields());
            let columns = columns.map(|(column, field)| {
                assert!(column.data_type().equals_datatype(field.data_type()));
                cast(column, field.data_type()).unwrap()
            });
            let theirs = RecordBatch::try_new(schema.clone(), columns.collect()).unwrap();
            difference_of_rows(&theirs, &ours)
        }
        _ => difference_of_texts(
            &fs::read_to_string(theirs).unwrap(),
            &fs::read_to_string(ours).unwrap(),
        ),
    }
}

#[test]
fn each_view_in_each_format() {
    let store = store();
    let dataset = store.dataset().unwrap();
    let engines: [&dyn Engine; 2] = [&store, &dataset];
    let folder = tempfile::tempdir().unwrap();
    for view in &VIEWS {
        let mut selections = vec![Projects::All];
        if view.is_per_project() {
            selections.push(Projects::Only(&[3, 1]));
        }
        for projects in selections {
            for format in Format::ALL {
                let written = engines.map(|engine| {
                    let name = format!("{}.{}", engine.kind(), format.extension());
                    let path = folder.path().join(name);
                    let mut writer = format.writer(File::create(&path).unwrap());
                    let rows = engine.view_into(view, projects, writer.as_mut()).unwrap();
                    drop(writer);
                    (path, rows)
                });
                let [(theirs, all), (ours, same)] = &written;
                assert_eq!(all, same, "{}", view.name);
                let what = difference(theirs, ours);
                assert_eq!(what, None, "{} as {}", view.name, format.name());
            }
        }
    }
}

#[test]
fn the_command_asks_either() {
    let folder = folder();
    let path = folder.path();
    for arguments in [
        &["view", "project_summary"][..],
        &["view", "project_timeline", "--project", "Night markets"],
        &["view", "project_posts", "-p", "2", "--format", "csv"],
        &["view", "hashtags_with_stats", "--json"],
    ] {
        let print = |engine| succeed(path, &[arguments, &["--engine", engine]].concat());
        let (theirs, ours) = (print("duckdb"), print("index"));
        assert!(!theirs.is_empty());
        assert_eq!(difference_of_texts(&theirs, &ours), None, "{arguments:?}");
        let auto = print("auto");
        assert_eq!(difference_of_texts(&theirs, &auto), None, "{arguments:?}");
    }
    for engine in ["duckdb", "index"] {
        let said = |arguments: &[&str]| fail(path, &[arguments, &["--engine", engine]].concat());
        let first = said(&["view", "project_posts", "-p", "nobody"]);
        assert!(first.contains("there is no project `nobody`"), "{first}");
        let second = said(&["view", "posts_with_platform", "-p", "1"]);
        assert!(second.contains("is not about projects"), "{second}");
    }
}

#[test]
fn what_was_chosen_is_told_to_those_who_ask() {
    let folder = folder();
    let path = folder.path();
    let said = |arguments: &[&str]| {
        let output = run(path, arguments);
        assert!(output.status.success());
        String::from_utf8(output.stderr).unwrap()
    };
    let view = ["view", "project_summary"];
    assert_eq!(said(&view), "");
    let told = said(&[&view[..], &["-v"]].concat());
    assert!(
        told.starts_with("engine: duckdb: this view costs less"),
        "{told}"
    );
    let told = said(&[&view[..], &["-v", "--engine", "index"]].concat());
    assert_eq!(told, "engine: index: asked for\n");
    let told = said(&["view", "project_signals", "-v"]);
    assert!(told.starts_with("engine: index: the data takes"), "{told}");
    let told = said(&["-v", "report", "--all", "--out", "reports"]);
    assert!(told.starts_with("engine: index: the data takes"), "{told}");
}

/// The manifest without what may differ between engines.
fn manifest(report: &Path) -> Value {
    let text = fs::read_to_string(report.join("manifest.json")).unwrap();
    let mut manifest: Value = serde_json::from_str(&text).unwrap();
    for key in ["engine", "created_at"] {
        assert!(manifest.as_object_mut().unwrap().remove(key).is_some());
    }
    for file in manifest["files"].as_array_mut().unwrap() {
        let file = file.as_object_mut().unwrap();
        assert!(file.remove("bytes").is_some() && file.remove("sha256").is_some());
    }
    manifest
}

fn compare_reports(theirs: &Path, ours: &Path) {
    let theirs_said = manifest(theirs);
    let files = theirs_said["files"].as_array().unwrap();
    assert_eq!(files.len(), VIEWS.len());
    assert_eq!(theirs_said["files"], manifest(ours)["files"]);
    for file in files {
        let file = file["file"].as_str().unwrap();
        let what = difference(&theirs.join(file), &ours.join(file));
        assert_eq!(what, None, "{file}");
    }
}

#[test]
fn reports_of_either_are_the_same() {
    let folder = folder();
    let path = folder.path();
    let report = |engine: &str, more: &[&str]| {
        let out = format!("{engine}-{}", more.join("-").replace(' ', "_"));
        let fixed = ["report", "--out", ".", "--engine", engine, "--name", &out];
        succeed(path, &[&fixed[..], more].concat());
        path.join(out)
    };
    for format in FORMATS {
        let more = ["--all", "--format", format];
        let (theirs, ours) = (report("duckdb", &more), report("index", &more));
        assert_eq!(manifest(&theirs), manifest(&ours));
        compare_reports(&theirs, &ours);
    }
    for more in [
        &["Night markets", "3"][..],
        &["--all", "--compression", "snappy"],
    ] {
        let (theirs, ours) = (report("duckdb", more), report("index", more));
        assert_eq!(manifest(&theirs), manifest(&ours));
        compare_reports(&theirs, &ours);
    }
}

#[test]
fn a_report_needs_no_store() {
    let folder = folder();
    let path = folder.path();
    let (sample, projects) = (sample(), projects());
    succeed(path, &["report", "--all", "--out", ".", "--name", "store"]);
    for engine in ["duckdb", "index", "auto"] {
        let report = [
            "--db",
            "none.duckdb",
            "report",
            "--from",
            &sample,
            "--projects",
            &projects,
            "--all",
            "--out",
            ".",
            "--engine",
            engine,
            "--name",
            engine,
        ];
        succeed(path, &report);
        assert!(!path.join("none.duckdb").exists());
        // The projects began to follow at another time.
        let named = |name: &str| manifest(&path.join(name))["projects"].clone();
        assert_eq!(named(engine), named("store"));
        for view in VIEWS
            .iter()
            .filter(|view| view.name != "project_hashtag_stats")
        {
            let file = format!("{}.parquet", view.name);
            let what = difference(
                &path.join("store").join(&file),
                &path.join(engine).join(&file),
            );
            assert_eq!(what, None, "{file}");
        }
    }
    let one = [
        "report",
        "--from",
        &sample,
        "--projects",
        &projects,
        "--out",
        ".",
        "--name",
        "one",
        "--",
        "Night markets",
    ];
    succeed(path, &one);
    assert_eq!(
        manifest(&path.join("one"))["projects"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let nobody = [
        "report", "--from", &sample, "--out", "nowhere", "--", "nobody",
    ];
    let said = fail(path, &nobody);
    assert!(said.contains("there are no projects yet"), "{said}");
    assert!(!path.join("nowhere").exists());
}

#[test]
fn hashtags_that_projects_alone_name_are_the_stores() {
    let specs = r#"
        [[project]]
        name = "New"
        hashtags = ["no-one-has-this", "youtube:streetfood", "nowhere:tag", "FoodTruck"]
        creators = ["elsewhere:ann", "brisk_crank"]
        [[project]]
        name = "Newer"
        platforms = ["tiktok", "newland"]
        hashtags = ["another", "no-one-has-this"]
        scope_query = 'likes>1'
    "#;
    let specs = ProjectsFile::parse(specs, "p.toml").unwrap().projects;
    let inputs = expand([sample()]).unwrap();
    let options = LoadOptions::default();
    let store = empty_store();
    store.load(&inputs, &options, &mut ()).unwrap();
    store.apply_projects(&specs, 0).unwrap();
    let (dataset, _) =
        veyl_core::index::read_and_follow(&inputs, &options, &specs, &mut ()).unwrap();
    for view in &VIEWS {
        let what = veyl_tests::engines::difference(view, Projects::All, &store, &dataset);
        assert_eq!(what, None);
    }
    let view = View::named("project_creator_stats").unwrap();
    let followed: usize = dataset
        .view(view, Projects::All)
        .unwrap()
        .iter()
        .map(RecordBatch::num_rows)
        .sum();
    assert!(followed > 2);
}
