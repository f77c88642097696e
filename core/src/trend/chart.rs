//! A trend as one page: a chart per figure, and what was passed over.

use std::collections::BTreeMap;
use std::fmt::Write;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::Float64Type;
use serde_json::{Value, json};

use crate::Result;
use crate::notebook::{ChartScripts, DRAW, escape, page};
use crate::trend::figures::all;
use crate::trend::find::Reports;
use crate::trend::table::{DAY, VALUE};
use crate::write::cell_text;

/// A figure with more series than this shows those with the greatest newest values.
const MOST_SERIES: usize = 12;

/// One series: its name, and day and value of each point.
type Series = (String, Vec<(String, f64)>);

/// What a chart is of: projects come first, figures in their order.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Subject {
    of_hashtags: bool,
    place: usize,
    figure: &'static str,
}

/// The trend as a page that needs no network: a chart for each figure of the
/// projects, and for each of the hashtags. Days on which a figure is NULL have
/// no point.
///
/// # Errors
/// As [`cell_text`], for a batch that is not in the schema of a trend.
pub fn to_html(
    trend: &RecordBatch,
    reports: &Reports,
    scripts: ChartScripts<'_>,
) -> Result<String> {
    let mut main = String::from("<h1>Trends</h1>\n");
    let days = [reports.reports.first(), reports.reports.last()];
    if let [Some(first), Some(last)] = days {
        let _ = writeln!(
            main,
            "<p>{} reports, {} to {}.</p>",
            reports.reports.len(),
            first.day,
            last.day
        );
    }
    if !reports.passed_over.is_empty() {
        main.push_str("<details><summary>Passed over</summary>\n<ul>\n");
        for passed in &reports.passed_over {
            let folder = escape::html(&passed.folder.display().to_string());
            let reason = escape::html(&passed.reason);
            let _ = writeln!(main, "<li><code>{folder}</code>: {reason}</li>");
        }
        main.push_str("</ul></details>\n");
    }
    for (subject, series) in series(trend)? {
        let of = if subject.of_hashtags {
            "Hashtags"
        } else {
            "Projects"
        };
        let _ = writeln!(main, "<h2>{of}: {}</h2>", subject.figure);
        let all = series.len();
        let shown = greatest(series);
        if shown.len() < all {
            let _ = writeln!(
                main,
                "<p class=\"note\">{} of {all} series, those with the greatest newest values.</p>",
                shown.len()
            );
        }
        let spec = escape::script_json(&spec(subject.figure, &shown).to_string());
        let _ = writeln!(
            main,
            "<figure class=\"chart\"><div></div>\n<script type=\"application/json\">{spec}</script></figure>"
        );
    }
    Ok(page(
        "Trends",
        &main,
        &[scripts.vega, scripts.vega_lite, DRAW],
    ))
}

/// The series of each chart.
fn series(trend: &RecordBatch) -> Result<BTreeMap<Subject, Vec<Series>>> {
    let text = |name: &str, row: usize| -> Result<Option<String>> {
        match trend.column_by_name(name) {
            Some(column) => cell_text(column, row),
            None => Ok(None),
        }
    };
    let all = all();
    let (days, values) = (trend.column(DAY), trend.column(VALUE));
    let values = values.as_primitive::<Float64Type>();
    let mut charts: BTreeMap<_, Vec<Series>> = BTreeMap::new();
    for row in 0..trend.num_rows() {
        if values.is_null(row) {
            continue;
        }
        let figure = text("figure", row)?;
        let place = all.iter().position(|name| figure.as_deref() == Some(name));
        let place = place.unwrap_or_default();
        let (hashtag, platform) = (text("hashtag", row)?, text("platform", row)?);
        let of_hashtags = hashtag.is_some();
        let tag = hashtag.map(|tag| format!("#{tag} ({})", platform.unwrap_or_default()));
        let parts = [text("project", row)?, tag];
        let name = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        // Vega shows times in the reader's own zone: a day goes without one.
        let day = cell_text(days.as_ref(), row)?.unwrap_or_default() + "T00:00:00";
        let series = charts
            .entry(Subject {
                of_hashtags,
                place,
                figure: all[place],
            })
            .or_default();
        let point = (day, values.value(row));
        match series.last_mut() {
            Some((last, points)) if *last == name => points.push(point),
            _ => series.push((name, vec![point])),
        }
    }
    Ok(charts)
}

/// The series with the greatest newest values, in the order they had.
fn greatest(series: Vec<Series>) -> Vec<Series> {
    let newest = |(_, points): &Series| points.last().map_or(f64::MIN, |(_, value)| *value);
    let mut places: Vec<_> = (0..series.len()).collect();
    places.sort_by(|one, other| newest(&series[*other]).total_cmp(&newest(&series[*one])));
    places.truncate(MOST_SERIES);
    let kept = series.into_iter().enumerate();
    kept.filter(|(place, _)| places.contains(place))
        .map(|(_, series)| series)
        .collect()
}

fn spec(figure: &str, series: &[Series]) -> Value {
    let points = series.iter().flat_map(|(name, points)| {
        points
            .iter()
            .map(move |(day, value)| json!({ "series": name, "day": day, "value": value }))
    });
    json!({
        "width": "container",
        "height": 240,
        "data": { "values": points.collect::<Vec<_>>() },
        "mark": { "type": "line", "point": true, "tooltip": true },
        "encoding": {
            "x": { "field": "day", "type": "temporal", "title": null },
            "y": { "field": "value", "type": "quantitative", "title": figure },
            "color": { "field": "series", "type": "nominal", "title": null },
        },
    })
}
