//! The hand-checked cases of every view: one `.slt` file each, run on both
//! engines. Tests are called `engine::file`.

use std::fs;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{DataType, Float64Type, TimestampMicrosecondType};
use sqllogictest::{DBOutput, DefaultColumnType, Runner, TestError};
use veyl_core::Error;
use veyl_core::sql::{Projects, Store};
use veyl_core::view::{VIEWS, View};
use veyl_core::write::{Format, cell_text};
use veyl_tests::engines::dataset_of;
use veyl_tests::{empty_store, root};

/// The SQL engine: statements and queries as they are.
struct SqlEngine(Store);

/// The index engine: tables are set up by SQL, views come out of memory. What
/// a query asks of its view beyond that (`round`, `WHERE`) is left to DuckDB.
struct IndexEngine {
    store: Store,
    view: &'static View,
}

impl IndexEngine {
    /// A store in which the view is a table of what the index engine answers.
    fn answered(&self) -> Result<Store, Error> {
        let dataset = dataset_of(&self.store)?;
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("view.parquet");
        let mut writer = Format::Parquet.writer(fs::File::create(&file)?);
        dataset.view_into(self.view, Projects::All, writer.as_mut())?;
        drop(writer);
        let answered = empty_store();
        for statement in [
            format!("DROP VIEW {}", self.view.name),
            format!(
                "CREATE TABLE {} AS FROM read_parquet('{}')",
                self.view.name,
                file.display()
            ),
        ] {
            answered.query(&statement, &[])?;
        }
        Ok(answered)
    }
}

impl sqllogictest::DB for IndexEngine {
    type Error = Error;
    type ColumnType = DefaultColumnType;

    fn run(&mut self, sql: &str) -> Result<DBOutput<DefaultColumnType>, Error> {
        if sql.contains(&format!("FROM {}", self.view.name)) {
            return output(&self.answered()?, sql);
        }
        output(&self.store, sql)
    }

    fn engine_name(&self) -> &'static str {
        "index"
    }
}

impl sqllogictest::DB for SqlEngine {
    type Error = Error;
    type ColumnType = DefaultColumnType;

    fn run(&mut self, sql: &str) -> Result<DBOutput<DefaultColumnType>, Error> {
        output(&self.0, sql)
    }

    fn engine_name(&self) -> &'static str {
        "duckdb"
    }
}

fn output(store: &Store, sql: &str) -> Result<DBOutput<DefaultColumnType>, Error> {
    let (schema, batches) = store.query(sql, &[])?;
    let types = vec![DefaultColumnType::Any; schema.fields().len()];
    let rows = batches.iter().flat_map(texts).collect::<Vec<_>>();
    if rows.is_empty() && types.is_empty() {
        return Ok(DBOutput::StatementComplete(0));
    }
    Ok(DBOutput::Rows { types, rows })
}

/// The rows as the files write them, which is as DuckDB's own shell does.
fn texts(batch: &RecordBatch) -> Vec<Vec<String>> {
    let row = |row: usize| {
        batch
            .columns()
            .iter()
            .map(|column| text(column, row))
            .collect()
    };
    (0..batch.num_rows()).map(row).collect()
}

fn text(array: &dyn Array, row: usize) -> String {
    if array.is_null(row) {
        return "NULL".to_owned();
    }
    match array.data_type() {
        DataType::Timestamp(..) => {
            let time = array
                .as_primitive::<TimestampMicrosecondType>()
                .value_as_datetime(row);
            time.map(|time| time.to_string()).unwrap_or_default()
        }
        DataType::Float64 => format!("{:?}", array.as_primitive::<Float64Type>().value(row)),
        DataType::Utf8 if array.as_string::<i32>().value(row).is_empty() => "(empty)".to_owned(),
        DataType::List(_) => {
            let items = array.as_list::<i32>().value(row);
            let items: Vec<_> = (0..items.len()).map(|item| text(&items, item)).collect();
            format!("[{}]", items.join(", "))
        }
        DataType::Struct(fields) => {
            let columns = array.as_struct().columns();
            let entries = fields.iter().zip(columns);
            let entries: Vec<_> = entries
                .map(|(field, column)| format!("'{}': {}", field.name(), text(column, row)))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
        _ => cell_text(array, row).ok().flatten().unwrap_or_default(),
    }
}

/// Runs the file of `view` on an engine.
fn hold<D: sqllogictest::DB + Send>(view: &View, engine: impl Fn() -> D) -> Result<(), TestError> {
    let file = root().join(format!("tests/slt/{}.slt", view.name));
    assert!(file.exists(), "{} has no cases", view.name);
    let mut runner = Runner::new(|| async { Ok(engine()) });
    runner.run_file(&file)
}

macro_rules! engines {
    ($($view:ident)*) => {
        mod duckdb {
            $(#[test]
            fn $view() {
                let view = super::View::named(stringify!($view)).unwrap();
                super::hold(view, || super::SqlEngine(super::empty_store())).unwrap();
            })*
        }

        mod index {
            $(#[test]
            fn $view() {
                let view = super::View::named(stringify!($view)).unwrap();
                let engine = || super::IndexEngine { store: super::empty_store(), view };
                super::hold(view, engine).unwrap();
            })*
        }

        const FILES: &[&str] = &[$(stringify!($view)),*];
    };
}

engines! {
    posts_with_platform
    hashtags_with_stats
    project_posts_by_hashtag
    project_posts_by_creator
    project_posts
    project_hashtag_stats
    project_creator_stats
    project_summary
    project_timeline
    project_heatmap
    project_cohashtags
    project_hashtag_lift
    project_top_posts
    project_signals
}

#[test]
fn every_view_is_on_the_list() {
    let views: Vec<_> = VIEWS.iter().map(|view| view.name).collect();
    assert_eq!(FILES, views);
}

#[test]
fn no_case_file_is_left_over() {
    for entry in fs::read_dir(root().join("tests/slt")).unwrap() {
        let path = entry.unwrap().path();
        let stem = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let known = VIEWS.iter().any(|view| view.name == stem);
        assert!(
            known || stem.starts_with('_'),
            "{} tests no view",
            path.display()
        );
    }
}
