//! Batches that are converted column by column come out as they would record by record.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, AsArray, Float64Array, Int32Array, Int64Array, ListArray, ListBuilder, StringArray,
    StringBuilder, StructArray, TimestampMicrosecondArray, UInt32Array, new_null_array,
};
use arrow::compute::{cast, concat_batches, take_record_batch};
use arrow::datatypes::{DataType, Field, Schema, TimeUnit};
use proptest::prelude::*;

use super::*;
use crate::adapt::names::columns;
use crate::adapt::{ADAPTERS, Spec, general};
use crate::generate::{Dataset, Options};
use crate::schema::{TABLES, metrics_fields};

fn target(table: &'static Table) -> Target {
    if table.name != "posts" {
        return Target::Table(TableAdapter::new(table, 0));
    }
    let spec = ADAPTERS.iter().find(|spec| spec.name == "posts").unwrap();
    Target::Posts(Box::new(Adapter::compile(spec, None).unwrap()))
}

/// The general adapter for the columns of `batch`.
fn general(batch: &RecordBatch) -> Target {
    let spec = general::spec_for(&columns(Some(&block(batch))), None);
    Target::Posts(Box::new(Adapter::compile(&spec, Some("x")).unwrap()))
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
fn alike(target: &Target, batch: &RecordBatch) -> bool {
    let block = block(batch);
    let one = convert(target, &block, 3).unwrap();
    let other = convert_by_record(target, &block, 3).unwrap();
    assert_eq!(one.rejects, other.rejects);
    assert_eq!(one.rows, other.rows);
    let short = match target {
        Target::Posts(adapter) => adapter.posts(batch, 3, 7),
        Target::Table(adapter) => as_is::table(adapter.table, batch, 3, 7),
    };
    short.unwrap().is_some()
}

fn same(table: &'static Table, batch: &RecordBatch) -> bool {
    alike(&target(table), batch)
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

/// Posts as others have them: the platform by its name, counts in columns.
fn exported() -> RecordBatch {
    let posts = made(Table::posts());
    let take = |name: &str| Arc::clone(posts.column_by_name(name).unwrap());
    let platforms = (0..posts.num_rows()).map(|row| ["tiktok", "x", "X "][row % 3]);
    let metrics = take("metrics");
    let count = |name: &str| Arc::clone(metrics.as_struct().column_by_name(name).unwrap());
    let platforms: ArrayRef = Arc::new(StringArray::from_iter_values(platforms));
    let columns = [
        ("id", take("id")),
        ("platform", platforms),
        ("author", take("author")),
        ("caption", take("caption")),
        ("hashtags", take("hashtags")),
        ("likes", count("likes")),
        ("comments", count("comments")),
        ("shares", count("shares")),
        ("views", count("views")),
        ("posted_at", take("posted_at")),
        ("sentiment", take("sentiment")),
    ];
    RecordBatch::try_from_iter(columns).unwrap()
}

fn without(batch: &RecordBatch, name: &str) -> RecordBatch {
    let kept: Vec<usize> = (0..batch.num_columns())
        .filter(|place| batch.schema().field(*place).name() != name)
        .collect();
    batch.project(&kept).unwrap()
}

#[test]
fn tables_of_others_are_taken_column_by_column() {
    let batch = exported();
    assert!(alike(&general(&batch), &batch));
    for name in [
        "platform",
        "caption",
        "hashtags",
        "likes",
        "posted_at",
        "sentiment",
    ] {
        let batch = without(&batch, name);
        assert!(alike(&general(&batch), &batch), "without {name}");
    }
    // As a view of our own has them: the counts are a struct.
    let posts = made(Table::posts());
    let named = posts
        .schema()
        .fields()
        .iter()
        .zip(posts.columns())
        .map(|(field, column)| match field.name().as_str() {
            "platform_id" => ("platform", Arc::clone(batch.column(1))),
            name => (name, Arc::clone(column)),
        })
        .map(|(name, column)| (name.to_owned(), column))
        .collect::<Vec<_>>();
    let named = RecordBatch::try_from_iter(named).unwrap();
    assert!(alike(&general(&named), &named));
}

#[test]
fn parts_of_batches_are_taken_alike() {
    let batch = exported();
    for (start, rows) in [(0, 5), (17, 300), (599, 1), (600, 0)] {
        let part = batch.slice(start, rows);
        assert!(alike(&general(&part), &part), "{rows} from {start}");
        // Without the lists, tags come from captions.
        let part = without(&part, "hashtags");
        assert!(alike(&general(&part), &part), "{rows} from {start}");
    }
    let posts = made(Table::posts()).slice(100, 50);
    assert!(same(Table::posts(), &posts));
}

/// The adapter of a mapping file over `batch`.
fn mapped(batch: &RecordBatch, mapping: &str) -> Target {
    let mapping = Spec::parse(mapping, "my.toml").unwrap();
    let spec = general::spec_for(&columns(Some(&block(batch))), Some(&mapping));
    Target::Posts(Box::new(Adapter::compile(&spec, Some("x")).unwrap()))
}

#[test]
fn rules_of_mapping_files_come_to_the_same() {
    let batch = exported();
    for (mapping, short) in [
        (
            "[fields]\ncaption = { first = \"caption\", join = [\"author[]\"] }",
            false,
        ),
        (
            "[fields]\nlikes = { first = \"likes\", sum = [\"views.none\"] }",
            false,
        ),
        (
            "[fields]\nlikes = { sum = [\"likes\", \"comments\"] }",
            false,
        ),
        (
            "[fields]\nlikes = { first = \"likes\", null_if = \"author\" }",
            false,
        ),
        (
            "[fields]\nlikes = { first = \"likes\", null_if = \"none\" }",
            true,
        ),
        (
            "[fields]\nhashtags = { first = \"hashtags\", from_caption = \"always\" }",
            true,
        ),
        (
            "[fields]\nhashtags = { first = \"author\", split = \"_\" }",
            true,
        ),
        ("[fields]\nauthor = { constant = \"me\" }", false),
        (
            "[fields]\ncaption = { first = \"caption\", text = \"html\" }",
            false,
        ),
        ("[fields]\ncaption = [\"none\", \"caption\"]", true),
        ("[fields]\ncaption = [\"author\", \"caption\"]", false),
        ("[fields]\nviews = \"likes\"\nscore = \"sentiment\"", true),
        ("platform = \"tiktok\"", true),
    ] {
        assert_eq!(alike(&mapped(&batch, mapping), &batch), short, "{mapping}");
    }
}

#[test]
fn structs_with_nulls_are_read_record_by_record() {
    let batch = exported();
    let likes = Arc::new(Int64Array::from_iter_values((0..).take(batch.num_rows())));
    let fields = vec![Field::new("likes", DataType::Int64, true)];
    let nulls = (0..batch.num_rows())
        .map(|row| row % 2 == 0)
        .collect::<Vec<_>>();
    let metrics = StructArray::new(fields.into(), vec![likes], Some(nulls.into()));
    let batch = with(&batch, "likes", Arc::new(metrics));
    let names: Vec<_> = batch
        .schema()
        .fields()
        .iter()
        .map(|field| match field.name().as_str() {
            "likes" => "metrics".to_owned(),
            name => name.to_owned(),
        })
        .collect();
    let batch =
        RecordBatch::try_from_iter(names.into_iter().zip(batch.columns().to_vec())).unwrap();
    assert!(!alike(&general(&batch), &batch));
}

#[test]
fn columns_of_other_types_are_widened() {
    let batch = exported();
    let rows = batch.num_rows();
    let texts = DataType::Utf8;
    let dictionary = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let nanoseconds = DataType::Timestamp(TimeUnit::Nanosecond, Some("+00:00".into()));
    let casted = |name: &str, kind: &DataType| cast(batch.column_by_name(name).unwrap(), kind);
    let int = |number: i64| -> ArrayRef { Arc::new(Int64Array::from(vec![number; rows])) };
    let text = |text: &str| -> ArrayRef { Arc::new(StringArray::from(vec![text; rows])) };
    for (name, column, short) in [
        ("id", int(7), true),
        ("id", text("https://x.com/a/status/123"), false),
        (
            "author",
            casted("author", &DataType::LargeUtf8).unwrap(),
            true,
        ),
        (
            "author",
            casted("author", &DataType::Utf8View).unwrap(),
            true,
        ),
        ("author", casted("author", &dictionary).unwrap(), false),
        ("likes", casted("likes", &texts).unwrap(), true),
        ("likes", casted("likes", &DataType::Float64).unwrap(), true),
        (
            "posted_at",
            casted("posted_at", &nanoseconds).unwrap(),
            true,
        ),
        (
            "posted_at",
            casted("posted_at", &DataType::Date32).unwrap(),
            true,
        ),
        ("posted_at", casted("posted_at", &texts).unwrap(), true),
        ("posted_at", int(1_700_000_000), true),
        ("sentiment", int(1), true),
        ("sentiment", text("positive"), false),
        ("hashtags", text("#a, #b"), true),
        ("hashtags", new_null_array(&DataType::Null, rows), true),
    ] {
        let kind = column.data_type().clone();
        let changed = with(&batch, name, column);
        assert_eq!(alike(&general(&changed), &changed), short, "{name}: {kind}");
    }
}

proptest! {
    #[test]
    fn cells_of_others_come_out_alike(
        column in prop_oneof![
            Just("id"), Just("platform"), Just("author"), Just("caption"), Just("likes"),
            Just("posted_at"), Just("sentiment"), Just("hashtags"),
        ],
        text in prop_oneof![
            proptest::option::of("[ @a#_/:.\u{a0}é1-]{0,6}"),
            Just(Some("https://x.com/a/status/123".to_owned())),
            Just(Some("n/a".to_owned())),
            Just(Some("2024-02-30".to_owned())),
            Just(Some("#one #two".to_owned())),
            Just(Some("x_1".to_owned())),
        ],
        row in 0..5_usize,
    ) {
        let batch = take_record_batch(&exported(), &UInt32Array::from(vec![0, 1, 2, 3, 4])).unwrap();
        let known = match column {
            "hashtags" => Arc::new(StringArray::from(vec!["sun|sea"; 5])),
            _ => cast(batch.column_by_name(column).unwrap(), &DataType::Utf8).unwrap(),
        };
        let changed: StringArray = known.as_string::<i32>().iter().enumerate()
            .map(|(place, old)| if place == row { text.clone() } else { old.map(str::to_owned) })
            .collect();
        let changed = with(&batch, column, Arc::new(changed));
        alike(&general(&changed), &changed);
    }

    #[test]
    fn captions_make_up_for_lists_that_are_empty(
        lists in proptest::collection::vec(
            proptest::option::of(proptest::collection::vec(
                prop_oneof![Just("sun"), Just("Sun"), Just("sea"), Just("")],
                0..3,
            )),
            3,
        ),
        captions in proptest::collection::vec(
            prop_oneof![Just(None), Just(Some("plain")), Just(Some("by the #sea")), Just(Some("C#x"))],
            3,
        ),
    ) {
        let batch = take_record_batch(&exported(), &UInt32Array::from(vec![0, 1, 2])).unwrap();
        let mut tags = ListBuilder::new(StringBuilder::new());
        for list in lists {
            for tag in list.iter().flatten() {
                tags.values().append_value(tag);
            }
            tags.append(list.is_some());
        }
        let changed = with(&batch, "hashtags", Arc::new(tags.finish()));
        let changed = with(&changed, "caption", Arc::new(StringArray::from(captions)));
        alike(&general(&changed), &changed);
    }
}
