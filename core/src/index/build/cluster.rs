//! The rows that stay, written out as columns in the order of time.

use std::sync::OnceLock;

use arrow::array::{Array, LargeStringArray, LargeStringBuilder};
use arrow::buffer::{Buffer, MutableBuffer, ScalarBuffer};
use foldhash::HashMap;

use crate::Result;
use crate::index::Dataset;
use crate::index::build::columns::PostColumns;
use crate::index::build::links::Links;
use crate::index::build::rows::Rows;
use crate::index::build::tables::Tables;
use crate::index::build::too_many;
use crate::index::column::Column;
use crate::index::floats::Floats;
use crate::index::lists::{Lists, transpose};
use crate::index::posts::Posts;
use crate::index::project::Project;
use crate::index::record::{Counts, Record, WORDS};
use crate::index::scratch::Idle;
use crate::index::texts::{Texts, ordinal};
use crate::parallel::both;

/// A row by its batch and place, which saves looking the batch up.
#[derive(Debug, Clone, Copy)]
struct Place {
    batch: u32,
    row: u32,
}

/// The data set of the rows that stay.
pub(super) fn write(
    rows: &Rows<'_>,
    links: Links,
    mut tables: Tables,
    projects: Vec<Project>,
) -> Result<Dataset> {
    let (texts_and_floats, (order, creators)) = {
        let order = order(rows);
        let creators = &mut tables.creators;
        let (texts, creators) = both(
            || texts_and_floats(rows, &order),
            || {
                let mut of_rows = vec![0; rows.len()];
                for (row, batch, place) in rows.kept() {
                    let author = batch.author.value(place);
                    of_rows[row as usize] = creators.intern(rows.platform(row), author);
                }
                of_rows
            },
        );
        (texts, (order, creators))
    };
    let (ids, captions, floats) = texts_and_floats;
    let (lists, (records, wide)) = both(
        || lists(rows, &order, &links, &tables),
        || records(rows, &order, &creators),
    );
    let (tags, own_names) = lists?;
    let words = records.base().as_chunks::<WORDS>().0;
    let (by_hashtag, by_creator) = both(
        || tags.transposed(tables.hashtags.len()),
        || {
            transpose(tables.creators.len(), |take| {
                for (post, words) in words.iter().enumerate() {
                    take(Record(*words).creator(), ordinal(post));
                }
            })
        },
    );
    Ok(Dataset {
        posts: Posts::clustered(records, wide, own_names, floats, ids, captions),
        platforms: tables.platforms,
        hashtags: tables.hashtags.frozen(),
        creators: tables.creators.frozen(),
        tags,
        by_hashtag,
        by_creator,
        projects,
        sums: OnceLock::new(),
        idle: Idle::default(),
    })
}

/// The rows by time, those of unknown time last, then by id.
fn order(rows: &Rows<'_>) -> Vec<Place> {
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

fn column<'r, 'b>(
    rows: &'r Rows<'b>,
    order: &'r [Place],
) -> impl Iterator<Item = (&'r PostColumns<'b>, usize)> {
    order
        .iter()
        .map(|place| (rows.batch(place.batch), place.row as usize))
}

fn texts_and_floats(rows: &Rows<'_>, order: &[Place]) -> (Texts, Texts, [Floats; 3]) {
    let ids = texts(
        order.len(),
        rows.bytes(|batch| batch.id),
        column(rows, order).map(|(batch, row)| Some(batch.id.value(row))),
    );
    let captions = texts(
        order.len(),
        rows.bytes(|batch| batch.caption),
        column(rows, order).map(|(batch, row)| {
            let caption = batch.caption;
            caption.is_valid(row).then(|| caption.value(row))
        }),
    );
    let floats = [0, 1, 2].map(|which| {
        if rows.all_null(|batch| batch.floats[which]) {
            return Floats::default();
        }
        Floats::new(
            order.len(),
            column(rows, order).map(|(batch, row)| {
                let values = batch.floats[which];
                values.is_valid(row).then(|| values.value(row))
            }),
        )
    });
    (ids, captions, floats)
}

fn texts<'t>(count: usize, bytes: usize, all: impl Iterator<Item = Option<&'t str>>) -> Texts {
    let mut builder = LargeStringBuilder::with_capacity(count, bytes);
    for text in all {
        builder.append_option(text);
    }
    let array: LargeStringArray = builder.finish();
    Texts::from(array)
}

/// The records in one aligned buffer, and the counts that do not fit.
fn records(
    rows: &Rows<'_>,
    order: &[Place],
    creators: &[u32],
) -> (Column<u32>, HashMap<u32, Counts>) {
    // Aligned to cache lines, which a `Vec` is not: a record never lies in two.
    let mut words = MutableBuffer::with_capacity(order.len() * WORDS * size_of::<u32>());
    let mut wide = HashMap::default();
    for (post, place) in order.iter().enumerate() {
        let (batch, row) = (rows.batch(place.batch), place.row as usize);
        let counts = batch.counts(row);
        let creator = creators[rows.number(place.batch, place.row) as usize];
        let record = Record::new(&counts, creator, batch.posted_at(row));
        if record.is_wide() {
            wide.insert(ordinal(post), counts);
        }
        words.extend_from_slice(&record.0);
    }
    let words = ScalarBuffer::from(Buffer::from(words));
    (Column::from(words), wide)
}

type OwnLists = HashMap<u32, Box<[u32]>>;

/// The hashtags of each post, and its own list where that is another.
fn lists(
    rows: &Rows<'_>,
    order: &[Place],
    links: &Links,
    tables: &Tables,
) -> Result<(Lists, OwnLists)> {
    let mut starts = Vec::with_capacity(order.len() + 1);
    let mut items: Vec<u32> = Vec::with_capacity(links.own());
    let mut own_names = OwnLists::default();
    starts.push(0);
    for (post, place) in order.iter().enumerate() {
        let row = rows.number(place.batch, place.row);
        items.extend(links.of(row));
        starts.push(u32::try_from(items.len()).map_err(|_| too_many("links"))?);
        if let Some(names) = links.own_names(row, tables) {
            own_names.insert(ordinal(post), names);
        }
    }
    Ok((Lists::frozen(starts.into(), items.into()), own_names))
}
