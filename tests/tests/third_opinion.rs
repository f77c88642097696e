//! Polars as a third opinion: the same statistics from the canonical tables by
//! code that shares nothing with either engine.

// What can not be set up fails its test.
#![allow(clippy::unwrap_used)]

mod cases;

use std::collections::HashMap;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::compute::{cast, concat_batches};
use arrow::datatypes::{DataType, Date32Type, Float64Type, Int32Type, Int64Type, SchemaRef};
use polars::prelude::DataFrame;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use veyl_core::engine::Engine;
use veyl_core::generate;
use veyl_core::load::LoadOptions;
use veyl_core::read::Input;
use veyl_core::schema::TABLES;
use veyl_core::sql::{Projects, Store};
use veyl_core::view::View;
use veyl_core::write::{BatchWriter, Format};
use veyl_tests::empty_store;
use veyl_tests::frames::{Frames, days, summary};

/// How far sums of floats may be apart, relative to the larger one.
const TOLERANCE: f64 = 1e-12;

/// Keeps the batches of a table.
#[derive(Default)]
struct Kept(Vec<RecordBatch>);

impl BatchWriter for Kept {
    fn start(&mut self, _: &SchemaRef) -> veyl_core::Result<()> {
        Ok(())
    }

    fn write(&mut self, batch: &RecordBatch) -> veyl_core::Result<()> {
        self.0.push(batch.clone());
        Ok(())
    }

    fn finish(&mut self) -> veyl_core::Result<()> {
        Ok(())
    }
}

fn frames(store: &Store) -> Frames {
    let matches = store
        .query("FROM veyl_internal.scope_matches", &[])
        .unwrap();
    let (schema, mut matches) = matches;
    matches.push(RecordBatch::new_empty(schema));
    let read = |table| {
        let mut kept = Kept::default();
        store.export_table(table, &mut kept)?;
        Ok(kept.0)
    };
    Frames::new(read, &matches).unwrap()
}

/// A row of Polars' statistics.
struct Opinion<'f> {
    frame: &'f DataFrame,
    row: usize,
}

impl Opinion<'_> {
    fn count(&self, name: &str) -> i64 {
        let column = self.frame.column(name).unwrap();
        let column = column.cast(&polars::prelude::DataType::Int64).unwrap();
        column.i64().unwrap().get(self.row).unwrap_or_default()
    }

    fn has(&self, name: &str) -> i64 {
        self.count(&format!("has_{name}_sum"))
    }

    /// The sum of what the posts have, if any has it.
    fn total(&self, name: &str) -> Option<i64> {
        (self.has(name) > 0).then(|| self.count(&format!("{name}_sum")))
    }

    fn time(&self, name: &str) -> Option<i64> {
        self.frame
            .column(name)
            .unwrap()
            .i64()
            .unwrap()
            .get(self.row)
    }

    fn float(&self, name: &str) -> Option<f64> {
        self.frame
            .column(name)
            .unwrap()
            .f64()
            .unwrap()
            .get(self.row)
    }

    fn mean(&self, sum: Option<f64>, name: &str) -> Option<f64> {
        sum.map(|sum| sum / self.has(name) as f64)
    }
}

type Rows<'f> = HashMap<Vec<i64>, Opinion<'f>>;

fn by_key<'f>(frame: &'f DataFrame, keys: &[&str]) -> Rows<'f> {
    let key = |row| {
        let opinion = Opinion { frame, row };
        keys.iter().map(|key| opinion.count(key)).collect()
    };
    (0..frame.height())
        .map(|row| (key(row), Opinion { frame, row }))
        .collect()
}

/// A view by one engine.
struct Answer(RecordBatch);

impl Answer {
    fn of(engine: &dyn Engine, view: &str) -> Self {
        let view = View::named(view).unwrap();
        let batches = engine.view(view, Projects::All).unwrap();
        Self(concat_batches(&view.arrow(), &batches).unwrap())
    }

