//! A scope run over one post: the meaning that the engines must give it.

use std::cell::OnceCell;
use std::cmp::Ordering;

use super::leaf::{Metric, Phrase, casefold};
use super::tree::Scope;

/// What a scope can see of a post.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PostView<'a> {
    /// The author, as the platform writes it.
    pub author: &'a str,
    /// The name of the platform.
    pub platform: &'a str,
    /// The caption.
    pub caption: Option<&'a str>,
    /// The hashtags in normal form.
    pub hashtags: &'a [&'a str],
    /// The counts.
    pub metrics: Metrics,
    /// When it was published, in UTC microseconds since 1970.
    pub posted_at: Option<i64>,
    /// The sentiment, between -1 and 1.
    pub sentiment: Option<f64>,
}

/// The counts of a post; an absent one is not 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Metrics {
    /// Likes.
    pub likes: Option<i64>,
    /// Comments.
    pub comments: Option<i64>,
    /// Shares.
    pub shares: Option<i64>,
    /// Views.
    pub views: Option<i64>,
}

impl Metrics {
    /// The number that a scope calls `metric`. Wider than a count, so that no
    /// engagement overflows.
    pub fn get(&self, metric: Metric) -> Option<i128> {
        match metric {
            Metric::Likes => self.likes.map(i128::from),
            Metric::Comments => self.comments.map(i128::from),
            Metric::Shares => self.shares.map(i128::from),
            Metric::Views => self.views.map(i128::from),
            Metric::Engagement => [self.likes, self.comments, self.shares]
                .into_iter()
                .flatten()
                .map(i128::from)
                .reduce(|sum, count| sum + count),
        }
    }
}

/// Whether `post` is in `scope`.
pub fn matches(scope: &Scope, post: &PostView<'_>) -> bool {
    Row {
        post,
        folded: OnceCell::new(),
    }
    .is_in(scope)
}

/// A post, and its caption folded at most once however many phrases are sought in it.
struct Row<'a> {
    post: &'a PostView<'a>,
    folded: OnceCell<String>,
}

impl Row<'_> {
    fn is_in(&self, scope: &Scope) -> bool {
        let post = self.post;
        match scope {
            Scope::And(parts) => parts.iter().all(|part| self.is_in(part)),
            Scope::Or(parts) => parts.iter().any(|part| self.is_in(part)),
            Scope::Not(part) => !self.is_in(part),
            Scope::Tag(tag) => post.hashtags.contains(&tag.as_str()),
            Scope::Author(author) => post.author == author.as_str(),
            Scope::Platform(platform) => platform.is(post.platform),
            Scope::Text(phrase) => self.says(phrase),
            Scope::After(moment) => post.posted_at.is_some_and(|at| at >= moment.micros()),
            Scope::Before(moment) => post.posted_at.is_some_and(|at| at < moment.micros()),
            Scope::Count {
                metric,
                comparison,
                value,
            } => post
                .metrics
                .get(*metric)
                .is_some_and(|number| comparison.holds(number.cmp(&i128::from(*value)))),
            Scope::Sentiment { comparison, value } => post
                .sentiment
                .is_some_and(|number| comparison.holds(sql_order(number, value.get()))),
        }
    }

    fn says(&self, phrase: &Phrase) -> bool {
        self.post
            .caption
            .is_some_and(|caption| phrase.is_in(self.folded.get_or_init(|| casefold(caption))))
    }
}

/// The order of floats in SQL: a NaN is greater than every number.
fn sql_order(number: f64, value: f64) -> Ordering {
    number.partial_cmp(&value).unwrap_or(Ordering::Greater)
}

#[cfg(test)]
#[path = "eval_tests.rs"]
mod tests;
