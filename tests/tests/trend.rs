//! `veyl trend` over reports of known figures, and beside a plain re-computation
//! of every row.

// What can not be set up fails its test.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::compute::{cast, concat_batches};
use arrow::datatypes::{DataType, Date32Type, Float64Type, Int32Type};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;
use veyl_core::notebook::ChartScripts;
use veyl_core::trend::{Reports, TrendOptions, find, schema, to_html, trend};
use veyl_tests::browser::{chromium, seen};
use veyl_tests::dated::reports;
use veyl_tests::succeed;

fn found() -> Reports {
    let folder = reports().path().join("reports").display().to_string();
    let found = find([folder]).unwrap();
    assert_eq!(found.passed_over, []);
    found
}

/// Rows of `project | hashtag | figure` and their numbers, by name of column.
fn rows(batch: &RecordBatch) -> Vec<(String, BTreeMap<String, Option<f64>>)> {
    let text = |name: &str, row: usize| {
        let column = batch.column_by_name(name).unwrap().as_string::<i32>();
        if column.is_null(row) {
            "-"
        } else {
            column.value(row)
        }
        .to_owned()
    };
    let number = |column: &ArrayRef, row: usize| {
        if *column.data_type() == DataType::Date32 {
            let days = column.as_primitive::<Date32Type>();
            return days.is_valid(row).then(|| f64::from(days.value(row)));
        }
        let numbers = column.as_primitive::<Float64Type>();
        numbers.is_valid(row).then(|| numbers.value(row))
    };
    let schema = batch.schema();
    (0..batch.num_rows())
        .map(|row| {
            let names = ["project", "hashtag", "platform", "figure"];
            let series = names.map(|name| text(name, row)).join(" | ");
            let columns = schema.fields().iter().zip(batch.columns()).skip(4);
            let numbers =
                columns.map(|(field, column)| (field.name().clone(), number(column, row)));
            (series, numbers.collect())
        })
        .collect()
}

/// The numbers of one series, each `day value previous change percent mean7 mean28`.
fn series(batch: &RecordBatch, name: &str) -> Vec<[Option<f64>; 7]> {
    let columns = [
        "day",
        "value",
        "previous",
        "change",
        "change_percent",
        "mean_7d",
        "mean_28d",
    ];
    let all = rows(batch).into_iter().filter(|(series, _)| series == name);
    all.map(|(_, numbers)| columns.map(|column| numbers[column]))
        .collect()
}

fn day(text: &str) -> f64 {
    let text: ArrayRef = Arc::new(arrow::array::StringArray::from(vec![text]));
    let days = cast(&text, &DataType::Date32).unwrap();
    f64::from(days.as_primitive::<Date32Type>().value(0))
}

fn close(one: Option<f64>, other: Option<f64>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() <= 1e-12 * one.abs().max(other.abs()),
        (None, None) => true,
        _ => false,
    }
}

fn assert_close(ours: &[[Option<f64>; 7]], theirs: &[[Option<f64>; 7]]) {
    let same = |(one, other): (&[Option<f64>; 7], &[Option<f64>; 7])| {
        one.iter()
            .zip(other)
            .all(|(one, other)| close(*one, *other))
    };
    let all = ours.len() == theirs.len() && ours.iter().zip(theirs).all(same);
    assert!(all, "{ours:?}\nand not\n{theirs:?}");
}

