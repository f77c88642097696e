//! Bins of time: hours, days, weeks and months of UTC.

use super::filters::TimeUnit;
use crate::index::texts::ordinal;
use crate::index::time::{day, weekday};

const HOUR: i64 = 3_600_000_000;
const DAY: i64 = 24 * HOUR;

/// So many bins of time may be filled in with ones that no post lies in.
pub const MOST_BINS: usize = 100_000;

/// The unit for posts from one time to another: one that makes some hundred bins.
pub(super) fn unit_for(first: i64, last: i64) -> TimeUnit {
    let days = i128::from(last) - i128::from(first);
    match days / i128::from(DAY) {
        ..14 => TimeUnit::Hour,
        14..731 => TimeUnit::Day,
        731..3653 => TimeUnit::Week,
        _ => TimeUnit::Month,
    }
}

/// When the bin of a time begins.
fn begin(unit: TimeUnit, micros: i64) -> i64 {
    match unit {
        TimeUnit::Hour => micros.saturating_sub(micros.rem_euclid(HOUR)),
        TimeUnit::Day => micros.saturating_sub(micros.rem_euclid(DAY)),
        TimeUnit::Week => {
            let days = i64::try_from(weekday(micros)).unwrap_or(1) - 1;
            let midnight = micros.saturating_sub(micros.rem_euclid(DAY));
            midnight.saturating_sub(days * DAY)
        }
        TimeUnit::Month => {
            let (_, _, of_month) = crate::value::time::civil_from_days(day(micros).into());
            let midnight = micros.saturating_sub(micros.rem_euclid(DAY));
            midnight.saturating_sub((of_month - 1) * DAY)
        }
    }
}

/// When the bin after the one that begins at `at` begins; `None` past all times.
fn next(unit: TimeUnit, at: i64) -> Option<i64> {
    match unit {
        TimeUnit::Hour => at.checked_add(HOUR),
        TimeUnit::Day => at.checked_add(DAY),
        TimeUnit::Week => at.checked_add(7 * DAY),
        // No month has more than 31 days, none fewer than 28.
        TimeUnit::Month => at.checked_add(31 * DAY).map(|later| begin(unit, later)),
    }
}

/// The bins that posts of a session lie in.
#[derive(Debug)]
pub(super) struct Bins {
    pub(super) unit: TimeUnit,
    /// When each begins, ascending.
    pub(super) begins: Vec<i64>,
    /// The bin of each post, by place; that after all, of posts without a time.
    pub(super) of: Vec<u32>,
}

impl Bins {
    /// Of known times, which ascend, and so many posts without one after them.
    pub(super) fn new(unit: TimeUnit, times: impl Iterator<Item = i64>, undated: usize) -> Self {
        let mut begins = Vec::new();
        let mut of = Vec::new();
        let mut end = None;
        for at in times {
            if begins.is_empty() || end.is_some_and(|end| at >= end) {
                let begin = begin(unit, at);
                end = next(unit, begin);
                begins.push(begin);
            }
            of.push(ordinal(begins.len() - 1));
        }
        let without = ordinal(begins.len());
        of.extend(std::iter::repeat_n(without, undated));
        Self { unit, begins, of }
    }

    /// When each bin to show begins, and which of the bins with posts it is.
    pub(super) fn shown(&self) -> Vec<(i64, Option<usize>)> {
        let with_posts = || {
            let bins = self.begins.iter().enumerate();
            bins.map(|(bin, begin)| (*begin, Some(bin)))
        };
        let mut shown = Vec::with_capacity(self.begins.len());
        for (begin, bin) in with_posts() {
            while let Some(at) = shown.last().and_then(|(last, _)| next(self.unit, *last))
                && at < begin
            {
                if shown.len() >= MOST_BINS {
                    return with_posts().collect();
                }
                shown.push((at, None));
            }
            shown.push((begin, bin));
        }
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::time::format_time;
    use proptest::prelude::*;

    #[test]
    fn bins_begin_where_the_calendar_says() {
        // Thursday, 2024-02-29 23:59:59.999999.
        let at = 1_709_251_199_999_999;
        for (unit, first, after) in [
            (
                TimeUnit::Hour,
                "2024-02-29T23:00:00Z",
                "2024-03-01T00:00:00Z",
            ),
            (
                TimeUnit::Day,
                "2024-02-29T00:00:00Z",
                "2024-03-01T00:00:00Z",
            ),
            (
                TimeUnit::Week,
                "2024-02-26T00:00:00Z",
                "2024-03-04T00:00:00Z",
            ),
            (
                TimeUnit::Month,
                "2024-02-01T00:00:00Z",
                "2024-03-01T00:00:00Z",
            ),
        ] {
            let begin = begin(unit, at);
            assert_eq!(format_time(begin), first);
            assert_eq!(next(unit, begin).map(format_time).as_deref(), Some(after));
        }
    }

    #[test]
    fn empty_bins_are_filled_in_unless_there_are_too_many() {
        let times = [0, 5, 3 * DAY, 10_000 * DAY];
        let shown = |unit| Bins::new(unit, times.into_iter(), 2).shown();
        let days = shown(TimeUnit::Day);
        assert_eq!(days.len(), 10_001);
        assert_eq!(
            days[..5].iter().map(|day| day.1).collect::<Vec<_>>(),
            [Some(0), None, None, Some(1), None]
        );
        assert_eq!(shown(TimeUnit::Hour).len(), 3);
        assert_eq!(
            Bins::new(TimeUnit::Day, times.into_iter(), 2).of,
            [0, 0, 1, 2, 3, 3]
        );
    }

    proptest! {
        #[test]
        fn a_time_lies_in_its_bin(at in any::<i64>(), later in 0..100 * DAY) {
            prop_assume!(at != i64::MIN);
            for unit in [TimeUnit::Hour, TimeUnit::Day, TimeUnit::Week, TimeUnit::Month] {
                let first = begin(unit, at);
                prop_assert!(first <= at);
                if let Some(end) = next(unit, first) {
                    prop_assert!(at < end);
                    if end > at.saturating_add(DAY) {
                        prop_assert_eq!(begin(unit, at.saturating_add(DAY).min(end - 1)), first);
                    }
                }
                let bins = Bins::new(unit, [at, at.saturating_add(later)].into_iter(), 0);
                prop_assert!(bins.shown().len() <= MOST_BINS);
                unit_for(at, at.saturating_add(later));
            }
        }
    }
}
