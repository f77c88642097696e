//! `project_summary`: one row a project.
//!
//! Bytes touched for a project of n posts: its posting lists (4 n, and more for
//! posts that several lists have), 32 n of records, and of sentiments a bit a
//! post and 8 for those that there are.

use arrow::array::ArrayRef;

use crate::Result;
use crate::index::figures::{Rates, Total, mean, median};
use crate::index::floats::Floats;
use crate::index::record::{NO_TIME, Record, WIDE};
use crate::index::scoped::{Members, Scoped, engagement};
use crate::index::seen::Seen;
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
    engagements: Vec<u32>,
}

/// What is summed up of a project's posts.
#[derive(Debug, Default)]
struct Figures {
    totals: [Total; 5],
    rates: Rates,
    median: Option<f64>,
    sentiments: f64,
    with_sentiment: u32,
    authors: i64,
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
    fn project(&mut self, scoped: &mut Scoped<'_>, _: &mut Batches<'_, '_>) -> Result<()> {
        let (dataset, project) = (scoped.dataset, scoped.project);
        let (posts, _) = scoped.members_and_seen();
        let mut figures = self.narrow_figures(posts);
        if dataset.posts.has_wide() {
            for (post, record) in posts.iter().filter(|(_, record)| record.is_wide()) {
                let engagement = engagement(dataset, post, record)?;
                figures.add_wide(dataset.posts.wide_counts(post), engagement, record);
            }
            figures.median = wide_median(scoped)?;
        } else {
            figures.median = median(&mut self.engagements);
        }
        let (posts, seen) = scoped.members_and_seen();
        figures.authors = authors(posts, seen);
        figures.add_sentiments(posts, &dataset.posts.sentiment);
        let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let counts = [
            count(project.hashtags.len()),
            count(project.creators.len()),
            figures.authors,
            count(posts.len()),
        ];
        self.project_id.push(project.id);
        self.name.push(&project.name);
        for (column, count) in self.counts.iter_mut().zip(counts) {
            column.push(count);
        }
        for ((column, total), what) in self.totals.iter_mut().zip(figures.totals).zip(SUMMED) {
            column.push_option(total.sum(what)?);
        }
        let engagement = figures.totals[4];
        let sum = engagement.sum(SUMMED[4])?;
        self.avg_engagement.push_option(mean(sum, engagement.count));
        self.median_engagement.push_option(figures.median);
        self.engagement_rate_mean.push_option(figures.rates.mean());
        self.engagement_rate_pooled
            .push_option(figures.rates.pooled()?);
        let with = figures.with_sentiment;
        self.avg_sentiment
            .push_option((with > 0).then(|| figures.sentiments / f64::from(with)));
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
    /// One pass over the records, without a branch on what they hold: absent
    /// counts come as they please, and each wrong guess would cost as much as
    /// ten additions. Wide counts are left out.
    #[allow(clippy::needless_bitwise_bool, reason = "lazy ones would branch")]
    fn narrow_figures(&mut self, posts: Members<'_>) -> Figures {
        let engagements = &mut self.engagements;
        engagements.clear();
        engagements.resize(posts.len() + 1, 0);
        let mut engaged = 0;
        // A record has words below 2^32, and there are fewer than 2^32 records.
        let mut sums = [0_u64; 5];
        let mut present = [0_u32; 5];
        let mut sum_of_rates = 0.0;
        let mut rated = [0_u64; 2];
        let mut with_rate = 0_u32;
        let (mut first, mut last) = (i64::MAX, NO_TIME);
        for (_, record) in posts.iter() {
            for metric in 0..5 {
                let word = record.0[metric];
                let there = word < WIDE;
                sums[metric] += u64::from(if there { word } else { 0 });
                present[metric] += u32::from(there);
            }
            let (engagement, views) = (record.engagement(), record.count(3));
            let has = engagement < WIDE;
            engagements[engaged] = engagement;
            engaged += usize::from(has);
            let has_rate = has & (views < WIDE) & (views > 0);
            let (over, under) = if has_rate {
                (engagement, views)
            } else {
                (0, 1)
            };
            sum_of_rates += f64::from(over) / f64::from(under);
            rated[0] += u64::from(over);
            rated[1] += u64::from(if has_rate { views } else { 0 });
            with_rate += u32::from(has_rate);
            let at = record.time();
            first = first.min(if at == NO_TIME { i64::MAX } else { at });
            last = last.max(at);
        }
        engagements.truncate(engaged);
        let total = |sum: u64, count: u32| Total::of(sum.cast_signed(), count);
        let [over, under] = rated.map(|sum| total(sum, with_rate));
        Figures {
            totals: std::array::from_fn(|metric| total(sums[metric], present[metric])),
            rates: Rates::of(sum_of_rates, over, under),
            times: (last != NO_TIME).then_some((first, last)),
            ..Figures::default()
        }
    }
}

impl Figures {
    /// Adds the counts of a post that were left out.
    #[cold]
    fn add_wide(&mut self, counts: [Option<i64>; 4], engagement: Option<i64>, record: &Record) {
        for (metric, total) in self.totals.iter_mut().enumerate() {
            let count = if metric < 4 {
                counts[metric]
            } else {
                engagement
            };
            if let Some(count) = count.filter(|_| record.0[metric] == WIDE) {
                total.add(count);
            }
        }
        let in_words = record.engagement() < WIDE && record.count(3) < WIDE;
        if let Some((engagement, views)) = engagement.zip(counts[3]).filter(|_| !in_words) {
            self.rates.add(engagement, views);
        }
    }

    fn add_sentiments(&mut self, posts: Members<'_>, sentiment: &Floats) {
        if sentiment.is_empty() {
            return;
        }
        for (post, _) in posts.iter() {
            if let Some(value) = sentiment.get(post) {
                self.sentiments += value;
                self.with_sentiment += 1;
            }
        }
    }
}

/// How many creators the posts are by.
fn authors(posts: Members<'_>, seen: &mut Seen) -> i64 {
    seen.reset(posts.len());
    let new = |(_, record): &(u32, &Record)| seen.insert(record.creator());
    i64::try_from(posts.iter().filter(new).count()).unwrap_or(i64::MAX)
}

/// The median of all engagements, wide ones among them.
#[cold]
fn wide_median(scoped: &mut Scoped<'_>) -> Result<Option<f64>> {
    let dataset = scoped.dataset;
    let mut engagements = Vec::new();
    for (post, record) in scoped.records() {
        engagements.extend(engagement(dataset, post, record)?);
    }
    Ok(median(&mut engagements))
}
