//! What a snapshot takes, and what it saves: made-up posts are built into a
//! data set from Parquet tables, written as a snapshot, and read back.
//!
//! ```text
//! cargo run --release -p veyl-core --no-default-features --example snapshot -- 1000000
//! ```

use std::time::{Duration, Instant};

use veyl_core::index::{self, Dataset};
use veyl_core::load::LoadOptions;
use veyl_core::read::Input;
use veyl_core::schema::TABLES;
use veyl_core::view::{Projects, VIEWS};
use veyl_core::write::Format;
use veyl_core::{Result, generate};

/// Each time is the median of so many.
const RUNS: usize = 5;

fn main() -> Result<()> {
    let posts = std::env::args().nth(1);
    let posts = posts
        .and_then(|posts| posts.parse().ok())
        .unwrap_or(100_000);
    let made = generate::Dataset::new(generate::Options {
        posts,
        ..generate::Options::default()
    })?;
    let mut tables = Vec::new();
    for table in &TABLES {
        let mut bytes = Vec::new();
        let mut writer = Format::Parquet.writer(&mut bytes);
        made.write_table(table, writer.as_mut(), &mut || ())?;
        drop(writer);
        tables.push(Input::bytes(format!("{}.parquet", table.name), bytes));
    }
    let path = std::env::temp_dir().join(format!("veyl-snapshot-{}", std::process::id()));
    let (dataset, _) = index::read(&tables, &LoadOptions::default(), &mut ())?;
    let memory = dataset.memory();
    let build = median(|| index::read(&tables, &LoadOptions::default(), &mut ()).map(drop))?;
    let save = median(|| dataset.save(&path).map(drop))?;
    let bytes = std::fs::metadata(&path)?.len();
    let open = median(|| Dataset::open(&path).map(drop))?;
    let read = median(|| Dataset::from_snapshot(std::fs::read(&path)?.into()).map(drop))?;
    let ids: Vec<i32> = dataset.projects().take(1).collect();
    let summary = VIEWS.iter().find(|view| view.name == "project_summary");
    let first = match summary {
        Some(view) => median(|| {
            let opened = Dataset::open(&path)?;
            opened.view(view, Projects::Only(&ids)).map(drop)
        })?,
        None => Duration::ZERO,
    };
    std::fs::remove_file(&path)?;
    println!("{posts} posts, {} links, {bytes} bytes", dataset.links());
    println!(
        "{:.1} bytes a post, {:.1} besides ids and captions (in memory {:.1}, and {:.1})",
        bytes as f64 / posts as f64,
        (bytes as f64 - (memory.ids + memory.captions) as f64) / posts as f64,
        memory.total() as f64 / posts as f64,
        memory.without_texts() as f64 / posts as f64,
    );
    let times = [
        ("build from Parquet tables in memory", build),
        ("save", save),
        ("open, mapped", open),
        ("open, read into memory", read),
        ("open, mapped, and one project's summary", first),
    ];
    for (what, time) in times {
        println!("{:>9.1} ms  {what}", time.as_secs_f64() * 1e3);
    }
    Ok(())
}

fn median(mut run: impl FnMut() -> Result<()>) -> Result<Duration> {
    let mut times = Vec::with_capacity(RUNS);
    for _ in 0..RUNS {
        let begin = Instant::now();
        run()?;
        times.push(begin.elapsed());
    }
    times.sort_unstable();
    Ok(times[RUNS / 2])
}
