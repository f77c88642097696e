//! The lazy query: values of series by day, and how they moved.

use arrow::array::RecordBatch;
use polars::prelude::{
    DataFrame, DataType, Expr, IntoLazy, JoinArgs, JoinType, LazyFrame, Literal, NULL, PolarsError,
    SortMultipleOptions, UnionArgs, UniqueKeepStrategy, by_name, col, concat, lit, when,
};
use polars_time::prelude::{ClosedWindow, Duration, RollingOptionsDynamicWindow};

use crate::trend::dated::DatedReport;
use crate::trend::figures::{FOLLOWED, HASHTAGS, OF_HASHTAGS, OF_PROJECTS, SOURCES, SUMMARY, all};
use crate::trend::scan::scan;
use crate::trend::table;
use crate::value::hashtag::normalize;
use crate::view::View;
use crate::{Error, ErrorKind, Result};

/// Which series, and which of their days.
#[derive(Debug, Clone, Default)]
pub struct TrendOptions {
    /// Only these projects, by name; all where there is none.
    pub projects: Vec<String>,
    /// Only these hashtags, whatever their platform: of the whole store, whether
    /// a project follows them or not. Projects have no rows then.
    pub hashtags: Vec<String>,
    /// Only these figures; all where there is none.
    pub figures: Vec<String>,
    /// Only the newest day of each series.
    pub latest: bool,
}

/// What tells a series from others.
const KEYS: [&str; 4] = ["project", "hashtag", "platform", "figure"];

/// How the figures moved, one row per series and day, in the columns of
/// [`schema`](crate::trend::schema), by project, hashtag, platform, figure and
/// day, NULL first.
///
/// # Errors
/// `NotFound` where there is no report, or where none has a project or hashtag
/// that was asked for; `Argument` for an unknown figure; `Corrupt` where a file
/// has changed since its report was found.
pub fn trend(reports: &[DatedReport], options: &TrendOptions) -> Result<RecordBatch> {
    if reports.is_empty() {
        return Err(
            Error::new(ErrorKind::NotFound, "there is no report to read")
                .hint("make one a day with `veyl report --all --out DIR`, and name DIR"),
        );
    }
    let figures = figures(options)?;
    let values = if options.hashtags.is_empty() {
        of_projects(reports, options)?
    } else {
        of_hashtags(reports, options)?
    };
    let query = moves(values.lazy(), options, &figures).map_err(|error| refused(&error))?;
    table::batch(&collect(query)?)
}

/// The figures asked for, as they are shown.
fn figures(options: &TrendOptions) -> Result<Vec<&'static str>> {
    let all = all();
    for name in &options.figures {
        if !all.contains(&name.as_str()) {
            let error = format!("there is no figure called `{name}`");
            return Err(Error::new(ErrorKind::Argument, error)
                .hint(format!("the figures are {}", all.join(", "))));
        }
    }
    Ok(all
        .into_iter()
        .filter(|name| {
            options.figures.is_empty() || options.figures.iter().any(|asked| asked == name)
        })
        .collect())
}

/// The files of one view, one under the other, with the place and day of their report.
fn scans(reports: &[DatedReport], source: usize) -> Result<LazyFrame> {
    let view = View::named(SOURCES[source])?;
    let mut parts = Vec::with_capacity(reports.len());
    for (place, report) in (0_i64..).zip(reports) {
        let days = report
            .day
            .signed_duration_since(chrono::NaiveDate::default());
        let days = i32::try_from(days.num_days()).unwrap_or(i32::MAX);
        let part = scan(report.folder.join(&report.files[source]), view)?.with_columns([
            number(place).alias("report"),
            lit(days).cast(DataType::Date).alias("day"),
        ]);
        parts.push(part);
    }
    concat(parts, UnionArgs::default()).map_err(|error| refused(&error))
}

/// A number in a column of its own: a bare literal takes the smallest type.
fn number(number: i64) -> Expr {
    lit(number).cast(DataType::Int64)
}

fn columns(names: &[&str]) -> Vec<Expr> {
    names.iter().map(|name| col(*name)).collect()
}

fn figures_of(names: &[&str]) -> Vec<Expr> {
    names
        .iter()
        .map(|name| col(*name).cast(DataType::Float64))
        .collect()
}

/// The values of projects and of the hashtags that they follow.
fn of_projects(reports: &[DatedReport], options: &TrendOptions) -> Result<DataFrame> {
    let mut summaries = scans(reports, SUMMARY)?.select(
        [
            columns(&["report", "day", "project_id"]),
            vec![col("name").alias("project")],
            figures_of(&OF_PROJECTS),
        ]
        .concat(),
    );
    if !options.projects.is_empty() {
        summaries = summaries.filter(is_any("project", &options.projects));
    }
    let summaries = collect(summaries)?;
    if !options.projects.is_empty() {
        all_found(&summaries, "project", &options.projects)?;
    }
    let followed = scans(reports, FOLLOWED)?.select(
        [
            columns(&["report", "project_id", "platform"]),
            vec![col("name").alias("hashtag")],
            figures_of(&OF_HASHTAGS),
        ]
        .concat(),
    );
    let names = columns(&["report", "project_id", "project", "day"]);
    let on = columns(&["report", "project_id"]);
    let followed = collect(followed.join(
        summaries.clone().lazy().select(names),
        on.clone(),
        on,
        JoinArgs::new(JoinType::Inner),
    ))?;
    let nothing = NULL.lit().cast(DataType::String);
    let projects = long(
        &summaries,
        &OF_PROJECTS,
        &[
            col("project"),
            nothing.clone().alias("hashtag"),
            nothing.alias("platform"),
        ],
    );
    let hashtags = long(&followed, &OF_HASHTAGS, &columns(&KEYS[..3]));
    union([projects, hashtags].concat())
}

