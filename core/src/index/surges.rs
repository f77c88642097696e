//! Days on which a series stands far above the weeks before.

use crate::Result;
use crate::index::figures::Total;

/// Days of a trailing week, and of the four weeks before it.
const WEEK: usize = 7;
const BEFORE: usize = 28;

/// How many posts a week must have, and how far it must stand above a quarter
/// of the four weeks before.
const FEWEST: u32 = 5;
const TIMES: f64 = 3.0;

/// The first day of an unbroken run of such days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Surge {
    /// Days after the first of the series.
    pub(crate) day: usize,
    pub(crate) value: f64,
    pub(crate) expected: f64,
}

/// One day: its posts, and the amount that may surge.
pub(crate) type Day = (u32, Option<i64>);

/// The surges of a series of days without gaps.
///
/// # Errors
/// `Rule` where a sum leaves the range of BIGINT.
pub(crate) fn surges(series: &[Day], found: &mut dyn FnMut(Surge)) -> Result<()> {
    let mut before = false;
    for day in WEEK + BEFORE - 1..series.len() {
        let week = &series[day + 1 - WEEK..=day];
        let posts: u32 = week.iter().map(|day| day.0).sum();
        let mut surging = false;
        if posts >= FEWEST {
            let earlier = &series[day + 1 - WEEK - BEFORE..=day - WEEK];
            let value = sum(week)?.map(|sum| sum as f64);
            let expected = sum(earlier)?.map(|sum| sum as f64 / 4.0);
            if let Some((value, expected)) = value.zip(expected) {
                surging = value > 0.0 && value >= TIMES * expected;
                if surging && !before {
                    found(Surge {
                        day,
                        value,
                        expected,
                    });
                }
            }
        }
        before = surging;
    }
    Ok(())
}

fn sum(days: &[Day]) -> Result<Option<i64>> {
    let mut total = Total::default();
    let amounts = days.iter().filter_map(|day| day.1);
    amounts.for_each(|amount| total.add(amount));
    total.sum("of engagement")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_of_days_is_one_surge() {
        let mut series = vec![(0, Some(0)); 34];
        series.extend([(5, Some(5)), (0, Some(0)), (1, None)]);
        let mut all = Vec::new();
        surges(&series, &mut |surge| all.push(surge)).unwrap();
        let first = Surge {
            day: 34,
            value: 5.0,
            expected: 0.0,
        };
        assert_eq!(all, [first]);
        all.clear();
        surges(&series[1..35], &mut |surge| all.push(surge)).unwrap();
        assert!(all.is_empty(), "34 days are too few");
    }
}
