//! The views: names, columns, order of rows. What each one means is said in its
//! `.sql` file, the canonical definition.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};

use crate::schema::Table;
use crate::{Error, ErrorKind, Result};

/// Which projects a view is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Projects<'a> {
    /// Every project.
    All,
    /// Those of these ids.
    Only(&'a [i32]),
}

/// One view.
#[derive(Debug)]
pub struct View {
    /// Its name, in SQL and as a file of a report.
    pub name: &'static str,
    /// What a row is, for people.
    pub about: &'static str,
    /// Its declared total order, as the keys of an `ORDER BY`.
    pub order: &'static str,
    /// Its `SELECT`, the canonical definition.
    pub sql: &'static str,
    columns: &'static [Part],
}

/// A column, or the columns of another table or view in its place.
#[derive(Debug, Clone, Copy)]
enum Part {
    Column(&'static str, Kind),
    Posts,
    HashtagStats,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Integer,
    BigInt,
    Double,
    Text,
    Time,
    Day,
}

use Kind::{BigInt, Day, Double, Integer, Text, Time};
use Part::{Column, HashtagStats, Posts};

macro_rules! view {
    ($name:literal, $about:literal, $order:literal, [$($part:expr),* $(,)?]) => {
        View {
            name: $name,
            about: $about,
            order: $order,
            sql: include_str!(concat!("../sql/views/", $name, ".sql")),
            columns: &[$($part),*],
        }
    };
}

const PROJECT: Part = Column("project_id", Integer);

/// All views, each after those that it reads.
pub static VIEWS: [View; 14] = [
    view!(
        "posts_with_platform",
        "posts with the name of their platform",
        "id",
        [Posts, Column("platform", Text)]
    ),
    view!(
        "hashtags_with_stats",
        "hashtags with the statistics of all their posts",
        "id",
        [HashtagStats]
    ),
    view!(
        "project_posts_by_hashtag",
        "each match of a project's hashtag with a post",
        "project_id, hashtag_id, id",
        [PROJECT, Column("hashtag_id", Integer), Posts]
    ),
    view!(
        "project_posts_by_creator",
        "each match of a project's creator with a post",
        "project_id, creator_username, id",
        [PROJECT, Column("creator_username", Text), Posts]
    ),
    view!(
        "project_posts",
        "the posts in a project's scope, each once",
        "project_id, posted_at DESC NULLS LAST, id",
        [
            PROJECT,
            Column("matched_by", Text),
            Column("platform", Text),
            Posts,
            Column("engagement", BigInt),
            Column("engagement_rate", Double),
        ]
    ),
    view!(
        "project_hashtag_stats",
        "the hashtags a project follows, with the statistics of all their posts",
        "project_id, id",
        [PROJECT, Column("added_at", Time), HashtagStats]
    ),
    view!(
        "project_creator_stats",
        "the creators a project follows, with the statistics of their posts in scope",
        "project_id, total_engagement DESC NULLS LAST, creator_username, platform",
        [
            PROJECT,
            Column("creator_username", Text),
            Column("platform", Text),
            Column("posts", BigInt),
            Column("total_engagement", BigInt),
            Column("avg_engagement", Double),
            Column("median_engagement", Double),
            Column("total_views", BigInt),
            Column("engagement_rate_mean", Double),
            Column("engagement_rate_pooled", Double),
            Column("first_post_at", Time),
            Column("last_post_at", Time),
            Column("posts_per_day", Double),
            Column("share_of_voice", Double),
        ]
    ),
    view!(
        "project_summary",
        "the figures of a project as a whole",
        "project_id",
        [
            PROJECT,
            Column("name", Text),
            Column("hashtags", BigInt),
            Column("creators", BigInt),
            Column("authors", BigInt),
            Column("posts", BigInt),
            Column("total_likes", BigInt),
            Column("total_comments", BigInt),
            Column("total_shares", BigInt),
            Column("total_views", BigInt),
            Column("total_engagement", BigInt),
            Column("avg_engagement", Double),
            Column("median_engagement", Double),
            Column("engagement_rate_mean", Double),
            Column("engagement_rate_pooled", Double),
            Column("avg_sentiment", Double),
            Column("first_post_at", Time),
            Column("last_post_at", Time),
        ]
    ),
    view!(
        "project_timeline",
        "a project day by day (UTC), days without posts included",
        "project_id, day",
        [
            PROJECT,
            Column("day", Day),
            Column("posts", BigInt),
            Column("total_engagement", BigInt),
            Column("total_views", BigInt),
            Column("authors", BigInt),
            Column("posts_7d", BigInt),
            Column("engagement_7d", BigInt),
        ]
    ),
    view!(
        "project_heatmap",
        "a project by weekday (1 = Monday) and hour (UTC)",
        "project_id, weekday, hour",
        [
            PROJECT,
            Column("weekday", Integer),
            Column("hour", Integer),
            Column("posts", BigInt),
            Column("avg_engagement", Double),
        ]
    ),
    view!(
        "project_cohashtags",
        "pairs of hashtags that occur together on a project's posts",
        "project_id, posts DESC, hashtag_a, hashtag_b",
        [
            PROJECT,
            Column("hashtag_a", Text),
            Column("hashtag_b", Text),
            Column("posts", BigInt),
            Column("jaccard", Double),
            Column("total_engagement", BigInt),
        ]
    ),
    view!(
        "project_hashtag_lift",
        "mean engagement of a project's posts with and without each hashtag",
        "project_id, posts_with DESC, hashtag",
        [
            PROJECT,
            Column("hashtag", Text),
            Column("posts_with", BigInt),
            Column("posts_without", BigInt),
            Column("avg_engagement_with", Double),
            Column("avg_engagement_without", Double),
            Column("lift", Double),
        ]
    ),
    view!(
        "project_top_posts",
        "a project's posts ranked by engagement, with what was expected of them",
        "project_id, rank",
        [
            PROJECT,
            Column("rank", BigInt),
            Column("engagement", BigInt),
            Column("expected", Double),
            Column("overperforming", Double),
            Posts,
        ]
    ),
    view!(
        "project_signals",
        "overperforming posts and surges in a project",
        "project_id, \"at\", signal, post_id NULLS LAST, hashtag NULLS LAST",
        [
            PROJECT,
            Column("signal", Text),
            Column("at", Time),
            Column("post_id", Text),
            Column("hashtag", Text),
            Column("value", Double),
            Column("expected", Double),
        ]
    ),
];

const HASHTAG_STATS: [(&str, Kind); 9] = [
    ("id", Integer),
    ("name", Text),
    ("platform", Text),
    ("total_posts", BigInt),
    ("avg_engagement", Double),
    ("total_engagement", BigInt),
    ("total_views", BigInt),
    ("first_post_at", Time),
    ("last_post_at", Time),
];

impl View {
    /// The view called `name`.
    ///
    /// # Errors
    /// `NotFound`, with the names there are.
    pub fn named(name: &str) -> Result<&'static Self> {
        VIEWS.iter().find(|view| view.name == name).ok_or_else(|| {
            let names: Vec<_> = VIEWS.iter().map(|view| view.name).collect();
            Error::new(
                ErrorKind::NotFound,
                format!("there is no view called `{name}`"),
            )
            .hint(format!("the views are {}", names.join(", ")))
        })
    }

    /// Whether its rows belong to projects.
    pub fn is_per_project(&self) -> bool {
        self.name.starts_with("project_")
    }

    /// Its Arrow schema. Every column may be NULL as far as Arrow is told; which
    /// are, and when, is said in the view's `.sql` file.
    pub fn arrow(&self) -> SchemaRef {
        let mut fields: Vec<Field> = Vec::new();
        for part in self.columns {
            match part {
                Column(name, kind) => fields.push(field(name, *kind)),
                HashtagStats => {
                    fields.extend(HASHTAG_STATS.iter().map(|(name, kind)| field(name, *kind)));
                }
                Posts => fields.extend(
                    Table::posts()
                        .columns
                        .iter()
                        .map(|column| Field::new(column.name, column.kind.arrow(), true)),
                ),
            }
        }
        Arc::new(Schema::new(fields))
    }
}

fn field(name: &str, kind: Kind) -> Field {
    let kind = match kind {
        Integer => DataType::Int32,
        BigInt => DataType::Int64,
        Double => DataType::Float64,
        Text => DataType::Utf8,
        Time => DataType::Timestamp(TimeUnit::Microsecond, None),
        Day => DataType::Date32,
    };
    Field::new(name, kind, true)
}
