//! The statistics of views once more, by Polars: a third opinion that shares no
//! code with either engine.
//!
//! It begins with the canonical tables. Only what a scope query matches is
//! taken from the store (`scope_matches`): the scope language is no statistic.

// What is called deprecated here was never taken away, and its successor, the
// lazy interface, is minutes of compiling more.
#![allow(deprecated)]

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Int32Array, RecordBatch, StringArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, Int32Type, Schema};
use polars::prelude::{
    BooleanChunked, ChunkApply, ChunkSet, Column, DataFrame, DataFrameJoinOps, DataType as Type,
    Int64Chunked, IntoColumn, IntoSeries, JoinArgs, JoinType, NamedFrom, PolarsResult, Series,
};
use veyl_core::frame::frame;
use veyl_core::schema::{METRICS, Table};
use veyl_core::{Error, ErrorKind, Result};

/// What is summed up of posts, beside `posts`, their number. Of each, `has_...`
/// is the number of posts that have it: Polars takes the sum of nothing for 0.
const SUMMED: [&str; 8] = [
    "likes",
    "comments",
    "shares",
    "views",
    "engagement",
    "rate",
    "rated_engagement",
    "rated_views",
];

const MICROS_A_DAY: i64 = 86_400_000_000;

/// The canonical tables as DataFrames.
pub struct Frames {
    posts: DataFrame,
    links: DataFrame,
    /// What counts in which project, by hashtag: `project_id`, `hashtag_id`.
    hashtags: DataFrame,
    /// By creator: `project_id`, `platform_id`, `author`.
    creators: DataFrame,
    /// `project_id`, `platform_id` of the platforms whose posts count.
    platforms: DataFrame,
    /// Projects without a scope query: `project_id`.
    open: DataFrame,
    /// `project_id`, `id` of what scope queries match.
    matches: DataFrame,
}

impl std::fmt::Debug for Frames {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Frames").finish_non_exhaustive()
    }
}

fn polars<T>(outcome: PolarsResult<T>) -> Result<T> {
    outcome.map_err(|error| Error::new(ErrorKind::Argument, format!("polars: {error}")))
}

