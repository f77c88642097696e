//! Which hashtags each post carries: those of its own list, and those that a
//! table of links brings.

use std::collections::{BTreeMap, HashSet};

use arrow::array::{Array, RecordBatch};
use foldhash::{HashMap, HashMapExt};

use crate::index::build::columns::{Origins, int, text};
use crate::index::build::rows::Rows;
use crate::index::build::settle::dangles;
use crate::index::build::{Outcome, Rules, too_many};
use crate::index::hashtags::Hashtags;
use crate::index::platforms::Platforms;
use crate::index::texts::ordinal;
use crate::parallel::both;
use crate::{Error, ErrorKind, Result};

/// A hashtag of a post's own list that is no hashtag of its platform; only in
/// the tables of a store.
const UNKNOWN: u32 = u32::MAX;

/// The links of all rows.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// Of the own lists: where those of each row begin in `own`.
    starts: Vec<u32>,
    own: Vec<u32>,
    /// Which of `own` a link is there for; all, where empty.
    linked: Vec<bool>,
    /// Links beyond the own lists, by row and in the order they came.
    extra: HashMap<u32, Vec<u32>>,
    /// The names of own lists that hold one which is no hashtag.
    unknown: HashMap<u32, Vec<u32>>,
    /// Links on which the posts and the table of links disagree.
    pub(super) disagreements: u64,
}

impl Links {
    fn own_places(&self, row: u32) -> std::ops::Range<usize> {
        self.starts[row as usize] as usize..self.starts[row as usize + 1] as usize
    }

    /// How many hashtags the own lists have.
    pub(super) fn own(&self) -> usize {
        self.own.len()
    }

    /// Adds the hashtags of a row: of its own list in order, then the others.
    pub(super) fn push_of(&self, row: u32, items: &mut Vec<u32>) {
        let places = self.own_places(row);
        if self.linked.is_empty() {
            items.extend_from_slice(&self.own[places]);
        } else {
            let linked = places.filter(|place| self.linked[*place]);
            items.extend(linked.map(|place| self.own[place]));
        }
        if let Some(extra) = self.extra.get(&row).filter(|_| !self.extra.is_empty()) {
            items.extend_from_slice(extra);
        }
    }

    /// The names of the own list of a row, where its links are others.
    pub(super) fn own_names(&self, row: u32, hashtags: &Hashtags) -> Option<Box<[u32]>> {
        if self.unknown.is_empty() && self.linked.is_empty() && self.extra.is_empty() {
            return None;
        }
        if let Some(names) = self.unknown.get(&row) {
            return Some(names.as_slice().into());
        }
        let places = self.own_places(row);
        let same = self.linked.is_empty() || self.linked[places.clone()].iter().all(|link| *link);
        if same && !self.extra.contains_key(&row) {
            return None;
        }
        let names = self.own[places].iter();
        Some(names.map(|one| hashtags.name_of(*one)).collect())
    }
}

/// The hashtags of own lists, one after the other, [`UNKNOWN`] where a table has not
/// brought them: most of what resolving takes, so two threads share it.
pub(super) fn found(hashtags: &Hashtags, rows: &Rows<'_>) -> Vec<u32> {
    if hashtags.len() == 0 {
        return Vec::new();
    }
    let find = |batches| {
        let lists = rows.kept_in(batches).flat_map(|(row, batch, place)| {
            let platform = rows.platform(row);
            let tags = batch.tags(place);
            tags.map(move |tag| hashtags.find(platform, tag).unwrap_or(UNKNOWN))
        });
        lists.collect::<Vec<_>>()
    };
    let middle = rows.batches() / 2;
    let (mut found, rest) = both(|| find(0..middle), || find(middle..rows.batches()));
    found.extend(rest);
    found
}

