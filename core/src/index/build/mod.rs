//! From canonical batches to a data set.
//!
//! Batches are kept as they come; `finish` settles the small tables (`tables`,
//! `projects`), takes posts that break a rule and duplicates out (`rows`),
//! resolves hashtags and links (`links`), and writes the columns in the order of
//! time (`cluster`), two of these at a time where there are two cores. No map from post ids to posts is kept: the one that finds
//! duplicates goes with the builder, and links that stand in the order of their
//! posts are matched without it.

mod cluster;
mod columns;
mod incoming;
mod links;
mod projects;
mod rows;
mod settle;
mod tables;

use arrow::array::RecordBatch;

use crate::adapt::Reject;
use crate::index::Dataset;
use crate::index::build::rows::Rows;
use crate::index::creators::Creators;
use crate::index::hashtags::Hashtags;
use crate::index::platforms::Platforms;
use crate::index::project::Project;
use crate::load::TableBatch;
use crate::parallel::both;
use crate::schema::{TABLES, Table};
use crate::{Error, ErrorKind, Result};

pub(crate) use incoming::{Incoming, IncomingPost, incoming};

/// What holds for rows on their way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rules {
    /// The rules of a load: of a post that comes twice the greatest row stays,
    /// rows that break a rule are rejected, and the hashtags and links that
    /// posts imply are made.
    Load,
    /// The tables are those of a store: nothing is derived, and a broken rule is
    /// an error.
    Stored,
}

/// Makes a data set out of canonical tables.
///
/// ```
/// use veyl_core::generate::{self, Options};
/// use veyl_core::index::{Builder, Rules};
/// use veyl_core::schema::TABLES;
///
/// let made = generate::Dataset::new(Options { posts: 500, projects: 5, seed: 1 })?;
/// let mut builder = Builder::new(Rules::Load);
/// for table in &TABLES {
///     for batch in made.table(table) {
///         builder.append(table, batch?)?;
///     }
/// }
/// let built = builder.finish()?;
/// assert_eq!(built.dataset.posts(), 500);
/// assert!(built.rejects.is_empty());
/// # Ok::<(), veyl_core::Error>(())
/// ```
#[derive(Debug)]
pub struct Builder {
    rules: Rules,
    /// By place of the table.
    batches: [Vec<RecordBatch>; TABLES.len()],
}

/// A data set, and what became of the rows.
#[derive(Debug)]
pub struct Built {
    /// The data set.
    pub dataset: Dataset,
    /// Rows that break a rule, each with the number of its source.
    pub rejects: Vec<(i32, Reject)>,
    /// Rows that gave way to a better one of the same key, by source.
    pub duplicates: Vec<(i32, u64)>,
    /// Links that a table of links and the posts' own lists disagree on.
    pub disagreements: u64,
}

/// What is known of the rows while a data set is built.
#[derive(Debug, Default)]
struct Outcome {
    rejects: Vec<(i32, Reject)>,
    duplicates: std::collections::BTreeMap<i32, u64>,
}

impl Builder {
    /// A builder without rows.
    pub fn new(rules: Rules) -> Self {
        Self {
            rules,
            batches: Default::default(),
        }
    }

    /// Adds rows of a canonical table: its columns, and those of
    /// [`TableBatch`] where they are known. Tables that no view reads are let
    /// go of.
    ///
    /// # Errors
    /// `Corrupt` where a column is missing or of another type, or NULL where
    /// the table has none.
    pub fn append(&mut self, table: &'static Table, rows: RecordBatch) -> Result<()> {
        columns::check(table, &rows)?;
        let place = TABLES.iter().position(|other| other.name == table.name);
        if let Some(place) = place.filter(|_| rows.num_rows() > 0) {
            self.batches[place].push(rows);
        }
        Ok(())
    }

    /// Adds a batch as [`read_batches`](crate::load::read_batches) gives it.
    ///
    /// # Errors
    /// As [`Builder::append`].
    pub fn append_batch(&mut self, batch: TableBatch) -> Result<()> {
        self.append(batch.table, batch.rows)
    }