impl Frames {
    /// Frames of the tables that `read` gives, and of `scope_matches`
    /// (`project_id`, `post_id`).
    ///
    /// # Errors
    /// What `read` returns; `Argument` where Polars refuses a table.
    pub fn new(
        mut read: impl FnMut(&'static Table) -> Result<Vec<RecordBatch>>,
        matches: &[RecordBatch],
    ) -> Result<Self> {
        let mut table = |name: &str| match Table::named(name) {
            Some(table) => {
                let mut batches = read(table)?;
                batches.push(RecordBatch::new_empty(table.arrow()));
                Ok(batches)
            }
            None => Err(Error::new(ErrorKind::NotFound, name.to_owned())),
        };
        let posts: Vec<_> = table("posts")?.iter().map(flat).collect::<Result<_>>()?;
        let projects = Projects::new(&table("projects")?, &table("platforms")?);
        let followed = columns(&table("project_hashtags")?, &["project_id", "hashtag_id"])?;
        let creators = ["project_id", "platform_id", "creator_username"];
        let mut creators = columns(&table("project_creators")?, &creators)?;
        polars(creators.rename("creator_username", "author".into()))?;
        let mut known = columns(matches, &["project_id", "post_id"])?;
        polars(known.rename("post_id", "id".into()))?;
        let mut links = columns(&table("post_hashtags")?, &["post_id", "hashtag_id"])?;
        polars(links.rename("post_id", "id".into()))?;
        let counted = |by: fn(&str) -> bool| projects.ids(|project| by(&project.scope_type));
        Ok(Self {
            posts: polars(measured(frame(&posts)?))?,
            links,
            hashtags: polars(among(&followed, &counted(|by| by != "creators")))?,
            creators: polars(among(&creators, &counted(|by| by != "hashtags")))?,
            platforms: projects.platforms()?,
            open: ids(&projects.ids(|project| !project.scoped))?,
            matches: known,
        })
    }

    /// The statistics of each hashtag that has posts.
    ///
    /// # Errors
    /// `Argument` where Polars fails.
    pub fn hashtags(&self) -> Result<DataFrame> {
        let distinct = polars(distinct(&self.links, &["hashtag_id", "id"]))?;
        polars(inner(&distinct, &self.posts, &["id"]).and_then(|all| sum_up(&all, &["hashtag_id"])))
    }

    /// The posts in scope, each once a project; of one project, or of all.
    ///
    /// # Errors
    /// `Argument` where Polars fails.
    pub fn scope(&self, project: Option<i32>) -> Result<DataFrame> {
        polars(self.in_scope(project))
    }

    fn in_scope(&self, project: Option<i32>) -> PolarsResult<DataFrame> {
        let of = |followed: &DataFrame| match project {
            Some(id) => among(followed, &[id]),
            None => Ok(followed.clone()),
        };
        let keys = ["project_id", "id"];
        let mut matched =
            inner(&of(&self.hashtags)?, &self.links, &["hashtag_id"])?.select(keys)?;
        let by_creator = inner(
            &of(&self.creators)?,
            &self.posts,
            &["platform_id", "author"],
        )?;
        matched.vstack_mut(&by_creator.select(keys)?)?;
        let matched = distinct(&matched, &keys)?;
        let mut scoped = inner(&matched, &self.open, &["project_id"])?;
        scoped.vstack_mut(&inner(&matched, &of(&self.matches)?, &keys)?)?;
        let posts = inner(&scoped, &self.posts, &["id"])?;
        inner(&posts, &self.platforms, &["project_id", "platform_id"])
    }
}

/// The statistics of each project of `scope`, and its `authors`.
///
/// # Errors
/// `Argument` where Polars fails.
pub fn summary(scope: &DataFrame) -> Result<DataFrame> {
    polars(with_authors(scope, &["project_id"]))
}

/// The same of each project and `day`, in days since 1970.
///
/// # Errors
/// `Argument` where Polars fails.
pub fn days(scope: &DataFrame) -> Result<DataFrame> {
    let make = || {
        let dated = scope.column("posted_at")?.is_not_null();
        let mut dated = scope.filter(&dated)?;
        let days = dated
            .column("posted_at")?
            .i64()?
            .apply_values(|at| at.div_euclid(MICROS_A_DAY));
        dated.with_column(days.with_name("day".into()).into_column())?;
        with_authors(&dated, &["project_id", "day"])
    };
    polars(make())
}

fn with_authors(scope: &DataFrame, by: &[&str]) -> PolarsResult<DataFrame> {
    let authors = distinct(scope, &[by, &["platform_id", "author"]].concat())?;
    let mut authors = authors
        .group_by(by.iter().copied())?
        .select(["author"])
        .count()?;
    authors.rename("author_count", "authors".into())?;
    inner(&sum_up(scope, by)?, &authors, by)
}

/// Sums, and of `engagement` the median, of `posted_at` first and last.
fn sum_up(posts: &DataFrame, by: &[&str]) -> PolarsResult<DataFrame> {
    let mut summed = vec!["posts".to_owned()];
    for name in SUMMED {
        summed.extend([name.to_owned(), format!("has_{name}")]);
    }
    let groups = posts.group_by(by.iter().copied())?.select(summed);
    let mut all = groups.sum()?;
    let groups = groups.select(["posted_at"]);
    let (first, last) = (groups.min()?, groups.max()?);
    let median = groups.select(["engagement"]).median()?;
    for (from, name) in [
        (first, "posted_at_min"),
        (last, "posted_at_max"),
        (median, "engagement_median"),
    ] {
        all.with_column(from.column(name)?.clone())?;
    }
    Ok(all)
}

fn inner(left: &DataFrame, right: &DataFrame, on: &[&str]) -> PolarsResult<DataFrame> {
    left.join(right, on, on, JoinArgs::new(JoinType::Inner), None)
}

fn distinct(rows: &DataFrame, by: &[&str]) -> PolarsResult<DataFrame> {
    DataFrame::new_infer_height(rows.group_by(by.iter().copied())?.keys())
}

/// The rows of these projects.
fn among(rows: &DataFrame, projects: &[i32]) -> PolarsResult<DataFrame> {
    let all = rows.column("project_id")?.i32()?;
    let mask: BooleanChunked = all
        .iter()
        .map(|id| id.is_some_and(|id| projects.binary_search(&id).is_ok()))
        .collect();
    rows.filter(&mask)
}

/// Some columns of a table.
fn columns(batches: &[RecordBatch], names: &[&str]) -> Result<DataFrame> {
    let some = batches.iter().map(|batch| {
        let schema = batch.schema();
        let places: Result<Vec<_>, _> = names.iter().map(|name| schema.index_of(name)).collect();
        Ok(batch.project(&places?)?)
    });
    frame(&some.collect::<Result<Vec<_>>>()?)
}

/// What statistics ask of posts, in columns of numbers and texts.
fn flat(posts: &RecordBatch) -> Result<RecordBatch> {
    let column = |name: &str| -> Result<ArrayRef> {
        let found = posts.column_by_name(name).cloned();
        found.ok_or_else(|| Error::new(ErrorKind::NotFound, name.to_owned()))
    };
    let metrics = column("metrics")?;
    let mut columns = vec![
        ("id", column("id")?),
        ("platform_id", column("platform_id")?),
        ("author", column("author")?),
        ("posted_at", cast(&column("posted_at")?, &DataType::Int64)?),
    ];
    for (place, name) in METRICS.iter().enumerate() {
        columns.push((name, Arc::clone(metrics.as_struct().column(place))));
    }
    Ok(RecordBatch::try_from_iter_with_nullable(
        columns.into_iter().map(|(name, array)| (name, array, true)),
    )?)
}

/// Posts with what is summed up of them.
fn measured(mut posts: DataFrame) -> PolarsResult<DataFrame> {
    let of = |posts: &DataFrame, name: &str| Ok(posts.column(name)?.i64()?.clone());
    let parts: Vec<Int64Chunked> = METRICS[..3]
        .iter()
        .map(|name| of(&posts, name))
        .collect::<PolarsResult<_>>()?;
    let zero = |part: &Int64Chunked| part.set(&part.is_null(), Some(0));
    let none = &(&parts[0].is_null() & &parts[1].is_null()) & &parts[2].is_null();
    let sum = &(&zero(&parts[0])? + &zero(&parts[1])?) + &zero(&parts[2])?;
    let engagement = sum.set(&none, None)?;
    let views = of(&posts, "views")?;
    let unrated: BooleanChunked = engagement
        .iter()
        .zip(views.iter())
        .map(|(engagement, views)| engagement.is_none() || views.is_none_or(|views| views <= 0))
        .collect();
    let rated = |column: &Int64Chunked, name: &str| {
        PolarsResult::Ok(column.set(&unrated, None)?.with_name(name.into()))
    };
    let (over, under) = (
        rated(&engagement, "rated_engagement")?,
        rated(&views, "rated_views")?,
    );
    let rate = (&over.clone().into_series().cast(&Type::Float64)?
        / &under.clone().into_series().cast(&Type::Float64)?)?
        .with_name("rate".into());
    posts.with_column(engagement.with_name("engagement".into()).into_column())?;
    posts.with_column(over.into_column())?;
    posts.with_column(under.into_column())?;
    posts.with_column(rate.into_column())?;
    for name in SUMMED {
        let has = posts.column(name)?.is_not_null();
        let has = has.into_series().cast(&Type::Int64)?;
        posts.with_column(has.with_name(format!("has_{name}").into()).into_column())?;
    }
    let ones = vec![1_i64; posts.height()];
    posts.with_column(Column::from(Series::new("posts".into(), ones)))?;
    Ok(posts)
}

/// What a project counts.
struct Project {
    id: i32,
    scope_type: String,
    scoped: bool,
    platforms: Vec<i32>,
}

struct Projects(Vec<Project>);

impl Projects {
    fn new(projects: &[RecordBatch], platforms: &[RecordBatch]) -> Self {
        let mut names: HashMap<String, i32> = HashMap::new();
        for batch in platforms {
            let name = batch.column_by_name("name").map(AsArray::as_string::<i32>);
            for (id, name) in ints(batch, "id").iter().zip(name.into_iter().flatten()) {
                names.extend(name.map(str::to_owned).zip(id));
            }
        }
        let mut all = Vec::new();
        for batch in projects {
            let text = |name: &str, row: usize| {
                let column: &StringArray = batch.column_by_name(name)?.as_string_opt()?;
                column.is_valid(row).then(|| column.value(row).to_owned())
            };
            for (row, id) in ints(batch, "id").iter().enumerate() {
                let listed: Vec<String> = text("platforms", row)
                    .and_then(|json| serde_json::from_str(&json).ok())
                    .unwrap_or_default();
                let counts = |name: &String| listed.is_empty() || listed.contains(name);
                let platforms = names.iter().filter(|(name, _)| counts(name));
                all.push(Project {
                    id: id.unwrap_or_default(),
                    scope_type: text("scope_type", row).unwrap_or_default(),
                    scoped: text("scope_query", row).is_some(),
                    platforms: platforms.map(|(_, id)| *id).collect(),
                });
            }
        }
        all.sort_by_key(|project| project.id);
        Self(all)
    }

