//! Whole processes: Parquet tables -> every view -> Parquet files.

use std::path::Path;
use std::process::Command;

use veyl_core::report::{ReportOptions, report};
use veyl_core::view::Projects;
use veyl_core::write::{Compression, Format};
use veyl_tests::processes::{Run, alternate, median};

use crate::measure::{Row, Unit};
use crate::sides::match_scopes;
use veyl_tests::tables::{duckdb, index};

const INDEX: &str = "cold-index";
const DUCKDB: &str = "cold-duckdb";

/// Whether an argument makes this process one side of the comparison.
pub(crate) fn is_side(argument: &str) -> bool {
    [INDEX, DUCKDB].contains(&argument)
}

/// One side: `SIDE TABLES OUT`.
pub(crate) fn run(arguments: &[String]) {
    let [side, tables, out] = arguments else {
        panic!("a side, the tables and the folder are needed");
    };
    let options = ReportOptions {
        html: false,
        graph: None,
        folder: out.into(),
        format: Format::Parquet,
        compression: Compression::Zstd,
        now: 0,
    };
    let tables = Path::new(tables);
    if side == INDEX {
        let dataset = index(tables);
        report(
            &dataset,
            dataset.origin(),
            Projects::All,
            &options,
            &mut |_| (),
        )
        .expect("the index reports");
        return;
    }
    let store = duckdb(tables);
    match_scopes(&store, tables);
    store
        .report(Projects::All, &options, &mut |_| ())
        .expect("DuckDB reports");
}

/// Time and peak memory of both sides.
pub(crate) fn rows(folder: &Path, tables: &Path, runs: usize) -> [Row; 2] {
    let this = std::env::current_exe().expect("this program has a path");
    let places = [INDEX, DUCKDB].map(|side| folder.join(side));
    let start = |place: usize, side: &str| {
        let mut command = Command::new(&this);
        command.arg(side).arg(tables).arg(&places[place]);
        Run::of(&places[place], &mut command)
    };
    let [ours, theirs] = alternate(runs, [&|| start(0, INDEX), &|| start(1, DUCKDB)]);
    let row = |work: &str, unit: Unit, bar: f64, of: fn(&Run) -> f64| {
        let middle = |runs: &[Run]| median(runs.iter().map(of).collect());
        Row {
            work: work.to_owned(),
            unit,
            bar: Some(bar),
            index: middle(&ours),
            duckdb: Some(middle(&theirs)),
            polars: None,
        }
    };
    [
        row(
            "cold: Parquet, every view, Parquet",
            Unit::Seconds,
            2.0,
            |run| run.seconds,
        ),
        row("cold: peak memory", Unit::Megabytes, 1.0, |run| {
            run.megabytes
        }),
    ]
}
