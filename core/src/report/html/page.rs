//! Pages from templates.

use askama::Template;

use crate::load::SourceReport;
use crate::report::ReportedProject;
use crate::report::html::About;
use crate::report::html::chart::{Chart, Point, day};
use crate::report::html::data::{Day, Gathered, Hashtag, Known, LACKED, Lacking, Listed, Summary};
use crate::report::html::figure::{Figure, brief};
use crate::report::html::filters;

/// Days of the table at most.
const DAYS: usize = 60;

/// Posts below which a lift is pale.
const FEW: i64 = 5;

/// Steps of colour.
const STEPS: f64 = 9.0;

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// The page of a project.
#[derive(Template)]
#[template(path = "project.html")]
pub(super) struct ProjectPage<'p> {
    about: &'p About<'p>,
    reported: &'p ReportedProject,
    project: &'p Gathered,
    posts: i64,
    tiles: Vec<Tile<'p>>,
    charts: Charts,
    days: Listed<DayRow>,
    heat_posts: Vec<HeatRow>,
    heat_engagement: Vec<HeatRow>,
    lacked: Vec<&'static str>,
    lacking: Vec<Lacking>,
    few: i64,
}

/// The page over all projects.
#[derive(Template)]
#[template(path = "index.html")]
pub(super) struct IndexPage<'p> {
    pub(super) about: &'p About<'p>,
    pub(super) projects: &'p [IndexRow],
    /// The files it was made from.
    pub(super) sources: Listed<&'p SourceReport>,
}

/// A project in the list of all.
pub(super) struct IndexRow {
    pub(super) file: String,
    pub(super) summary: Summary,
    pub(super) signals: u64,
    pub(super) spark: String,
    pub(super) spark_width: usize,
}

/// A figure of the summary.
struct Tile<'p> {
    name: &'static str,
    /// The column of `project_summary`.
    column: &'static str,
    figure: &'p Known,
    /// How many posts it is known of, where not of all.
    of: Known,
}

struct Charts {
    posts: Option<Chart>,
    engagement: Option<Chart>,
}

struct DayRow {
    day: String,
    posts: Known,
    total_engagement: Known,
    total_views: Known,
    authors: Known,
    posts_7d: Known,
    engagement_7d: Known,
}

struct HeatRow {
    day: &'static str,
    cells: Vec<HeatCell>,
}

struct HeatCell {
    figure: Known,
    /// What fits into the cell.
    brief: String,
    /// 0 for nothing, then 1 to 9.
    level: u8,
}

impl<'p> ProjectPage<'p> {
    pub(super) fn new(
        about: &'p About<'p>,
        reported: &'p ReportedProject,
        project: &'p Gathered,
    ) -> Self {
        let lacking = lacking(project);
        Self {
            about,
            reported,
            project,
            posts: lacking.last().map_or(0, |all| all.posts),
            tiles: tiles(&project.summary, lacking.last()),
            charts: charts(&project.days),
            days: latest(&project.days),
            heat_posts: heat(project, |hour| Some(Figure::count(hour.posts))),
            heat_engagement: heat(project, |hour| hour.avg_engagement.clone()),
            lacked: LACKED.iter().map(|(_, name)| *name).collect(),
            lacking,
            few: FEW,
        }
    }

    /// Whether a hashtag is on so few posts that its lift says little.
    fn is_few(hashtag: &Hashtag) -> bool {
        let posts = hashtag.posts_with.as_ref();
        posts.is_none_or(|posts| posts.value() < FEW as f64)
    }
}

impl Lacking {
    /// What part of its posts so many are; none where it is none.
    // Askama hands arguments over by reference.
    #[allow(clippy::trivially_copy_pass_by_ref)]
    fn part(&self, count: &i64) -> Option<String> {
        let part = Figure::part(*count, self.posts)?;
        (*count > 0).then_some(part.shown)
    }
}

/// What the posts lack by platform, and in all.
fn lacking(project: &Gathered) -> Vec<Lacking> {
    let mut rows = project.coverage.platforms.clone();
    rows.sort_by(|a, b| (b.posts, &a.platform).cmp(&(a.posts, &b.platform)));
    let mut all = Lacking {
        platform: "all".to_owned(),
        ..Lacking::default()
    };
    for row in &rows {
        all.posts += row.posts;
        for (sum, count) in all.lacks.iter_mut().zip(&row.lacks) {
            *sum += count;
        }
    }
    rows.push(all);
    rows
}

