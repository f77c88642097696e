//! Times as days, weekdays and hours, in UTC.

const HOUR: i64 = 3_600_000_000;
const DAY: i64 = 24 * HOUR;

/// Hours of a day.
pub(crate) const HOURS: usize = 24;

/// The day since 1970 that a time lies on; earlier ones are negative.
#[inline]
#[allow(clippy::cast_possible_truncation)]
pub(crate) fn day(micros: i64) -> i32 {
    // 2^63 microseconds are 106,751,991 days.
    micros.div_euclid(DAY) as i32
}

/// The first microsecond of a day.
pub(crate) fn midnight(day: i32) -> i64 {
    i64::from(day) * DAY
}

/// 1 (Monday) to 7 (Sunday).
#[inline]
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub(crate) fn weekday(micros: i64) -> usize {
    // 1970 began on a Thursday.
    (i64::from(day(micros)) + 3).rem_euclid(7) as usize + 1
}

/// 0 to 23.
#[inline]
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub(crate) fn hour(micros: i64) -> usize {
    (micros.rem_euclid(DAY) / HOUR) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_before_1970_are_days_too() {
        // 2024-02-29 was a Thursday.
        let leap = midnight(19_782);
        assert_eq!((day(leap), weekday(leap), hour(leap)), (19_782, 4, 0));
        assert_eq!(
            (day(leap - 1), weekday(leap - 1), hour(leap - 1)),
            (19_781, 3, 23)
        );
        assert_eq!((day(-1), weekday(-1), hour(-1)), (-1, 3, 23));
        assert_eq!(weekday(midnight(-4)), 7);
    }
}