    fn integer(&self, name: &str, row: usize) -> Option<i64> {
        let column = self.0.column_by_name(name).unwrap();
        let value = match column.data_type() {
            DataType::Int32 => i64::from(column.as_primitive::<Int32Type>().value(row)),
            DataType::Date32 => i64::from(column.as_primitive::<Date32Type>().value(row)),
            _ => {
                let column = cast(column, &DataType::Int64).unwrap();
                column.as_primitive::<Int64Type>().value(row)
            }
        };
        column.is_valid(row).then_some(value)
    }

    fn float(&self, name: &str, row: usize) -> Option<f64> {
        let column = self.0.column_by_name(name).unwrap();
        let column = column.as_primitive::<Float64Type>();
        column.is_valid(row).then(|| column.value(row))
    }

    /// Fails where a row is not as Polars has it.
    fn check(
        &self,
        row: usize,
        integers: &[(&str, Option<i64>)],
        floats: &[(&str, Option<f64>)],
    ) -> Result<(), String> {
        for (name, theirs) in integers {
            let ours = self.integer(name, row);
            if ours != *theirs {
                return Err(format!("row {row}, {name}: {ours:?}, by Polars {theirs:?}"));
            }
        }
        for (name, theirs) in floats {
            let ours = self.float(name, row);
            let close = match (ours, *theirs) {
                (Some(a), Some(b)) => (a - b).abs() <= TOLERANCE * a.abs().max(b.abs()),
                (a, b) => a.is_none() && b.is_none(),
            };
            if !close {
                return Err(format!("row {row}, {name}: {ours:?}, by Polars {theirs:?}"));
            }
        }
        Ok(())
    }
}

fn hashtags(engine: &dyn Engine, rows: &Rows<'_>) -> Result<(), String> {
    let answer = Answer::of(engine, "hashtags_with_stats");
    let mut seen = 0;
    for row in 0..answer.0.num_rows() {
        let key = vec![answer.integer("id", row).unwrap_or_default()];
        let found = rows.get(&key);
        seen += usize::from(found.is_some());
        let total = |name: &str| found.and_then(|found| found.total(name));
        let mean = total("engagement")
            .zip(found)
            .map(|(sum, found)| sum as f64 / found.has("engagement") as f64);
        let integers = [
            (
                "total_posts",
                Some(found.map_or(0, |found| found.count("posts_sum"))),
            ),
            ("total_engagement", total("engagement")),
            ("total_views", total("views")),
            (
                "first_post_at",
                found.and_then(|found| found.time("posted_at_min")),
            ),
            (
                "last_post_at",
                found.and_then(|found| found.time("posted_at_max")),
            ),
        ];
        answer.check(row, &integers, &[("avg_engagement", mean)])?;
    }
    (seen == rows.len())
        .then_some(())
        .ok_or_else(|| "Polars has other hashtags".to_owned())
}

fn summaries(engine: &dyn Engine, rows: &Rows<'_>) -> Result<(), String> {
    let answer = Answer::of(engine, "project_summary");
    let mut seen = 0;
    for row in 0..answer.0.num_rows() {
        let key = vec![answer.integer("project_id", row).unwrap_or_default()];
        let Some(found) = rows.get(&key) else {
            answer.check(row, &[("posts", Some(0)), ("authors", Some(0))], &[])?;
            continue;
        };
        seen += 1;
        let total = |name: &str| found.total(name);
        let rate = (found.has("rate") > 0)
            .then(|| found.float("rate_sum"))
            .flatten();
        let pooled = total("rated_engagement")
            .zip(total("rated_views"))
            .map(|(over, under)| over as f64 / under as f64);
        let sum = total("engagement").map(|sum| sum as f64);
        let integers = [
            ("posts", Some(found.count("posts_sum"))),
            ("authors", Some(found.count("authors"))),
            ("total_likes", total("likes")),
            ("total_comments", total("comments")),
            ("total_shares", total("shares")),
            ("total_views", total("views")),
            ("total_engagement", total("engagement")),
            ("first_post_at", found.time("posted_at_min")),
            ("last_post_at", found.time("posted_at_max")),
        ];
        let floats = [
            ("avg_engagement", found.mean(sum, "engagement")),
            ("median_engagement", found.float("engagement_median")),
            ("engagement_rate_mean", found.mean(rate, "rate")),
            ("engagement_rate_pooled", pooled),
        ];
        answer.check(row, &integers, &floats)?;
    }
    (seen == rows.len())
        .then_some(())
        .ok_or_else(|| "Polars has other projects".to_owned())
}