#[test]
fn figures_are_those_reckoned_by_hand() {
    let batch = trend(&found().reports, &TrendOptions::default()).unwrap();
    assert_eq!(batch.schema(), schema());
    let some = |numbers: [f64; 6]| numbers.map(Some);
    let row = |text: &str, numbers: [Option<f64>; 6]| {
        let mut row = [Some(day(text)); 7];
        row[1..].copy_from_slice(&numbers);
        row
    };
    let first = |text: &str, value: f64| {
        row(
            text,
            [Some(value), None, None, None, Some(value), Some(value)],
        )
    };
    assert_close(
        &series(&batch, "Food | - | - | total_engagement"),
        &[
            first("2026-01-01", 30.0),
            row("2026-01-02", some([60.0, 30.0, 30.0, 100.0, 45.0, 45.0])),
            // The second report of the day; of the 1st, only 28 days know.
            row(
                "2026-01-08",
                some([200.0, 60.0, 140.0, 700.0 / 3.0, 130.0, 290.0 / 3.0]),
            ),
            row("2026-02-09", some([200.0, 200.0, 0.0, 0.0, 200.0, 200.0])),
        ],
    );
    // Missing is not zero: neither in changes nor in means.
    assert_close(
        &series(&batch, "Food | - | - | total_views"),
        &[
            row("2026-01-01", [None; 6]),
            row(
                "2026-01-02",
                [Some(1000.0), None, None, None, Some(1000.0), Some(1000.0)],
            ),
            row(
                "2026-01-08",
                some([1000.0, 1000.0, 0.0, 0.0, 1000.0, 1000.0]),
            ),
            row(
                "2026-02-09",
                some([500.0, 1000.0, -500.0, -50.0, 500.0, 500.0]),
            ),
        ],
    );
    // There is no percentage of 0. The second report of the 8th is of Food only:
    // of this project the first one counts.
    assert_close(
        &series(&batch, "Empty | - | - | posts"),
        &[
            first("2026-01-01", 0.0),
            row(
                "2026-01-02",
                [Some(0.0), Some(0.0), Some(0.0), None, Some(0.0), Some(0.0)],
            ),
            row(
                "2026-01-08",
                [Some(0.0), Some(0.0), Some(0.0), None, Some(0.0), Some(0.0)],
            ),
            row(
                "2026-02-09",
                [Some(0.0), Some(0.0), Some(0.0), None, Some(0.0), Some(0.0)],
            ),
        ],
    );
    let empty = series(&batch, "Empty | - | - | total_engagement");
    assert!(empty.len() == 4 && empty.iter().all(|row| row[1..] == [None; 6]));
    let tag = series(&batch, "Food | food | tiktok | total_posts");
    let posts: Vec<_> = tag.iter().map(|row| row[1]).collect();
    assert_eq!(posts, [2.0, 3.0, 4.0, 4.0].map(Some));
}

/// Batches of a file of a report.
fn read(folder: &Path, view: &str) -> RecordBatch {
    let file = File::open(folder.join(format!("{view}.parquet"))).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file)
        .unwrap()
        .build()
        .unwrap();
    let schema = arrow::record_batch::RecordBatchReader::schema(&reader);
    let batches: Vec<_> = reader.map(Result::unwrap).collect();
    concat_batches(&schema, &batches).unwrap()
}

/// Values of every series by day, the plain way.
fn values(reports: &Reports) -> BTreeMap<String, BTreeMap<i32, Option<f64>>> {
    let mut values: BTreeMap<String, BTreeMap<i32, Option<f64>>> = BTreeMap::new();
    for report in &reports.reports {
        let day = report.day.signed_duration_since(chrono_epoch());
        let day = i32::try_from(day.num_days()).unwrap();
        let summary = read(&report.folder, "project_summary");
        let ids = summary
            .column(0)
            .as_primitive::<Int32Type>()
            .values()
            .to_vec();
        let names = summary.column(1).as_string::<i32>().clone();
        let mut take = |batch: &RecordBatch, row: usize, keys: String| {
            let schema = batch.schema();
            for (field, column) in schema.fields().iter().zip(batch.columns()) {
                let figure = field.name();
                let is_figure = matches!(field.data_type(), DataType::Int64 | DataType::Float64);
                if is_figure {
                    let column = cast(column, &DataType::Float64).unwrap();
                    let column = column.as_primitive::<Float64Type>();
                    let value = column.is_valid(row).then(|| column.value(row));
                    let series = values.entry(format!("{keys} | {figure}")).or_default();
                    // By time of making: what comes later stays.
                    series.insert(day, value);
                }
            }
        };
        for row in 0..summary.num_rows() {
            take(&summary, row, format!("{} | - | -", names.value(row)));
        }
        let followed = read(&report.folder, "project_hashtag_stats");
        for row in 0..followed.num_rows() {
            let id = followed.column(0).as_primitive::<Int32Type>().value(row);
            let project = ids.iter().position(|known| *known == id).unwrap();
            let tag = followed.column_by_name("name").unwrap().as_string::<i32>();
            let platform = followed
                .column_by_name("platform")
                .unwrap()
                .as_string::<i32>();
            let (tag, platform) = (tag.value(row), platform.value(row));
            let keys = format!("{} | {tag} | {platform}", names.value(project));
            take(&followed, row, keys);
        }
    }
    values
}

