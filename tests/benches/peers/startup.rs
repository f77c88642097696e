//! How long a question takes that asks nothing: `veyl sql -c 'SELECT 1'` beside
//! a bare program that opens the same file with the same library.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use duckdb::{AccessMode, Config, Connection};
use veyl_tests::processes::median;
use veyl_tests::veyl;

/// At most this many times as long as the bare program.
const MOST: f64 = 1.5;

/// The bare program: opens the file for reading, and asks.
#[allow(clippy::expect_used)]
pub(super) fn bare(file: &str) {
    let config = Config::default().access_mode(AccessMode::ReadOnly);
    let config = config.expect("the file can be read only");
    let connection = Connection::open_with_flags(file, config).expect("the file opens");
    let one: i32 = connection
        .query_row("SELECT 1", [], |row| row.get(0))
        .expect("it answers");
    println!("{one}");
}

/// Runs both in turn and prints the medians and their ratio.
pub(super) fn compare(store: &Path, runs: usize, this: &dyn Fn() -> Command) {
    let ours = || {
        let mut command = veyl();
        command.arg("--db").arg(store);
        command.args(["sql", "-c", "SELECT 1", "--format", "csv"]);
        command
    };
    let theirs = || {
        let mut command = this();
        command.arg("duckdb-open").arg(store);
        command
    };
    let mut milliseconds = [Vec::new(), Vec::new()];
    for run in 0..=runs {
        let sides: [&dyn Fn() -> Command; 2] = [&ours, &theirs];
        for (side, taken) in sides.iter().zip(&mut milliseconds) {
            let mut command = side();
            command.stdout(Stdio::null());
            let begin = Instant::now();
            let status = command.status().expect("the command starts");
            let took = begin.elapsed().as_secs_f64() * 1e3;
            assert!(status.success(), "{command:?} failed");
            // The first run of each warms the files up.
            if run > 0 {
                taken.push(took);
            }
        }
    }
    let [ours, theirs] = milliseconds.map(median);
    println!("  veyl     {ours:8.1} ms median of {runs}");
    println!("  DuckDB   {theirs:8.1} ms");
    let ratio = ours / theirs;
    let verdict = if ratio <= MOST { "within" } else { "over" };
    println!("  veyl's time / DuckDB's: {ratio:.2} ({verdict} {MOST})");
}
