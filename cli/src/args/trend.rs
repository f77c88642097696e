//! The arguments of `veyl trend`.

use std::path::PathBuf;

use clap::Args;

use crate::args::OutputArgs;

/// Show how figures moved over a series of dated reports
///
/// Reads the folders that `veyl report` made, in Parquet. The day of a report is
/// that with which the name of its folder begins, else the day it was made. Each
/// row is one figure of a project, or of a hashtag that it follows, on one day,
/// beside the report before: change, percentage, and the means of the 7 and 28
/// days that end with it. Of two reports of one day the later counts. Folders
/// that are missing, half-written or of another version are named and passed over.
#[derive(Debug, Args)]
#[cfg_attr(not(feature = "trend"), allow(dead_code))]
#[command(after_help = "\
Examples:
  veyl trend reports/ --latest --figure posts --figure total_engagement
  veyl trend 'reports/2026-*' --project 'Street food' -o trend.parquet
  veyl trend reports/ --hashtag tacos --format csv
  veyl trend reports/ --chart trend.html")]
pub(crate) struct Trend {
    /// Folders of reports, folders with such in them, or patterns of folders
    #[arg(required = true, value_name = "DIR|GLOB")]
    pub(crate) folders: Vec<String>,
    /// Only this project, by name; can be given more than once
    #[arg(long = "project", short = 'p', value_name = "NAME")]
    pub(crate) projects: Vec<String>,
    /// Only this hashtag, of all posts in the store; can be given more than once
    #[arg(long = "hashtag", value_name = "TAG", conflicts_with = "projects")]
    pub(crate) hashtags: Vec<String>,
    /// Only this figure, such as `total_engagement`; can be given more than once
    #[arg(long = "figure", value_name = "NAME")]
    pub(crate) figures: Vec<String>,
    /// Only the newest day of each
    #[arg(long)]
    pub(crate) latest: bool,
    /// Write a page with a chart for each figure to this file, and print nothing
    #[arg(long, value_name = "FILE.html", conflicts_with_all = ["output", "format", "latest"])]
    pub(crate) chart: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}