/// The values of hashtags of the whole store.
fn of_hashtags(reports: &[DatedReport], options: &TrendOptions) -> Result<DataFrame> {
    let mut names = Vec::new();
    for asked in &options.hashtags {
        let name = normalize(asked)
            .ok_or_else(|| Error::new(ErrorKind::Argument, format!("`{asked}` is no hashtag")))?;
        names.push(name.into_owned());
    }
    let hashtags = scans(reports, HASHTAGS)?
        .select(
            [
                columns(&["report", "day", "platform"]),
                vec![col("name").alias("hashtag")],
                figures_of(&OF_HASHTAGS),
            ]
            .concat(),
        )
        .filter(is_any("hashtag", &names));
    let hashtags = collect(hashtags)?;
    all_found(&hashtags, "hashtag", &names)?;
    let project = NULL.lit().cast(DataType::String).alias("project");
    union(long(
        &hashtags,
        &OF_HASHTAGS,
        &[project, col("hashtag"), col("platform")],
    ))
}

fn is_any(column: &str, names: &[String]) -> Expr {
    let equal = names.iter().map(|name| col(column).eq(lit(name.as_str())));
    equal.reduce(Expr::or).unwrap_or_else(|| lit(true))
}

/// Fails where no report has a name that was asked for.
fn all_found(frame: &DataFrame, column: &str, names: &[String]) -> Result<()> {
    let there = frame
        .column(column)
        .and_then(|column| column.str().cloned());
    let there = there.map_err(|error| refused(&error))?;
    let missing = names
        .iter()
        .find(|name| !there.iter().flatten().any(|known| known == name.as_str()));
    match missing {
        Some(name) => Err(Error::new(
            ErrorKind::NotFound,
            format!("no report has a {column} called `{name}`"),
        )),
        None => Ok(()),
    }
}

/// One row per figure instead of one column.
fn long(wide: &DataFrame, figures: &[&'static str], keys: &[Expr]) -> Vec<LazyFrame> {
    let all = all();
    let places = (0_i64..).zip(all);
    places
        .filter(|(_, name)| figures.contains(name))
        .map(|(place, name)| {
            let mut chosen = columns(&["report", "day"]);
            chosen.extend_from_slice(keys);
            chosen.push(number(place).alias("figure"));
            chosen.push(col(name).alias("value"));
            wide.clone().lazy().select(chosen)
        })
        .collect()
}

fn union(parts: Vec<LazyFrame>) -> Result<DataFrame> {
    collect(concat(parts, UnionArgs::default()).map_err(|error| refused(&error))?)
}

/// Values to moves.
fn moves(
    values: LazyFrame,
    options: &TrendOptions,
    figures: &[&'static str],
) -> Result<LazyFrame, PolarsError> {
    let all = all();
    let places = (0_i64..).zip(all);
    let wanted = places.filter(|(_, name)| figures.contains(name));
    let wanted = wanted.map(|(place, _)| col("figure").eq(number(place)));
    let wanted = wanted.reduce(Expr::or).unwrap_or_else(|| lit(false));
    let within = |expr: Expr| expr.over(KEYS);
    let mean = |days: &str, name: &str| {
        let window = RollingOptionsDynamicWindow {
            window_size: Duration::try_parse(days)?,
            min_periods: 1,
            closed_window: ClosedWindow::Right,
            fn_params: None,
        };
        Ok::<_, PolarsError>(within(col("value").rolling_mean_by(col("day"), window))?.alias(name))
    };
    let previous = col("previous");
    let size = when(previous.clone().lt(lit(0.0)))
        .then(lit(0.0) - previous.clone())
        .otherwise(previous.clone());
    let by: Vec<_> = KEYS.iter().copied().chain(["day"]).collect();
    let in_order: Vec<_> = by.iter().copied().chain(["report"]).collect();
    let sorted = SortMultipleOptions::default;
    let mut moves = values
        .filter(wanted)
        .sort(in_order, sorted())
        .unique_stable(
            Some(by_name(by.iter().copied(), true, false)),
            UniqueKeepStrategy::Last,
        )
        .with_columns([
            within(col("day").shift(lit(1)))?.alias("previous_day"),
            within(col("value").shift(lit(1)))?.alias("previous"),
            mean("7d", "mean_7d")?,
            mean("28d", "mean_28d")?,
        ])
        .with_column((col("value") - previous.clone()).alias("change"))
        .with_column(
            when(previous.neq(lit(0.0)))
                .then(col("change") / size * lit(100.0))
                .otherwise(NULL.lit().cast(DataType::Float64))
                .alias("change_percent"),
        );
    if options.latest {
        let keys = by_name(KEYS, true, false);
        moves = moves.unique_stable(Some(keys), UniqueKeepStrategy::Last);
    }
    Ok(moves.sort(by, sorted()))
}

fn collect(query: LazyFrame) -> Result<DataFrame> {
    query.collect().map_err(|error| refused(&error))
}

/// An error of Polars' as ours: the query is our own, so it is about the files.
pub(super) fn refused(error: &PolarsError) -> Error {
    Error::new(
        ErrorKind::Corrupt,
        format!("the reports can not be read: {error}"),
    )
}
