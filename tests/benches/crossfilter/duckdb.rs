//! The same questions to DuckDB, as someone who knows it would ask them: of a
//! table that has ready what the questions are about.

use std::path::Path;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::Int64Type;
use veyl_core::index::{Filters, Summary, TimeUnit};
use veyl_core::scope::casefold;
use veyl_core::sql::Store;

/// DuckDB with a table of posts and one of their hashtags.
pub(crate) struct DuckDb {
    store: Store,
}

/// Posts by label of each dimension, and the figures of all.
pub(crate) struct Answer {
    figures: [Option<i64>; 4],
    dimensions: [Vec<(String, i64)>; 6],
}

const TIME: usize = 0;
const PLATFORMS: usize = 1;
const HASHTAGS: usize = 2;
const CREATORS: usize = 3;
const HOURS: usize = 4;
const ENGAGEMENT: usize = 5;

impl DuckDb {
    pub(crate) fn new(tables: &Path) -> Self {
        let store = veyl_tests::tables::duckdb(tables);
        for sql in [
            "CREATE TABLE asked AS SELECT row_number() OVER (ORDER BY p.posted_at)::INTEGER AS number,
                 p.platform, p.author, p.posted_at, veyl_casefold(p.caption) AS folded,
                 (isodow(p.posted_at) - 1) * 24 + hour(p.posted_at) AS hour,
                 p.metrics.likes AS likes, p.metrics.comments AS comments,
                 p.metrics.shares AS shares, p.metrics.views AS views,
                 CASE WHEN coalesce(p.metrics.likes, p.metrics.comments, p.metrics.shares) IS NOT NULL
                     THEN coalesce(p.metrics.likes, 0) + coalesce(p.metrics.comments, 0)
                         + coalesce(p.metrics.shares, 0) END AS engagement,
                 CASE WHEN engagement = 0 THEN 0 ELSE len(engagement::VARCHAR) END AS digits,
                 p.id
             FROM posts_with_platform p ORDER BY p.posted_at",
            "CREATE TABLE asked_tags AS SELECT a.number, h.name
             FROM asked a JOIN post_hashtags l ON l.post_id = a.id
             JOIN hashtags h ON h.id = l.hashtag_id ORDER BY a.number",
            "ALTER TABLE asked DROP COLUMN id",
        ] {
            store.query(sql, &[]).expect("DuckDB makes the tables");
        }
        Self { store }
    }

    pub(crate) fn ask(&self, filters: &Filters, unit: TimeUnit) -> Answer {
        let conditions = conditions(filters);
        let under = |but: Option<usize>| {
            let others = conditions.iter().enumerate();
            let others = others.filter(|(filter, _)| Some(*filter) != but);
            let others: Vec<&str> = others.filter_map(|(_, sql)| sql.as_deref()).collect();
            if others.is_empty() {
                "true".to_owned()
            } else {
                others.join(" AND ")
            }
        };
        let sums =
            "count(*) AS posts, sum(engagement)::BIGINT AS engagement, sum(views)::BIGINT AS views";
        let figures = self.rows(&format!(
            "SELECT {sums}, sum(likes)::BIGINT, sum(comments)::BIGINT, sum(shares)::BIGINT,
                 count(DISTINCT (platform, author)) AS authors, (2 * median(engagement))::BIGINT,
                 avg(engagement), avg(engagement / nullif(views, 0)), min(posted_at), max(posted_at)
             FROM asked WHERE {}",
            under(None)
        ));
        let unit = match unit {
            TimeUnit::Hour => "hour",
            TimeUnit::Day => "day",
            TimeUnit::Week => "week",
            TimeUnit::Month => "month",
        };
        let grouped = |label: &str, but: usize| {
            let sql = format!(
                "SELECT ({label})::VARCHAR AS label, {sums} FROM asked WHERE {} GROUP BY ALL",
                under(Some(but))
            );
            labelled(&self.rows(&sql))
        };
        let hashtags = format!(
            "SELECT t.name, {sums} FROM asked_tags t JOIN asked USING (number) WHERE {}
             GROUP BY ALL ORDER BY posts DESC, name LIMIT 20",
            under(Some(HASHTAGS))
        );
        let creators = format!(
            "SELECT author || ':' || platform AS label, {sums} FROM asked WHERE {}
             GROUP BY author, platform ORDER BY engagement DESC NULLS LAST, posts DESC, author, platform LIMIT 20",
            under(Some(CREATORS))
        );
        Answer {
            figures: [0, 1, 6, 7].map(|column| number(&figures, column, 0)),
            dimensions: [
                grouped(
                    &format!("epoch_us(date_trunc('{unit}', posted_at)::TIMESTAMP)"),
                    TIME,
                ),
                grouped("platform", PLATFORMS),
                labelled(&self.rows(&hashtags)),
                labelled(&self.rows(&creators)),
                grouped("hour", HOURS),
                grouped("digits", ENGAGEMENT),
            ],
        }
    }

