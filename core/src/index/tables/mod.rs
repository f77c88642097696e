//! The canonical tables of a data set back out, as far as it keeps them.
//!
//! It keeps what views read. So links of projects are numbered anew, in their
//! order; a followed creator dates from when its project was last changed, and so
//! does the making of the project; when a hashtag was last scraped, whose a project
//! is, and what `veyl run` caches is not known any more. Users and what belongs
//! to them are not there at all.

mod posts;
mod projects;
#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::{Arc, LazyLock};

use arrow::array::{ArrayRef, RecordBatch, new_null_array};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};

use crate::index::dataset::Dataset;
use crate::index::views::cells::{Integers, TextCells};
use crate::index::views::posts_by_id;
use crate::schema::{ColumnType, Table};
use crate::write::BatchWriter;
use crate::{Error, ErrorKind, Result};

/// The tables there are.
const NAMES: [&str; 8] = [
    "platforms",
    "hashtags",
    "posts",
    "post_hashtags",
    "projects",
    "project_hashtags",
    "project_creators",
    SCOPE_MATCHES,
];

/// The posts in scope of each project that has a scope query: what the `.sql` views
/// read as `veyl_internal.scope_matches`.
const SCOPE_MATCHES: &str = "scope_matches";

static SCOPE_MATCHES_SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
    Arc::new(Schema::new(vec![
        Field::new("project_id", DataType::Int32, false),
        Field::new("post_id", DataType::Utf8, false),
    ]))
});

/// Takes the columns of one batch after the other.
type Out<'o> = dyn FnMut(Vec<ArrayRef>) -> Result<()> + 'o;

impl Dataset {
    /// Writes a canonical table in the order of its key, or `scope_matches`: which
    /// posts (`post_id`) are in scope of each project (`project_id`) that has a
    /// scope query. The number of rows.
    ///
    /// # Errors
    /// `NotFound` where there is no such table, with those there are; whatever
    /// `writer` returns.
    pub fn table_into(&self, name: &str, writer: &mut dyn BatchWriter) -> Result<u64> {
        written(name, writer, |out| match name {
            "posts" => self.post_rows(&posts_by_id(self), out),
            "post_hashtags" => self.link_rows(&posts_by_id(self), out),
            _ => self.small_table(name, out),
        })
    }

    /// Writes the part of a table that belongs to the posts of these places, which
    /// go up to [`Dataset::places`]; of a table that is not about posts, all of it goes
    /// with the first place. In no order of rows; each row once. The number of rows.
    ///
    /// # Errors
    /// As [`Dataset::table_into`].
    pub fn table_part_into(
        &self,
        name: &str,
        places: Range<usize>,
        writer: &mut dyn BatchWriter,
    ) -> Result<u64> {
        let posts = || -> Vec<u32> {
            let some = self.posts.ordinals().skip(places.start);
            some.take(places.len()).collect()
        };
        written(name, writer, |out| match name {
            "posts" => self.post_rows(&posts(), out),
            "post_hashtags" => self.link_rows(&posts(), out),
            _ if places.start == 0 => self.small_table(name, out),
            _ => Ok(()),
        })
    }

    /// How many places of posts [`Dataset::table_part_into`] knows for a table: 1
    /// where it is not about posts.
    ///
    /// # Errors
    /// `NotFound` where there is no such table.
    pub fn places(&self, name: &str) -> Result<usize> {
        schema(name)?;
        Ok(match name {
            "posts" | "post_hashtags" => self.posts(),
            _ => 1,
        })
    }

    fn small_table(&self, name: &str, out: &mut Out<'_>) -> Result<()> {
        match name {
            "platforms" => out(self.platform_columns()),
            "hashtags" => out(self.hashtag_columns()),
            "projects" => out(self.project_columns()),
            "project_hashtags" => out(self.project_hashtag_columns()),
            "project_creators" => out(self.project_creator_columns()),
            _ => self.scope_match_rows(out),
        }
    }

    fn platform_columns(&self) -> Vec<ArrayRef> {
        let (mut ids, mut names) = (Integers::default(), TextCells::default());
        for platform in self.platforms.by_id_order() {
            ids.push(self.platforms.id(platform));
            names.push(self.platforms.name(platform));
        }
        vec![ids.take(), names.take()]
    }

    fn hashtag_columns(&self) -> Vec<ArrayRef> {
        let (mut ids, mut names) = (Integers::default(), TextCells::default());
        let mut platforms = Integers::default();
        for hashtag in self.hashtags.by_id_order() {
            ids.push(self.hashtags.id(hashtag));
            names.push(self.hashtags.name(hashtag));
            platforms.push(self.platforms.id(self.hashtags.platform(hashtag)));
        }
        let unknown = new_null_array(&ColumnType::Timestamp.arrow(), ids.len());
        let unknown = || Arc::clone(&unknown);
        vec![
            ids.take(),
            names.take(),
            platforms.take(),
            unknown(),
            unknown(),
        ]
    }
}

/// Hands what `rows` gives of a table to `writer`, from start to finish; the number
/// of rows.
fn written(
    name: &str,
    writer: &mut dyn BatchWriter,
    rows: impl FnOnce(&mut Out<'_>) -> Result<()>,
) -> Result<u64> {
    let schema = schema(name)?;
    writer.start(&schema)?;
    let mut count = 0;
    rows(&mut |columns| {
        let batch = RecordBatch::try_new(Arc::clone(&schema), columns)?;
        count += batch.num_rows() as u64;
        writer.write(&batch)
    })?;
    writer.finish()?;
    Ok(count)
}

/// The schema of a table.
fn schema(name: &str) -> Result<SchemaRef> {
    if name == SCOPE_MATCHES {
        return Ok(Arc::clone(&SCOPE_MATCHES_SCHEMA));
    }
    let table = Table::named(name).filter(|_| NAMES.contains(&name));
    table.map(Table::arrow).ok_or_else(|| {
        let shown = crate::value::shorten(name);
        Error::new(
            ErrorKind::NotFound,
            format!("a data set in memory has no table `{shown}`"),
        )
        .hint(format!("its tables are {}", NAMES.join(", ")))
    })
}
