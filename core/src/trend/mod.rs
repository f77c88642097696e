//! Trends: how the figures of projects and hashtags moved over a series of
//! dated report folders.
//!
//! - `find`: arguments to folders
//! - `dated`: a folder to a report of a day, or the reason why it is none
//! - `scan`: a report's Parquet file as a lazy Polars scan
//! - `figures`: what is followed: figures of `project_summary` and of hashtags
//! - `moves`: the lazy query: previous values, changes, means
//! - `table`: its result as an Arrow batch
//! - `chart`: the same as a page
//!
//! A *series* is one figure of one project, of one hashtag that a project
//! follows, or of one hashtag of the whole store, told by names: ids are those
//! of one store. A day counts once in a series: of two reports of one day that
//! have it, the one made later. A value that a report has as NULL stays NULL,
//! and what is reckoned from it is NULL too; means leave it out.

mod chart;
mod dated;
mod figures;
mod find;
mod moves;
mod scan;
mod table;

pub use chart::to_html;
pub use dated::{DatedReport, PassedOver};
pub use find::{Reports, find};
pub use moves::{TrendOptions, trend};
pub use table::schema;
