//! A project's posts, and what the operators share of them.

use crate::index::dataset::Dataset;
use crate::index::days::Days;
use crate::index::history::Performance;
use crate::index::names::Names;
use crate::index::posts::Posts;
use crate::index::project::{Matches, Project};
use crate::index::record::{NO_TIME, Record};
use crate::index::residual::Test;
use crate::index::scratch::Scratch;
use crate::index::seen::Seen;
use crate::index::texts::ordinal;
use crate::index::union::unite;
use crate::{Error, ErrorKind, Result};

/// One project at a time with its posts in scope, each once, and what operators
/// ask of them, computed when the first one does.
#[derive(Debug)]
pub(crate) struct Scoped<'d> {
    pub(crate) dataset: &'d Dataset,
    pub(crate) project: &'d Project,
    scratch: Scratch,
    known: Known,
}

/// What of the scratch is about the present project.
#[derive(Debug, Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is known or not")]
struct Known {
    posts: bool,
    days: bool,
    names: bool,
    history: bool,
}

/// The posts in scope, each once, in no order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Members<'s> {
    posts: &'s [u32],
    records: &'s [Record],
}

impl<'s> Members<'s> {
    pub(crate) fn len(self) -> usize {
        self.posts.len()
    }

    /// Each with its record.
    pub(crate) fn iter(self) -> impl Iterator<Item = (u32, &'s Record)> {
        self.posts.iter().copied().zip(self.records)
    }

    /// The one at `place`.
    pub(crate) fn get(self, place: u32) -> (u32, &'s Record) {
        let place = place as usize;
        (self.posts[place], &self.records[place])
    }
}

impl Drop for Scoped<'_> {
    fn drop(&mut self) {
        self.dataset.idle.put(std::mem::take(&mut self.scratch));
    }
}

impl<'d> Scoped<'d> {
    pub(crate) fn new(dataset: &'d Dataset, project: &'d Project) -> Self {
        Self {
            dataset,
            project,
            scratch: dataset.idle.take(),
            known: Known::default(),
        }
    }

    /// Turns to another project.
    pub(crate) fn enter(&mut self, project: &'d Project) {
        self.project = project;
        self.known = Known::default();
    }

    /// The posts in scope, in no order, and a set to use.
    pub(crate) fn members_and_seen(&mut self) -> (Members<'_>, &mut Seen) {
        self.resolve();
        let members = Members {
            posts: &self.scratch.posts,
            records: &self.scratch.records,
        };
        (members, &mut self.scratch.seen)
    }

    /// The posts in scope with their records, in no order.
    pub(crate) fn records(&mut self) -> impl Iterator<Item = (u32, &Record)> {
        self.members_and_seen().0.iter()
    }

    /// The posts in scope with what matched them, in the order of
    /// `project_posts`: time descending with unknown ones last, then id.
    pub(crate) fn ordered(&mut self) -> impl Iterator<Item = (u32, u8, &Record)> {
        self.resolve();
        let Scratch {
            posts,
            matched,
            records,
            order,
            ..
        } = &mut self.scratch;
        sort_by_time(&self.dataset.posts, posts, records, order);
        order.iter().map(|place| {
            let place = *place as usize;
            (posts[place], matched[place], &records[place])
        })
    }

    /// The project day by day.
    ///
    /// # Errors
    /// As [`Days::collect`].
    pub(crate) fn days(&mut self) -> Result<&Days> {
        if !self.known.days {
            let mut days = std::mem::take(&mut self.scratch.days);
            days.collect(self)?;
            self.scratch.days = days;
            self.known.days = true;
        }
        Ok(&self.scratch.days)
    }

    /// The names of hashtags on the posts in scope.
    ///
    /// # Errors
    /// As [`Names::collect`].
    pub(crate) fn names(&mut self) -> Result<&Names> {
        if !self.known.names {
            let mut names = std::mem::take(&mut self.scratch.names);
            names.collect(self)?;
            self.scratch.names = names;
            self.known.names = true;
        }
        Ok(&self.scratch.names)
    }

    /// The posts in scope, and how each did against its author's last ones.
    ///
    /// # Errors
    /// As [`History::collect`](crate::index::history::History::collect).
    pub(crate) fn performances(&mut self) -> Result<(Members<'_>, &[Performance])> {
        if !self.known.history {
            let mut history = std::mem::take(&mut self.scratch.history);
            history.collect(self)?;
            self.scratch.history = history;
            self.known.history = true;
        }
        let members = Members {
            posts: &self.scratch.posts,
            records: &self.scratch.records,
        };
        Ok((members, &self.scratch.history.performances))
    }

