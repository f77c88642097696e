//! The rows that stay, written out as columns in the order of time.

use std::hint::black_box;
use std::sync::OnceLock;

use arrow::array::{Array, LargeStringBuilder};
use arrow::buffer::{Buffer, MutableBuffer, ScalarBuffer};
use foldhash::HashMap;

use crate::index::Dataset;
use crate::index::build::columns::PostColumns;
use crate::index::build::links::Links;
use crate::index::build::rows::Rows;
use crate::index::build::too_many;
use crate::index::column::Column;
use crate::index::creators::Creators;
use crate::index::floats::Floats;
use crate::index::hashtags::Hashtags;
use crate::index::lists::{Lists, transpose};
use crate::index::platforms::Platforms;
use crate::index::posts::Posts;
use crate::index::project::Project;
use crate::index::record::{Counts, Record, WORDS};
use crate::index::scratch::Idle;
use crate::index::stamp::Stamp;
use crate::index::texts::{Texts, ordinal};
use crate::parallel::both;
use crate::{Error, Result};

/// Texts that are fetched at a time.
const AHEAD: usize = 32;

/// A row by its batch and place, which saves looking the batch up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    batch: u32,
    row: u32,
}

/// What is to be written, row by row.
pub(super) struct Plan<'p, 'b> {
    pub(super) rows: &'p Rows<'b>,
    /// The rows in the order of time.
    pub(super) order: &'p [Place],
    pub(super) links: &'p Links,
    /// The creator of each row.
    pub(super) authors: &'p [u32],
}

type OwnLists = HashMap<u32, Box<[u32]>>;

impl<'p, 'b> Plan<'p, 'b> {
    /// The data set of the rows that stay.
    pub(super) fn write(
        &self,
        (platforms, hashtags, creators): (Platforms, Hashtags, Creators),
        projects: Vec<Project>,
    ) -> Result<Dataset> {
        let ((captions, ids), rest) = both(
            || (self.captions(), self.ids()),
            || {
                let (records, wide) = self.records();
                let (tags, own_names) = self.lists(&hashtags)?;
                let by_hashtag = tags.transposed(hashtags.len());
                let by_creator = by_creator(&records, creators.len());
                let floats = [0, 1, 2].map(|which| self.floats(which));
                Ok::<_, Error>((
                    records, wide, tags, own_names, by_hashtag, by_creator, floats,
                ))
            },
        );
        let (records, wide, tags, own_names, by_hashtag, by_creator, floats) = rest?;
        Ok(Dataset {
            posts: Posts::clustered(records, wide, own_names, floats, ids, captions),
            platforms,
            hashtags: hashtags.frozen(),
            creators: creators.frozen(),
            tags,
            by_hashtag,
            by_creator,
            projects,
            sums: OnceLock::new(),
            idle: Idle::default(),
            stamp: Stamp::default(),
        })
    }

    fn column(&self) -> impl Iterator<Item = (&'p PostColumns<'b>, usize)> {
        let rows = self.rows;
        let order = self.order.iter();
        order.map(move |place| (rows.batch(place.batch), place.row as usize))
    }

    fn ids(&self) -> Texts {
        let bytes = self.rows.bytes(|batch| batch.id);
        let ids = self.column().map(|(batch, row)| Some(batch.id.value(row)));
        texts(self.order.len(), bytes, ids)
    }

    fn captions(&self) -> Texts {
        let bytes = self.rows.bytes(|batch| batch.caption);
        let captions = self.column().map(|(batch, row)| {
            let caption = batch.caption;
            caption.is_valid(row).then(|| caption.value(row))
        });
        texts(self.order.len(), bytes, captions)
    }

    fn floats(&self, which: usize) -> Floats {
        if self.rows.all_null(|batch| batch.floats[which]) {
            return Floats::default();
        }
        let values = self.column().map(|(batch, row)| {
            let values = batch.floats[which];
            values.is_valid(row).then(|| values.value(row))
        });
        Floats::new(self.order.len(), values)
    }

