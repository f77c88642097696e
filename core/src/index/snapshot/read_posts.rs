//! The posts of a snapshot.

use arrow::array::{Array, LargeStringArray};
use arrow::buffer::ScalarBuffer;
use foldhash::HashMap;

use crate::Result;
use crate::index::column::Column;
use crate::index::floats::Floats;
use crate::index::posts::{Posts, word};
use crate::index::record::{Counts, NO_TIME, Record, WORDS};
use crate::index::snapshot::check::{ascending, below, corrupt, in_years};
use crate::index::snapshot::sections::Sections;
use crate::index::texts::Texts;

/// The columns of posts besides the records.
#[derive(Debug)]
pub(super) struct PostColumns {
    ids: LargeStringArray,
    captions: LargeStringArray,
    floats: [Floats; 3],
}

/// The records, and the counts that do not fit them.
#[derive(Debug)]
pub(super) struct Records {
    words: ScalarBuffer<u32>,
    wide: HashMap<u32, Counts>,
}

impl Sections {
    pub(super) fn post_columns(&self, posts: usize) -> Result<PostColumns> {
        Ok(PostColumns {
            ids: self.texts("posts.ids", posts)?,
            captions: self.nullable_texts("posts.captions", posts)?,
            floats: [
                self.floats("posts.sentiment", posts)?,
                self.floats("posts.score", posts)?,
                self.floats("posts.score_trend", posts)?,
            ],
        })
    }

    fn floats(&self, name: &str, posts: usize) -> Result<Floats> {
        let section = format!("{name}.values");
        let Some(values) = self.get::<f64>(&section)? else {
            return Ok(Floats::default());
        };
        let valid = self.need(&format!("{name}.valid"))?;
        let before = self.need(&format!("{name}.before"))?;
        Floats::frozen_from(posts, valid, before, values).ok_or_else(|| {
            corrupt(
                &section,
                "has not the values that `valid` and `before` speak of",
            )
        })
    }

    /// The records of `posts` posts by `creators` creators.
    pub(super) fn records(&self, posts: usize, creators: usize) -> Result<Records> {
        let section = "posts.records";
        let words = self.need::<u32>(section)?;
        let (records, rest) = words.as_chunks::<WORDS>();
        if records.len() != posts || !rest.is_empty() {
            let what = format!("has {} records for {posts} posts", records.len());
            return Err(corrupt(section, what));
        }
        let wide = self.wide(posts)?;
        for (post, words) in (0..).zip(records) {
            let record = Record(*words);
            if record.creator() as usize >= creators {
                let what = format!("refers to creator {} of {creators}", record.creator());
                return Err(corrupt(section, what));
            }
            if !in_years(record.time()) {
                return Err(corrupt(section, "has a time outside the years 1 to 9999"));
            }
            let counts = if record.is_wide() {
                wide.get(&post).copied()
            } else {
                Some(std::array::from_fn(|metric| word(record.count(metric))))
            };
            let again =
                counts.map(|counts| Record::new(&counts, record.creator(), record.posted_at()));
            if again != Some(record) {
                let what = format!("has a record {post} that its counts do not make");
                return Err(corrupt(section, what));
            }
        }
        Ok(Records { words, wide })
    }

    fn wide(&self, posts: usize) -> Result<HashMap<u32, Counts>> {
        let Some(wide) = self.get::<u32>("posts.wide.posts")? else {
            return Ok(HashMap::default());
        };
        ascending("posts.wide.posts", &wide)?;
        below("posts.wide.posts", &wide, posts)?;
        let counts = self.exactly::<i64>("posts.wide.counts", wide.len() * 4)?;
        let valid = self.exactly::<u8>("posts.wide.valid", wide.len())?;
        let all = wide.iter().zip(counts.as_chunks::<4>().0).zip(&*valid);
        Ok(all
            .map(|((post, counts), valid)| {
                let there = |metric: usize| valid >> metric & 1 == 1;
                let count = |metric| there(metric).then_some(counts[metric]);
                (*post, std::array::from_fn(count))
            })
            .collect())
    }

    fn own_lists(&self, posts: usize, names: usize) -> Result<HashMap<u32, Box<[u32]>>> {
        let Some(own) = self.get::<u32>("posts.own.posts")? else {
            return Ok(HashMap::default());
        };
        ascending("posts.own.posts", &own)?;
        below("posts.own.posts", &own, posts)?;
        let (starts, items) = self.lists("posts.own", own.len(), names)?;
        let lists = starts.windows(2);
        let lists = lists.map(|pair| items[pair[0] as usize..pair[1] as usize].into());
        Ok(own.iter().copied().zip(lists).collect())
    }

    /// All of it, in the order of time and id.
    pub(super) fn posts(
        &self,
        records: Records,
        columns: PostColumns,
        names: usize,
    ) -> Result<Posts> {
        let PostColumns {
            ids,
            captions,
            floats,
        } = columns;
        let own = self.own_lists(ids.len(), names)?;
        let times = records.words.as_chunks::<WORDS>().0;
        let key = |post: usize| {
            let at = Record(times[post]).time();
            // Unknown ones are last, and no time is that great.
            if at == NO_TIME { i64::MAX } else { at }
        };
        for post in 1..times.len() {
            let (before, at) = (key(post - 1), key(post));
            if before > at || before == at && ids.value(post - 1) >= ids.value(post) {
                let what = "is not in the order of time and id";
                return Err(corrupt("posts.records", what));
            }
        }
        Ok(Posts::clustered(
            Column::from(records.words),
            records.wide,
            own,
            floats,
            Texts::from(ids),
            Texts::from(captions),
        ))
    }
}
