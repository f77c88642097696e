//! Cross-filtering: an interactive session over one project or everything.
//!
//! At each change of the filters a session says every dimension under the other
//! filters: time, platforms, hashtags, creators, hours of the week, engagement, and
//! the figures under all of them; then pages of the posts that pass.
//!
//! - `filters` is asked, `summary` is answered
//! - `columns`: the session's posts, in the order of time; `rows`: what is counted of
//!   each
//! - `passes`: the posts that pass each filter, as `bits`; `captions` finds what
//!   captions say, by their `letters` first
//! - `counts`: every dimension with the set of posts that it counts; `tally`, `tags`,
//!   `authors`, `ranks` and `totals` are dimensions on `sums`, each in `parts`;
//!   `calendar` cuts time into bins
//! - `batch`: posts that come to a set or leave it
//! - `answer` and `page`: counts as a summary, on `best`; posts as a page
//!
//! # What a change costs
//! The posts that pass each filter are a bit a post, so the sets of all
//! dimensions are put together in microseconds: 125 kB a filter for a million
//! posts. What a dimension counts is then changed by the posts that come to its
//! set and leave it; where these are more, it is counted anew from nothing, or
//! from all posts, whose counts are kept. So no change reads more than half of the
//! posts of a session, and a brush that is dragged reads those that it passes
//! over. Integers alone are kept, so counts do not drift. Dimensions that
//! count the same set, which are all but those with a filter of their own, read a
//! post once: a row of 64 bytes, which is one line of memory. Up to eight platforms
//! are counted apart: then a choice of platforms moves no post, it chooses which
//! counts are added up.
//!
//! # What a session holds
//! Of a million made-up posts with 2.5 hashtags each, at most 252 MB: 64 of it are
//! rows, nearly half is what captions are sought by, which is made when it is first
//! needed.
//!
//! # What is missing
//! The aim is that 95 in 100 changes at a million posts take less than 8
//! milliseconds of one core. In a scripted session 95 take less than 4.9 to 5.6 (6.1 on a
//! busy machine). What does not keep to it are letters of captions, up to 19: where
//! nearly half of all posts come at once, a post takes some 40 nanoseconds, nearly
//! half of that for reading its row; and a letter that nearly every caption has takes
//! 5 or more milliseconds to look for. The largest hashtags take just above 8. While
//! platforms are chosen, all other changes still move posts of every platform.
//!
//! One thread; no clock.

mod answer;
mod authors;
mod batch;
mod best;
mod bits;
mod calendar;
mod captions;
mod columns;
mod counter;
mod counts;
mod filters;
mod letters;
mod page;
mod parts;
mod passes;
mod ranks;
mod rows;
mod summary;
mod sums;
mod tags;
mod tally;
mod totals;

pub use calendar::MOST_BINS;
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

use answer::Answer;
use captions::Captions;
use columns::Columns;
use counts::Counts;
use page::{Orders, Shelf};
use passes::{Over, Passes};

/// A session: posts of a project or all there are, filters on them, and every
/// dimension under the other filters.
///
/// It holds no data set, so whoever asks brings it along; a data set that has
/// changed since is refused.
///
/// ```
/// use veyl_core::index::{self, CrossFilter, Filters, Options, Order};
/// use veyl_core::load::LoadOptions;
/// use veyl_core::read::Input;
///
/// let posts = r#"{"id":"x_1","platform_id":1,"author":"ana","hashtags":["sun"],"metrics":{"likes":3}}
/// {"id":"x_2","platform_id":1,"author":"ben","hashtags":["sun","sea"],"metrics":{"likes":4}}"#;
/// let inputs = [
///     Input::bytes("posts.ndjson", posts),
///     Input::bytes("platforms.csv", "id,name\n1,x\n"),
/// ];
/// let (dataset, _) = index::read(&inputs, &LoadOptions::default(), &mut ())?;
/// let mut session = CrossFilter::new(&dataset, None)?;
/// let filters = Filters {
///     hashtags: Some(vec!["#Sea".into()]),
///     ..Filters::default()
/// };
/// let summary = session.set(&dataset, filters, &Options::default())?;
/// assert_eq!((summary.all.posts, summary.total), (1, 2));
/// // Under the other filters, of which there are none, `sun` has both posts.
/// assert_eq!((summary.hashtags[0].hashtag.as_str(), summary.hashtags[0].posts), ("sun", 2));
/// assert_eq!(summary.creators.len(), 1);
/// let page = session.posts(&dataset, Order::Engagement, 0, 10)?;
/// assert_eq!(page.rows[0].id, "x_2");
/// # Ok::<(), veyl_core::Error>(())
/// ```
#[derive(Debug)]
pub struct CrossFilter {
    stamp: Stamp,
    columns: Columns,
    counts: Counts,
    passes: Passes,
    /// Made when a caption is first sought.
    captions: Option<Captions>,
    orders: Orders,
}

