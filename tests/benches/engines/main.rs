//! The index engine, DuckDB and Polars on the same tables in the same process.
//!
//! `cargo bench -p veyl-tests --features polars --bench engines -- [--posts N]
//! [--projects N] [--runs N] [--scale A,B,C] [--no-cold] [--json FILE]`
//!
//! The tables are made up (`veyl_core::generate`) and go into Parquet files.
//! DuckDB holds them in memory, the index and Polars too; answers are compared
//! before anything is timed. Each figure is the median of the runs, the engines
//! taking turns within a run; what takes microseconds is repeated within one. The
//! whole processes of `cold` are this program again. Machines are noisy: quote
//! the ratio.

// A benchmark that can not be run stops; times are positive and small.
#![allow(
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::semicolon_if_nothing_returned
)]

mod cold;
mod measure;
mod output;
mod scale;
mod sides;
mod work;

use std::path::PathBuf;

use sides::Sides;
use veyl_core::generate::{Dataset, Options};

/// What is asked for.
struct Ask {
    posts: u64,
    projects: u32,
    runs: usize,
    scale: Vec<u64>,
    cold: bool,
    json: Option<PathBuf>,
}

impl Ask {
    fn read(arguments: &[String]) -> Self {
        let after = |name: &str| {
            let place = arguments.iter().position(|one| one == name)?;
            arguments.get(place + 1).map(String::as_str)
        };
        let number = |name: &str, default: u64| {
            after(name).map_or(default, |text| text.parse().expect("a whole number"))
        };
        let posts = number("--posts", 1_000_000);
        let sizes = after("--scale").unwrap_or("100000,1000000,10000000");
        let sizes = sizes.split(',').map(|text| text.parse().expect("sizes"));
        Self {
            posts,
            projects: u32::try_from(number("--projects", 1000)).expect("projects"),
            runs: usize::try_from(number("--runs", 5)).expect("runs").max(1),
            scale: sizes.filter(|size| *size <= posts).collect(),
            cold: !arguments.iter().any(|one| one == "--no-cold"),
            json: after("--json").map(PathBuf::from),
        }
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|one| one != "--bench")
        .collect();
    if arguments.first().is_some_and(|one| cold::is_side(one)) {
        return cold::run(&arguments);
    }
    let ask = Ask::read(&arguments);
    let made = Dataset::new(Options {
        posts: ask.posts,
        projects: ask.projects,
        seed: 1,
    })
    .expect("the data set can be made up");
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let tables = folder.path().join("tables");
    veyl_tests::tables::write_tables(&made, &tables);

    let mut rows = vec![work::load(&tables, ask.runs)];
    output::progress(&rows[0]);
    let sides = Sides::new(&made, &tables);
    println!("{}", sides.describe());
    for row in work::rows(&sides, ask.runs) {
        output::progress(&row);
        rows.push(row);
    }
    let memory = sides.index.memory();
    drop(sides);
    if ask.cold {
        for row in cold::rows(folder.path(), &tables, ask.runs.min(5)) {
            output::progress(&row);
            rows.push(row);
        }
    }
    let scale: Vec<_> = ask
        .scale
        .iter()
        .map(|posts| scale::of(*posts, ask.projects, ask.runs))
        .collect();
    output::print(&rows, &scale);
    if let Some(path) = &ask.json {
        output::write_json(path, &ask, &memory, &rows, &scale);
    }
}