    fn rows(&self, sql: &str) -> RecordBatch {
        let (schema, batches) = self.store.query(sql, &[]).expect("DuckDB answers");
        arrow::compute::concat_batches(&schema, &batches).expect("batches of one schema")
    }
}

fn number(batch: &RecordBatch, column: usize, row: usize) -> Option<i64> {
    let column = batch.column(column).as_primitive::<Int64Type>();
    column.is_valid(row).then(|| column.value(row))
}

/// The label and the posts of each row, those without a label left out.
fn labelled(batch: &RecordBatch) -> Vec<(String, i64)> {
    let labels = batch.column(0).as_string::<i32>();
    let rows = (0..batch.num_rows()).filter(|row| labels.is_valid(*row));
    let rows = rows.map(|row| {
        let posts = number(batch, 1, row).unwrap_or_default();
        (labels.value(row).to_owned(), posts)
    });
    rows.collect()
}

/// The filters as conditions, those of dimensions in their order, then captions.
fn conditions(filters: &Filters) -> [Option<String>; 7] {
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let all = |bounds: [Option<String>; 2]| {
        let bounds: Vec<String> = bounds.into_iter().flatten().collect();
        (!bounds.is_empty()).then(|| bounds.join(" AND "))
    };
    let time = filters.time.and_then(|range| {
        let from = range
            .from
            .map(|from| format!("posted_at >= make_timestamp({from})"));
        all([
            from,
            range
                .to
                .map(|to| format!("posted_at < make_timestamp({to})")),
        ])
    });
    let engagement = filters.engagement.and_then(|range| {
        let min = range.min.map(|min| format!("engagement >= {min}"));
        all([min, range.max.map(|max| format!("engagement <= {max}"))])
    });
    let list = |texts: Vec<String>| (!texts.is_empty()).then(|| texts.join(", "));
    let texts = |texts: Option<&Vec<String>>| {
        list(
            texts
                .into_iter()
                .flatten()
                .map(|text| quoted(text))
                .collect(),
        )
    };
    let creators = filters.creators.iter().flatten();
    let creators =
        creators.map(|one| format!("({}, {})", quoted(&one.author), quoted(&one.platform)));
    let hours = filters.weekday_hours.iter().flatten();
    let hours =
        hours.map(|one| ((u32::from(one.weekday) - 1) * 24 + u32::from(one.hour)).to_string());
    let caption = filters.caption.as_ref().filter(|text| !text.is_empty());
    [
        time,
        texts(filters.platforms.as_ref()).map(|names| format!("platform IN ({names})")),
        texts(filters.hashtags.as_ref()).map(|names| {
            format!("number IN (SELECT number FROM asked_tags WHERE name IN ({names}))")
        }),
        list(creators.collect()).map(|all| format!("(author, platform) IN ({all})")),
        list(hours.collect()).map(|hours| format!("hour IN ({hours})")),
        engagement,
        caption.map(|text| format!("contains(folded, {})", quoted(&casefold(text)))),
    ]
}

impl Answer {
    /// Stops where the session says something else.
    pub(crate) fn compare(mut self, summary: &Summary) {
        let all = &summary.all;
        let figures = [
            Some(all.posts.into()),
            all.engagement,
            Some(all.authors.into()),
            all.median_engagement.map(|median| (2.0 * median) as i64),
        ];
        assert_eq!(self.figures, figures);
        let mut ours: [Vec<(String, i64)>; 6] = Default::default();
        let bins = summary.time.bins.iter();
        ours[TIME] = bins
            .map(|bin| (bin.at.to_string(), bin.posts.into()))
            .collect();
        let bins = summary.platforms.iter();
        ours[PLATFORMS] = bins
            .map(|bin| (bin.platform.clone(), bin.posts.into()))
            .collect();
        let bins = summary.hashtags.iter();
        ours[HASHTAGS] = bins
            .map(|bin| (bin.hashtag.clone(), bin.posts.into()))
            .collect();
        let bins = summary.creators.iter();
        ours[CREATORS] = bins
            .map(|bin| (format!("{}:{}", bin.author, bin.platform), bin.posts.into()))
            .collect();
        let bins = summary.weekday_hours.iter().zip(0..);
        ours[HOURS] = bins
            .map(|(bin, hour)| (format!("{hour}"), bin.posts.into()))
            .collect();
        let bins = summary.engagement.iter().zip(0..);
        ours[ENGAGEMENT] = bins
            .map(|(bin, digits)| (format!("{digits}"), bin.posts.into()))
            .collect();
        for dimension in [TIME, PLATFORMS, HOURS, ENGAGEMENT] {
            ours[dimension].retain(|(_, posts)| *posts > 0);
            ours[dimension].sort();
            self.dimensions[dimension].sort();
        }
        assert_eq!(self.dimensions, ours);
    }
}