impl CrossFilter {
    /// A session without filters over the posts in scope of a project, or over
    /// all posts of the data set. It reads each of them some times.
    ///
    /// # Errors
    /// `NotFound` where there is no such project; `Rule` where the engagement of
    /// a post leaves the range of BIGINT.
    pub fn new(dataset: &Dataset, project: Option<i32>) -> Result<Self> {
        let project = match project {
            Some(id) => Some(dataset.project(id).ok_or_else(|| no_project(id))?),
            None => None,
        };
        let columns = Columns::new(dataset, project)?;
        let unit = unit(dataset, &columns);
        Ok(Self {
            stamp: dataset.stamp,
            counts: Counts::new(dataset, &columns, unit)?,
            columns,
            passes: Passes::default(),
            captions: None,
            orders: Orders::default(),
        })
    }

    /// Replaces the filters, and says every dimension under the others.
    ///
    /// The first filter on captions makes a search structure of them, which takes
    /// longer than anything after it: see [`CrossFilter::prepare_captions`].
    ///
    /// # Errors
    /// `Argument` where the data set has changed since the session was made, or
    /// for an hour of the week that there is not; then the filters are as they
    /// were. `Rule` where a sum leaves the range of BIGINT; then the new ones are in
    /// place.
    pub fn set(
        &mut self,
        dataset: &Dataset,
        filters: Filters,
        options: &Options,
    ) -> Result<Summary> {
        self.check(dataset)?;
        let over = Over {
            dataset,
            columns: &self.columns,
            counts: &self.counts,
        };
        self.passes.replace(over, &mut self.captions, filters)?;
        let unit = options.time_unit;
        let unit = unit.unwrap_or_else(|| self::unit(dataset, &self.columns));
        self.counts.turn_time(dataset, &self.columns, unit);
        self.counts.turn(&self.columns, &self.passes);
        let answer = Answer {
            dataset,
            columns: &self.columns,
            counts: &self.counts,
            passes: &self.passes,
        };
        answer.summary(options)
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
        let pages = Shelf {
            dataset,
            columns: &self.columns,
            counts: &self.counts,
            orders: &self.orders,
        };
        pages.page(order, offset, limit)
    }

    /// Makes what the filter on captions searches, if it is not there yet: some
    /// seconds for a million posts. A program that has time to spare can choose the
    /// moment.
    ///
    /// # Errors
    /// `Argument` where the data set has changed since the session was made.
    pub fn prepare_captions(&mut self, dataset: &Dataset) -> Result<()> {
        self.check(dataset)?;
        let columns = &self.columns;
        self.captions
            .get_or_insert_with(|| Captions::new(dataset, columns));
        Ok(())
    }

    /// Bytes that the session holds besides the data set.
    pub fn memory(&self) -> usize {
        self.columns.memory()
            + self.counts.memory()
            + self.passes.memory()
            + self.captions.as_ref().map_or(0, Captions::memory)
            + self.orders.memory()
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

fn no_project(id: i32) -> Error {
    Error::new(
        ErrorKind::NotFound,
        format!("there is no project with the id {id}"),
    )
}

/// The unit of time for the posts of a session.
fn unit(dataset: &Dataset, columns: &Columns) -> TimeUnit {
    let mut times = columns.times(dataset);
    let first = times.next();
    let last = columns.dated.checked_sub(1);
    let last = last.map(|last| {
        let last = crate::index::texts::ordinal(last);
        columns.record(dataset, last).time()
    });
    first.zip(last).map_or(TimeUnit::Day, |(first, last)| {
        calendar::unit_for(first, last)
    })
}
