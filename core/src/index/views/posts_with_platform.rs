//! `posts_with_platform`: every post, by id.

use arrow::array::ArrayRef;

use crate::Result;
use crate::index::by_id::sort_by_id;
use crate::index::dataset::Dataset;
use crate::index::views::cells::TextCells;
use crate::index::views::post_cells::PostCells;

/// Hands over the columns of one batch after the other.
pub(super) fn run(
    dataset: &Dataset,
    out: &mut dyn FnMut(Vec<ArrayRef>) -> Result<()>,
) -> Result<()> {
    rows(dataset, &by_id(dataset), out)
}

/// Every post, by id.
pub(crate) fn by_id(dataset: &Dataset) -> Vec<u32> {
    let mut order: Vec<u32> = dataset.posts.ordinals().collect();
    sort_by_id(&dataset.posts, &mut order);
    order
}

/// Hands over the rows of these posts, as [`run`].
pub(crate) fn rows(
    dataset: &Dataset,
    order: &[u32],
    out: &mut dyn FnMut(Vec<ArrayRef>) -> Result<()>,
) -> Result<()> {
    let mut posts = PostCells::default();
    let mut platform = TextCells::default();
    let mut flush = |posts: &mut PostCells, platform: &mut TextCells| {
        let mut columns = posts.take()?;
        columns.push(platform.take());
        out(columns)
    };
    for post in order {
        let record = dataset.posts.record(*post);
        posts.push(dataset, *post, &record);
        let on = dataset.creators.platform(record.creator());
        platform.push(dataset.platforms.name(on));
        if posts.is_full() {
            flush(&mut posts, &mut platform)?;
        }
    }
    if posts.len() > 0 {
        flush(&mut posts, &mut platform)?;
    }
    Ok(())
}
