//! That made-up data is always the same, keeps the rules, and reads back as it
//! was made.

mod exports;
mod rules;

use arrow::array::{AsArray, Int32Array, ListArray, RecordBatch, StringArray};
use arrow::compute::concat_batches;
use arrow::datatypes::Int32Type;

use crate::generate::{Dataset, ExportFormat, Options};
use crate::schema::{TABLES, Table};
use crate::write::Format;
use crate::{ErrorKind, Result};

fn dataset(posts: u64, seed: u64) -> Dataset {
    Dataset::new(Options {
        posts,
        projects: 60,
        seed,
    })
    .unwrap()
}

fn whole(dataset: &Dataset, name: &str) -> RecordBatch {
    let table = Table::named(name).unwrap();
    let batches: Vec<_> = dataset.table(table).collect::<Result<_>>().unwrap();
    concat_batches(&table.arrow(), &batches).unwrap()
}

fn texts<'b>(batch: &'b RecordBatch, column: &str) -> &'b StringArray {
    batch.column_by_name(column).unwrap().as_string()
}

fn ints<'b>(batch: &'b RecordBatch, column: &str) -> &'b Int32Array {
    batch
        .column_by_name(column)
        .unwrap()
        .as_primitive::<Int32Type>()
}

fn tags(list: &ListArray, row: usize) -> Vec<String> {
    let item = list.value(row);
    item.as_string::<i32>()
        .iter()
        .map(|tag| tag.unwrap().to_owned())
        .collect()
}

/// The bytes of a table in a file format whose writer tells all values.
fn bytes(dataset: &Dataset, table: &Table) -> Vec<u8> {
    let mut bytes = Vec::new();
    dataset
        .write_table(
            table,
            Format::Ndjson.writer(&mut bytes).as_mut(),
            &mut || (),
        )
        .unwrap();
    bytes
}

#[test]
fn the_same_options_give_the_same_bytes_on_any_number_of_threads() {
    let make = |seed, threads| dataset(9000, seed).with_threads(threads);
    for table in &TABLES {
        let one = bytes(&make(5, 1), table);
        assert_eq!(one, bytes(&make(5, 3), table), "{}", table.name);
        if ["posts", "project_creators"].contains(&table.name) {
            assert_ne!(one, bytes(&make(6, 1), table), "{}", table.name);
        }
    }
    for format in ExportFormat::all() {
        let export = |threads| {
            let mut bytes = Vec::new();
            let mut posts = 0;
            make(5, threads)
                .export(format.name, &mut bytes, &mut |more| posts += more)
                .unwrap();
            assert_eq!(posts, 9000);
            bytes
        };
        assert_eq!(export(1), export(4), "{}", format.name);
    }
}

#[test]
fn projects_do_not_change_the_posts() {
    let with = |projects| {
        Dataset::new(Options {
            posts: 500,
            projects,
            seed: 1,
        })
        .unwrap()
    };
    assert_eq!(whole(&with(0), "posts"), whole(&with(100), "posts"));
}

#[test]
fn none_and_too_many() {
    let none = dataset(0, 1);
    for table in &TABLES {
        let rows: usize = none
            .table(table)
            .map(|batch| batch.unwrap().num_rows())
            .sum();
        assert!(!table.name.starts_with("post") || rows == 0);
    }
    for format in ExportFormat::all() {
        none.export(format.name, &mut Vec::new(), &mut |_| ())
            .unwrap();
    }
    let many = Options {
        posts: u64::MAX,
        ..Options::default()
    };
    assert_eq!(Dataset::new(many).unwrap_err().kind(), ErrorKind::Argument);
    let error = none
        .export("myspace", &mut Vec::new(), &mut |_| ())
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnknownFormat);
    assert!(
        error
            .advice()
            .is_some_and(|advice| advice.contains("apify-tiktok"))
    );
}
