//! From inputs to staged rows: recognition, parallel conversion, and the count
//! of everything that was read.
//!
//! What happens to staged rows (duplicates, rules, the transaction) is the
//! engine's part; this module hands it batches through a `Sink`.

mod batches;
mod mapping;
mod pipeline;
mod report;
mod target;
#[cfg(test)]
mod tests;

use arrow::array::RecordBatch;

use crate::parallel::{THREADS, cores};
use crate::schema::Table;
use crate::{Error, ErrorKind, Result};

pub use batches::{TableBatch, read_batches};
pub use mapping::Mapping;
#[cfg(feature = "duckdb")]
pub(crate) use pipeline::run;
pub use report::{LoadReport, SourceReport};

/// What a load is told beside its inputs.
#[derive(Debug, Clone, Default)]
pub struct LoadOptions {
    /// The export format by name; recognised from the first records where absent.
    pub format: Option<String>,
    /// Where the fields of a table are, from the user.
    pub mapping: Option<Mapping>,
    /// The platform of posts that do not say theirs.
    pub platform: Option<String>,
    /// How many rejects are too many.
    pub max_rejects: Option<MaxRejects>,
    /// Read and check everything, change nothing.
    pub dry_run: bool,
    /// The time that stands in for a `created_at` or `added_at` that a table
    /// file leaves out, in UTC microseconds.
    pub now: i64,
    /// Threads that convert; all cores where absent.
    pub threads: Option<usize>,
}

impl LoadOptions {
    /// How many threads convert.
    pub(crate) fn workers(&self) -> usize {
        let threads = self.threads.filter(|_| THREADS);
        threads.unwrap_or_else(cores).max(1)
    }
}

/// How many rejected rows turn a load into a failure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum MaxRejects {
    /// More rows than this.
    Rows(u64),
    /// More than this part of the rows read, in percent.
    Percent(f64),
}

impl std::str::FromStr for MaxRejects {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let wrong = || {
            Error::new(
                ErrorKind::Argument,
                format!("`{text}` is no limit of rejects"),
            )
            .hint("give a number of rows, such as 10, or a part, such as 2.5%")
        };
        match text.strip_suffix('%') {
            Some(percent) => match percent.trim().parse() {
                Ok(percent) if (0.0..=100.0).contains(&percent) => Ok(Self::Percent(percent)),
                _ => Err(wrong()),
            },
            None => text.trim().parse().map(Self::Rows).map_err(|_| wrong()),
        }
    }
}

impl MaxRejects {
    /// Fails where `rejected` of `read` rows are too many.
    pub(crate) fn check(self, rejected: u64, read: u64) -> Result<()> {
        let (too_many, limit) = match self {
            Self::Rows(most) => (rejected > most, most.to_string()),
            Self::Percent(most) => (
                rejected as f64 * 100.0 > most * read as f64,
                format!("{most}%"),
            ),
        };
        if !too_many {
            return Ok(());
        }
        Err(Error::new(
            ErrorKind::TooManyRejects,
            format!("{rejected} of {read} rows were rejected, more than the limit of {limit}; nothing was changed"),
        )
        .hint("write them to a file with --rejects FILE to see why"))
    }
}

/// Where converted rows go; each worker has its own.
pub(crate) trait Sink: Send {
    /// Takes rows of `table`, with the columns of the staging table.
    fn append(&mut self, table: &'static Table, batch: RecordBatch) -> Result<()>;
}

/// What a load tells while it runs. Calls come from one thread, in no fixed
/// order of records.
pub trait LoadObserver {
    /// A source was opened: its name, its size in bytes if known, what it was
    /// taken for and why.
    fn opened(&mut self, source: &str, bytes: Option<u64>, format: &str, why: &str) {
        let _ = (source, bytes, format, why);
    }

    /// So many more bytes of the inputs have been read.
    fn progress(&mut self, bytes: u64) {
        let _ = bytes;
    }

    /// A row was rejected.
    ///
    /// # Errors
    /// What it returns ends the load.
    fn rejected(&mut self, source: &str, reject: &crate::Reject) -> Result<()> {
        let _ = (source, reject);
        Ok(())
    }
}

/// An observer that looks away.
impl LoadObserver for () {}
