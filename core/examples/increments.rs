//! What changes cost: batches of new posts, of posts crawled again and of posts
//! deleted, each with the views of a project that it touches, beside building
//! everything afresh.
//!
//! `cargo run --release -p veyl-core --no-default-features --example increments -- [POSTS] [PROJECTS]`
//!
//! Times are medians over the batches, and the least of them.

use std::time::{Duration, Instant};

use arrow::array::{Array, ArrayRef, AsArray, Int64Array, RecordBatch, StructArray};
use arrow::compute::concat_batches;
use arrow::datatypes::{Int32Type, Int64Type};
use std::sync::Arc;
use veyl_core::generate;
use veyl_core::index::{Builder, Dataset, Rules};
use veyl_core::schema::{TABLES, Table, metrics_fields};
use veyl_core::view::{Projects, VIEWS, View};
use veyl_core::{Error, ErrorKind, Result};

/// Posts of a batch, and how many batches there are of each kind.
const BATCH: usize = 1000;
const BATCHES: usize = 11;

fn main() -> Result<()> {
    let mut numbers = std::env::args().skip(1).map(|text| text.parse::<usize>());
    let mut number = |default| match numbers.next() {
        Some(Ok(number)) => Ok(number),
        None => Ok(default),
        Some(Err(_)) => Err(Error::new(ErrorKind::Argument, "a number was expected")),
    };
    let (posts, projects) = (number(1_000_000)?, number(1000)?);
    let tables = Tables::make(posts, projects)?;
    let (mut dataset, built) = timed(|| tables.build(&tables.posts))?;
    println!("{} posts, {} links", dataset.posts(), dataset.links());
    println!("build                          {}", shown(built));
    // What views keep is there: sums of hashtags, matches of scope queries.
    for name in ["project_summary", "hashtags_with_stats"] {
        let view = View::named(name)?;
        let (_, time) = timed(|| dataset.view(view, Projects::All))?;
        println!("{name:<30} {}", shown(time));
    }

    let (_, first) = timed(|| dataset.load_posts(&tables.later[..1]))?;
    println!("first change, makes table of ids{}", shown(first));
    let mut current = Vec::new();
    let mut loads = Vec::new();
    let mut touched_projects = Vec::new();
    for batch in &tables.later[1..] {
        let (_, load) = timed(|| dataset.load_posts(std::slice::from_ref(batch)))?;
        let project = touched(&dataset, batch)?;
        let (_, shown) = timed(|| views(&dataset, Projects::Only(&[project])))?;
        loads.push(load);
        current.push(shown);
        touched_projects.push(project);
    }
    println!("{BATCH} new posts                 {}", middle(&mut loads));
    println!("  then a project's 12 views    {}", middle(&mut current));
    let project = *touched_projects.last().unwrap_or(&1);
    each_view(&dataset, project)?;

    let mut loads = Vec::new();
    for batch in &tables.later {
        let again = crawled_again(batch)?;
        let (outcome, load) = timed(|| dataset.load_posts(std::slice::from_ref(&again)))?;
        if outcome.updated_posts == 0 {
            return Err(Error::new(ErrorKind::Rule, "nothing was updated"));
        }
        loads.push(load);
    }
    println!("{BATCH} late posts again          {}", middle(&mut loads));
    let mut loads = Vec::new();
    for batch in tables.posts.iter().take(BATCHES) {
        let again = crawled_again(&batch.slice(0, BATCH.min(batch.num_rows())))?;
        let (_, load) = timed(|| dataset.load_posts(std::slice::from_ref(&again)))?;
        loads.push(load);
    }
    println!("{BATCH} posts of the base again   {}", middle(&mut loads));

    let mut all = tables.posts.clone();
    all.extend(tables.later.iter().cloned());
    let (fresh, rebuilt) = timed(|| tables.build(&all))?;
    let (_, fresh_views) = timed(|| views(&fresh, Projects::Only(&[project])))?;
    println!("building afresh                {}", shown(rebuilt));
    println!("  then the project's 12 views  {}", shown(fresh_views));
    each_view(&fresh, project)?;
    drop(fresh);

    let mut deletions = Vec::new();
    for batch in tables.posts.iter().rev().take(BATCHES) {
        let ids = batch.column(0).as_string::<i32>();
        let ids: Vec<&str> = ids.iter().flatten().take(BATCH).collect();
        let ((), deletion) = timed(|| dataset.delete_posts(&ids))?;
        deletions.push(deletion);
    }
    println!(
        "{BATCH} posts of the base deleted {}",
        middle(&mut deletions)
    );
    let unmerged = dataset.unmerged();
    let ((), merged) = timed(|| {
        dataset.merge();
        Ok(())
    })?;
    println!("merging {unmerged} changed posts  {}", shown(merged));
    let (_, merged_views) = timed(|| views(&dataset, Projects::Only(&[project])))?;
    println!("  then the project's 12 views  {}", shown(merged_views));
    Ok(())
}

