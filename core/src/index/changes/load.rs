//! Posts that come, or come again with other values: a later load.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use arrow::array::RecordBatch;
use foldhash::HashSet;

use super::check_room;
use super::plan::NewHashtags;
use super::reach::Reached;
use super::writing::Writing;
use crate::Result;
use crate::adapt::Reject;
use crate::index::build::{Incoming, IncomingPost, incoming};
use crate::index::dataset::Dataset;
use crate::index::platforms::Platforms;
use crate::index::posts::Values;

/// What a load of posts did.
#[derive(Debug, Default)]
pub struct Loaded {
    /// Posts that the data set did not have.
    pub new_posts: u64,
    /// Posts that it had with other values.
    pub updated_posts: u64,
    /// Posts that it had just so.
    pub unchanged_posts: u64,
    /// Rows that break a rule, each with the number of its source.
    pub rejects: Vec<(i32, Reject)>,
    /// Rows that gave way to a better one of the same id, by source.
    pub duplicates: Vec<(i32, u64)>,
}

/// A load as it will be written.
#[derive(Debug)]
pub(super) struct Load {
    pub(super) loaded: Loaded,
    /// Posts that are new or other than they were, with their ordinals.
    posts: Vec<(Option<u32>, IncomingPost)>,
    platforms: Platforms,
    hashtags: NewHashtags,
    reached: Reached,
}

impl Dataset {
    /// Takes posts in by the rules of a later load into the store: of the rows
    /// of one id in `batches` the greatest stays; it takes the place of a post
    /// of that id, with all its links, unless nothing about it is other. Rows that
    /// break a rule are left out and named. Platforms and hashtags that are new
    /// are made, and names that projects follow without a platform reach them.
    ///
    /// The columns are those of `posts`, and where they are known `platform`,
    /// `collected_at`, `source` and `record`, as
    /// [`read_batches`](crate::load::read_batches) gives them.
    ///
    /// # Errors
    /// `Corrupt` where a column is missing or of another type, or NULL where the
    /// table has none; `Argument` for more than 2^32 posts or links; `Rule` where
    /// ids run out. After an error the data set is as it was.
    ///
    /// ```
    /// use veyl_core::index::{Builder, Rules};
    /// use veyl_core::load::{LoadOptions, read_batches};
    /// use veyl_core::read::Input;
    ///
    /// let post = |likes: u32| {
    ///     let line = format!(r##"{{"id": "x_1", "platform_id": 1, "author": "ana",
    ///         "hashtags": ["sun"], "metrics": {{"likes": {likes}}}}}"##);
    ///     let line = line.replace('\n', " ");
    ///     vec![Input::bytes("posts.ndjson", line.into_bytes()),
    ///          Input::bytes("platforms.csv", "id,name\n1,x\n".into())]
    /// };
    /// let (batches, _) = read_batches(&post(3), &LoadOptions::default(), &mut ())?;
    /// let mut builder = Builder::new(Rules::Load);
    /// for batch in batches {
    ///     builder.append_batch(batch)?;
    /// }
    /// let mut dataset = builder.finish()?.dataset;
    /// // The post is crawled again, and has more likes.
    /// let (batches, _) = read_batches(&post(5)[..1], &LoadOptions::default(), &mut ())?;
    /// let posts: Vec<_> = batches.into_iter().map(|batch| batch.rows).collect();
    /// assert_eq!(dataset.load_posts(&posts)?.updated_posts, 1);
    /// assert_eq!(dataset.posts(), 1);
    /// # Ok::<(), veyl_core::Error>(())
    /// ```
    pub fn load_posts(&mut self, batches: &[RecordBatch]) -> Result<Loaded> {
        let load = Load::plan(self, batches)?;
        Ok(load.write(self))
    }
}

