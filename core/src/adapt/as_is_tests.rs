//! Batches that are taken as they are come out as they would record by record.

use arrow::array::{ArrayRef, RecordBatch, StringArray, UInt32Array};
use arrow::compute::{concat_batches, take_record_batch};
use proptest::prelude::*;

use super::*;
use crate::adapt::{ADAPTERS, Adapter, TableAdapter, Target, convert, convert_by_record};
use crate::generate::{Dataset, Options};
use crate::read::{Block, Rows};
use crate::schema::TABLES;

fn target(table: &'static Table) -> Target {
    if table.name != "posts" {
        return Target::Table(TableAdapter::new(table, 0));
    }
    let spec = ADAPTERS.iter().find(|spec| spec.name == "posts").unwrap();
    Target::Posts(Box::new(Adapter::compile(spec, None).unwrap().canonical()))
}

fn block(batch: &RecordBatch) -> Block {
    Block {
        first_record: 7,
        rows: Rows::Arrow(batch.clone()),
        broken: Vec::new(),
    }
}

fn made(table: &'static Table) -> RecordBatch {
    let made = Dataset::new(Options {
        posts: 600,
        projects: 5,
        seed: 4,
    })
    .unwrap();
    let batches: Vec<_> = made.table(table).collect::<Result<_>>().unwrap();
    concat_batches(&table.arrow(), &batches).unwrap()
}

/// Both ways give the same rows and rejects; whether the short one was taken.
fn same(table: &'static Table, batch: &RecordBatch) -> bool {
    let (target, block) = (target(table), block(batch));
    let one = convert(&target, &block, 3).unwrap();
    let other = convert_by_record(&target, &block, 3).unwrap();
    assert_eq!(one.rejects, other.rejects);
    assert_eq!(one.rows, other.rows);
    let short = match &target {
        Target::Posts(_) => posts(batch, 3, 7),
        Target::Table(_) => super::table(table, batch, 3, 7),
    };
    short.unwrap().is_some()
}

#[test]
fn canonical_tables_are_taken_as_they_are() {
    for table in &TABLES {
        let large = ["posts", "post_hashtags", "hashtags"].contains(&table.name);
        assert_eq!(same(table, &made(table)), large, "{}", table.name);
    }
}

fn with(batch: &RecordBatch, name: &str, column: ArrayRef) -> RecordBatch {
    let place = batch.schema().index_of(name).unwrap();
    let mut columns = batch.columns().to_vec();
    columns[place] = column;
    let schema = batch.schema();
    let fields = schema.fields().iter().enumerate().map(|(at, field)| {
        let kind = columns[at].data_type().clone();
        Field::new(field.name(), kind, true)
    });
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    RecordBatch::try_new(schema, columns).unwrap()
}

proptest! {
    #[test]
    fn texts_of_any_shape_come_out_alike(
        column in prop_oneof![Just("id"), Just("author"), Just("caption")],
        text in prop_oneof![
            proptest::option::of("[ @a_#\u{a0}\u{200b}é]{0,6}"),
            Just(Some("x".repeat(1025))),
        ],
        row in 0..600_usize,
    ) {
        let table = Table::posts();
        let batch = made(table);
        let known = batch.column_by_name(column).unwrap().as_string::<i32>().clone();
        let changed: StringArray = known.iter().enumerate()
            .map(|(place, old)| if place == row { text.clone() } else { old.map(str::to_owned) })
            .collect();
        same(table, &with(&batch, column, Arc::new(changed)));
    }

    #[test]
    fn numbers_of_any_size_come_out_alike(
        column in prop_oneof![Just("sentiment"), Just("score"), Just("score_trend"), Just("likes"), Just("posted_at"), Just("platform_id")],
        float in prop_oneof![Just(f64::NAN), Just(f64::INFINITY), -2.0..2.0],
        count in prop_oneof![Just(-1_i64), Just(i64::MAX), Just(i64::MAX / 3 + 1), Just(5)],
        null in any::<bool>(),
    ) {
        let table = Table::posts();
        let batch = take_record_batch(&made(table), &UInt32Array::from(vec![0, 1, 2])).unwrap();
        let some = (!null).then_some(());
        let changed: (&str, ArrayRef) = match column {
            "likes" => {
                let old = batch.column_by_name("metrics").unwrap().as_struct();
                let mut counts = old.columns().to_vec();
                counts[0] = Arc::new(Int64Array::from(vec![some.map(|()| count), Some(1), None]));
                ("metrics", Arc::new(StructArray::new(metrics_fields(), counts, None)))
            }
            "posted_at" => (column, Arc::new(TimestampMicrosecondArray::from(vec![some.map(|()| count), None, None]))),
            "platform_id" => (column, Arc::new(Int32Array::from(vec![some.map(|()| 1), Some(2), Some(99)]))),
            _ => (column, Arc::new(Float64Array::from(vec![some.map(|()| float), None, Some(0.5)]))),
        };
        same(table, &with(&batch, changed.0, changed.1));
    }

    #[test]
    fn tags_of_any_shape_come_out_alike(
        tags in proptest::collection::vec(
            prop_oneof![Just("sun"), Just("#sun"), Just("Sun"), Just("_"), Just("é"), Just("e\u{301}"), Just("")],
            0..4,
        ),
    ) {
        let table = Table::posts();
        let batch = take_record_batch(&made(table), &UInt32Array::from(vec![0])).unwrap();
        let items: ArrayRef = Arc::new(StringArray::from(tags.clone()));
        let ends = vec![0, i32::try_from(tags.len()).unwrap()];
        let offsets = arrow::buffer::OffsetBuffer::new(ends.into());
        let field = Arc::new(Field::new("element", DataType::Utf8, true));
        let list = ListArray::new(field, offsets, items, None);
        same(table, &with(&batch, "hashtags", Arc::new(list)));
        let names = Table::named("hashtags").unwrap();
        if let Some(tag) = tags.first() {
            let batch = take_record_batch(&made(names), &UInt32Array::from(vec![0])).unwrap();
            same(names, &with(&batch, "name", Arc::new(StringArray::from(vec![*tag]))));
        }
    }
}
