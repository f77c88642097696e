//! Views as polars DataFrames: the same values, lists, structs and NULLs
//! included, in the buffers that Arrow holds.

use veyl_core::sql::Projects;
use veyl_core::view::{VIEWS, View};
use veyl_tests::{empty_store, root};

use veyl_core::load::LoadOptions;
use veyl_core::read::expand;

#[test]
fn every_view_becomes_a_frame_even_when_empty() {
    let store = empty_store();
    for view in &VIEWS {
        let frame = store.frame(view, Projects::All).unwrap();
        assert_eq!(frame.height(), 0, "{}", view.name);
        let names: Vec<_> = view
            .arrow()
            .fields()
            .iter()
            .map(|field| field.name().clone())
            .collect();
        let columns: Vec<_> = frame
            .columns()
            .iter()
            .map(|column| column.name().to_string())
            .collect();
        assert_eq!(columns, names, "{}", view.name);
    }
}

#[test]
fn values_and_nulls_come_through() {
    let store = empty_store();
    let fixture = root()
        .join("data/fixtures/apify-tiktok.json")
        .display()
        .to_string();
    store
        .load(
            &expand([fixture]).unwrap(),
            &LoadOptions::default(),
            &mut (),
        )
        .unwrap();
    let view = View::named("posts_with_platform").unwrap();
    let batches = store.view(view, Projects::All).unwrap();
    let frame = store.frame(view, Projects::All).unwrap();
    let rows: usize = batches
        .iter()
        .map(arrow::array::RecordBatch::num_rows)
        .sum();
    assert!(rows > 0);
    assert_eq!(frame.height(), rows);
    for (place, column) in frame.columns().iter().enumerate() {
        let nulls: usize = batches
            .iter()
            .map(|batch| batch.column(place).null_count())
            .sum();
        assert_eq!(column.null_count(), nulls, "{}", column.name());
    }
    let ids: Vec<String> = veyl_tests::texts(&batches)
        .into_iter()
        .map(|row| row[0].clone())
        .collect();
    let frame_ids = frame.column("id").unwrap();
    let frame_ids: Vec<_> = frame_ids
        .str()
        .unwrap()
        .iter()
        .flatten()
        .map(str::to_owned)
        .collect();
    assert_eq!(frame_ids, ids);
}

#[test]
fn numbers_are_not_copied() {
    use arrow::array::{Array, Int64Array, RecordBatch};
    let numbers = Int64Array::from((0..1000).collect::<Vec<i64>>());
    let address = numbers.values().as_ptr();
    let batch = RecordBatch::try_from_iter([(
        "n",
        std::sync::Arc::new(numbers) as std::sync::Arc<dyn Array>,
    )]);
    let frame = veyl_core::frame::frame(&[batch.unwrap()]).unwrap();
    let column = frame.column("n").unwrap();
    let chunk = column.i64().unwrap().cont_slice().unwrap();
    assert_eq!(chunk.as_ptr(), address);
}
