//! Numbers since 1970.

use super::civil::{MAX, MIN, in_range};
use super::{Reason, TimeError, TimeFormat, iso};

/// Digits after the point of a second that a unit stands for.
pub(super) const SECOND: u32 = 0;
pub(super) const MILLI: u32 = 3;
pub(super) const MICRO: u32 = 6;
const NANO: u32 = 9;

/// A time from a whole number, in UTC microseconds.
///
/// # Errors
///
/// If it is outside the years 1 to 9999, or the format is not one of numbers.
pub fn from_i64(value: i64, format: &TimeFormat) -> Result<i64, TimeError> {
    unit(format, value.unsigned_abs())
        .and_then(|unit| scale(i128::from(value), 0, unit))
        .map_err(|reason| reason(value.to_string()))
}

/// A time from a float, in UTC microseconds; `NaN` is missing.
///
/// # Errors
///
/// If it is outside the years 1 to 9999, or the format is not one of numbers.
pub fn from_f64(value: f64, format: &TimeFormat) -> Result<Option<i64>, TimeError> {
    if value.is_nan() {
        return Ok(None);
    }
    // A float too great for the cast is out of range under every unit.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let magnitude = value.abs() as u64;
    let micros = unit(format, magnitude).and_then(|unit| {
        let micros = match unit {
            SECOND => value * 1e6,
            MILLI => value * 1e3,
            MICRO => value,
            _ => value / 1e3,
        };
        // Rounded: the nearest float to 1.1 s is a little below it.
        let micros = micros.round();
        if micros < MIN as f64 || micros > MAX as f64 {
            return Err(TimeError::OutOfRange as Reason);
        }
        #[allow(clippy::cast_possible_truncation)]
        in_range(micros as i64)
    });
    micros.map(Some).map_err(|reason| reason(value.to_string()))
}

/// The unit of a number in a format; by its magnitude under `Auto`.
fn unit(format: &TimeFormat, magnitude: u64) -> Result<u32, Reason> {
    match format {
        TimeFormat::Auto => Ok(match magnitude {
            0..100_000_000_000 => SECOND,
            100_000_000_000..100_000_000_000_000 => MILLI,
            100_000_000_000_000..100_000_000_000_000_000 => MICRO,
            _ => NANO,
        }),
        TimeFormat::UnixSeconds => Ok(SECOND),
        TimeFormat::UnixMillis => Ok(MILLI),
        TimeFormat::UnixMicros => Ok(MICRO),
        TimeFormat::MonthFirst | TimeFormat::DayFirst | TimeFormat::Strptime(_) => {
            Err(TimeError::NotATime)
        }
    }
}

/// Whether a text is a number, perhaps with a sign and a fraction.
pub(super) fn is_number(text: &str) -> bool {
    split(text).is_some()
}

/// A number whose unit is told by its magnitude. Eight or fourteen digits that
/// spell a date, `20210305`, are no number to be sure of.
pub(super) fn parse_auto(text: &str) -> Result<i64, Reason> {
    let (_, whole, _) = split(text).ok_or(TimeError::NotATime as Reason)?;
    if whole.len() == text.len() && spells_a_date(whole) {
        return Err(TimeError::Ambiguous);
    }
    let magnitude = whole.parse().unwrap_or(u64::MAX);
    parse(text, unit(&TimeFormat::Auto, magnitude)?)
}

/// A number of units.
pub(super) fn parse(text: &str, unit: u32) -> Result<i64, Reason> {
    let (negative, whole, digits) = split(text).ok_or(TimeError::NotATime as Reason)?;
    let whole: i128 = whole.parse().map_err(|_| TimeError::OutOfRange as Reason)?;
    // Millionths of the unit; what is cut off is below a microsecond in every unit.
    let fraction = iso::fraction(digits.as_bytes()).ok_or(TimeError::NotATime as Reason)?;
    let fraction = i128::from(fraction);
    if negative {
        scale(-whole, -fraction, unit)
    } else {
        scale(whole, fraction, unit)
    }
}

/// Units and their millionths, in microseconds; cut towards the past.
fn scale(whole: i128, millionths: i128, unit: u32) -> Result<i64, Reason> {
    whole
        .checked_mul(1_000_000)
        .and_then(|millionths_of_whole| millionths_of_whole.checked_add(millionths))
        .map(|millionths| millionths.div_euclid(10_i128.pow(unit)))
        .and_then(|micros| i64::try_from(micros).ok())
        .ok_or(TimeError::OutOfRange as Reason)
        .and_then(in_range)
}

/// The sign, the digits before the point, and those after it.
fn split(text: &str) -> Option<(bool, &str, &str)> {
    let (negative, body) = match text.strip_prefix('-') {
        Some(body) => (true, body),
        None => (false, text),
    };
    let (whole, fraction) = body.split_once('.').unwrap_or((body, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (digits(whole) && digits(fraction)).then_some((negative, whole, fraction))
}

/// Whether digits spell `YYYYMMDD` or `YYYYMMDDHHMMSS` in 1990 to 2100.
fn spells_a_date(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    if !matches!(bytes.len(), 8 | 14) {
        return false;
    }
    let within = |from: usize, to: usize, range: std::ops::RangeInclusive<i64>| {
        bytes
            .get(from..to)
            .and_then(iso::number)
            .is_some_and(|n| range.contains(&n))
    };
    let date = within(0, 4, 1990..=2100) && within(4, 6, 1..=12) && within(6, 8, 1..=31);
    let clock = || within(8, 10, 0..=23) && within(10, 12, 0..=59) && within(12, 14, 0..=60);
    date && (bytes.len() == 8 || clock())
}
