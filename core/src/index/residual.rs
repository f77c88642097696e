//! A scope query over the posts that a project's hashtags and creators match.
//!
//! Names are looked up once; what is left are comparisons of ordinals and
//! numbers, and captions only where nothing cheaper decides. The matches of one
//! project are few, so asking each is cheaper than the posting list of a tag
//! that half of all posts carry.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::cmp::Ordering;

use crate::index::dataset::Dataset;
use crate::index::record::{Record, WIDE};
use crate::scope::{Comparison, Metric, Phrase, Scope};
use crate::value;

/// A scope query with its names as ordinals.
#[derive(Debug)]
pub(crate) enum Test<'s> {
    All(Vec<Test<'s>>),
    Any(Vec<Test<'s>>),
    Not(Box<Test<'s>>),
    /// By ordinal of the name; `None` where no hashtag is called so.
    Tag(Option<u32>),
    /// The creators called so, one a platform at most.
    Author(Vec<u32>),
    /// By ordinal of the platform.
    Platform(Vec<bool>),
    Text(&'s Phrase),
    After(i64),
    Before(i64),
    Count(Metric, Comparison, i64),
    Sentiment(Comparison, f64),
}

impl<'s> Test<'s> {
    /// The test that `scope` is in `dataset`.
    pub(crate) fn new(scope: &'s Scope, dataset: &Dataset) -> Self {
        let parts = |parts: &'s [Scope]| {
            let mut parts: Vec<_> = parts.iter().map(|part| Self::new(part, dataset)).collect();
            // What is cheap is asked first; nothing else depends on the order.
            parts.sort_by_key(Self::cost);
            parts
        };
        let platforms = &dataset.platforms;
        match scope {
            Scope::And(all) => Self::All(parts(all)),
            Scope::Or(any) => Self::Any(parts(any)),
            Scope::Not(part) => Self::Not(Box::new(Self::new(part, dataset))),
            Scope::Tag(tag) => Self::Tag(dataset.hashtags.find_name(tag.as_str())),
            Scope::Author(author) => Self::Author(
                (0..u16::try_from(platforms.len()).unwrap_or(u16::MAX))
                    .filter_map(|platform| dataset.creators.find(platform, author.as_str()))
                    .collect(),
            ),
            Scope::Platform(platform) => {
                Self::Platform(platforms.names().map(|name| platform.is(name)).collect())
            }
            Scope::Text(phrase) => Self::Text(phrase),
            Scope::After(moment) => Self::After(moment.micros()),
            Scope::Before(moment) => Self::Before(moment.micros()),
            Scope::Count {
                metric,
                comparison,
                value,
            } => Self::Count(*metric, *comparison, *value),
            Scope::Sentiment { comparison, value } => Self::Sentiment(*comparison, value.get()),
        }
    }

    fn cost(&self) -> u8 {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().map(Self::cost).max().unwrap_or_default()
            }
            Self::Not(part) => part.cost(),
            Self::Text(_) => 2,
            Self::Tag(_) | Self::Sentiment(..) => 1,
            _ => 0,
        }
    }

    /// Whether a post is in the scope.
    pub(crate) fn holds(&self, dataset: &Dataset, post: u32, record: &Record) -> bool {
        Candidate {
            dataset,
            post,
            record,
            folded: OnceCell::new(),
        }
        .is_in(self)
    }
}

/// A post under test, its caption folded at most once.
struct Candidate<'d> {
    dataset: &'d Dataset,
    post: u32,
    record: &'d Record,
    folded: OnceCell<Option<Cow<'d, str>>>,
}

impl Candidate<'_> {
    fn is_in(&self, test: &Test<'_>) -> bool {
        let (dataset, record) = (self.dataset, self.record);
        match test {
            Test::All(parts) => parts.iter().all(|part| self.is_in(part)),
            Test::Any(parts) => parts.iter().any(|part| self.is_in(part)),
            Test::Not(part) => !self.is_in(part),
            Test::Tag(name) => name.is_some_and(|name| dataset.carries(self.post, name)),
            Test::Author(creators) => creators.contains(&record.creator()),
            Test::Platform(platforms) => {
                let platform = dataset.creators.platform(record.creator());
                platforms[usize::from(platform)]
            }
            Test::Text(phrase) => self.says(phrase),
            Test::After(moment) => record.posted_at().is_some_and(|at| at >= *moment),
            Test::Before(moment) => record.posted_at().is_some_and(|at| at < *moment),
            Test::Count(metric, comparison, value) => self
                .number(*metric)
                .is_some_and(|number| comparison.holds(number.cmp(&i128::from(*value)))),
            Test::Sentiment(comparison, value) => {
                let sentiment = dataset.posts.sentiment.get(self.post);
                // In SQL, a NaN is greater than every number.
                let order = |number: f64| number.partial_cmp(value).unwrap_or(Ordering::Greater);
                sentiment.is_some_and(|number| comparison.holds(order(number)))
            }
        }
    }

    fn says(&self, phrase: &Phrase) -> bool {
        let folded = self
            .folded
            .get_or_init(|| self.dataset.posts.captions.get(self.post).map(value::fold));
        folded
            .as_deref()
            .is_some_and(|caption| phrase.is_in(caption))
    }

    /// Wider than a count, so that no engagement overflows.
    fn number(&self, metric: Metric) -> Option<i128> {
        let word = match metric {
            Metric::Likes => self.record.count(0),
            Metric::Comments => self.record.count(1),
            Metric::Shares => self.record.count(2),
            Metric::Views => self.record.count(3),
            Metric::Engagement => self.record.engagement(),
        };
        if word != WIDE {
            return crate::index::posts::word(word).map(i128::from);
        }
        let [likes, comments, shares, views] = self.dataset.posts.wide_counts(self.post);
        crate::scope::Metrics {
            likes,
            comments,
            shares,
            views,
        }
        .get(metric)
    }
}

impl Dataset {
    /// Whether the own list of a post has the name.
    fn carries(&self, post: u32, name: u32) -> bool {
        match self.posts.own_list(post) {
            Some(names) => names.contains(&name),
            None => self
                .tags
                .get(post)
                .iter()
                .any(|hashtag| self.hashtags.name_of(hashtag) == name),
        }
    }
}
