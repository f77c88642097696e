//! The small tables that posts refer to: platforms, users, hashtags.

use std::collections::HashSet;

use arrow::array::RecordBatch;

use crate::Result;
use crate::index::build::columns::{Origins, int, text};
use crate::index::build::settle::{Row, first_of_each, last_of_each, with_target};
use crate::index::build::{Builder, Outcome, too_many};
use crate::index::creators::Creators;
use crate::index::hashtags::Hashtags;
use crate::index::platforms::Platforms;

/// What posts and projects refer to.
#[derive(Debug, Default)]
pub(super) struct Tables {
    pub(super) platforms: Platforms,
    pub(super) users: HashSet<i32>,
    pub(super) hashtags: Hashtags,
    pub(super) creators: Creators,
}

impl Tables {
    /// Those that the files bring.
    pub(super) fn settle(builder: &Builder, outcome: &mut Outcome) -> Result<Self> {
        let mut tables = Self::default();
        let platforms = rows(builder.table("platforms"), |batch| {
            let (id, name) = (int(batch, "id")?, text(batch, "name")?);
            Ok(move |row| (id.value(row), name.value(row)))
        })?;
        let platforms = last_of_each(platforms, outcome, |(id, _)| *id);
        let platforms = first_of_each(platforms, outcome, ("platforms", "name"), |(_, name)| {
            (*name, (*name).to_owned())
        });
        for row in platforms {
            let (id, name) = row.value;
            let pushed = tables.platforms.push(id, name);
            pushed.ok_or_else(|| too_many("platforms"))?;
        }
        let users = rows(builder.table("users"), |batch| {
            let id = int(batch, "id")?;
            Ok(move |row| id.value(row))
        })?;
        let users = last_of_each(users, outcome, |id| *id);
        tables.users = users.into_iter().map(|row| row.value).collect();
        tables.settle_hashtags(builder, outcome)?;
        Ok(tables)
    }

    fn settle_hashtags(&mut self, builder: &Builder, outcome: &mut Outcome) -> Result<()> {
        let hashtags = rows(builder.table("hashtags"), |batch| {
            let (id, name) = (int(batch, "id")?, text(batch, "name")?);
            let platform = int(batch, "platform_id")?;
            Ok(move |row| (id.value(row), platform.value(row), name.value(row)))
        })?;
        let hashtags = last_of_each(hashtags, outcome, |(id, ..)| *id);
        let unique = ("hashtags", "platform_id, name");
        let hashtags = first_of_each(hashtags, outcome, unique, |(_, platform, name)| {
            ((*platform, *name), format!("{platform}, {name}"))
        });
        let mut hashtags = with_target(
            hashtags,
            outcome,
            ("platform_id", "platforms"),
            |(_, platform, _)| Some(*platform),
            |id| self.platforms.by_id(id).is_some(),
        );
        hashtags.sort_unstable_by_key(|row| row.value.0);
        for row in hashtags {
            let (id, platform, name) = row.value;
            if let Some(platform) = self.platforms.by_id(platform) {
                self.hashtags.push(id, platform, name);
            }
        }
        Ok(())
    }
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
