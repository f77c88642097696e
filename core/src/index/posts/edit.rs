//! Posts appended, changed and deleted.

use super::Posts;
use crate::index::interner::{Ordinals, hash};
use crate::index::lists::List;
use crate::index::record::{Counts, Record, WORDS};
use crate::index::texts::ordinal;

/// What a post is besides its id, its links and its list.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Values<'v> {
    pub(crate) counts: Counts,
    pub(crate) creator: u32,
    pub(crate) posted_at: Option<i64>,
    pub(crate) caption: Option<&'v str>,
    /// Sentiment, score and its trend.
    pub(crate) floats: [Option<f64>; 3],
}

impl Values<'_> {
    pub(crate) fn record(&self) -> Record {
        Record::new(&self.counts, self.creator, self.posted_at)
    }
}

impl Posts {
    /// The post of an id.
    pub(crate) fn find(&self, id: &str) -> Option<u32> {
        let is = |post: u32| self.ids.text(post) == id && !self.is_deleted(post);
        self.by_id().find(hash(0, id), is)
    }

    /// From ids to posts. The first change of all pays for it, with one pass
    /// over the ids; there is room for what comes until all is merged.
    fn by_id(&self) -> &Ordinals {
        self.by_id.get_or_init(|| {
            let mut by_id = Ordinals::with_capacity(self.len() + self.len() / 8);
            let hash_of = |post: u32| hash(0, self.ids.text(post));
            for post in self.ordinals() {
                by_id.insert(hash_of(post), post, hash_of);
            }
            by_id
        })
    }

    /// Bytes of the table of ids, where it is made.
    pub(crate) fn by_id_memory(&self) -> usize {
        self.by_id.get().map_or(0, Ordinals::memory)
    }

    /// Appends a post that is not there.
    pub(crate) fn append(&mut self, id: &str, values: &Values<'_>) -> u32 {
        let post = ordinal(self.len());
        let record = values.record();
        self.records.extend(&record.0);
        self.ids.push(Some(id));
        self.captions.push(values.caption);
        self.write_rest(post, &record, values);
        let ids = &self.ids;
        if let Some(by_id) = self.by_id.get_mut() {
            by_id.insert(hash(0, id), post, |other| hash(0, ids.text(other)));
        }
        post
    }

    /// Puts other values in the place of those of a post.
    pub(crate) fn rewrite(&mut self, post: u32, values: &Values<'_>) {
        let record = values.record();
        if post < self.clustered && self.record(post).time() != record.time() {
            self.moved.insert(post);
        }
        self.records.write(post as usize * WORDS, &record.0);
        self.captions.set(post, values.caption);
        self.write_rest(post, &record, values);
    }

    fn write_rest(&mut self, post: u32, record: &Record, values: &Values<'_>) {
        if record.is_wide() {
            self.wide.insert(post, values.counts);
        } else {
            self.wide.remove(&post);
        }
        let [sentiment, score, score_trend] = values.floats;
        self.sentiment.set(post, sentiment);
        self.score.set(post, score);
        self.score_trend.set(post, score_trend);
        self.touched += 1;
    }

    /// Deletes a post, which no list has any more.
    pub(crate) fn delete(&mut self, post: u32) {
        self.deleted.insert(post);
        self.wide.remove(&post);
        self.lists.remove(&post);
        self.touched += 1;
    }

    /// The names in `posts.hashtags`, where they are not those of the links.
    pub(crate) fn set_own_list(&mut self, post: u32, names: Option<Box<[u32]>>) {
        match names {
            Some(names) => self.lists.insert(post, names),
            None => self.lists.remove(&post),
        };
    }

    /// How many posts were appended, changed or deleted since all was merged.
    pub(crate) fn touched(&self) -> usize {
        self.touched
    }

    /// How many of the first posts had a time when all was merged, and how many
    /// posts there were.
    pub(crate) fn frozen_bounds(&self) -> (u32, u32) {
        (self.dated, self.clustered)
    }

    /// Those of an ascending list whose time has changed.
    pub(crate) fn moved_in<'p>(&'p self, list: List<'p>) -> impl Iterator<Item = u32> {
        // Whichever are fewer are asked for.
        let few = self.moved.len() < list.len();
        let moved = self.moved.iter().copied().filter(move |_| few);
        let moved = moved.filter(move |post| {
            let place = list.below(*post);
            place < list.len() && list.at(place) == *post
        });
        let listed = (0..if few { 0 } else { list.len() }).map(move |place| list.at(place));
        moved.chain(listed.filter(|post| self.moved.contains(post)))
    }
}
