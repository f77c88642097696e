//! `hashtags_with_stats`: every hashtag, by id, from the sums that are kept.
//!
//! Bytes touched where the sums are there: 40 read and 48 written a hashtag; what names
//! it is shared. Of 270,000 hashtags that is 24 MB, which memory alone takes 2 to 3
//! milliseconds for; we take 3 to 5 on two cores, some of it for pages of memory that
//! are new.
//!
//! Computing the sums reads every record (32 bytes a post) and link (4) once, in order,
//! then two records a hashtag for its times: 60 MB of a million posts, some 6
//! milliseconds by the rate of memory. It takes five to eight times that on two cores,
//! since what is added up of 270,000 hashtags (6.5 MB a thread) does not stay in the
//! second cache, and neither do records at random.

use std::sync::Arc;

use arrow::array::ArrayRef;

use crate::Result;
use crate::index::dataset::Dataset;
use crate::index::views::hashtag_cells::HashtagFigures;
use crate::parallel::{cores, ordered};

/// Hands over the columns of one batch after the other.
pub(super) fn run(
    dataset: &Dataset,
    out: &mut dyn FnMut(Vec<ArrayRef>) -> Result<()>,
) -> Result<()> {
    let sums = dataset.hashtag_sums();
    let labels = dataset.hashtags.labels();
    ordered(
        cores(),
        labels.pieces() as u64,
        |piece| {
            let piece = usize::try_from(piece).unwrap_or_default();
            let hashtags = labels.hashtags(piece);
            let mut figures = HashtagFigures::default();
            figures.reserve(hashtags.len());
            for hashtag in hashtags {
                figures.push(dataset, *hashtag, &sums[*hashtag as usize])?;
            }
            let labels = labels.columns(piece, &dataset.hashtags, &dataset.platforms);
            let labels = labels.iter().map(Arc::clone);
            Ok(labels.chain(figures.take()).collect())
        },
        |columns: Result<_>| out(columns?),
    )
}
