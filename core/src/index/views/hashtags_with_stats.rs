//! `hashtags_with_stats`: every hashtag, by id, from the sums that are kept.
//!
//! Bytes touched where the sums are there: 40 a hashtag, and those of its name. Computing them
//! reads every record (32 bytes a post) and link (4) once, in order.

use arrow::array::ArrayRef;

use crate::Result;
use crate::index::dataset::Dataset;
use crate::index::views::hashtag_cells::HashtagCells;
use crate::index::views::run::FULL;
use crate::parallel::{cores, ordered};

/// Hands over the columns of one batch after the other.
pub(super) fn run(
    dataset: &Dataset,
    out: &mut dyn FnMut(Vec<ArrayRef>) -> Result<()>,
) -> Result<()> {
    let sums = dataset.hashtag_sums();
    let order = dataset.hashtags.by_id_order();
    let pieces: Vec<_> = order.chunks(FULL).collect();
    ordered(
        cores(),
        pieces.len() as u64,
        |piece| {
            let mut cells = HashtagCells::default();
            for hashtag in pieces[usize::try_from(piece).unwrap_or_default()] {
                cells.push(dataset, *hashtag, &sums[*hashtag as usize])?;
            }
            Ok(cells.take())
        },
        |columns: Result<_>| out(columns?),
    )
}