/// The views of projects, one after the other; their rows.
fn views(dataset: &Dataset, projects: Projects<'_>) -> Result<usize> {
    let mut rows = 0;
    for view in VIEWS.iter().filter(|view| view.is_per_project()) {
        let batches = dataset.view(view, projects)?;
        rows += batches.iter().map(RecordBatch::num_rows).sum::<usize>();
    }
    Ok(rows)
}

fn each_view(dataset: &Dataset, project: i32) -> Result<()> {
    for name in ["project_summary", "project_timeline", "project_top_posts"] {
        let view = View::named(name)?;
        let mut times = Vec::new();
        for _ in 0..BATCHES {
            times.push(timed(|| dataset.view(view, Projects::Only(&[project])))?.1);
        }
        println!("    {name:<26} {}", middle(&mut times));
    }
    Ok(())
}

/// A project that has one of the batch's posts, as its view of posts shows.
fn touched(dataset: &Dataset, batch: &RecordBatch) -> Result<i32> {
    let ids = batch.column(0).as_string::<i32>();
    let new: std::collections::HashSet<&str> = ids.iter().flatten().collect();
    let view = View::named("project_posts_by_hashtag")?;
    for project in dataset.projects().skip(17) {
        for rows in dataset.view(view, Projects::Only(&[project]))? {
            let posts = rows.column(2).as_string::<i32>();
            if posts.iter().flatten().any(|id| new.contains(id)) {
                return Ok(rows.column(0).as_primitive::<Int32Type>().value(0));
            }
        }
    }
    Err(Error::new(ErrorKind::NotFound, "no project has a new post"))
}

/// The same posts with more likes and views.
fn crawled_again(batch: &RecordBatch) -> Result<RecordBatch> {
    let place = batch.schema().index_of("metrics")?;
    let metrics = batch.column(place).as_struct();
    let counts: Vec<ArrayRef> = metrics
        .columns()
        .iter()
        .map(|column| {
            let column = column.as_primitive::<Int64Type>();
            Arc::new(
                column
                    .iter()
                    .map(|count| Some(count? + 7))
                    .collect::<Int64Array>(),
            ) as ArrayRef
        })
        .collect();
    let mut columns = batch.columns().to_vec();
    columns[place] = Arc::new(StructArray::try_new(
        metrics_fields(),
        counts,
        metrics.nulls().cloned(),
    )?);
    Ok(RecordBatch::try_new(batch.schema(), columns)?)
}

struct Tables {
    others: Vec<(&'static Table, RecordBatch)>,
    posts: Vec<RecordBatch>,
    /// Batches of posts that come later.
    later: Vec<RecordBatch>,
}

impl Tables {
    fn make(posts: usize, projects: usize) -> Result<Self> {
        let late = BATCH * (BATCHES + 1);
        let made = generate::Dataset::new(generate::Options {
            posts: (posts + late) as u64,
            projects: u32::try_from(projects).unwrap_or(u32::MAX),
            seed: 1,
        })?;
        let mut tables = Self {
            others: Vec::new(),
            posts: Vec::new(),
            later: Vec::new(),
        };
        for table in TABLES.iter().filter(|table| table.name != "post_hashtags") {
            for batch in made.table(table) {
                let batch = batch?;
                if table.name == "posts" {
                    tables.posts.push(batch);
                } else {
                    tables.others.push((table, batch));
                }
            }
        }
        let mut rest = Vec::new();
        let mut count = 0;
        while count < late {
            let Some(last) = tables.posts.pop() else {
                break;
            };
            let taken = last.num_rows().min(late - count);
            let kept = last.num_rows() - taken;
            if kept > 0 {
                tables.posts.push(last.slice(0, kept));
            }
            rest.insert(0, last.slice(kept, taken));
            count += taken;
        }
        let rest = concat_batches(&Table::posts().arrow(), &rest)?;
        tables.later = (0..=BATCHES)
            .map(|number| rest.slice(number * BATCH, BATCH))
            .collect();
        Ok(tables)
    }

    fn build(&self, posts: &[RecordBatch]) -> Result<Dataset> {
        let mut builder = Builder::new(Rules::Load);
        for (table, batch) in &self.others {
            builder.append(table, batch.clone())?;
        }
        for batch in posts {
            builder.append(Table::posts(), batch.clone())?;
        }
        Ok(builder.finish()?.dataset)
    }
}

fn timed<T>(work: impl FnOnce() -> Result<T>) -> Result<(T, Duration)> {
    let start = Instant::now();
    let made = work()?;
    Ok((made, start.elapsed()))
}

/// The median, and the least: on a busy machine the latter says more.
fn middle(times: &mut [Duration]) -> String {
    times.sort_unstable();
    let at = |place: usize| times.get(place).copied().unwrap_or_default();
    format!(
        "{}, least {}",
        shown(at(times.len() / 2)),
        shown(at(0)).trim_start()
    )
}

fn shown(time: Duration) -> String {
    format!("{:>10.3} ms", time.as_secs_f64() * 1e3)
}