impl Load {
    pub(super) fn plan(dataset: &Dataset, batches: &[RecordBatch]) -> Result<Self> {
        let Incoming {
            posts,
            platforms,
            rejects,
            duplicates,
        } = incoming(batches, &dataset.platforms)?;
        let mut loaded = Loaded {
            rejects,
            duplicates,
            ..Loaded::default()
        };
        let mut changed = Vec::with_capacity(posts.len());
        for row in posts {
            let known = dataset.posts.find(&row.id);
            match known {
                Some(post) if dataset.is_just_so(post, &row) => {
                    loaded.unchanged_posts += 1;
                    continue;
                }
                Some(_) => loaded.updated_posts += 1,
                None => loaded.new_posts += 1,
            }
            changed.push((known, row));
        }
        let links = changed.iter().map(|(_, row)| row.hashtags.len()).sum();
        let new = changed.iter().filter(|(known, _)| known.is_none());
        check_room(dataset, new.count(), links)?;
        let mut hashtags = NewHashtags::new(dataset);
        let mut implied = BTreeSet::new();
        for (_, row) in &changed {
            for name in &row.hashtags {
                if hashtags.find(dataset, row.platform, name).is_none() {
                    implied.insert((platforms.id(row.platform), row.platform, name.as_str()));
                }
            }
        }
        for (_, platform, name) in implied {
            hashtags.push(platform, name)?;
        }
        let reached = Reached::plan(dataset, &platforms, &mut hashtags)?;
        Ok(Self {
            loaded,
            posts: changed,
            platforms,
            hashtags,
            reached,
        })
    }

    pub(super) fn write(self, dataset: &mut Dataset) -> Loaded {
        if self.posts.is_empty() {
            return self.loaded;
        }
        dataset.platforms = self.platforms;
        self.hashtags.write(dataset);
        let mut writing = Writing::new(dataset);
        for (known, row) in &self.posts {
            put(&mut writing, *known, row);
        }
        writing.finish();
        self.reached.write(dataset);
        self.loaded
    }
}

/// Writes a post in the place of the one that is known.
fn put(writing: &mut Writing<'_>, known: Option<u32>, row: &IncomingPost) {
    let dataset = &mut *writing.dataset;
    let mut once = HashSet::default();
    let tags: Vec<u32> = row
        .hashtags
        .iter()
        .filter_map(|name| dataset.hashtags.find(row.platform, name))
        .filter(|hashtag| once.insert(*hashtag))
        .collect();
    // Lists are distinct by contract; one that is not is kept as it is.
    let own_list = (tags.len() != row.hashtags.len()).then(|| {
        let names = row.hashtags.iter();
        names
            .map(|name| dataset.hashtags.intern_name(name))
            .collect()
    });
    let values = Values {
        counts: row.counts,
        creator: dataset.creators.intern(row.platform, &row.author),
        posted_at: row.posted_at,
        caption: row.caption.as_deref(),
        floats: row.floats,
    };
    let post = match known {
        Some(post) => {
            writing.rewrite(post, &values, tags);
            post
        }
        None => writing.append(&row.id, &values, tags),
    };
    writing.dataset.posts.set_own_list(post, own_list);
}

impl Dataset {
    /// Whether nothing about a post is other than in the row.
    fn is_just_so(&self, post: u32, row: &IncomingPost) -> bool {
        let (posts, creators) = (&self.posts, &self.creators);
        let record = posts.record(post);
        let creator = record.creator();
        let floats = [&posts.sentiment, &posts.score, &posts.score_trend];
        let same_floats = floats.iter().zip(row.floats).all(|(values, new)| {
            // As SQL compares: 0 is -0, and NaN is NaN.
            match (values.get(post), new) {
                (Some(old), Some(new)) => {
                    old.partial_cmp(&new) == Some(Ordering::Equal) || old.is_nan() && new.is_nan()
                }
                (old, new) => old.is_none() && new.is_none(),
            }
        });
        let names = row.hashtags.iter().map(String::as_str);
        let same_names = match posts.own_list(post) {
            Some(own) => own.iter().map(|name| self.hashtags.text(*name)).eq(names),
            None => {
                let tags = self.tags.get(post).iter();
                tags.map(|hashtag| self.hashtags.name(hashtag)).eq(names)
            }
        };
        same_floats
            && same_names
            && creators.platform(creator) == row.platform
            && creators.author(creator) == row.author
            && posts.counts(post) == row.counts
            && record.posted_at() == row.posted_at
            && posts.captions.get(post) == row.caption.as_deref()
    }
}
