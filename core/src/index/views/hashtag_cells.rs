//! The columns of `hashtags_with_stats` within a result.

use arrow::array::ArrayRef;

use crate::Result;
use crate::index::dataset::Dataset;
use crate::index::figures::mean;
use crate::index::sums::HashtagSums;
use crate::index::views::cells::{BigInts, Doubles, Integers, TextCells, Times};

#[derive(Debug, Default)]
pub(crate) struct HashtagCells {
    id: Integers,
    name: TextCells,
    platform: TextCells,
    total_posts: BigInts,
    avg_engagement: Doubles,
    total_engagement: BigInts,
    total_views: BigInts,
    first_post_at: Times,
    last_post_at: Times,
}

impl HashtagCells {
    /// Adds a hashtag with its sums.
    pub(crate) fn push(
        &mut self,
        dataset: &Dataset,
        hashtag: u32,
        sums: &HashtagSums,
    ) -> Result<()> {
        let shown = sums.shown(dataset, hashtag)?;
        let hashtags = &dataset.hashtags;
        self.id.push(hashtags.id(hashtag));
        self.name.push(hashtags.name(hashtag));
        let platform = hashtags.platform(hashtag);
        self.platform.push(dataset.platforms.name(platform));
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
            self.id.take(),
            self.name.take(),
            self.platform.take(),
            self.total_posts.take(),
            self.avg_engagement.take(),
            self.total_engagement.take(),
            self.total_views.take(),
            self.first_post_at.take(),
            self.last_post_at.take(),
        ]
    }
}
