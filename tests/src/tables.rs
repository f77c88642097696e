//! Made-up tables as files, and in the memory of each engine.

use std::fs::{self, File};
use std::path::Path;

use veyl_core::generate;
use veyl_core::index::{self, Dataset};
use veyl_core::load::LoadOptions;
use veyl_core::read::expand;
use veyl_core::schema::TABLES;
use veyl_core::sql::{Store, StoreOptions};
use veyl_core::write::Format;

/// Writes the canonical tables as Parquet files into a new folder.
///
/// # Panics
/// Where a file can not be written.
#[allow(clippy::expect_used)]
pub fn write_tables(made: &generate::Dataset, folder: &Path) {
    fs::create_dir_all(folder).expect("the folder can be made");
    for table in &TABLES {
        let file = File::create(folder.join(format!("{}.parquet", table.name)));
        let mut writer = Format::Parquet.writer(file.expect("the file can be made"));
        made.write_table(table, writer.as_mut(), &mut || ())
            .expect("the table can be written");
    }
}

/// The tables in DuckDB's memory, as someone who knows it would load them.
///
/// # Panics
/// Where DuckDB does not take them.
#[allow(clippy::expect_used)]
pub fn duckdb(tables: &Path) -> Store {
    let store = Store::in_memory(&StoreOptions::default()).expect("DuckDB opens");
    for table in &TABLES {
        let columns: Vec<_> = table.columns.iter().map(|column| column.name).collect();
        let sql = format!(
            "INSERT INTO {name} SELECT {} FROM read_parquet('{}/{name}.parquet')",
            columns.join(", "),
            tables.display(),
            name = table.name
        );
        store.query(&sql, &[]).expect("DuckDB loads");
    }
    store
}

/// The tables in the index engine's memory.
///
/// # Panics
/// Where the index does not take them all.
#[allow(clippy::expect_used)]
pub fn index(tables: &Path) -> Dataset {
    let names = TABLES
        .each_ref()
        .map(|table| format!("{}/{}.parquet", tables.display(), table.name));
    let inputs = expand(names).expect("the tables are there");
    let (dataset, report) =
        index::read(&inputs, &LoadOptions::default(), &mut ()).expect("the index reads");
    assert_eq!(report.rejected(), 0);
    dataset
}
