//! A project's posts, and what the operators share of them.

use crate::index::dataset::Dataset;
use crate::index::days::Days;
use crate::index::history::{History, Performance};
use crate::index::lists::List;
use crate::index::names::Names;
use crate::index::posts::Posts;
use crate::index::project::Project;
use crate::index::record::{NO_TIME, Record};
use crate::index::residual::Test;
use crate::index::seen::Seen;
use crate::index::texts::ordinal;
use crate::{Error, ErrorKind, Result};

/// The post is matched by a hashtag of the project.
pub(crate) const BY_HASHTAG: u8 = 1;
/// The post is by a creator of the project.
pub(crate) const BY_CREATOR: u8 = 2;

/// One project at a time with its posts in scope, each once. What it allocates
/// it keeps for the next one.
#[derive(Debug)]
pub(crate) struct Scoped<'d> {
    pub(crate) dataset: &'d Dataset,
    pub(crate) project: &'d Project,
    resolved: bool,
    posts: Vec<u32>,
    /// [`BY_HASHTAG`], [`BY_CREATOR`] or both, of each post.
    matched: Vec<u8>,
    records: Vec<Record>,
    /// Places of posts in the order of `project_posts`.
    order: Vec<u32>,
    /// Free for any operator.
    seen: Seen,
    bits: [Vec<u64>; 2],
    has_days: bool,
    days: Days,
    has_names: bool,
    names: Names,
    has_history: bool,
    history: History,
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

impl<'d> Scoped<'d> {
    pub(crate) fn new(dataset: &'d Dataset, project: &'d Project) -> Self {
        Self {
            dataset,
            project,
            resolved: false,
            posts: Vec::new(),
            matched: Vec::new(),
            records: Vec::new(),
            order: Vec::new(),
            seen: Seen::default(),
            bits: [Vec::new(), Vec::new()],
            has_days: false,
            days: Days::default(),
            has_names: false,
            names: Names::default(),
            has_history: false,
            history: History::default(),
        }
    }

    /// Turns to another project.
    pub(crate) fn enter(&mut self, project: &'d Project) {
        self.project = project;
        self.resolved = false;
        self.has_days = false;
        self.has_names = false;
        self.has_history = false;
    }

    /// The posts in scope, in no order, and a set to use.
    pub(crate) fn members_and_seen(&mut self) -> (Members<'_>, &mut Seen) {
        self.resolve();
        let members = Members {
            posts: &self.posts,
            records: &self.records,
        };
        (members, &mut self.seen)
    }

    /// The posts in scope with their records, in no order.
    pub(crate) fn records(&mut self) -> impl Iterator<Item = (u32, &Record)> {
        self.members_and_seen().0.iter()
    }

    /// The posts in scope with what matched them, in the order of
    /// `project_posts`: time descending with unknown ones last, then id.
    pub(crate) fn ordered(&mut self) -> impl Iterator<Item = (u32, u8, &Record)> {
        self.resolve();
        let mut order = std::mem::take(&mut self.order);
        sort_by_time(&self.dataset.posts, &self.posts, &self.records, &mut order);
        self.order = order;
        self.order.iter().map(|place| {
            let place = *place as usize;
            (self.posts[place], self.matched[place], &self.records[place])
        })
    }

    /// The project day by day; computed once.
    ///
    /// # Errors
    /// As [`Days::collect`].
    pub(crate) fn days(&mut self) -> Result<&Days> {
        if !self.has_days {
            let mut days = std::mem::take(&mut self.days);
            days.collect(self)?;
            self.days = days;
            self.has_days = true;
        }
        Ok(&self.days)
    }

    /// The names of hashtags on the posts in scope; computed once.
    ///
    /// # Errors
    /// As [`Names::collect`].
    pub(crate) fn names(&mut self) -> Result<&Names> {
        if !self.has_names {
            let mut names = std::mem::take(&mut self.names);
            names.collect(self)?;
            self.names = names;
            self.has_names = true;
        }
        Ok(&self.names)
    }

    /// The posts in scope, and how each did against its author's last ones;
    /// computed once.
    ///
    /// # Errors
    /// As [`History::collect`].
    pub(crate) fn performances(&mut self) -> Result<(Members<'_>, &[Performance])> {
        if !self.has_history {
            let mut history = std::mem::take(&mut self.history);
            history.collect(self)?;
            self.history = history;
            self.has_history = true;
        }
        let members = Members {
            posts: &self.posts,
            records: &self.records,
        };
        Ok((members, &self.history.performances))
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
        if std::mem::replace(&mut self.resolved, true) {
            return;
        }
        self.posts.clear();
        self.matched.clear();
        self.unite();
        self.narrow();
    }

