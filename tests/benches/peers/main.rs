//! veyl beside DuckDB on the same work, as ratios.
//!
//! `cargo bench -p veyl-tests --bench peers -- [load|report|startup] [--posts N] [--runs N]`
//!
//! Both sides are processes of their own, started in turn (A B A B …) by this
//! one, on the same files and the same DuckDB library; the median of the runs
//! counts. Machines are noisy: quote the ratio.

mod duckdb_side;
mod startup;

use std::path::{Path, PathBuf};
use std::process::Command;

use veyl_tests::processes::{Run, alternate, median};
use veyl_tests::veyl;

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|one| one != "--bench")
        .collect();
    // The DuckDB side of a comparison is this program again.
    if let Some(side) = arguments.first().filter(|one| one.starts_with("duckdb-")) {
        match side.as_str() {
            "duckdb-open" => startup::bare(&arguments[1]),
            side => duckdb_side::run(side, &arguments[1..]),
        }
        return;
    }
    let number = |name: &str, default: u64| {
        let place = arguments.iter().position(|one| one == name);
        place
            .and_then(|place| arguments.get(place + 1)?.parse().ok())
            .unwrap_or(default)
    };
    let wanted = |name: &str| {
        arguments
            .iter()
            .all(|one| one.starts_with("--") || one.parse::<u64>().is_ok())
            || arguments.iter().any(|one| one == name)
    };
    let runs = usize::try_from(number("--runs", 5)).unwrap_or(5);
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    if wanted("load") {
        load(folder.path(), number("--posts", 700_000), runs);
    }
    if wanted("report") {
        report(folder.path(), number("--posts", 1_000_000), runs);
    }
    if wanted("startup") {
        let posts = number("--posts", 1_000_000);
        let store = store(folder.path(), posts);
        println!("startup: SELECT 1 on a store of {posts} posts");
        startup::compare(&store, 8 * runs + 1, &this);
    }
}

/// A TikTok export (NDJSON) into a new store.
fn load(folder: &Path, posts: u64, runs: usize) {
    let export = generate(folder, "export", posts, "apify-tiktok");
    let file = only_file(&export);
    let bytes = std::fs::metadata(&file).expect("the export is there").len();
    println!(
        "load: {posts} posts, {:.0} MB of NDJSON",
        bytes as f64 / 1e6
    );
    let ours = |store: &Path| {
        let mut command = veyl();
        command.arg("--db").arg(store).arg("load").arg(&file);
        command
    };
    let theirs = |store: &Path| {
        let mut command = this();
        command.arg("duckdb-load").arg(&file).arg(store);
        command
    };
    compare(folder, "load", runs, &ours, &theirs);
    let same = |store: &str| duckdb_side::counts(&folder.join(store));
    assert_eq!(
        same("ours-load"),
        same("theirs-load"),
        "both sides make the same tables"
    );
}

/// Every view of every project as Parquet.
fn report(folder: &Path, posts: u64, runs: usize) {
    let store = store(folder, posts);
    println!("report: {posts} posts, 1000 projects, every view as Parquet");
    let ours = |out: &Path| {
        let mut command = veyl();
        command
            .arg("--db")
            .arg(&store)
            .args(["report", "--all", "--out"])
            .arg(out);
        command
    };
    let theirs = |out: &Path| {
        let mut command = this();
        command.arg("duckdb-report").arg(&store).arg(out);
        command
    };
    compare(folder, "report", runs, &ours, &theirs);
}

fn compare(
    folder: &Path,
    what: &str,
    runs: usize,
    ours: &dyn Fn(&Path) -> Command,
    theirs: &dyn Fn(&Path) -> Command,
) {
    let places = [
        folder.join(format!("ours-{what}")),
        folder.join(format!("theirs-{what}")),
    ];
    let sides: [&dyn Fn() -> Run; 2] = [&|| Run::of(&places[0], &mut ours(&places[0])), &|| {
        Run::of(&places[1], &mut theirs(&places[1]))
    }];
    print_comparison(&alternate(runs, sides));
}

/// Prints medians and the ratio.
fn print_comparison([ours, theirs]: &[Vec<Run>; 2]) {
    let seconds = |runs: &[Run]| median(runs.iter().map(|run| run.seconds).collect());
    let megabytes = |runs: &[Run]| runs.iter().map(|run| run.megabytes).fold(0.0, f64::max);
    for (name, runs) in [("veyl", ours), ("DuckDB", theirs)] {
        println!(
            "  {name:8} {:8.2} s median of {}, {:6.0} MB peak",
            seconds(runs),
            runs.len(),
            megabytes(runs)
        );
    }
    println!(
        "  DuckDB's time / veyl's: {:.2}",
        seconds(theirs) / seconds(ours)
    );
}

/// A store of made-up posts, made by the first comparison that wants it.
fn store(folder: &Path, posts: u64) -> PathBuf {
    let store = folder.join(format!("store-{posts}.duckdb"));
    if !store.exists() {
        let tables = generate(folder, "tables", posts, "tables");
        let loaded = veyl()
            .arg("--db")
            .arg(&store)
            .arg("load")
            .arg(&tables)
            .output();
        assert!(
            loaded.expect("veyl starts").status.success(),
            "the tables load"
        );
    }
    store
}

fn generate(folder: &Path, name: &str, posts: u64, format: &str) -> PathBuf {
    let out = folder.join(name);
    let made = veyl()
        .args([
            "generate",
            "--posts",
            &posts.to_string(),
            "--format",
            format,
            "--out",
        ])
        .arg(&out)
        .output()
        .expect("veyl starts");
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    out
}

fn only_file(folder: &Path) -> PathBuf {
    let mut files = std::fs::read_dir(folder).expect("the folder is there");
    files
        .next()
        .expect("it holds a file")
        .expect("it can be read")
        .path()
}

fn this() -> Command {
    Command::new(std::env::current_exe().expect("this program has a path"))
}
