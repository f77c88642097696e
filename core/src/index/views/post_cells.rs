//! The columns of posts within a result.

use std::sync::Arc;

use arrow::array::{ArrayRef, ListBuilder, StringBuilder, StructArray};

use crate::Result;
use crate::index::dataset::Dataset;
use crate::index::posts::word;
use crate::index::record::Record;
use crate::index::views::cells::{BigInts, Doubles, Integers, TextCells, Times};
use crate::index::views::run::FULL;
use crate::schema::{list_item, metrics_fields};

/// Bytes of captions after which a batch goes out: far below what its offsets
/// can count.
const MANY_BYTES: usize = 64 << 20;

/// Every column of `posts`.
#[derive(Debug)]
pub(crate) struct PostCells {
    id: TextCells,
    platform_id: Integers,
    author: TextCells,
    caption: TextCells,
    hashtags: ListBuilder<StringBuilder>,
    metrics: [BigInts; 4],
    posted_at: Times,
    /// Sentiment, score and its trend.
    floats: [Doubles; 3],
}

impl Default for PostCells {
    fn default() -> Self {
        Self {
            id: TextCells::default(),
            platform_id: Integers::default(),
            author: TextCells::default(),
            caption: TextCells::default(),
            hashtags: no_lists(),
            metrics: Default::default(),
            posted_at: Times::default(),
            floats: Default::default(),
        }
    }
}

fn no_lists() -> ListBuilder<StringBuilder> {
    ListBuilder::with_capacity(StringBuilder::with_capacity(0, 0), 0).with_field(list_item())
}

impl PostCells {
    /// Adds a post.
    pub(crate) fn push(&mut self, dataset: &Dataset, post: u32, record: &Record) {
        let (posts, creators) = (&dataset.posts, &dataset.creators);
        let creator = record.creator();
        self.id.push(posts.ids.text(post));
        self.platform_id
            .push(dataset.platforms.id(creators.platform(creator)));
        self.author.push(creators.author(creator));
        self.caption.push_option(posts.captions.get(post));
        let hashtags = self.hashtags.values();
        match posts.own_list(post) {
            Some(names) => {
                for name in names {
                    hashtags.append_value(dataset.hashtags.text(*name));
                }
            }
            None => {
                for hashtag in dataset.tags.get(post).iter() {
                    hashtags.append_value(dataset.hashtags.name(hashtag));
                }
            }
        }
        self.hashtags.append(true);
        let wide = record.is_wide().then(|| posts.wide_counts(post));
        for (metric, column) in self.metrics.iter_mut().enumerate() {
            column.push_option(match wide {
                Some(counts) => counts[metric],
                None => word(record.count(metric)),
            });
        }
        self.posted_at.push_option(record.posted_at());
        let floats = [&posts.sentiment, &posts.score, &posts.score_trend];
        for (column, values) in self.floats.iter_mut().zip(floats) {
            column.push_option(values.get(post));
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.platform_id.len()
    }

    /// Whether a batch should go out before another post comes in.
    pub(crate) fn is_full(&self) -> bool {
        self.len() >= FULL || self.caption.bytes() >= MANY_BYTES
    }

    /// The arrays, in the order of the table.
    pub(crate) fn take(&mut self) -> Result<Vec<ArrayRef>> {
        let counts = self.metrics.iter_mut().map(BigInts::take).collect();
        let [sentiment, score, score_trend] = &mut self.floats;
        let hashtags = std::mem::replace(&mut self.hashtags, no_lists()).finish();
        Ok(vec![
            self.id.take(),
            self.platform_id.take(),
            self.author.take(),
            self.caption.take(),
            Arc::new(hashtags),
            Arc::new(StructArray::try_new(metrics_fields(), counts, None)?),
            self.posted_at.take(),
            sentiment.take(),
            score.take(),
            score_trend.take(),
        ])
    }
}
