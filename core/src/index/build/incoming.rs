//! Posts on their way into a data set that is there already, by the rules of a
//! load.

use arrow::array::{Array, RecordBatch};

use crate::Result;
use crate::adapt::Reject;
use crate::index::build::rows::Rows;
use crate::index::build::{Outcome, Rules, columns};
use crate::index::platforms::Platforms;
use crate::index::record::Counts;
use crate::schema::Table;

/// A post as a load brings it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct IncomingPost {
    pub(crate) id: String,
    /// The ordinal of its platform, which may be a new one.
    pub(crate) platform: u16,
    pub(crate) author: String,
    pub(crate) caption: Option<String>,
    pub(crate) hashtags: Vec<String>,
    pub(crate) counts: Counts,
    pub(crate) posted_at: Option<i64>,
    /// Sentiment, score and its trend.
    pub(crate) floats: [Option<f64>; 3],
}

/// The posts of a load that stay, each id once.
#[derive(Debug)]
pub(crate) struct Incoming {
    pub(crate) posts: Vec<IncomingPost>,
    /// Those that were known, and after them those that the posts bring.
    pub(crate) platforms: Platforms,
    /// Rows that break a rule, each with the number of its source.
    pub(crate) rejects: Vec<(i32, Reject)>,
    /// Rows that gave way to a better one of the same id, by source.
    pub(crate) duplicates: Vec<(i32, u64)>,
}

/// Takes rows that break a rule and all but the greatest row of an id out of
/// `batches`; platforms that are new get ids in the order of their names.
///
/// # Errors
/// `Corrupt` where a column is missing or of another type, or NULL where the
/// table has none; `Argument` for too many posts or platforms.
pub(crate) fn incoming(batches: &[RecordBatch], platforms: &Platforms) -> Result<Incoming> {
    for batch in batches {
        columns::check(Table::posts(), batch)?;
    }
    let mut outcome = Outcome::default();
    let mut platforms = platforms.clone();
    let rows = Rows::new(batches, Rules::Load, &mut platforms, &mut outcome)?;
    let posts = rows.kept().map(|(row, batch, place)| IncomingPost {
        id: batch.id.value(place).to_owned(),
        platform: rows.platform(row),
        author: batch.author.value(place).to_owned(),
        caption: batch
            .caption
            .is_valid(place)
            .then(|| batch.caption.value(place).to_owned()),
        hashtags: batch.tags(place).map(str::to_owned).collect(),
        counts: batch.counts(place),
        posted_at: batch.posted_at(place),
        floats: batch
            .floats
            .map(|values| values.is_valid(place).then(|| values.value(place))),
    });
    Ok(Incoming {
        posts: posts.collect(),
        platforms,
        rejects: outcome.rejects,
        duplicates: outcome.duplicates.into_iter().collect(),
    })
}