/// Resolves own lists, of which hashtags are [`found`] already, and the table of
/// links; makes the hashtags that posts imply.
pub(super) fn resolve(
    batches: &[RecordBatch],
    rules: Rules,
    (hashtags, platforms): (&mut Hashtags, &Platforms),
    (rows, found): (&Rows<'_>, Vec<u32>),
    outcome: &mut Outcome,
) -> Result<Links> {
    let given_hashtags = hashtags.len();
    let mut links = own_lists(rules, hashtags, rows, found)?;
    let given = Given::read(
        batches,
        rules,
        given_hashtags,
        hashtags,
        rows,
        &links,
        outcome,
    )?;
    if rules == Rules::Load {
        if given.any && rows.kept().next().is_some() {
            links.disagreements = given.disagreements(hashtags, &links, rows);
        }
        number_implied(hashtags, platforms, given_hashtags, &mut links)?;
    } else {
        links.linked = given.own;
    }
    links.extra = given.extra;
    Ok(links)
}

/// The own lists, row by row. A hashtag that is not there yet is made with the id 0,
/// until [`number_implied`] knows all of them and gives them theirs.
fn own_lists(
    rules: Rules,
    hashtags: &mut Hashtags,
    rows: &Rows<'_>,
    found: Vec<u32>,
) -> Result<Links> {
    let mut found = found.into_iter();
    let mut links = Links {
        starts: Vec::with_capacity(rows.len() + 1),
        ..Links::default()
    };
    for (row, batch, place) in rows.kept() {
        // Rows that do not stay have no links.
        links.starts.resize(row as usize + 1, end_of(&links.own)?);
        let platform = rows.platform(row);
        let begin = links.own.len();
        for tag in batch.tags(place) {
            let known = found.next().filter(|known| *known != UNKNOWN);
            let hashtag = match (known.or_else(|| hashtags.find(platform, tag)), rules) {
                (Some(known), _) => known,
                (None, Rules::Load) => hashtags.push(0, platform, tag),
                (None, Rules::Stored) => UNKNOWN,
            };
            // Lists are distinct by contract; the tables of a store may not be.
            links.own.push(hashtag);
        }
        if links.own[begin..].contains(&UNKNOWN) || repeats(&links.own[begin..]) {
            links.own.truncate(begin);
            let names = batch.tags(place).map(|tag| hashtags.intern_name(tag));
            links.unknown.insert(row, names.collect());
            if rules == Rules::Load {
                let known = batch
                    .tags(place)
                    .filter_map(|tag| hashtags.find(platform, tag));
                for hashtag in known {
                    if !links.own[begin..].contains(&hashtag) {
                        links.own.push(hashtag);
                    }
                }
            }
        }
    }
    let end = end_of(&links.own)?;
    links.starts.resize(rows.len() + 1, end);
    Ok(links)
}

fn end_of(items: &[u32]) -> Result<u32> {
    u32::try_from(items.len()).map_err(|_| too_many("links"))
}

fn repeats(list: &[u32]) -> bool {
    list.iter()
        .enumerate()
        .any(|(place, one)| list[..place].contains(one))
}

/// What a table of links says.
#[derive(Debug, Default)]
struct Given {
    any: bool,
    /// Which links of the own lists it has.
    own: Vec<bool>,
    /// Links that no own list has.
    extra: HashMap<u32, Vec<u32>>,
}

impl Given {
    fn read(
        batches: &[RecordBatch],
        rules: Rules,
        given_hashtags: usize,
        hashtags: &Hashtags,
        rows: &Rows<'_>,
        links: &Links,
        outcome: &mut Outcome,
    ) -> Result<Self> {
        let mut given = Self {
            any: false,
            own: vec![false; links.own.len()],
            extra: HashMap::new(),
        };
        let by_id = ById::new(hashtags, given_hashtags);
        let mut cursor = Cursor {
            rows,
            batch: 0,
            place: 0,
        };
        let mut dangling = BTreeMap::new();
        let mut before = 0;
        for batch in batches {
            let origins = Origins::new(batch, before);
            before += batch.num_rows() as u64;
            let (posts, ids) = (text(batch, "post_id")?, int(batch, "hashtag_id")?);
            for place in 0..posts.len() {
                let (post, id) = (posts.value(place), ids.value(place));
                // The key of a link is both of its columns.
                let new = match (cursor.seek(post), by_id.get(id)) {
                    (Some(row), Some(hashtag)) => {
                        given.any = true;
                        given.add(links, row, hashtag)
                    }
                    (row, _) => {
                        let known = dangling.insert((post, id), (origins.get(place), row));
                        known.is_none()
                    }
                };
                if !new && rules == Rules::Load {
                    outcome.duplicate(origins.get(place).source);
                }
            }
        }
        for ((post, id), (origin, row)) in dangling {
            if row.is_none() {
                dangles(outcome, origin, "post_id", post, "posts");
            } else {
                dangles(outcome, origin, "hashtag_id", &id.to_string(), "hashtags");
            }
        }
        Ok(given)
    }

    /// Whether the link is new.
    fn add(&mut self, links: &Links, row: u32, hashtag: u32) -> bool {
        let places = links.own_places(row);
        let own = links.own[places.clone()]
            .iter()
            .position(|one| *one == hashtag);
        if let Some(own) = own {
            return !std::mem::replace(&mut self.own[places.start + own], true);
        }
        let extra = self.extra.entry(row).or_default();
        let new = !extra.contains(&hashtag);
        if new {
            extra.push(hashtag);
        }
        new
    }

    /// How many (post, name) pairs only one side has.
    fn disagreements(&self, hashtags: &Hashtags, links: &Links, rows: &Rows<'_>) -> u64 {
        let name_of = |hashtag: &u32| hashtags.name_of(*hashtag);
        let mut count = 0;
        for (row, extra) in &self.extra {
            let places = links.own_places(*row);
            let own: HashSet<u32> = links.own[places].iter().map(name_of).collect();
            let names: HashSet<u32> = extra.iter().map(name_of).collect();
            count += names.difference(&own).count();
        }
        if self.own.iter().all(|given| *given) {
            return count as u64;
        }
        for (row, ..) in rows.kept() {
            let extra = self.extra.get(&row);
            count += links
                .own_places(row)
                .filter(|place| {
                    let name = name_of(&links.own[*place]);
                    let elsewhere = extra.into_iter().flatten().any(|one| name_of(one) == name);
                    !self.own[*place] && !elsewhere
                })
                .count();
        }
        count as u64
    }
}

/// Gives the hashtags that posts imply their ids, in the order of platform and
/// name, and makes that the order of their ordinals too.
fn number_implied(
    hashtags: &mut Hashtags,
    platforms: &Platforms,
    given: usize,
    links: &mut Links,
) -> Result<()> {
    let no_id_left = || {
        Error::new(
            ErrorKind::Rule,
            "hashtags has no id left below 2^31".to_owned(),
        )
    };
    let new = hashtags.order_from(given, |platform| platforms.id(platform));
    let Some(first) = hashtags.next_id(given) else {
        return Err(no_id_left());
    };
    if new.is_empty() {
        return Ok(());
    }
    hashtags
        .renumber(given, &new, first)
        .ok_or_else(no_id_left)?;
    let mut place_of = vec![0; new.len()];
    for (place, old) in new.iter().enumerate() {
        place_of[*old as usize - given] = ordinal(given + place);
    }
    for hashtag in &mut links.own {
        if let Some(place) = (*hashtag as usize).checked_sub(given) {
            *hashtag = place_of[place];
        }
    }
    Ok(())
}

/// The hashtags that a table brought, by id.
enum ById {
    /// By the id itself, where ids are dense.
    Dense(Vec<u32>),
    Sparse(HashMap<i32, u32>),
}

impl ById {
    fn new(hashtags: &Hashtags, count: usize) -> Self {
        let all = (0..ordinal(count)).map(|hashtag| (hashtags.id(hashtag), hashtag));
        let dense = all
            .clone()
            .all(|(id, _)| usize::try_from(id).is_ok_and(|id| id < 4 * count + 64));
        if !dense {
            return Self::Sparse(all.collect());
        }
        let mut by_id = vec![UNKNOWN; 4 * count + 64];
        for (id, hashtag) in all {
            if let Some(slot) = usize::try_from(id).ok().and_then(|id| by_id.get_mut(id)) {
                *slot = hashtag;
            }
        }
        Self::Dense(by_id)
    }

    fn get(&self, id: i32) -> Option<u32> {
        match self {
            Self::Dense(by_id) => usize::try_from(id)
                .ok()
                .and_then(|id| by_id.get(id).copied())
                .filter(|hashtag| *hashtag != UNKNOWN),
            Self::Sparse(by_id) => by_id.get(&id).copied(),
        }
    }
}

/// Finds the row of a post. Tables of links mostly stand in the order of their
/// posts: the same row or one soon after is tried before the hash table.
struct Cursor<'r, 'b> {
    rows: &'r Rows<'b>,
    batch: u32,
    place: u32,
}

impl Cursor<'_, '_> {
    fn seek(&mut self, id: &str) -> Option<u32> {
        const AHEAD: usize = 8;
        let rows = self.rows;
        let (mut batch, mut place) = (self.batch, self.place);
        for _ in 0..AHEAD {
            let Some(columns) = rows.get_batch(batch) else {
                break;
            };
            if place as usize >= columns.id.len() {
                (batch, place) = (batch + 1, 0);
                continue;
            }
            if columns.id.value(place as usize) == id {
                let row = rows.number(batch, place);
                if rows.is_kept(row) {
                    (self.batch, self.place) = (batch, place);
                    return Some(row);
                }
            }
            place += 1;
        }
        let found = rows.find(id)?;
        (self.batch, self.place) = rows.place(found);
        Some(found)
    }
}
