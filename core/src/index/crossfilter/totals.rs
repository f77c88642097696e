//! The figures of the posts that pass all filters.

use crate::Result;
use crate::index::dataset::Dataset;
use crate::index::figures::{Rates, Total, mean};
use crate::index::record::WIDE;

use super::batch::{Batch, Counted};
use super::rows::METRICS;
use super::summary::Figures;
use super::sums::narrow;

const SUMMED: [&str; METRICS] = [
    "of likes",
    "of comments",
    "of shares",
    "of views",
    "of engagement",
];

/// Rates are summed up as two integers, so that a post that leaves takes away
/// just what it brought: the whole part of the rate in units of 2^-20, and
/// what is left in units of 2^-74. A rate of words is 2^-32 or more.
const COARSE: f64 = (1_u64 << 20) as f64;
const FINE: f64 = (1_u64 << 54) as f64;

/// Sums of counts that fit a word of a record, and of the rates between them.
#[derive(Debug, Clone, Copy, Default)]
struct Kept {
    sums: [u64; METRICS],
    present: [u32; METRICS],
    rated: u32,
    rated_engagement: u64,
    rated_views: u64,
    /// Whole parts of rates and what is left, in their units.
    rates: [u128; 2],
}

/// The sums of a set of posts.
#[derive(Debug)]
pub(super) struct Totals {
    /// By part.
    kept: Vec<Kept>,
    whole: Vec<Kept>,
}

impl Kept {
    /// The sums of a batch. Of some hundred posts none leaves its range: the fine parts
    /// of their rates are below 2^62.
    #[allow(
        clippy::needless_bitwise_bool,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss
    )]
    fn of(batch: &Batch<'_>) -> Self {
        let mut kept = Self::default();
        let mut parts = [0_u64; 2];
        for row in &batch.rows {
            for metric in 0..METRICS {
                let (count, there) = narrow(row.words[metric]);
                kept.sums[metric] += count;
                kept.present[metric] += there;
            }
            let (engagement, views) = (row.engagement(), row.views());
            let rated = (engagement < WIDE) & (views < WIDE) & (views > 0);
            let (over, under) = if rated { (engagement, views) } else { (0, 1) };
            let rate = f64::from(over) / f64::from(under) * COARSE;
            let coarse = rate as u64;
            parts[0] += coarse;
            parts[1] += ((rate - coarse as f64) * FINE) as u64;
            kept.rated += u32::from(rated);
            kept.rated_engagement += u64::from(over);
            kept.rated_views += u64::from(if rated { views } else { 0 });
        }
        kept.rates = parts.map(u128::from);
        kept
    }

    fn change<const IN: bool>(&mut self, by: &Self) {
        macro_rules! change {
            ($($field:expr, $by:expr;)*) => {
                $(if IN { $field += $by } else { $field -= $by })*
            };
        }
        for metric in 0..METRICS {
            change!(self.sums[metric], by.sums[metric]; self.present[metric], by.present[metric];);
        }
        change!(
            self.rated, by.rated;
            self.rated_engagement, by.rated_engagement;
            self.rated_views, by.rated_views;
            self.rates[0], by.rates[0];
            self.rates[1], by.rates[1];
        );
    }

    fn sum_of_rates(&self) -> f64 {
        self.rates[0] as f64 / COARSE + self.rates[1] as f64 / FINE / COARSE
    }
}

impl Counted for Totals {
    fn come(&mut self, batch: &Batch<'_>) {
        self.kept[batch.part].change::<true>(&Kept::of(batch));
    }

    fn leave(&mut self, batch: &Batch<'_>) {
        self.kept[batch.part].change::<false>(&Kept::of(batch));
    }

    fn empty(&mut self) {
        self.kept.fill(Kept::default());
    }

    fn fill(&mut self) {
        self.kept.copy_from_slice(&self.whole);
    }

    fn keep(&mut self) {
        self.whole.copy_from_slice(&self.kept);
    }
}

impl Totals {
    /// No posts counted yet.
    pub(super) fn new(parts: usize) -> Self {
        Self {
            kept: vec![Kept::default(); parts],
            whole: vec![Kept::default(); parts],
        }
    }

    /// The sums and means of some parts; `wide` are those posts of theirs in the set
    /// that have a count which does not fit a word.
    ///
    /// # Errors
    /// `Rule` where a sum leaves the range of BIGINT.
    pub(super) fn figures(
        &self,
        dataset: &Dataset,
        parts: &[usize],
        wide: &[u32],
    ) -> Result<Figures> {
        let mut kept = Kept::default();
        for part in parts {
            kept.change::<true>(&self.kept[*part]);
        }
        let total = |sum: u64, count| Total::of(sum.cast_signed(), count);
        let mut totals: [Total; METRICS] =
            std::array::from_fn(|metric| total(kept.sums[metric], kept.present[metric]));
        let mut rates = Rates::of(
            kept.sum_of_rates(),
            total(kept.rated_engagement, kept.rated),
            total(kept.rated_views, kept.rated),
        );
        for post in wide {
            let record = dataset.posts.record(*post);
            let engagement = crate::index::scoped::engagement(dataset, *post, &record)?;
            let [likes, comments, shares, views] = dataset.posts.counts(*post);
            let counts = [likes, comments, shares, views, engagement];
            for (metric, count) in counts.into_iter().enumerate() {
                if let Some(count) = count.filter(|_| record.0[metric] == WIDE) {
                    totals[metric].add(count);
                }
            }
            let in_words = record.engagement() < WIDE && record.count(3) < WIDE;
            if let Some((engagement, views)) = engagement.zip(views).filter(|_| !in_words) {
                rates.add(engagement, views);
            }
        }
        let mut sums = [None; METRICS];
        for ((sum, total), what) in sums.iter_mut().zip(totals).zip(SUMMED) {
            *sum = total.sum(what)?;
        }
        let [likes, comments, shares, views, engagement] = sums;
        Ok(Figures {
            likes,
            comments,
            shares,
            views,
            engagement,
            avg_engagement: mean(engagement, totals[4].count),
            engagement_rate_mean: rates.mean(),
            engagement_rate_pooled: rates.pooled()?,
            ..Figures::default()
        })
    }
}
