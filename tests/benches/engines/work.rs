//! The work that is compared, in one process.

use std::cell::RefCell;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use arrow::array::{AsArray, RecordBatch};
use arrow::datatypes::Int64Type;
use polars::prelude::DataFrame;
use veyl_core::sql::Projects;
use veyl_core::view::View;
use veyl_tests::engines::difference;
use veyl_tests::frames::{days, summary};
use veyl_tests::processes::median;
use veyl_tests::tables::{duckdb, index};

use crate::measure::{Row, Side, Unit, compare};
use crate::sides::Sides;

/// Parquet tables into memory. Here the bar is another: the index may take half
/// as long again as DuckDB.
pub(crate) fn load(tables: &Path, runs: usize) -> Row {
    let mut seconds = [Vec::new(), Vec::new()];
    for run in 0..=runs {
        let begin = Instant::now();
        let store = duckdb(tables);
        let theirs = begin.elapsed().as_secs_f64();
        drop(store);
        let begin = Instant::now();
        let dataset = index(tables);
        let ours = begin.elapsed().as_secs_f64();
        drop(dataset);
        // The first run brings the files into the system's cache.
        if run > 0 {
            seconds[0].push(ours);
            seconds[1].push(theirs);
        }
    }
    let [ours, theirs] = seconds.map(median);
    Row {
        work: "Parquet tables into memory".to_owned(),
        unit: Unit::Seconds,
        bar: Some(1.0 / 1.5),
        index: ours,
        duckdb: Some(theirs),
        polars: None,
    }
}

/// The rows of the table, one after the other.
pub(crate) fn rows(sides: &Sides, runs: usize) -> impl Iterator<Item = Row> {
    let work: [fn(&Sides, usize) -> Row; 8] = [
        |sides, runs| {
            let polars = || summary(&sides.frames.scope(Some(sides.project))?);
            agree(
                sides,
                "project_summary",
                Some(sides.project),
                "posts",
                &polars,
            );
            of_view(sides, runs, "project_summary", true, 1000.0, Some(&polars))
        },
        |sides, runs| {
            let polars = || days(&sides.frames.scope(Some(sides.project))?);
            agree(
                sides,
                "project_timeline",
                Some(sides.project),
                "posts",
                &polars,
            );
            of_view(sides, runs, "project_timeline", true, 1000.0, Some(&polars))
        },
        |sides, runs| of_view(sides, runs, "project_posts", true, 50.0, None),
        |sides, runs| {
            let polars = || summary(&sides.frames.scope(None)?);
            agree(sides, "project_summary", None, "posts", &polars);
            of_view(sides, runs, "project_summary", false, 20.0, Some(&polars))
        },
        |sides, runs| {
            let polars = || days(&sides.frames.scope(None)?);
            agree(sides, "project_timeline", None, "posts", &polars);
            of_view(sides, runs, "project_timeline", false, 0.0, Some(&polars))
        },
        |sides, runs| of_view(sides, runs, "project_cohashtags", false, 0.0, None),
        |sides, runs| {
            let polars = || sides.frames.hashtags();
            agree(sides, "hashtags_with_stats", None, "total_posts", &polars);
            let mut row = of_view(
                sides,
                runs,
                "hashtags_with_stats",
                false,
                100.0,
                Some(&polars),
            );
            row.work += ", from kept sums";
            row
        },
        afresh,
    ];
    work.into_iter().map(move |work| work(sides, runs))
}

/// What Polars computes.
type ByPolars<'p> = &'p dyn Fn() -> veyl_core::Result<DataFrame>;

fn of_view(
    sides: &Sides,
    runs: usize,
    name: &str,
    one: bool,
    bar: f64,
    polars: Option<ByPolars<'_>>,
) -> Row {
    let view = View::named(name).expect("it is a view");
    let ids = [sides.project];
    let projects = if one {
        Projects::Only(&ids)
    } else {
        Projects::All
    };
    let what = difference(view, projects, &sides.store, &sides.index);
    assert_eq!(what, None, "the engines do not agree");
    let polars: Side<'_> = polars.map(|ask| -> Box<dyn FnMut()> {
        Box::new(move || {
            black_box(ask().expect("polars answers"));
        })
    });
    let of = if one {
        "one project's "
    } else if view.is_per_project() {
        "all projects' "
    } else {
        ""
    };
    let answers: [Side<'_>; 3] = [
        Some(Box::new(|| {
            black_box(sides.index.view(view, projects).expect("the index answers"));
        })),
        Some(Box::new(|| {
            black_box(sides.store.view(view, projects).expect("DuckDB answers"));
        })),
        polars,
    ];
    let bar = (bar > 0.0).then_some(bar);
    compare(format!("{of}{name}"), bar, runs, answers)
}

/// Hashtags whose sums are not kept.
fn afresh(sides: &Sides, runs: usize) -> Row {
    let view = View::named("hashtags_with_stats").expect("it is a view");
    let copies = RefCell::new(Vec::new());
    let mut seconds = [Vec::new(), Vec::new(), Vec::new()];
    for run in 0..=runs {
        // A copy shares the columns, and begins without sums.
        let copy = sides.fresh.clone();
        let timed: [&dyn Fn(); 3] = [
            &|| {
                drop(black_box(
                    copy.view(view, Projects::All).expect("the index answers"),
                ))
            },
            &|| {
                drop(black_box(
                    sides
                        .store
                        .view(view, Projects::All)
                        .expect("DuckDB answers"),
                ))
            },
            &|| drop(black_box(sides.frames.hashtags().expect("polars answers"))),
        ];
        for (work, seconds) in timed.into_iter().zip(&mut seconds) {
            let begin = Instant::now();
            work();
            if run > 0 {
                seconds.push(begin.elapsed().as_secs_f64());
            }
        }
        // Freeing is not the work.
        copies.borrow_mut().push(copy);
    }
    let [index, duckdb, polars] = seconds.map(median);
    Row {
        work: "hashtags_with_stats, summed afresh".to_owned(),
        unit: Unit::Seconds,
        bar: Some(15.0),
        index,
        duckdb: Some(duckdb),
        polars: Some(polars),
    }
}

/// Polars counts the same posts, those without a time left out of days; that it agrees on every figure is tested
/// (`tests/third_opinion.rs`).
fn agree(sides: &Sides, view: &str, project: Option<i32>, column: &str, polars: ByPolars<'_>) {
    let view = View::named(view).expect("it is a view");
    let ids: Vec<i32> = project.into_iter().collect();
    let projects = match project {
        Some(_) => Projects::Only(&ids),
        None => Projects::All,
    };
    let batches = sides.index.view(view, projects).expect("the index answers");
    let counted = |batch: &RecordBatch| {
        let posts = batch.column_by_name(column).expect("the view has it");
        posts
            .as_primitive::<Int64Type>()
            .iter()
            .flatten()
            .sum::<i64>()
    };
    let ours: i64 = batches.iter().map(counted).sum();
    let frame = polars().expect("polars answers");
    let theirs = frame.column("posts_sum").expect("posts are summed up");
    let theirs = theirs
        .i64()
        .expect("they are counts")
        .iter()
        .flatten()
        .sum::<i64>();
    assert_eq!(ours, theirs, "polars does not agree on {}", view.name);
}