fn tiles<'p>(summary: &'p Summary, all: Option<&Lacking>) -> Vec<Tile<'p>> {
    let tile = |name, column, figure, lacked: Option<&str>| {
        let lacks = |all: &Lacking| {
            let place = LACKED
                .iter()
                .position(|(_, known)| Some(*known) == lacked)?;
            let known = all.posts - all.lacks[place];
            (known > 0 && known < all.posts).then(|| Figure::count(known))
        };
        Tile {
            name,
            column,
            figure,
            of: all.and_then(lacks),
        }
    };
    let engagement = Some("engagement");
    let rate = Some("engagement rate");
    vec![
        tile("Posts", "posts", &summary.posts, None),
        tile("Authors", "authors", &summary.authors, None),
        tile(
            "Engagement",
            "total_engagement",
            &summary.total_engagement,
            engagement,
        ),
        tile("Views", "total_views", &summary.total_views, Some("views")),
        tile(
            "Median engagement",
            "median_engagement",
            &summary.median_engagement,
            engagement,
        ),
        tile(
            "Mean engagement",
            "avg_engagement",
            &summary.avg_engagement,
            engagement,
        ),
        tile(
            "Engagement rate, pooled",
            "engagement_rate_pooled",
            &summary.engagement_rate_pooled,
            rate,
        ),
        tile(
            "Engagement rate, mean",
            "engagement_rate_mean",
            &summary.engagement_rate_mean,
            rate,
        ),
        tile("Likes", "total_likes", &summary.total_likes, Some("likes")),
        tile(
            "Comments",
            "total_comments",
            &summary.total_comments,
            Some("comments"),
        ),
        tile(
            "Shares",
            "total_shares",
            &summary.total_shares,
            Some("shares"),
        ),
        tile(
            "Sentiment",
            "avg_sentiment",
            &summary.avg_sentiment,
            Some("sentiment"),
        ),
    ]
}

fn charts(days: &[Day]) -> Charts {
    let draw = |point: fn(&Day) -> Point| {
        let points: Vec<_> = days.iter().map(point).collect();
        days.first()
            .and_then(|first| Chart::new(day(first.day), &points))
    };
    Charts {
        posts: draw(|day| Point {
            value: Some(day.posts),
            week: Some(day.posts_7d),
        }),
        engagement: draw(|day| Point {
            value: day.total_engagement,
            week: day.engagement_7d,
        }),
    }
}

/// The latest days, the last one first.
fn latest(days: &[Day]) -> Listed<DayRow> {
    let rows = days.iter().rev().take(DAYS).map(|row| DayRow {
        day: day(row.day).to_string(),
        posts: Some(Figure::count(row.posts)),
        total_engagement: row.total_engagement.map(Figure::count),
        total_views: row.total_views.map(Figure::count),
        authors: Some(Figure::count(row.authors)),
        posts_7d: Some(Figure::count(row.posts_7d)),
        engagement_7d: row.engagement_7d.map(Figure::count),
    });
    Listed {
        rows: rows.collect(),
        total: days.len() as u64,
    }
}

fn heat(
    project: &Gathered,
    figure: impl Fn(&crate::report::html::data::Hour) -> Known,
) -> Vec<HeatRow> {
    let figures: Vec<_> = project.hours.iter().map(figure).collect();
    let values = figures.iter().flatten().map(Figure::value);
    let greatest = values.fold(0.0, f64::max);
    let rows = WEEKDAYS.iter().zip(figures.chunks(24));
    rows.map(|(day, figures)| HeatRow {
        day,
        cells: figures
            .iter()
            .map(|figure| cell(figure.as_ref(), greatest))
            .collect(),
    })
    .collect()
}

fn cell(figure: Option<&Figure>, greatest: f64) -> HeatCell {
    let value = figure.map_or(0.0, Figure::value);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let level = if value > 0.0 && greatest > 0.0 {
        (STEPS * value / greatest).ceil().clamp(1.0, STEPS) as u8
    } else {
        0
    };
    HeatCell {
        figure: figure.cloned(),
        brief: if value > 0.0 {
            brief(value)
        } else {
            String::new()
        },
        level,
    }
}
