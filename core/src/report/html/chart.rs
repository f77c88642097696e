//! Charts of days: the paths of their bars and lines, and the marks of their
//! axes.
//!
//! A plot is as many units wide as it has bars, and 100 high; the page stretches
//! it to the width there is. Marks are text of the page, in per cent of the
//! plot, so that they stay as large as text on a telephone and on paper.

use std::fmt::Write;

use chrono::{Datelike, Days, NaiveDate};

use crate::report::html::figure::brief;

/// Bars at most; longer series have several days in each.
const MOST_BARS: usize = 366;

/// Marks at most on the axis of days.
const MOST_MARKS: usize = 8;

/// A day of a series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Point {
    /// `None` where the day's figure is not known.
    pub(super) value: Option<i64>,
    /// The sum of the seven days that end with it.
    pub(super) week: Option<i64>,
}

/// A place on an axis.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mark {
    /// In per cent of the plot, from the left or from below.
    pub(super) at: f64,
    pub(super) label: String,
}

/// A drawn series.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Chart {
    /// The width of the plot: how many bars there are.
    pub(super) width: usize,
    /// Days of a bar.
    pub(super) days: usize,
    /// The path of the bars.
    pub(super) bars: String,
    /// The path of the mean of the trailing seven days; none where bars are of
    /// several days.
    pub(super) line: Option<String>,
    /// Marks of the values.
    pub(super) up: Vec<Mark>,
    /// Marks of the days.
    pub(super) along: Vec<Mark>,
}

impl Chart {
    /// The chart of a series from `first` on, day by day; `None` of no days.
    pub(super) fn new(first: NaiveDate, points: &[Point]) -> Option<Self> {
        let days = points.len().div_ceil(MOST_BARS).max(1);
        let bars: Vec<Option<f64>> = points
            .chunks(days)
            .map(|days| {
                let known = days.iter().filter_map(|day| day.value);
                known
                    .map(|value| value as f64)
                    .reduce(|sum, value| sum + value)
            })
            .collect();
        let width = bars.len();
        if width == 0 {
            return None;
        }
        let greatest = bars.iter().flatten().copied().fold(0.0, f64::max);
        let (top, step) = scale(greatest);
        let height = |value: f64| 100.0 - 100.0 * value / top;
        let mut path = String::new();
        for (place, value) in bars.iter().enumerate() {
            if let Some(value) = value.filter(|value| *value > 0.0) {
                // Writing into a text does not fail.
                let _ = write!(path, "M{place}.1 100V{}h.8V100z", short(height(value)));
            }
        }
        let line = (days == 1 && width > 7).then(|| line(points, height));
        let mut up = Vec::new();
        let mut value = 0.0;
        while value <= top * 1.000_001 {
            up.push(Mark {
                at: 100.0 * value / top,
                label: brief(value),
            });
            value += step;
        }
        Some(Self {
            width,
            days,
            bars: path,
            line,
            up,
            along: marks(first, points.len(), width * days),
        })
    }
}

/// The path of the means of seven days, from the seventh day on; days of which the
/// figure is not known are in none.
fn line(points: &[Point], height: impl Fn(f64) -> f64) -> String {
    let mut path = String::new();
    let mut begun = false;
    for (place, seven) in points.windows(7).enumerate() {
        let known = seven.iter().filter(|day| day.value.is_some()).count();
        let Some(week) = seven[6].week.filter(|_| known > 0) else {
            begun = false;
            continue;
        };
        let to = if begun { 'L' } else { 'M' };
        begun = true;
        let mean = week as f64 / known as f64;
        // Writing into a text does not fail.
        let _ = write!(path, "{to}{}.5 {}", place + 6, short(height(mean)));
    }
    path
}

/// A number of a path: one decimal is a tenth of a per cent of the height.
fn short(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// The top of an axis that holds `greatest`, and the step of its marks: 1, 2
/// or 5 times a power of ten, at most five steps.
fn scale(greatest: f64) -> (f64, f64) {
    let mut power = 1.0;
    while greatest / power > 50.0 {
        power *= 10.0;
    }
    let step = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|times| times * power)
        .find(|step| greatest / step <= 5.0)
        .unwrap_or(10.0 * power);
    let top = (greatest / step).ceil().max(1.0) * step;
    (top, step)
}

