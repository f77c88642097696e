//! The columns of a hashtag within a result.

use arrow::array::ArrayRef;

use crate::Result;
use crate::index::dataset::Dataset;
use crate::index::figures::mean;
use crate::index::sums::HashtagSums;
use crate::index::views::cells::{BigInts, Doubles, Integers, TextCells, Times};

/// What `hashtags_with_stats` says of a hashtag.
#[derive(Debug, Default)]
pub(crate) struct HashtagCells {
    id: Integers,
    name: TextCells,
    platform: TextCells,
    figures: HashtagFigures,
}

impl HashtagCells {
    /// Adds a hashtag with its sums.
    ///
    /// # Errors
    /// As [`HashtagFigures::push`].
    pub(crate) fn push(
        &mut self,
        dataset: &Dataset,
        hashtag: u32,
        sums: &HashtagSums,
    ) -> Result<()> {
        let hashtags = &dataset.hashtags;
        self.id.push(hashtags.id(hashtag));
        self.name.push(hashtags.name(hashtag));
        let platform = hashtags.platform(hashtag);
        self.platform.push(dataset.platforms.name(platform));
        self.figures.push(dataset, hashtag, sums)
    }

    pub(crate) fn take(&mut self) -> Vec<ArrayRef> {
        let mut columns = vec![self.id.take(), self.name.take(), self.platform.take()];
        columns.extend(self.figures.take());
        columns
    }
}

/// The figures of a hashtag, without what names it.
#[derive(Debug, Default)]
pub(crate) struct HashtagFigures {
    total_posts: BigInts,
    avg_engagement: Doubles,
    total_engagement: BigInts,
    total_views: BigInts,
    first_post_at: Times,
    last_post_at: Times,
}

impl HashtagFigures {
    /// Makes room for so many more.
    pub(crate) fn reserve(&mut self, rows: usize) {
        self.avg_engagement.reserve(rows);
        for column in [
            &mut self.total_posts,
            &mut self.total_engagement,
            &mut self.total_views,
        ] {
            column.reserve(rows);
        }
        self.first_post_at.reserve(rows);
        self.last_post_at.reserve(rows);
    }

    /// Adds a hashtag's sums.
    ///
    /// # Errors
    /// `Rule` where a sum, or the engagement of a post, leaves the range of BIGINT.
    #[inline]
    pub(crate) fn push(
        &mut self,
        dataset: &Dataset,
        hashtag: u32,
        sums: &HashtagSums,
    ) -> Result<()> {
        let shown = sums.shown(dataset, hashtag)?;
        let posts = dataset.by_hashtag.get(hashtag).len();
        self.total_posts
            .push(i64::try_from(posts).unwrap_or(i64::MAX));
        let engagement = shown.engagement.sum("of engagement")?;
        self.avg_engagement
            .push_option(mean(engagement, shown.engagement.count));
        self.total_engagement.push_option(engagement);
        self.total_views.push_option(shown.views.sum("of views")?);
        self.first_post_at
            .push_option(shown.times.map(|times| times.0));
        self.last_post_at
            .push_option(shown.times.map(|times| times.1));
        Ok(())
    }

    pub(crate) fn take(&mut self) -> Vec<ArrayRef> {
        vec![
            self.total_posts.take(),
            self.avg_engagement.take(),
            self.total_engagement.take(),
            self.total_views.take(),
            self.first_post_at.take(),
            self.last_post_at.take(),
        ]
    }
}
