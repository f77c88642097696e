//! Cross-filtering: an interactive session over one project or everything.

mod filters;
mod summary;

pub use filters::{
    Creator, EngagementRange, Filters, Options, Order, TimeRange, TimeUnit, WeekdayHour,
};
pub use summary::{
    CreatorBin, EngagementBin, Figures, HashtagBin, Page, PlatformBin, PostRow, Summary, TimeBin,
    Timeline, WeekdayHourBin,
};

use crate::index::dataset::Dataset;
use crate::index::stamp::Stamp;
use crate::{Error, ErrorKind, Result};

/// So many bins of time may be filled in with ones that no post lies in.
pub const MOST_BINS: usize = 100_000;

/// A session: posts of a project or all there are, filters on them, and every
/// dimension under the other filters.
#[derive(Debug)]
pub struct CrossFilter {
    stamp: Stamp,
}

impl CrossFilter {
    /// A session without filters over the posts in scope of a project, or over
    /// all posts of the data set.
    ///
    /// # Errors
    /// `NotFound` where there is no such project; `Rule` where the engagement of
    /// a post leaves the range of BIGINT.
    pub fn new(dataset: &Dataset, project: Option<i32>) -> Result<Self> {
        let _ = project;
        Ok(Self {
            stamp: dataset.stamp,
        })
    }

    /// Replaces the filters, and says every dimension under the others.
    ///
    /// # Errors
    /// `Argument` where the data set has changed since the session was made, or
    /// for an hour of the week that there is not; `Rule` where a sum leaves the
    /// range of BIGINT, the filters being in place all the same.
    pub fn set(
        &mut self,
        dataset: &Dataset,
        filters: Filters,
        options: &Options,
    ) -> Result<Summary> {
        self.check(dataset)?;
        let _ = (filters, options);
        Err(not_yet())
    }

    /// Posts `offset` to `offset + limit` of those that pass all filters.
    ///
    /// # Errors
    /// `Argument` where the data set has changed since the session was made.
    pub fn posts(
        &self,
        dataset: &Dataset,
        order: Order,
        offset: usize,
        limit: usize,
    ) -> Result<Page> {
        self.check(dataset)?;
        let _ = (order, offset, limit);
        Err(not_yet())
    }

    /// Bytes that the session holds besides the data set.
    pub fn memory(&self) -> usize {
        0
    }

    fn check(&self, dataset: &Dataset) -> Result<()> {
        if self.stamp == dataset.stamp {
            return Ok(());
        }
        Err(Error::new(
            ErrorKind::Argument,
            "the data set has changed since the session was made",
        )
        .hint("make a new session of it"))
    }
}

fn not_yet() -> Error {
    Error::new(ErrorKind::Argument, "not written yet")
}
