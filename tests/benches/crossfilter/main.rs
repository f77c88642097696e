//! A session of the cross-filter, event by event, beside DuckDB on the same
//! questions.
//!
//! `cargo bench -p veyl-tests --bench crossfilter -- [--posts N] [--no-duckdb]
//! [--json FILE]`
//!
//! The session is scripted (`script`): a brush that is dragged over time, clicks on
//! platforms, hashtags, creators and hours, a range of engagement, captions typed
//! letter by letter. Each event replaces the filters and asks for every dimension.
//! The session runs on one thread; DuckDB (`duckdb`) has all cores, a table made for
//! these questions, and one query for each dimension. Every answer of DuckDB is
//! compared with that of the session. Machines are noisy: quote the ratio.

// A benchmark that can not be run stops; times are positive and small.
#![allow(
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss
)]

mod duckdb;
mod script;

use std::time::{Duration, Instant};

use duckdb::DuckDb;
use script::{Event, events};
use veyl_core::generate;
use veyl_core::index::{CrossFilter, Filters, Options, Order};
use veyl_tests::tables::{index, write_tables};

/// Milliseconds of events.
#[derive(Default)]
struct Times {
    index: Vec<f64>,
    /// Of the processor; what others use of it is not in.
    index_used: Vec<f64>,
    duckdb: Vec<f64>,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let after = |name: &str| {
        let place = arguments.iter().position(|one| one == name)?;
        arguments.get(place + 1).cloned()
    };
    let posts = after("--posts").map_or(1_000_000, |text| text.parse().expect("a whole number"));
    let with_duckdb = !arguments.iter().any(|one| one == "--no-duckdb");
    let made = generate::Dataset::new(generate::Options {
        posts,
        projects: 10,
        seed: 1,
    })
    .expect("the data set can be made up");
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let tables = folder.path().join("tables");
    write_tables(&made, &tables);
    let dataset = index(&tables);

    let begin = Instant::now();
    let mut session = CrossFilter::new(&dataset, None).expect("a session can be made");
    let new = milliseconds(begin);
    let begin = Instant::now();
    session
        .prepare_captions(&dataset)
        .expect("captions can be prepared");
    println!(
        "{} posts, {} links; the session made in {new:.0} ms, captions in {:.0} ms; it holds {:.0} MB",
        dataset.posts(),
        dataset.links(),
        milliseconds(begin),
        session.memory() as f64 / 1e6
    );
    let options = Options::default();
    let whole = session
        .set(&dataset, Filters::default(), &options)
        .expect("the session answers");
    let page = session
        .posts(&dataset, Order::Engagement, 0, 200)
        .expect("the session answers");
    let theirs = with_duckdb.then(|| DuckDb::new(&tables));
    let mut kinds: Vec<(&str, Times)> = Vec::new();
    for Event { kind, filters } in events(&whole, &page) {
        let (begin, used) = (Instant::now(), used());
        let summary = session
            .set(&dataset, filters.clone(), &options)
            .expect("the session answers");
        let ours = milliseconds(begin);
        let ours_used = self::used().saturating_sub(used).as_secs_f64() * 1e3;
        let known = kinds.iter().position(|(known, _)| *known == kind);
        let known = known.unwrap_or_else(|| {
            kinds.push((kind, Times::default()));
            kinds.len() - 1
        });
        let times = &mut kinds[known].1;
        times.index.push(ours);
        times.index_used.push(ours_used);
        if let Some(theirs) = &theirs {
            let begin = Instant::now();
            let answer = theirs.ask(&filters, summary.time.unit);
            times.duckdb.push(milliseconds(begin));
            answer.compare(&summary);
        }
    }
    println!(
        "\n| events | | index, of a core: median | p95 | most | elapsed: median | p95 | DuckDB, elapsed: median | p95 | DuckDB / index, elapsed: median | p95 |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    let mut rows = Vec::new();
    let mut all = Times::default();
    for (kind, times) in &kinds {
        rows.push(row(kind, times));
        all.index.extend(&times.index);
        all.index_used.extend(&times.index_used);
        all.duckdb.extend(&times.duckdb);
    }
    rows.push(row("all", &all));
    for (line, _) in &rows {
        println!("{line}");
    }
    if let Some(path) = after("--json") {
        let rows: Vec<_> = rows.into_iter().map(|(_, json)| json).collect();
        let json = serde_json::json!({"posts": posts, "events": rows});
        std::fs::write(path, format!("{json:#}\n")).expect("the file can be written");
    }
}

/// What this thread has used of a processor; the time that has passed where
/// the system does not tell.
#[cfg(target_os = "linux")]
fn used() -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.cast_unsigned(), time.tv_nsec as u32)
}

#[cfg(not(target_os = "linux"))]
fn used() -> Duration {
    static BEGIN: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    BEGIN.get_or_init(Instant::now).elapsed()
}

fn milliseconds(begin: Instant) -> f64 {
    begin.elapsed().as_secs_f64() * 1e3
}

/// The value below which a share of all lie.
fn quantile(values: &[f64], share: f64) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    let place = (values.len() as f64 * share).ceil() as usize;
    values
        .get(place.saturating_sub(1))
        .copied()
        .unwrap_or(f64::NAN)
}

fn row(kind: &str, times: &Times) -> (String, serde_json::Value) {
    let events = times.index.len();
    let shares = [0.5, 0.95, 1.0];
    let [used, used_slow, used_most] = shares.map(|share| quantile(&times.index_used, share));
    let [ours, slow, _] = shares.map(|share| quantile(&times.index, share));
    let mut line = format!(
        "| {kind} | {events} | {used:.2} ms | {used_slow:.2} ms | {used_most:.2} ms | {ours:.2} ms | {slow:.2} ms |"
    );
    let mut json = serde_json::json!({
        "kind": kind, "events": events,
        "index_used_median_ms": used, "index_used_p95_ms": used_slow, "index_used_most_ms": used_most,
        "index_median_ms": ours, "index_p95_ms": slow,
    });
    if times.duckdb.is_empty() {
        line.push_str(" | | | |");
    } else {
        let [theirs, their_slow, _] = shares.map(|share| quantile(&times.duckdb, share));
        line.push_str(&format!(
            " {theirs:.0} ms | {their_slow:.0} ms | {:.0} x | {:.0} x |",
            theirs / ours,
            their_slow / slow
        ));
        json["duckdb_median_ms"] = theirs.into();
        json["duckdb_p95_ms"] = their_slow.into();
    }
    (line, json)
}
