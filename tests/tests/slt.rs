//! The hand-checked cases of every view: one `.slt` file each, on a fresh store.

use std::fs;

use sqllogictest::{DBOutput, DefaultColumnType, Runner};
use veyl_core::Error;
use veyl_core::sql::Store;
use veyl_core::view::VIEWS;
use veyl_tests::{empty_store, root, texts};

struct SqlEngine(Store);

impl sqllogictest::DB for SqlEngine {
    type Error = Error;
    type ColumnType = DefaultColumnType;

    fn run(&mut self, sql: &str) -> Result<DBOutput<DefaultColumnType>, Error> {
        let (schema, batches) = self.0.query(sql, &[])?;
        let types = vec![DefaultColumnType::Any; schema.fields().len()];
        let rows = texts(&batches);
        if rows.is_empty() && types.is_empty() {
            return Ok(DBOutput::StatementComplete(0));
        }
        Ok(DBOutput::Rows { types, rows })
    }

    fn engine_name(&self) -> &'static str {
        "duckdb"
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
