//! The posts that a page shows: those with most engagement, those that did
//! better than expected, and those that signals speak of.

use std::collections::HashMap;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::Float64Type;

use crate::Result;
use crate::report::html::data::{Gathered, Post, Reference};
use crate::report::html::link;
use crate::report::row::{Row, array};

/// Posts of each list at most.
pub(super) const MOST: usize = 20;

/// The longest caption shown, in characters.
const CAPTION: usize = 240;

/// Takes rows of `project_top_posts`, which has every post in scope.
pub(super) fn top_posts(project: &mut Gathered, batch: &RecordBatch) -> Result<()> {
    let named: HashMap<String, Vec<usize>> = sought(project);
    let scores = array(batch, "overperforming")?.as_primitive::<Float64Type>();
    for number in 0..batch.num_rows() {
        let row = Row::of(batch, number);
        if project.top.rows.len() < MOST {
            let post = post(project, row)?;
            project.top.rows.push(post);
        }
        // As much as expected is a score of 1.
        if scores.is_valid(number) && scores.value(number) > 1.0 {
            project.over.total += 1;
            rank_over(project, row, scores.value(number))?;
        }
        if let Some(places) = row.text("id")?.and_then(|id| named.get(id)) {
            let known = reference(project, row)?;
            for place in places {
                project.signals.rows[*place].post = Some(known.clone());
            }
        }
    }
    project.top.total += batch.num_rows() as u64;
    Ok(())
}

/// The posts that signals speak of, with the places of the signals.
fn sought(project: &Gathered) -> HashMap<String, Vec<usize>> {
    let mut named: HashMap<String, Vec<usize>> = HashMap::new();
    for (place, signal) in project.signals.rows.iter().enumerate() {
        if let Some(post) = &signal.post {
            named.entry(post.id.clone()).or_default().push(place);
        }
    }
    named
}

/// Puts a post into its place among those that did best; rows come by rank, and
/// of two with one score the better rank stays first.
fn rank_over(project: &mut Gathered, row: Row<'_>, score: f64) -> Result<()> {
    let over = &project.over.rows;
    let better = |other: &Post| {
        let other = other.overperforming.as_ref();
        other.is_some_and(|other| other.value() >= score)
    };
    let place = over.partition_point(better);
    if place < MOST {
        let post = post(project, row)?;
        project.over.rows.insert(place, post);
        project.over.rows.truncate(MOST);
    }
    Ok(())
}

fn post(project: &Gathered, row: Row<'_>) -> Result<Post> {
    Ok(Post {
        post: reference(project, row)?,
        rank: row.count("rank")?,
        posted_at: row.time("posted_at")?,
        likes: row.count("metrics.likes")?,
        comments: row.count("metrics.comments")?,
        shares: row.count("metrics.shares")?,
        views: row.count("metrics.views")?,
        engagement: row.count("engagement")?,
        expected: row.mean("expected")?,
        overperforming: row.times("overperforming")?,
    })
}

fn reference(project: &Gathered, row: Row<'_>) -> Result<Reference> {
    let (id, author) = (row.name("id")?, row.name("author")?);
    let platform_id = row.number("platform_id")?;
    let platforms = &project.coverage.platforms;
    let platform = platforms
        .iter()
        .find(|known| known.platform_id == platform_id)
        .map(|known| known.platform.clone())
        .unwrap_or_default();
    Ok(Reference {
        link: link::post(&platform, &id, &author),
        caption: row.text("caption")?.map(shortened),
        id,
        author,
        platform,
    })
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(CAPTION) {
        Some((end, _)) => text[..end].to_owned() + "…",
        None => text.to_owned(),
    }
}
