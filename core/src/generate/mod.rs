//! Made-up data: posts, hashtags and projects of any number, for trying things
//! out, for tests and for benchmarks. People, places and accounts are made up.
//!
//! A data set follows from its [`Options`] alone: the same options give the
//! same bytes, on every machine and with any number of threads. Posts are made
//! in chunks, each from its own random numbers, so nothing is held but a few
//! chunks and the ids of the hashtags, however many posts there are.
//!
//! It has the shape of the real thing: few authors and hashtags with most of
//! the posts, themes that keep hashtags together, busy hours and quiet ones,
//! campaigns that projects should notice, counts that span five powers of ten,
//! and values that are missing.
//!
//! ```
//! use veyl_core::generate::{Dataset, Options};
//! use veyl_core::schema::Table;
//!
//! let dataset = Dataset::new(Options { posts: 1000, projects: 10, seed: 7 })?;
//! let posts: usize = dataset
//!     .table(Table::posts())
//!     .map(|batch| batch.map(|batch| batch.num_rows()))
//!     .sum::<veyl_core::Result<_>>()?;
//! assert_eq!(posts, 1000);
//!
//! let mut file = Vec::new();
//! dataset.export("apify-tiktok", &mut file, &mut |_| ())?;
//! # Ok::<(), veyl_core::Error>(())
//! ```
//!
//! From the top down: `world` is what all posts share, made of a `calendar`, a
//! `vocabulary`, `authors` and `campaign`s; `sketch` outlines a post from it,
//! `post` adds counts and `caption`; `projects` follow some of it; `tables` and
//! `export` show it.

// Numbers here are far smaller than the types that hold them: posts have at
// most 31 bits and projects 25, which `Dataset::new` checks.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss
)]

mod authors;
mod calendar;
mod campaign;
mod caption;
mod export;
mod platform;
mod post;
mod projects;
mod random;
mod sketch;
mod tables;
#[cfg(test)]
mod tests;
mod themes;
mod vocabulary;
mod world;

use std::io::Write;
use std::sync::OnceLock;

use arrow::array::RecordBatch;

use crate::generate::tables::Numbering;
use crate::generate::world::World;
use crate::parallel::ordered;
use crate::schema::Table;
use crate::write::BatchWriter;
use crate::{Error, ErrorKind, Result};

pub use export::ExportFormat;

/// What a data set follows from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// How many posts.
    pub posts: u64,
    /// How many projects.
    pub projects: u32,
    /// Another seed gives other posts of the same kind.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            posts: 100_000,
            projects: 1000,
            seed: 1,
        }
    }
}

/// A made-up data set; it is made as it is asked for.
#[derive(Debug)]
pub struct Dataset {
    options: Options,
    threads: usize,
    world: World,
    numbering: OnceLock<Numbering>,
}

impl Dataset {
    /// The data set that follows from `options`; made on all cores.
    ///
    /// # Errors
    /// `Argument` for more posts or projects than there are ids for.
    pub fn new(options: Options) -> Result<Self> {
        let limit = |what: &str, most: u64| {
            Error::new(
                ErrorKind::Argument,
                format!("a made-up data set has at most {most} {what}"),
            )
        };
        if options.posts > platform::MOST_POSTS {
            return Err(limit("posts", platform::MOST_POSTS));
        }
        if options.projects > projects::MOST_PROJECTS {
            return Err(limit("projects", projects::MOST_PROJECTS.into()));
        }
        Ok(Self {
            options,
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            world: World::new(options.seed, options.posts),
            numbering: OnceLock::new(),
        })
    }

    /// The same data set, made on `threads` threads.
    pub fn with_threads(mut self, threads: usize) -> Self {
        self.threads = threads.max(1);
        self
    }

    /// What the data set follows from.
    pub fn options(&self) -> Options {
        self.options
    }

    /// How many batches a table comes in.
    pub fn batches(&self, table: &Table) -> u64 {
        tables::chunks(self, table)
    }

    /// A canonical table, batch by batch, made on this thread as it is read.
    pub fn table<'d>(
        &'d self,
        table: &'d Table,
    ) -> impl Iterator<Item = Result<RecordBatch>> + use<'d> {
        (0..self.batches(table)).map(move |chunk| tables::batch(self, table, chunk))
    }

    /// Writes a canonical table; the number of rows. `written` is told of
    /// every batch.
    ///
    /// # Errors
    /// What `out` gives.
    pub fn write_table(
        &self,
        table: &Table,
        out: &mut dyn BatchWriter,
        written: &mut dyn FnMut(),
    ) -> Result<u64> {
        let mut rows = 0;
        out.start(&table.arrow())?;
        ordered(
            self.threads,
            self.batches(table),
            |chunk| tables::batch(self, table, chunk),
            |batch| {
                let batch = batch?;
                rows += batch.num_rows() as u64;
                out.write(&batch)?;
                written();
                Ok(())
            },
        )?;
        out.finish()?;
        Ok(rows)
    }

    /// Writes as many posts as the data set has, all of one platform, as the
    /// export format called `format` has them. `written` is told how many more
    /// posts are out.
    ///
    /// Exports of one data set in several formats go together: they share the
    /// creators, hashtags and campaigns, not the posts.
    ///
    /// # Errors
    /// `UnknownFormat` where it can not be made in `format`; `Io` where `out`
    /// can not be written.
    pub fn export(
        &self,
        format: &str,
        out: &mut dyn Write,
        written: &mut dyn FnMut(u64),
    ) -> Result<()> {
        export::write(self, ExportFormat::named(format)?, out, written)
    }

    /// The ids of the hashtags; found once, when first asked for.
    fn numbering(&self) -> &Numbering {
        self.numbering
            .get_or_init(|| Numbering::new(&self.world, self.options.projects, self.threads))
    }
}