    /// The union of the lists that count.
    fn unite(&mut self) {
        let (dataset, project) = (self.dataset, self.project);
        let hashtags = project.hashtags.iter().map(|one| one.hashtag);
        let hashtags = hashtags.filter(|_| project.scope_type.counts_hashtags());
        let creators = project.creators.iter().copied();
        let creators = creators.filter(|_| project.scope_type.counts_creators());
        let lists = hashtags
            .map(|hashtag| (dataset.by_hashtag.get(hashtag), BY_HASHTAG))
            .chain(creators.map(|creator| (dataset.by_creator.get(creator), BY_CREATOR)));
        let total: usize = lists.clone().map(|(list, _)| list.len()).sum();
        // A bit a post costs less than a hash where an eighth of them match.
        if total > dataset.posts.len() / 8 {
            self.unite_dense(lists);
        } else {
            self.unite_sparse(total, lists);
        }
    }

    fn unite_sparse<'l>(&mut self, total: usize, lists: impl Iterator<Item = (List<'l>, u8)>) {
        let (posts, matched) = (&mut self.posts, &mut self.matched);
        self.seen.reset(total);
        for (list, by) in lists {
            for post in list.iter() {
                let place = ordinal(posts.len());
                let known = self.seen.find_or_insert(u64::from(post), place, |other| {
                    posts[other as usize] == post
                });
                match known {
                    Some(place) => matched[place as usize] |= by,
                    None => {
                        posts.push(post);
                        matched.push(by);
                    }
                }
            }
        }
    }

    fn unite_dense<'l>(&mut self, lists: impl Iterator<Item = (List<'l>, u8)>) {
        let words = self.dataset.posts.len().div_ceil(64);
        for bits in &mut self.bits {
            bits.clear();
            bits.resize(words, 0);
        }
        for (list, by) in lists {
            let bits = &mut self.bits[usize::from(by == BY_CREATOR)];
            for post in list.iter() {
                bits[post as usize / 64] |= 1 << (post % 64);
            }
        }
        let [by_hashtag, by_creator] = &self.bits;
        for (word, (hashtag, creator)) in by_hashtag.iter().zip(by_creator).enumerate() {
            let mut rest = hashtag | creator;
            while rest != 0 {
                let bit = rest.trailing_zeros();
                let mut matched = 0;
                if hashtag >> bit & 1 != 0 {
                    matched |= BY_HASHTAG;
                }
                if creator >> bit & 1 != 0 {
                    matched |= BY_CREATOR;
                }
                self.posts.push(ordinal(word * 64) + bit);
                self.matched.push(matched);
                rest &= rest - 1;
            }
        }
    }

    /// Gathers the records, and lets go of posts that the project's platforms or
    /// its scope query leave out.
    fn narrow(&mut self) {
        let dataset = self.dataset;
        self.records.clear();
        let records = self.posts.iter().map(|post| dataset.posts.record(*post));
        self.records.extend(records);
        let platforms = self.project.counted_platforms(&dataset.platforms);
        let test = self.project.scope.as_ref();
        let test = test.map(|scope| Test::new(scope, dataset));
        if platforms.is_none() && test.is_none() {
            return;
        }
        let mut kept = 0;
        for place in 0..self.posts.len() {
            let (post, record) = (self.posts[place], self.records[place]);
            let counts = platforms.as_ref().is_none_or(|counted| {
                counted[usize::from(dataset.creators.platform(record.creator()))]
            }) && test
                .as_ref()
                .is_none_or(|test| test.holds(dataset, post, &record));
            if counts {
                self.posts[kept] = post;
                self.records[kept] = record;
                self.matched[kept] = self.matched[place];
                kept += 1;
            }
        }
        self.posts.truncate(kept);
        self.records.truncate(kept);
        self.matched.truncate(kept);
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
        .ok_or_else(|| overflow(dataset, post))
}

#[cold]
fn overflow(dataset: &Dataset, post: u32) -> Error {
    let id = dataset.posts.ids.text(post);
    Error::new(
        ErrorKind::Rule,
        format!("the engagement of post `{id}` leaves the range of BIGINT"),
    )
}
