//! Days and clock times to microseconds, and back.

use super::{Reason, TimeError};

/// The first microsecond of the year 1.
pub const MIN: i64 = -62_135_596_800_000_000;
/// The last microsecond of the year 9999.
pub const MAX: i64 = 253_402_300_799_999_999;

const DAY: i64 = 86_400_000_000;

/// A date and a time of day, as written.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Civil {
    pub(super) year: i64,
    pub(super) month: i64,
    pub(super) day: i64,
    pub(super) hour: i64,
    pub(super) minute: i64,
    /// 60 is a leap second, and counts as the next second.
    pub(super) second: i64,
    pub(super) micro: i64,
    /// Seconds east of UTC.
    pub(super) offset: i64,
}

impl Civil {
    /// In UTC microseconds.
    pub(super) fn micros(self) -> Result<i64, Reason> {
        if self.year == 0 || self.year > 9999 {
            return Err(TimeError::OutOfRange);
        }
        let possible = (1..=12).contains(&self.month)
            && (1..=days_in(self.year, self.month)).contains(&self.day)
            && (0..24).contains(&self.hour)
            && (0..60).contains(&self.minute)
            && (0..=60).contains(&self.second);
        if !possible {
            return Err(TimeError::Impossible);
        }
        let seconds = self.hour * 3600 + self.minute * 60 + self.second - self.offset;
        let days = days_from_civil(self.year, self.month, self.day);
        in_range(days * DAY + seconds * 1_000_000 + self.micro)
    }

    /// The day of the week, 0 = Sunday.
    pub(super) fn weekday(self) -> i64 {
        (days_from_civil(self.year, self.month, self.day) + 4).rem_euclid(7)
    }
}

/// The same time, if it is within the years 1 to 9999.
pub(super) fn in_range(micros: i64) -> Result<i64, Reason> {
    if (MIN..=MAX).contains(&micros) {
        Ok(micros)
    } else {
        Err(TimeError::OutOfRange)
    }
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01 in the Gregorian calendar. Years begin in March here,
/// so that the leap day ends them.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The year, month and day of a number of days since 1970-01-01.
pub(crate) fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}

/// A time as ISO 8601 text in UTC: `2021-03-05T14:23:11Z`, with six digits of
/// fraction where it has one. A year outside 0 to 9999 has its sign, as ISO asks.
pub fn format_time(micros: i64) -> String {
    let (year, month, day) = civil_from_days(micros.div_euclid(DAY));
    let of_day = micros.rem_euclid(DAY);
    let (seconds, fraction) = (of_day / 1_000_000, of_day % 1_000_000);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let year = if (0..=9999).contains(&year) {
        format!("{year:04}")
    } else {
        format!("{year:+07}")
    };
    let fraction = if fraction == 0 {
        String::new()
    } else {
        format!(".{fraction:06}")
    };
    format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z")
}
