//! Bins of time by the calendar of chrono, through Arrow: not by the arithmetic
//! under test.

use arrow::temporal_conversions::timestamp_us_to_datetime;
use veyl_core::index::TimeUnit;

const HOUR: i64 = 3_600_000_000;

/// `2024-02-29T23` and the weekday, 1 for Monday.
fn parts(at: i64) -> (String, u8) {
    let time = timestamp_us_to_datetime(at).expect("a usual time");
    let weekday = time.format("%u").to_string();
    (
        time.format("%Y-%m-%dT%H").to_string(),
        weekday.parse().expect("a digit"),
    )
}

pub(crate) fn weekday_hour(at: Option<i64>) -> Option<(u8, u8)> {
    let (text, weekday) = parts(at?);
    Some((weekday, text[11..].parse().expect("two digits")))
}

pub(crate) fn unit(first: Option<&i64>, last: Option<&i64>) -> TimeUnit {
    let days = first
        .zip(last)
        .map(|(first, last)| (last - first) / (24 * HOUR));
    match days {
        Some(..14) => TimeUnit::Hour,
        None | Some(14..731) => TimeUnit::Day,
        Some(731..3653) => TimeUnit::Week,
        Some(_) => TimeUnit::Month,
    }
}

/// When each bin from that of one time to that of another begins: the hours or
/// midnights at which one does.
pub(crate) fn begins(unit: TimeUnit, first: i64, last: i64) -> Vec<i64> {
    let begins = |at: &i64| {
        let (text, weekday) = parts(*at);
        match unit {
            TimeUnit::Hour | TimeUnit::Day => true,
            TimeUnit::Week => weekday == 1,
            TimeUnit::Month => &text[8..10] == "01",
        }
    };
    let step = if unit == TimeUnit::Hour {
        HOUR
    } else {
        24 * HOUR
    };
    // No bin has more than 31 days.
    let from = first - first.rem_euclid(24 * HOUR) - 32 * 24 * HOUR;
    let all = (from..=last).step_by(usize::try_from(step).expect("it is positive"));
    let mut begins: Vec<i64> = all.filter(begins).collect();
    let before = begins.partition_point(|begin| *begin <= first);
    begins.drain(..before.saturating_sub(1));
    begins
}