/// Days at even distances: every day, every week, or firsts of months.
fn marks(first: NaiveDate, days: usize, span: usize) -> Vec<Mark> {
    let at = |day: NaiveDate| {
        let place = (day - first).num_days() as f64;
        100.0 * (place + 0.5) / span as f64
    };
    let all = || first.iter_days().take(days);
    let many =
        |chosen: &dyn Fn(NaiveDate) -> bool| all().filter(|day| chosen(*day)).count() > MOST_MARKS;
    let label = |form: &str, chosen: &dyn Fn(NaiveDate) -> bool| {
        let chosen = all().filter(|day| chosen(*day));
        chosen
            .map(|day| Mark {
                at: at(day),
                label: day.format(form).to_string(),
            })
            .collect()
    };
    let weekly = |day: NaiveDate| day.weekday().number_from_monday() == 1;
    let monthly =
        |months: u32| move |day: NaiveDate| day.day() == 1 && day.month0().is_multiple_of(months);
    if !many(&|_| true) {
        return label("%-d %b", &|_| true);
    }
    if !many(&weekly) {
        return label("%-d %b", &weekly);
    }
    for months in [1, 2, 3, 6] {
        if !many(&monthly(months)) {
            return label("%b %Y", &monthly(months));
        }
    }
    let years = |years: i32| move |day: NaiveDate| day.ordinal0() == 0 && day.year() % years == 0;
    let step = [1, 2, 5, 10, 20, 50, 100, 500, 1000]
        .into_iter()
        .find(|step| !many(&years(*step)))
        .unwrap_or(5000);
    label("%Y", &years(step))
}

/// The path of a line that shows the course of a series and nothing more, `width`
/// wide and 100 high.
pub(super) fn spark(values: &[i64], width: usize) -> String {
    let size = values.len().div_ceil(width).max(1);
    let sums: Vec<f64> = values
        .chunks(size)
        .map(|part| part.iter().map(|value| *value as f64).sum())
        .collect();
    let greatest = sums.iter().copied().fold(0.0, f64::max);
    if greatest <= 0.0 {
        return String::new();
    }
    let mut path = String::from("M0 100");
    for sum in &sums {
        let _ = write!(path, "V{}h1", short(100.0 - 100.0 * sum / greatest));
    }
    path + "V100z"
}

/// The day that so many days have passed to since 1970; the first of the
/// calendar where there is none.
pub(super) fn day(since: i64) -> NaiveDate {
    let epoch = NaiveDate::default();
    let days = Days::new(since.unsigned_abs());
    let day = if since < 0 {
        epoch.checked_sub_days(days)
    } else {
        epoch.checked_add_days(days)
    };
    day.unwrap_or(epoch)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(first: &str, values: &[Option<i64>]) -> Option<Chart> {
        let points: Vec<_> = values
            .iter()
            .map(|value| Point {
                value: *value,
                week: *value,
            })
            .collect();
        Chart::new(first.parse().unwrap(), &points)
    }

    #[test]
    fn axes_end_above_the_greatest_value() {
        for (greatest, top, step) in [
            (0.0, 1.0, 1.0),
            (1.0, 1.0, 1.0),
            (5.0, 5.0, 1.0),
            (6.0, 6.0, 2.0),
            (51.0, 60.0, 20.0),
            (1234.0, 1500.0, 500.0),
            (9e18, 1e19, 2e18),
        ] {
            let (found, steps) = scale(greatest);
            assert!((found / top - 1.0).abs() < 1e-9, "{greatest}: {found}");
            assert!((steps / step - 1.0).abs() < 1e-9, "{greatest}: {steps}");
        }
    }

    #[test]
    fn a_missing_day_has_no_bar_and_breaks_the_line() {
        let mut values = vec![Some(2); 14];
        (values[3], values[4], values[9]) = (None, Some(0), None);
        let drawn = chart("2026-09-01", &values).unwrap();
        assert_eq!(drawn.width, 14);
        assert_eq!(drawn.bars.matches('M').count(), 11);
        assert!(
            drawn.bars.starts_with("M0.1 100V0h.8V100z"),
            "{}",
            drawn.bars
        );
        let line = drawn.line.unwrap();
        assert!(line.starts_with("M6.5 "), "{line}");
        assert_eq!(line.matches('M').count(), 2);
        assert_eq!(drawn.along[0].label, "7 Sep");
        assert_eq!(chart("2026-09-01", &[]), None);
    }

    #[test]
    fn long_series_have_few_bars_and_marks() {
        for (days, of_each) in [(366, 1), (367, 2), (20_000, 55), (800_000, 2_186)] {
            let drawn = chart("1970-01-01", &vec![Some(1); days]).unwrap();
            assert_eq!(drawn.days, of_each, "{days}");
            assert!(drawn.width <= MOST_BARS);
            assert!(
                (2..=MOST_MARKS + 1).contains(&drawn.along.len()),
                "{days}: {:?}",
                drawn.along
            );
            assert!(
                drawn
                    .along
                    .iter()
                    .all(|mark| (0.0..=100.0).contains(&mark.at))
            );
        }
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        assert_eq!(day(0).to_string(), "1970-01-01");
        assert_eq!(day(-1).to_string(), "1969-12-31");
        assert_eq!(day(i64::MAX), NaiveDate::default());
    }

    #[test]
    fn sparks() {
        assert_eq!(spark(&[1, 0, 2], 3), "M0 100V50h1V100h1V0h1V100z");
        assert_eq!(spark(&[1, 1, 1, 1], 2), "M0 100V0h1V0h1V100z");
        assert_eq!(spark(&[0, 0], 2), "");
    }
}
