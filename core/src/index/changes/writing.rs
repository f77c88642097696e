//! Posts of a change as they are written, and what follows from them: posting
//! lists, kept sums, kept matches.

use foldhash::HashMap;

use crate::index::dataset::Dataset;
use crate::index::posts::Values;
use crate::index::record::Record;
use crate::index::sums::{HashtagSums, Stale};

/// A change to posts under way. Each post is written at most once.
#[derive(Debug)]
pub(super) struct Writing<'d> {
    pub(super) dataset: &'d mut Dataset,
    pub(super) hashtags: HashMap<u32, Edit>,
    pub(super) creators: HashMap<u32, Edit>,
    stale: HashMap<u32, Stale>,
}

/// Posts of one list that the change writes.
#[derive(Debug, Default)]
pub(super) struct Edit {
    /// Those that leave it.
    pub(super) gone: Vec<u32>,
    /// Those that come to it.
    pub(super) new: Vec<u32>,
    /// Those that had a place in it and still have.
    pub(super) kept: Vec<u32>,
}

impl<'d> Writing<'d> {
    pub(super) fn new(dataset: &'d mut Dataset) -> Self {
        Self {
            dataset,
            hashtags: HashMap::default(),
            creators: HashMap::default(),
            stale: HashMap::default(),
        }
    }

    /// Appends a post with these hashtags, each once.
    pub(super) fn append(&mut self, id: &str, values: &Values<'_>, tags: Vec<u32>) -> u32 {
        let post = self.dataset.posts.append(id, values);
        self.relink(post, None, Some((&values.record(), tags)));
        post
    }

    /// Writes a post that is there anew.
    pub(super) fn rewrite(&mut self, post: u32, values: &Values<'_>, tags: Vec<u32>) {
        let old = self.dataset.posts.record(post);
        self.dataset.posts.rewrite(post, values);
        self.relink(post, Some(&old), Some((&values.record(), tags)));
    }

    /// Gives a post that is there other hashtags.
    pub(super) fn retag(&mut self, post: u32, tags: Vec<u32>) {
        let record = self.dataset.posts.record(post);
        self.relink(post, Some(&record), Some((&record, tags)));
    }

    /// Deletes a post.
    pub(super) fn delete(&mut self, post: u32) {
        let record = self.dataset.posts.record(post);
        self.relink(post, Some(&record), None);
        self.dataset.posts.delete(post);
    }

    /// Takes a post out of the lists and sums it was in, and puts it into those
    /// it is in now.
    fn relink(&mut self, post: u32, old: Option<&Record>, new: Option<(&Record, Vec<u32>)>) {
        let old_tags: Vec<u32> = self.dataset.tags.get(post).iter().collect();
        let (record, tags) = match new {
            Some((record, tags)) => (Some(record), tags),
            None => (None, Vec::new()),
        };
        self.sum_up(&old_tags, old, &tags, record);
        for hashtag in &old_tags {
            let edit = self.hashtags.entry(*hashtag).or_default();
            if tags.contains(hashtag) {
                edit.kept.push(post);
            } else {
                edit.gone.push(post);
            }
        }
        for hashtag in tags.iter().filter(|tag| !old_tags.contains(tag)) {
            self.hashtags.entry(*hashtag).or_default().new.push(post);
        }
        let (before, after) = (old.map(Record::creator), record.map(Record::creator));
        if let Some(before) = before {
            let edit = self.creators.entry(before).or_default();
            if after == Some(before) {
                edit.kept.push(post);
            } else {
                edit.gone.push(post);
            }
        }
        if let Some(after) = after.filter(|_| before != after) {
            self.creators.entry(after).or_default().new.push(post);
        }
        if tags != old_tags {
            self.dataset.tags.replace(post, tags);
        }
    }

    fn sum_up(
        &mut self,
        old_tags: &[u32],
        old: Option<&Record>,
        tags: &[u32],
        new: Option<&Record>,
    ) {
        let count = self.dataset.hashtags.len();
        let Some(sums) = self.dataset.sums.get_mut() else {
            return;
        };
        sums.resize(count, HashtagSums::default());
        if let Some(old) = old {
            let one = HashtagSums::of_post(old);
            for hashtag in old_tags {
                if let Some(stale) = sums[*hashtag as usize].remove(&one) {
                    let known = self.stale.entry(*hashtag).or_insert(stale);
                    *known = stale.max(*known);
                }
            }
        }
        if let Some(new) = new {
            let one = HashtagSums::of_post(new);
            for hashtag in tags {
                sums[*hashtag as usize].add(&one);
            }
        }
    }

    /// Brings lists, sums and matches up to date.
    pub(super) fn finish(mut self) {
        // Whatever is written has a creator before or after.
        if !self.creators.is_empty() {
            self.dataset.stamp.renew();
        }
        let lists = [
            (&mut self.dataset.by_hashtag, &mut self.hashtags),
            (&mut self.dataset.by_creator, &mut self.creators),
        ];
        for (lists, edits) in lists {
            for (key, edit) in edits.iter_mut() {
                edit.gone.sort_unstable();
                edit.new.sort_unstable();
                lists.edit(*key, &edit.gone, &edit.new);
            }
        }
        for (hashtag, stale) in &self.stale {
            self.dataset.refresh_sums(*hashtag, *stale);
        }
        self.refresh_matches();
        let dataset = self.dataset;
        dataset.fit_sums();
        dataset.merge_if_due();
    }
}

impl Dataset {
    /// Makes room in the kept sums for hashtags that are new.
    pub(super) fn fit_sums(&mut self) {
        let count = self.hashtags.len();
        if let Some(sums) = self.sums.get_mut() {
            sums.resize(count, HashtagSums::default());
        }
    }
}
