//! `project_signals`: posts that outdid their author, and surges.

use std::cmp::Ordering;

use arrow::array::ArrayRef;

use crate::Result;
use crate::index::scoped::Scoped;
use crate::index::surges::{Day, Surge, surges};
use crate::index::time::{day, midnight};
use crate::index::views::cells::{Doubles, Integers, TextCells, Times};
use crate::index::views::{Batches, Operator};

/// A post is a signal from this score on.
const OUTSTANDING: f64 = 3.0;

/// A hashtag with fewer posts in all can not surge.
const FEWEST: usize = 5;

#[derive(Debug, Default)]
pub(super) struct Signals {
    project_id: Integers,
    signal: TextCells,
    at: Times,
    post_id: TextCells,
    hashtag: TextCells,
    value: Doubles,
    expected: Doubles,
    series: Vec<Day>,
}

/// A row.
#[derive(Debug)]
struct Signal<'d> {
    at: i64,
    kind: &'static str,
    post_id: Option<&'d str>,
    hashtag: Option<&'d str>,
    value: f64,
    expected: f64,
}

impl Signal<'_> {
    /// By time, kind, post, hashtag, NULLs last.
    fn compare(&self, other: &Self) -> Ordering {
        let nulls_last = |text: Option<&str>| text.is_none();
        let key = |one: &Self| (one.at, one.kind, nulls_last(one.post_id));
        key(self)
            .cmp(&key(other))
            .then_with(|| self.post_id.cmp(&other.post_id))
            .then_with(|| nulls_last(self.hashtag).cmp(&nulls_last(other.hashtag)))
            .then_with(|| self.hashtag.cmp(&other.hashtag))
    }
}

impl Operator for Signals {
    fn project(&mut self, scoped: &mut Scoped<'_>, _: &mut Batches<'_, '_>) -> Result<()> {
        let project = scoped.project;
        let mut signals = Vec::new();
        outstanding(scoped, &mut signals)?;
        self.engagement_surges(scoped, &mut signals)?;
        self.hashtag_surges(scoped, &mut signals)?;
        signals.sort_unstable_by(Signal::compare);
        for signal in signals {
            self.project_id.push(project.id);
            self.signal.push(signal.kind);
            self.at.push(signal.at);
            self.post_id.push_option(signal.post_id);
            self.hashtag.push_option(signal.hashtag);
            self.value.push(signal.value);
            self.expected.push(signal.expected);
        }
        Ok(())
    }

    fn rows(&self) -> usize {
        self.project_id.len()
    }

    fn take(&mut self) -> Result<Vec<ArrayRef>> {
        Ok(vec![
            self.project_id.take(),
            self.signal.take(),
            self.at.take(),
            self.post_id.take(),
            self.hashtag.take(),
            self.value.take(),
            self.expected.take(),
        ])
    }
}

fn outstanding<'d>(scoped: &mut Scoped<'d>, signals: &mut Vec<Signal<'d>>) -> Result<()> {
    let dataset = scoped.dataset;
    let (posts, performances) = scoped.performances()?;
    for ((post, record), performance) in posts.iter().zip(performances) {
        let Some((engagement, expected)) = performance.engagement.zip(performance.expected) else {
            continue;
        };
        if performance
            .overperforming
            .is_some_and(|score| score >= OUTSTANDING)
        {
            signals.push(Signal {
                at: record.time(),
                kind: "overperforming_post",
                post_id: Some(dataset.posts.ids.text(post)),
                hashtag: None,
                value: engagement as f64,
                expected,
            });
        }
    }
    Ok(())
}

impl Signals {
    fn engagement_surges(
        &mut self,
        scoped: &mut Scoped<'_>,
        signals: &mut Vec<Signal<'_>>,
    ) -> Result<()> {
        let days = scoped.days()?;
        self.series.clear();
        for sums in &days.sums {
            self.series.push((sums.posts, sums.engagement()?));
        }
        surges(&self.series, &mut |surge| {
            signals.push(signal(surge, days.first, "engagement_surge", None));
        })
    }

    /// For each name among the followed hashtags: the posts that carry it, under
    /// any platform.
    fn hashtag_surges<'d>(
        &mut self,
        scoped: &mut Scoped<'d>,
        signals: &mut Vec<Signal<'d>>,
    ) -> Result<()> {
        let (dataset, project) = (scoped.dataset, scoped.project);
        let days = scoped.days()?;
        let (first, count) = (days.first, days.sums.len());
        if count == 0 {
            return Ok(());
        }
        let followed = project.hashtags.iter();
        let mut names: Vec<u32> = followed
            .map(|followed| dataset.hashtags.name_of(followed.hashtag))
            .collect();
        names.sort_unstable();
        names.dedup();
        for (name, times) in scoped.times_by_name(&names) {
            if times.len() < FEWEST {
                continue;
            }
            self.series.clear();
            self.series.resize(count, (0, Some(0)));
            for at in &times {
                let place = usize::try_from(day(*at) - first).unwrap_or_default();
                let (posts, amount) = &mut self.series[place];
                *posts += 1;
                *amount = Some(i64::from(*posts));
            }
            let text = dataset.hashtags.text(name);
            surges(&self.series, &mut |surge| {
                signals.push(signal(surge, first, "hashtag_surge", Some(text)));
            })?;
        }
        Ok(())
    }
}

fn signal<'d>(
    surge: Surge,
    first: i32,
    kind: &'static str,
    hashtag: Option<&'d str>,
) -> Signal<'d> {
    let day = i32::try_from(surge.day).unwrap_or(i32::MAX);
    Signal {
        at: midnight(first.saturating_add(day)),
        kind,
        post_id: None,
        hashtag,
        value: surge.value,
        expected: surge.expected,
    }
}
