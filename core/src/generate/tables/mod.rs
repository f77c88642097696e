//! The canonical tables as batches, chunk by chunk: every chunk of a table can
//! be made on its own.

mod numbering;
mod people;
mod posts;
mod projects;

use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch};

pub(super) use numbering::Numbering;

use crate::Result;
use crate::generate::Dataset;
use crate::generate::sketch::CHUNK;
use crate::schema::Table;

/// How many chunks a table has.
pub(super) fn chunks(dataset: &Dataset, table: &Table) -> u64 {
    match table.name {
        "posts" | "post_hashtags" => dataset.world.posts.div_ceil(CHUNK),
        "hashtags" => (dataset.numbering().len() as u64).div_ceil(CHUNK),
        "projects" | "project_hashtags" | "project_creators" => {
            u64::from(dataset.options.projects).div_ceil(CHUNK)
        }
        _ => 1,
    }
}

/// One chunk of a table.
pub(super) fn batch(dataset: &Dataset, table: &Table, chunk: u64) -> Result<RecordBatch> {
    let columns: Vec<ArrayRef> = match table.name {
        "posts" => posts::posts(&dataset.world, chunk)?,
        "post_hashtags" => posts::links(&dataset.world, dataset.numbering(), chunk),
        "hashtags" => people::hashtags(&dataset.world, dataset.numbering(), chunk),
        "projects" => projects::projects(dataset, chunk),
        "project_hashtags" => projects::hashtags(dataset, chunk),
        "project_creators" => projects::creators(dataset, chunk),
        "platforms" => people::platforms(),
        "users" => people::users(dataset.options.projects),
        "oauth_accounts" => people::oauth_accounts(dataset.options.projects),
        _ => people::subscriptions(dataset.options.projects),
    };
    Ok(RecordBatch::try_new(table.arrow(), columns)?)
}

fn array<A: arrow::array::Array + 'static>(array: A) -> ArrayRef {
    Arc::new(array)
}

/// Unix seconds as the tables have times.
fn micros(seconds: i64) -> i64 {
    seconds * 1_000_000
}
