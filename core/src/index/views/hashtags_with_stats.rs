//! `hashtags_with_stats`: every hashtag, by id, from the sums that are kept.
//!
//! Bytes touched where the sums are there: about 100 a hashtag. Computing them
//! reads every record (32 bytes a post) and link (4) once, in order.

use arrow::array::ArrayRef;

use crate::Result;
use crate::index::dataset::Dataset;
use crate::index::views::hashtag_cells::HashtagCells;
use crate::index::views::run::FULL;

/// Hands over the columns of one batch after the other.
pub(super) fn run(
    dataset: &Dataset,
    out: &mut dyn FnMut(Vec<ArrayRef>) -> Result<()>,
) -> Result<()> {
    let sums = dataset.hashtag_sums();
    let mut cells = HashtagCells::default();
    for hashtag in dataset.hashtags.by_id_order() {
        cells.push(dataset, hashtag, &sums[hashtag as usize])?;
        if cells.len() >= FULL {
            out(cells.take())?;
        }
    }
    if cells.len() > 0 {
        out(cells.take())?;
    }
    Ok(())
}
