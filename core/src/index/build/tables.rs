//! The small tables that posts refer to: platforms, users, hashtags.

use std::collections::HashSet;

use arrow::array::RecordBatch;

use crate::Result;
use crate::index::build::columns::{Origins, int, text};
use crate::index::build::settle::{Row, first_of_each, last_of_each, with_target};
use crate::index::build::{Builder, Outcome, too_many};
use crate::index::hashtags::Hashtags;
use crate::index::platforms::Platforms;

/// The platforms that a table brings.
pub(super) fn platforms(builder: &Builder, outcome: &mut Outcome) -> Result<Platforms> {
    let found = rows(builder.table("platforms"), |batch| {
        let (id, name) = (int(batch, "id")?, text(batch, "name")?);
        Ok(move |row| (id.value(row), name.value(row)))
    })?;
    let found = last_of_each(found, outcome, |(id, _)| *id);
    let found = first_of_each(
        found,
        outcome,
        ("platforms", "name"),
        |(_, name)| *name,
        |name| (*name).to_owned(),
    );
    let mut platforms = Platforms::default();
    for row in found {
        let (id, name) = row.value;
        let pushed = platforms.push(id, name);
        pushed.ok_or_else(|| too_many("platforms"))?;
    }
    Ok(platforms)
}

/// The ids of users.
pub(super) fn users(builder: &Builder, outcome: &mut Outcome) -> Result<HashSet<i32>> {
    let found = rows(builder.table("users"), |batch| {
        let id = int(batch, "id")?;
        Ok(move |row| id.value(row))
    })?;
    let found = last_of_each(found, outcome, |id| *id);
    Ok(found.into_iter().map(|row| row.value).collect())
}

/// The hashtags that a table brings, by id.
pub(super) fn hashtags(
    builder: &Builder,
    platforms: &Platforms,
    outcome: &mut Outcome,
) -> Result<Hashtags> {
    let found = rows(builder.table("hashtags"), |batch| {
        let (id, name) = (int(batch, "id")?, text(batch, "name")?);
        let platform = int(batch, "platform_id")?;
        Ok(move |row| (id.value(row), platform.value(row), name.value(row)))
    })?;
    let found = last_of_each(found, outcome, |(id, ..)| *id);
    let found = first_of_each(
        found,
        outcome,
        ("hashtags", "platform_id, name"),
        |(_, platform, name)| (*platform, *name),
        |(platform, name)| format!("{platform}, {name}"),
    );
    let mut found = with_target(
        found,
        outcome,
        ("platform_id", "platforms"),
        |(_, platform, _)| Some(*platform),
        |id| platforms.by_id(id).is_some(),
    );
    found.sort_unstable_by_key(|row| row.value.0);
    let mut hashtags = Hashtags::with_capacity(found.len());
    for row in found {
        let (id, platform, name) = row.value;
        if let Some(platform) = platforms.by_id(platform) {
            hashtags.push(id, platform, name);
        }
    }
    // In one piece they are found faster, millions of times.
    Ok(hashtags.frozen())
}

/// The rows of a table, each as `read` makes it of a batch.
pub(super) fn rows<'b, T, F: Fn(usize) -> T>(
    batches: &'b [RecordBatch],
    read: impl Fn(&'b RecordBatch) -> Result<F>,
) -> Result<Vec<Row<T>>> {
    let mut rows = Vec::new();
    for batch in batches {
        let origins = Origins::new(batch, rows.len() as u64);
        let value = read(batch)?;
        rows.extend((0..batch.num_rows()).map(|row| Row {
            origin: origins.get(row),
            value: value(row),
        }));
    }
    Ok(rows)
}