fn chrono_epoch() -> chrono::NaiveDate {
    chrono::NaiveDate::default()
}

#[test]
fn every_row_is_that_of_a_plain_computation() {
    let found = found();
    let ours = rows(&trend(&found.reports, &TrendOptions::default()).unwrap());
    let mut theirs = Vec::new();
    for (series, days) in values(&found) {
        let days: Vec<_> = days.into_iter().collect();
        for (place, (day, value)) in days.iter().enumerate() {
            let before = place.checked_sub(1).map(|place| days[place]);
            let previous = before.and_then(|(_, value)| value);
            let change = value
                .zip(previous)
                .map(|(value, previous)| value - previous);
            let percent = change
                .zip(previous)
                .filter(|(_, previous)| *previous != 0.0);
            let mean = |length: i32| {
                let window = days
                    .iter()
                    .filter(|(other, _)| *other <= *day && *other > day - length);
                let known: Vec<_> = window.filter_map(|(_, value)| *value).collect();
                let sum: f64 = known.iter().sum();
                (!known.is_empty()).then(|| sum / known.len() as f64)
            };
            let numbers = [
                ("day", Some(f64::from(*day))),
                ("value", *value),
                ("previous_day", before.map(|(day, _)| f64::from(day))),
                ("previous", previous),
                ("change", change),
                (
                    "change_percent",
                    percent.map(|(change, previous)| change / previous.abs() * 100.0),
                ),
                ("mean_7d", mean(7)),
                ("mean_28d", mean(28)),
            ];
            let numbers = numbers.map(|(name, number)| (name.to_owned(), number));
            theirs.push((series.clone(), BTreeMap::from(numbers)));
        }
    }
    // Three projects with 14 figures, three hashtags with 4; four days each.
    assert_eq!(theirs.len(), (3 * 14 + 3 * 4) * 4);
    let sorted = |mut rows: Vec<(String, BTreeMap<String, Option<f64>>)>| {
        rows.sort_by(|one, other| {
            let key = |row: &(String, BTreeMap<String, Option<f64>>)| row.1["day"].unwrap();
            one.0.cmp(&other.0).then(key(one).total_cmp(&key(other)))
        });
        rows
    };
    let (ours, theirs) = (sorted(ours), sorted(theirs));
    assert_eq!(ours.len(), theirs.len());
    for ((series, ours), (other, theirs)) in ours.iter().zip(&theirs) {
        assert_eq!(series, other);
        for (name, number) in theirs {
            assert!(
                close(ours[name], *number),
                "{series} {name}: {ours:?} {theirs:?}"
            );
        }
    }
}

#[test]
fn series_can_be_chosen() {
    let found = found().reports;
    let names = |options: &TrendOptions| {
        let rows = rows(&trend(&found, options).unwrap());
        let mut names: Vec<_> = rows.into_iter().map(|(series, _)| series).collect();
        let all = names.len();
        names.dedup();
        (names, all)
    };
    let one = TrendOptions {
        projects: vec!["Food".to_owned()],
        figures: vec!["posts".to_owned(), "total_posts".to_owned()],
        latest: true,
        ..TrendOptions::default()
    };
    let expected = ["Food | - | - | posts", "Food | food | tiktok | total_posts"];
    assert_eq!(names(&one), (expected.map(str::to_owned).to_vec(), 2));
    // Any hashtag of the store, whether followed or not, in any form.
    let tag = TrendOptions {
        hashtags: vec!["#SOUP".to_owned()],
        ..TrendOptions::default()
    };
    let (soup, all) = names(&tag);
    assert_eq!((soup.len(), all), (4, 16));
    assert!(
        soup.iter()
            .all(|name| name.starts_with("- | soup | tiktok | ")),
        "{soup:?}"
    );

    let refused = |options: TrendOptions| trend(&found, &options).unwrap_err().to_string();
    let error = refused(TrendOptions {
        figures: vec!["reach".to_owned()],
        ..TrendOptions::default()
    });
    assert!(
        error.contains("no figure called `reach`") && error.contains("total_likes"),
        "{error}"
    );
    let error = refused(TrendOptions {
        projects: vec!["Drink".to_owned()],
        ..TrendOptions::default()
    });
    assert!(
        error.contains("no report has a project called `Drink`"),
        "{error}"
    );
    let error = refused(TrendOptions {
        hashtags: vec!["none".to_owned()],
        ..TrendOptions::default()
    });
    assert!(
        error.contains("no report has a hashtag called `none`"),
        "{error}"
    );
}