fn timelines(engine: &dyn Engine, rows: &Rows<'_>) -> Result<(), String> {
    let answer = Answer::of(engine, "project_timeline");
    let mut seen = 0;
    for row in 0..answer.0.num_rows() {
        let key = ["project_id", "day"].map(|name| answer.integer(name, row).unwrap_or_default());
        let integers = match rows.get(&key.to_vec()) {
            None => [
                ("posts", Some(0)),
                ("authors", Some(0)),
                ("total_engagement", Some(0)),
                ("total_views", Some(0)),
            ],
            Some(found) => {
                seen += 1;
                [
                    ("posts", Some(found.count("posts_sum"))),
                    ("authors", Some(found.count("authors"))),
                    ("total_engagement", found.total("engagement")),
                    ("total_views", found.total("views")),
                ]
            }
        };
        answer.check(row, &integers, &[])?;
    }
    (seen == rows.len())
        .then_some(())
        .ok_or_else(|| "Polars has other days".to_owned())
}

/// The numbers of hashtags, projects and days that Polars has an opinion on.
fn check(inputs: &[Input]) -> Result<[usize; 3], String> {
    let store = empty_store();
    store
        .load(inputs, &LoadOptions::default(), &mut ())
        .unwrap();
    let dataset = store.dataset().unwrap();
    let frames = frames(&store);
    let scope = frames.scope(None).unwrap();
    let (tags, all, daily) = (
        frames.hashtags().unwrap(),
        summary(&scope).unwrap(),
        days(&scope).unwrap(),
    );
    let tags = by_key(&tags, &["hashtag_id"]);
    let all = by_key(&all, &["project_id"]);
    let daily = by_key(&daily, &["project_id", "day"]);
    for engine in [&store as &dyn Engine, &dataset] {
        let named = |what: String| format!("{}: {what}", engine.kind());
        hashtags(engine, &tags).map_err(named)?;
        summaries(engine, &all).map_err(named)?;
        timelines(engine, &daily).map_err(named)?;
    }
    Ok([tags.len(), all.len(), daily.len()])
}

#[test]
fn made_up_data_of_the_usual_shape() {
    for (posts, projects, seed) in [(1, 3, 2), (6000, 50, 4)] {
        let made = generate::Dataset::new(generate::Options {
            posts,
            projects,
            seed,
        })
        .unwrap();
        let inputs: Vec<_> = TABLES
            .iter()
            .map(|table| {
                let mut bytes = Vec::new();
                let mut writer = Format::Parquet.writer(&mut bytes);
                made.write_table(table, writer.as_mut(), &mut || ())
                    .unwrap();
                drop(writer);
                Input::bytes(format!("{}.parquet", table.name), bytes)
            })
            .collect();
        let opinions = check(&inputs).unwrap();
        if posts > 1 {
            assert!(
                opinions[0] > 1000 && opinions[1] > 20 && opinions[2] > 500,
                "{opinions:?}"
            );
        }
    }
}

/// `VEYL_CASES` sets how many; the default is what a test run has time for.
#[test]
fn made_up_data_of_any_shape() {
    let cases = std::env::var("VEYL_CASES").ok();
    let cases = cases.and_then(|text| text.parse().ok()).unwrap_or(12);
    let mut runner = TestRunner::new(Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    });
    runner
        .run(&cases::world(), |world| {
            check(&world.inputs())
                .map(drop)
                .map_err(TestCaseError::fail)
        })
        .unwrap();
}