    fn ids(&self, which: impl Fn(&Project) -> bool) -> Vec<i32> {
        let some = self.0.iter().filter(|project| which(project));
        some.map(|project| project.id).collect()
    }

    fn platforms(&self) -> Result<DataFrame> {
        let pairs = self.0.iter().flat_map(|project| {
            let platforms = project.platforms.iter();
            platforms.map(|platform| (project.id, *platform))
        });
        let (projects, platforms): (Vec<i32>, Vec<i32>) = pairs.unzip();
        let columns: [ArrayRef; 2] = [
            Arc::new(Int32Array::from(projects)),
            Arc::new(Int32Array::from(platforms)),
        ];
        let names = ["project_id", "platform_id"];
        let fields = names.map(|name| Field::new(name, DataType::Int32, true));
        let schema = Arc::new(Schema::new(fields.to_vec()));
        frame(&[RecordBatch::try_new(schema, columns.to_vec())?])
    }
}

fn ids(projects: &[i32]) -> Result<DataFrame> {
    let ids: ArrayRef = Arc::new(Int32Array::from(projects.to_vec()));
    frame(&[RecordBatch::try_from_iter_with_nullable([(
        "project_id",
        ids,
        true,
    )])?])
}

fn ints<'b>(batch: &'b RecordBatch, name: &str) -> &'b Int32Array {
    static NONE: std::sync::LazyLock<Int32Array> =
        std::sync::LazyLock::new(|| Int32Array::from(Vec::<i32>::new()));
    let column = batch.column_by_name(name);
    column
        .and_then(|column| column.as_primitive_opt::<Int32Type>())
        .unwrap_or(&NONE)
}