    /// The records in one aligned buffer, and the counts that do not fit.
    ///
    /// Row by row, so that the many columns of a record are read in their order and
    /// only the record is written where it belongs.
    fn records(&self) -> (Column<u32>, HashMap<u32, Counts>) {
        // Aligned to cache lines, which a `Vec` is not: a record never lies in two.
        let bytes = self.order.len() * WORDS * size_of::<u32>();
        let mut words = MutableBuffer::from_len_zeroed(bytes);
        let (records, _) = words.typed_data_mut::<u32>().as_chunks_mut::<WORDS>();
        let mut wide = HashMap::default();
        let posts = self.posts();
        for (row, batch, place) in self.rows.kept() {
            let (post, counts) = (posts[row as usize], batch.counts(place));
            let author = self.authors[row as usize];
            let record = Record::new(&counts, author, batch.posted_at(place));
            if record.is_wide() {
                wide.insert(post, counts);
            }
            records[post as usize] = record.0;
        }
        let words = ScalarBuffer::from(Buffer::from(words));
        (Column::from(words), wide)
    }

    /// The post that each row becomes.
    fn posts(&self) -> Vec<u32> {
        let mut posts = vec![0; self.rows.len()];
        for (post, place) in (0..).zip(self.order) {
            posts[self.rows.number(place.batch, place.row) as usize] = post;
        }
        posts
    }

    /// The hashtags of each post, and its own list where that is another.
    fn lists(&self, hashtags: &Hashtags) -> Result<(Lists, OwnLists)> {
        let mut starts = Vec::with_capacity(self.order.len() + 1);
        let mut items: Vec<u32> = Vec::with_capacity(self.links.own());
        let mut own_names = OwnLists::default();
        starts.push(0);
        for (post, place) in self.order.iter().enumerate() {
            let row = self.rows.number(place.batch, place.row);
            self.links.push_of(row, &mut items);
            starts.push(u32::try_from(items.len()).map_err(|_| too_many("links"))?);
            if let Some(names) = self.links.own_names(row, hashtags) {
                own_names.insert(ordinal(post), names);
            }
        }
        Ok((Lists::frozen(starts.into(), items.into()), own_names))
    }
}

fn by_creator(records: &Column<u32>, creators: usize) -> Lists {
    let words = records.base().as_chunks::<WORDS>().0;
    transpose(creators, |take| {
        for (post, words) in words.iter().enumerate() {
            take(Record(*words).creator(), ordinal(post));
        }
    })
}

/// The creator of each row.
pub(super) fn authors(rows: &Rows<'_>, creators: &mut Creators) -> Vec<u32> {
    let mut authors = vec![0; rows.len()];
    for (row, batch, place) in rows.kept() {
        authors[row as usize] = creators.intern(rows.platform(row), batch.author.value(place));
    }
    authors
}

/// The rows by time, those of unknown time last, then by id.
pub(super) fn order(rows: &Rows<'_>) -> Vec<Place> {
    let mut dated = Vec::with_capacity(rows.len());
    let mut undated = Vec::new();
    for (row, batch, place) in rows.kept() {
        match batch.posted_at(place) {
            Some(at) => dated.push((at, row)),
            None => undated.push(row),
        }
    }
    dated.sort_unstable();
    for same in dated.chunk_by_mut(|a, b| a.0 == b.0) {
        if same.len() > 1 {
            same.sort_unstable_by_key(|(_, row)| rows.id(*row));
        }
    }
    undated.sort_unstable_by_key(|row| rows.id(*row));
    let all = dated.into_iter().map(|(_, row)| row).chain(undated);
    all.map(|row| {
        let (batch, row) = rows.place(row);
        Place { batch, row }
    })
    .collect()
}

fn texts<'t>(count: usize, bytes: usize, mut all: impl Iterator<Item = Option<&'t str>>) -> Texts {
    let mut builder = LargeStringBuilder::with_capacity(count, bytes);
    let mut ahead = Vec::with_capacity(AHEAD);
    loop {
        ahead.clear();
        // Looked at before they are copied: memory is waited for once, not text by text.
        ahead.extend(all.by_ref().take(AHEAD).inspect(|text| {
            black_box(text.and_then(|text| text.as_bytes().first()).copied());
        }));
        if ahead.is_empty() {
            return Texts::from(builder.finish());
        }
        for text in &ahead {
            builder.append_option(*text);
        }
    }
}