    /// The known times of the posts in scope that carry each of `names`, which
    /// ascend.
    pub(crate) fn times_by_name(&mut self, names: &[u32]) -> Vec<(u32, Vec<i64>)> {
        let dataset = self.dataset;
        let mut times: Vec<(u32, Vec<i64>)> =
            names.iter().map(|name| (*name, Vec::new())).collect();
        let mut on_post: Vec<usize> = Vec::new();
        for (post, record) in self.records() {
            let Some(at) = record.posted_at() else {
                continue;
            };
            on_post.clear();
            for hashtag in dataset.tags.get(post).iter() {
                let name = dataset.hashtags.name_of(hashtag);
                if let Ok(place) = names.binary_search(&name)
                    && !on_post.contains(&place)
                {
                    on_post.push(place);
                    times[place].1.push(at);
                }
            }
        }
        times
    }

    fn resolve(&mut self) {
        if std::mem::replace(&mut self.known.posts, true) {
            return;
        }
        let (dataset, project) = (self.dataset, self.project);
        let Scratch {
            posts,
            matched,
            records,
            ..
        } = &mut self.scratch;
        let record = |post: &u32| dataset.posts.record(*post);
        if let Some(known) = project.matches.get() {
            posts.clear();
            posts.extend_from_slice(&known.posts);
            matched.clear();
            matched.extend_from_slice(&known.matched);
            records.clear();
            records.extend(posts.iter().map(record));
            return;
        }
        unite(dataset, project, &mut self.scratch);
        let Scratch { posts, records, .. } = &mut self.scratch;
        records.clear();
        records.extend(posts.iter().map(record));
        self.narrow();
    }

    /// Lets go of posts that the project's platforms or its scope query leave out.
    fn narrow(&mut self) {
        let (dataset, project) = (self.dataset, self.project);
        if let Some(counted) = project.counted_platforms(&dataset.platforms) {
            let platform = |record: &Record| dataset.creators.platform(record.creator());
            self.scratch
                .retain(|_, record| counted[usize::from(platform(record))]);
        }
        if let Some(scope) = &project.scope {
            let test = Test::new(scope, dataset);
            self.scratch
                .retain(|post, record| test.holds(dataset, post, record));
            // Another thread may have been first; both found the same.
            let _ = project.matches.set(Matches {
                posts: self.scratch.posts.as_slice().into(),
                matched: self.scratch.matched.as_slice().into(),
            });
        }
    }
}

/// The places of `posts` by time descending, with unknown ones last, then id.
fn sort_by_time(all: &Posts, posts: &[u32], records: &[Record], order: &mut Vec<u32>) {
    order.clear();
    order.extend(0..ordinal(posts.len()));
    if !posts.iter().all(|post| all.in_order(*post)) {
        order.sort_unstable_by(|a, b| {
            let time = |place: &u32| records[*place as usize].time();
            let id = |place: &u32| all.ids.text(posts[*place as usize]);
            // An unknown time is the least, hence last.
            time(b).cmp(&time(a)).then_with(|| id(a).cmp(id(b)))
        });
        return;
    }
    order.sort_unstable_by_key(|place| posts[*place as usize]);
    // Ascending by (time, id), unknown times last: turn the times round, and
    // then the ids within each back.
    let time = |place: &u32| records[*place as usize].time();
    let dated = order.partition_point(|place| time(place) != NO_TIME);
    let dated = &mut order[..dated];
    dated.reverse();
    for same in dated.chunk_by_mut(|a, b| time(a) == time(b)) {
        same.reverse();
    }
}

/// The engagement of a post.
///
/// # Errors
/// `Rule` where it leaves the range of BIGINT.
#[inline]
pub(crate) fn engagement(dataset: &Dataset, post: u32, record: &Record) -> Result<Option<i64>> {
    dataset
        .posts
        .engagement(post, record)
        .map_err(|_| overflow(dataset, post))
}

#[cold]
fn overflow(dataset: &Dataset, post: u32) -> Error {
    let id = dataset.posts.ids.text(post);
    Error::new(
        ErrorKind::Rule,
        format!("the engagement of post `{id}` leaves the range of BIGINT"),
    )
}