    /// The data set of all rows added.
    ///
    /// # Errors
    /// `Rule` where the tables of a store break one; `Argument` for more than
    /// 2^32 posts or links; `Scope` where the scope query of a project does not
    /// parse.
    pub fn finish(self) -> Result<Built> {
        let mut outcome = Outcome::default();
        let mut platforms = tables::platforms(&self, &mut outcome)?;
        // What projects follow must be given, not implied by posts.
        let given = platforms.clone();
        let (followed, rows) = both(
            || Followed::settle(&self, &given),
            || {
                let mut outcome = Outcome::default();
                let posts = self.table("posts");
                let rows = Rows::new(posts, self.rules, &mut platforms, &mut outcome)?;
                Ok::<_, Error>((rows, outcome))
            },
        );
        let (followed, (rows, more)) = (followed?, rows?);
        outcome.merge(followed.outcome);
        outcome.merge(more);
        let (mut hashtags, mut creators) = (followed.hashtags, followed.creators);
        let found = links::found(&hashtags, &rows);
        let (links, (order, authors)) = both(
            || {
                let mut outcome = Outcome::default();
                let table = self.table("post_hashtags");
                let names = (&mut hashtags, &platforms);
                let links = links::resolve(table, self.rules, names, (&rows, found), &mut outcome)?;
                Ok::<_, Error>((links, outcome))
            },
            || {
                (
                    cluster::order(&rows),
                    cluster::authors(&rows, &mut creators),
                )
            },
        );
        let (links, more) = links?;
        outcome.merge(more);
        if self.rules == Rules::Stored {
            outcome.refuse()?;
        }
        let disagreements = links.disagreements;
        let names = (platforms, hashtags, creators);
        let plan = cluster::Plan {
            rows: &rows,
            order: &order,
            links: &links,
            authors: &authors,
        };
        let dataset = plan.write(names, followed.projects)?;
        Ok(Built {
            dataset,
            rejects: outcome.rejects,
            duplicates: outcome.duplicates.into_iter().collect(),
            disagreements,
        })
    }

    fn table(&self, name: &str) -> &[RecordBatch] {
        let place = TABLES.iter().position(|table| table.name == name);
        place.map_or(&[], |place| &self.batches[place])
    }
}

/// What projects follow, and the projects.
struct Followed {
    hashtags: Hashtags,
    creators: Creators,
    projects: Vec<Project>,
    outcome: Outcome,
}

impl Followed {
    fn settle(builder: &Builder, platforms: &Platforms) -> Result<Self> {
        let mut outcome = Outcome::default();
        let hashtags = tables::hashtags(builder, platforms, &mut outcome)?;
        let mut creators = Creators::default();
        let names = (platforms, &hashtags, &mut creators);
        let projects = projects::settle(builder, names, &mut outcome)?;
        Ok(Self {
            hashtags,
            creators,
            projects,
            outcome,
        })
    }
}

impl Outcome {
    fn merge(&mut self, other: Self) {
        self.rejects.extend(other.rejects);
        for (source, rows) in other.duplicates {
            *self.duplicates.entry(source).or_default() += rows;
        }
    }

    fn reject(&mut self, origin: Origin, field: &str, value: &str, reason: impl Into<String>) {
        let reject = Reject {
            record: origin.record,
            line: None,
            field: field.to_owned(),
            value: crate::value::shorten(value),
            reason: reason.into(),
        };
        self.rejects.push((origin.source, reject));
    }

    fn duplicate(&mut self, source: i32) {
        *self.duplicates.entry(source).or_default() += 1;
    }

    /// The first broken rule as an error.
    fn refuse(&self) -> Result<()> {
        let message = match (self.rejects.first(), self.duplicates.is_empty()) {
            (None, true) => return Ok(()),
            (Some((_, reject)), _) => {
                format!("{} `{}`: {}", reject.field, reject.value, reject.reason)
            }
            (None, false) => "two rows of a table share their key".to_owned(),
        };
        Err(Error::new(ErrorKind::Rule, message).hint("`veyl check` names every such row"))
    }
}

/// Where a row is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Origin {
    source: i32,
    record: u64,
}

/// More of something than ordinals can number.
fn too_many(what: &str) -> Error {
    Error::new(
        ErrorKind::Argument,
        format!("a data set in memory holds fewer than 2^32 {what}"),
    )
    .hint("use the SQL engine: --engine duckdb")
}
