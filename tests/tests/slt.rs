//! The hand-checked cases of every view: one `.slt` file each, on a fresh store.

use std::fs;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{DataType, Float64Type, TimestampMicrosecondType};
use sqllogictest::{DBOutput, DefaultColumnType, Runner};
use veyl_core::Error;
use veyl_core::sql::Store;
use veyl_core::view::VIEWS;
use veyl_core::write::cell_text;
use veyl_tests::{empty_store, root};

struct SqlEngine(Store);

impl sqllogictest::DB for SqlEngine {
    type Error = Error;
    type ColumnType = DefaultColumnType;

    fn run(&mut self, sql: &str) -> Result<DBOutput<DefaultColumnType>, Error> {
        let (schema, batches) = self.0.query(sql, &[])?;
        let types = vec![DefaultColumnType::Any; schema.fields().len()];
        let rows = batches.iter().flat_map(texts).collect::<Vec<_>>();
        if rows.is_empty() && types.is_empty() {
            return Ok(DBOutput::StatementComplete(0));
        }
        Ok(DBOutput::Rows { types, rows })
    }

    fn engine_name(&self) -> &'static str {
        "duckdb"
    }
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

#[test]
fn every_view_has_its_cases_and_they_hold() {
    let folder = root().join("tests/slt");
    let mut failed = Vec::new();
    for view in &VIEWS {
        let file = folder.join(format!("{}.slt", view.name));
        assert!(file.exists(), "{} has no cases", view.name);
        let mut runner = Runner::new(|| async { Ok(SqlEngine(empty_store())) });
        if let Err(error) = runner.run_file(&file) {
            failed.push(format!("{error}"));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
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