#[test]
fn it_comes_in_every_form() {
    let folder = reports().path();
    let figure = ["--project", "Food", "--figure", "total_engagement"];
    let asked =
        |more: &[&str]| succeed(folder, &[&["trend", "reports"], &figure[..], more].concat());
    let csv = asked(&["--format", "csv"]);
    let lines: Vec<_> = csv.lines().collect();
    // `hashtag` series have the figure too.
    assert_eq!(lines.len(), 1 + 4 + 4);
    assert_eq!(
        lines[0],
        "project,hashtag,platform,figure,day,value,previous_day,previous,change,change_percent,mean_7d,mean_28d"
    );
    assert_eq!(
        lines[2],
        "Food,,,total_engagement,2026-01-02,60.0,2026-01-01,30.0,30.0,100.0,45.0,45.0"
    );
    let table = asked(&["--latest"]);
    assert!(
        table.contains("2026-02-09") && !table.contains("2026-01-02"),
        "{table}"
    );
    asked(&["-o", "trend.parquet"]);
    let file = File::open(folder.join("trend.parquet")).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    assert_eq!(reader.metadata().file_metadata().num_rows(), 8);
    assert_eq!(reader.schema().fields(), schema().fields());
    // A pattern, and a report by itself.
    let some = succeed(
        folder,
        &["trend", "reports/2026-01-0*", "--json", "--figure", "posts"],
    );
    let some: Value = serde_json::from_str(&some).unwrap();
    assert_eq!(some.as_array().unwrap().len(), 3 * 3);
    let one = succeed(
        folder,
        &["trend", "reports/2026-02-09", "--json", "--figure", "posts"],
    );
    let one: Value = serde_json::from_str(&one).unwrap();
    assert_eq!(one.as_array().unwrap().len(), 3);
}

#[test]
fn names_are_text_in_the_page() {
    let found = found();
    let batch = trend(&found.reports, &TrendOptions::default()).unwrap();
    let scripts = ChartScripts {
        vega: "/* vega */",
        vega_lite: "/* vega-lite */",
    };
    let page = to_html(&batch, &found, scripts).unwrap();
    assert!(page.contains("<h2>Projects: total_engagement</h2>"));
    assert!(page.contains("<h2>Hashtags: total_posts</h2>"));
    assert!(
        !page.contains("</script><b>x"),
        "a name of a project is HTML"
    );
    assert!(page.contains("2026-01-08T00:00:00"));
    let again = to_html(&batch, &found, scripts).unwrap();
    assert_eq!(again, page);
}

#[test]
fn charts_are_drawn_without_a_network() {
    let Some(vega) = std::env::var_os("VEYL_VEGA_DIR").map(PathBuf::from) else {
        eprintln!("skipped: no Vega (VEYL_VEGA_DIR)");
        return;
    };
    let Some(browser) = chromium() else { return };
    let read = |name: &str| fs::read_to_string(vega.join(name)).unwrap();
    let (vega, vega_lite) = (read("vega.min.js"), read("vega-lite.min.js"));
    let scripts = ChartScripts {
        vega: &vega,
        vega_lite: &vega_lite,
    };
    let found = found();
    let batch = trend(&found.reports, &TrendOptions::default()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let page = to_html(&batch, &found, scripts).unwrap();
    fs::write(folder.path().join("trend.html"), page).unwrap();
    let (document, console) = seen(&browser, folder.path(), "trend.html");
    assert!(console.is_empty(), "{console:?}");
    // No post has a sentiment, and posts with comments and shares are none either.
    let charts = document.matches("<figure class=\"chart\"").count();
    let drawn = document.matches("data-state=\"drawn\"").count();
    assert!(charts >= 10, "{charts}");
    assert_eq!(drawn, charts);
}
