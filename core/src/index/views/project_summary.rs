//! `project_summary`: one row a project.
//!
//! Bytes touched for a project of n posts: its posting lists (4 n and more for
//! posts that several lists have), a record of 32 n, and 8 n of sentiments where
//! the data set has any.

use arrow::array::ArrayRef;

use crate::Result;
use crate::index::figures::{Rates, Total, mean, median};
use crate::index::record::{NO_TIME, WIDE};
use crate::index::scoped::{Scoped, engagement};
use crate::index::views::cells::{BigInts, Doubles, Integers, TextCells, Times};
use crate::index::views::{Batches, Operator};

/// The columns, and room for one project's engagements.
#[derive(Debug, Default)]
pub(super) struct Summary {
    project_id: Integers,
    name: TextCells,
    /// `hashtags`, `creators`, `authors`, `posts`.
    counts: [BigInts; 4],
    /// `total_likes`, `_comments`, `_shares`, `_views`, `_engagement`.
    totals: [BigInts; 5],
    avg_engagement: Doubles,
    median_engagement: Doubles,
    engagement_rate_mean: Doubles,
    engagement_rate_pooled: Doubles,
    avg_sentiment: Doubles,
    first_post_at: Times,
    last_post_at: Times,
    engagements: Vec<i64>,
}

/// What is summed up of a project's posts.
#[derive(Debug, Default)]
struct Figures {
    totals: [Total; 5],
    rates: Rates,
    sentiments: f64,
    with_sentiment: u64,
    authors: i64,
    posts: i64,
    /// The first and the last known time.
    times: Option<(i64, i64)>,
}

const SUMMED: [&str; 5] = [
    "of likes",
    "of comments",
    "of shares",
    "of views",
    "of engagement",
];

impl Operator for Summary {
    fn project(&mut self, scoped: &mut Scoped<'_>, _: &mut Batches) -> Result<()> {
        let project = scoped.project;
        let figures = self.figures(scoped)?;
        self.project_id.push(project.id);
        self.name.push(&project.name);
        let followed = [project.hashtags.len(), project.creators.len()];
        let followed = followed.map(|count| i64::try_from(count).unwrap_or(i64::MAX));
        let counts = [followed[0], followed[1], figures.authors, figures.posts];
        for (column, count) in self.counts.iter_mut().zip(counts) {
            column.push(count);
        }
        for ((column, total), what) in self.totals.iter_mut().zip(figures.totals).zip(SUMMED) {
            column.push_option(total.sum(what)?);
        }
        let engagement = figures.totals[4];
        let sum = engagement.sum(SUMMED[4])?;
        self.avg_engagement.push_option(mean(sum, engagement.count));
        self.median_engagement
            .push_option(median(&mut self.engagements));
        self.engagement_rate_mean.push_option(figures.rates.mean());
        self.engagement_rate_pooled
            .push_option(figures.rates.pooled()?);
        let with = figures.with_sentiment;
        self.avg_sentiment
            .push_option((with > 0).then(|| figures.sentiments / with as f64));
        self.first_post_at
            .push_option(figures.times.map(|times| times.0));
        self.last_post_at
            .push_option(figures.times.map(|times| times.1));
        Ok(())
    }

    fn rows(&self) -> usize {
        self.project_id.len()
    }

    fn take(&mut self) -> Result<Vec<ArrayRef>> {
        let mut columns = vec![self.project_id.take(), self.name.take()];
        columns.extend(self.counts.iter_mut().map(BigInts::take));
        columns.extend(self.totals.iter_mut().map(BigInts::take));
        columns.extend([
            self.avg_engagement.take(),
            self.median_engagement.take(),
            self.engagement_rate_mean.take(),
            self.engagement_rate_pooled.take(),
            self.avg_sentiment.take(),
            self.first_post_at.take(),
            self.last_post_at.take(),
        ]);
        Ok(columns)
    }
}

impl Summary {
    /// One pass over the records.
    fn figures(&mut self, scoped: &mut Scoped<'_>) -> Result<Figures> {
        let dataset = scoped.dataset;
        let (posts, seen) = scoped.members_and_seen();
        seen.reset(posts.len());
        self.engagements.clear();
        let mut figures = Figures {
            posts: i64::try_from(posts.len()).unwrap_or(i64::MAX),
            ..Figures::default()
        };
        let (mut first, mut last) = (i64::MAX, NO_TIME);
        let sentiment = Some(&dataset.posts.sentiment).filter(|column| !column.is_empty());
        for (post, record) in posts.iter() {
            let mut counts = [None; 5];
            for (metric, count) in counts.iter_mut().enumerate() {
                let word = record.0[metric];
                if word < WIDE {
                    *count = Some(i64::from(word));
                }
            }
            if record.is_wide() {
                let wide = dataset.posts.wide_counts(post);
                counts[..4].copy_from_slice(&wide);
                counts[4] = engagement(dataset, post, record)?;
            }
            for (total, count) in figures.totals.iter_mut().zip(counts) {
                if let Some(count) = count {
                    total.add(count);
                }
            }
            if let Some(engagement) = counts[4] {
                self.engagements.push(engagement);
                if let Some(views) = counts[3] {
                    figures.rates.add(engagement, views);
                }
            }
            if let Some(value) = sentiment.and_then(|column| column.get(post)) {
                figures.sentiments += value;
                figures.with_sentiment += 1;
            }
            figures.authors += i64::from(seen.insert(record.creator()));
            let at = record.time();
            if at != NO_TIME {
                first = first.min(at);
                last = last.max(at);
            }
        }
        figures.times = (last != NO_TIME).then_some((first, last));
        Ok(figures)
    }
}
