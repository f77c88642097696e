//! Times: UTC microseconds since 1970, in the years 1 to 9999.
//!
//! [`TimeFormat::Auto`] reads whatever can be read in one way only; a date
//! such as `10/11/17` can't, so its format has to be declared. A time without
//! a zone is taken as UTC. Nothing here knows the present time.

mod civil;
mod declared;
mod iso;
mod unix;
mod words;

use std::fmt;
use std::str::FromStr;

use super::{is_missing, shorten, trim};

pub(crate) use civil::civil_from_days;
pub use civil::{MAX, MIN, format_time};
pub use unix::{from_f64, from_i64};

/// How the times of a field are written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum TimeFormat {
    /// Whatever can be read in one way only:
    ///
    /// - ISO 8601 / RFC 3339: `2021-03-05`, `2021-03-05T14:23`,
    ///   `2021/03/05 14:23:11.5 +0200`, with `Z`, an offset, or a zone name
    ///   such as `EST` (see [`parse_time`]) after it or none;
    /// - dates with a named month: `Wed Oct 10 20:19:24 +0000 2018`,
    ///   `Wed, 10 Oct 2018 20:19:24 GMT`, `March 5, 2021 2:23 PM`;
    /// - unix numbers, the unit told by the magnitude: below 10^11 seconds,
    ///   below 10^14 milliseconds, below 10^17 microseconds, else nanoseconds.
    ///   So seconds reach the year 5138, and each of the others begins in 1973.
    #[default]
    Auto,
    /// Unix seconds, whole or with a fraction. Declared as `unix`.
    UnixSeconds,
    /// Unix milliseconds. Declared as `unix_ms`.
    UnixMillis,
    /// Unix microseconds. Declared as `unix_us`.
    UnixMicros,
    /// Month first: `10/16/17 22:59`, `10/16/2017 10:59:30 PM`. Declared as
    /// `us`. Years of two digits are 1969 to 2068.
    MonthFirst,
    /// Day first: `16/10/2017 22:59`, `16.10.17`. Declared as `day_first`.
    DayFirst,
    /// A pattern in the manner of `strftime`, such as `%d/%m/%Y %H:%M`. `%Z`,
    /// a zone name, may only end it.
    Strptime(String),
}

impl FromStr for TimeFormat {
    type Err = TimeError;

    /// The format as a mapping file declares it: one of the names above, or a
    /// pattern with `%`.
    fn from_str(text: &str) -> Result<Self, TimeError> {
        match text.trim() {
            "auto" => Ok(Self::Auto),
            "unix" | "unix_s" => Ok(Self::UnixSeconds),
            "unix_ms" => Ok(Self::UnixMillis),
            "unix_us" => Ok(Self::UnixMicros),
            "us" | "month_first" => Ok(Self::MonthFirst),
            "day_first" => Ok(Self::DayFirst),
            pattern if declared::is_pattern(pattern) => Ok(Self::Strptime(pattern.to_owned())),
            _ => Err(TimeError::Format(shorten(text))),
        }
    }
}

/// Why a value is not a time; each holds the value, shortened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimeError {
    /// Not a time in the format asked for.
    NotATime(String),
    /// It looks like a time, but there is none such: a 30th of February, an hour 25.
    Impossible(String),
    /// It could be read in more than one way, so its format must be declared.
    Ambiguous(String),
    /// Outside the years 1 to 9999.
    OutOfRange(String),
    /// Not the name of a format, and not a pattern.
    Format(String),
}

impl fmt::Display for TimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotATime(value) => write!(f, "not a time: `{value}`"),
            Self::Impossible(value) => write!(f, "no such time: `{value}`"),
            Self::Ambiguous(value) => write!(
                f,
                "a time that can be read in more than one way: `{value}`; \
                 declare its date format: `us`, `day_first`, `unix`, or a pattern such as `%m/%d/%y %H:%M`"
            ),
            Self::OutOfRange(value) => write!(f, "time outside the years 1 to 9999: `{value}`"),
            Self::Format(value) => write!(
                f,
                "not a date format: `{value}`; use `auto`, `unix`, `unix_ms`, `unix_us`, `us`, \
                 `day_first`, or a pattern such as `%m/%d/%y %H:%M`"
            ),
        }
    }
}

impl std::error::Error for TimeError {}

/// Why not, before the value is quoted.
type Reason = fn(String) -> TimeError;

/// A time from text, in UTC microseconds; `None` if it is missing (see
/// [`super::is_missing`]).
///
/// Fractions of a second are cut to microseconds. A leap second, `:60`, is the
/// second after it. Zone names are fixed offsets: `UTC` `GMT` `UT` `Z` `WET`;
/// `EST` `EDT` `CST` `CDT` `MST` `MDT` `PST` `PDT` `AKST` `AKDT` `HST` of North
/// America; `CET` `CEST` `EET` `EEST` `JST`. Others are an error.
///
/// # Errors
///
/// If the text is not a time in that format, there is no such time, or it is
/// outside the years 1 to 9999.
pub fn parse_time(text: &str, format: &TimeFormat) -> Result<Option<i64>, TimeError> {
    if *format == TimeFormat::Auto
        && let Some(micros) = iso::parse_usual(text.as_bytes())
    {
        return Ok(Some(micros));
    }
    if is_missing(text) {
        return Ok(None);
    }
    let text = trim(text);
    let parsed = match format {
        TimeFormat::Auto => auto(text),
        TimeFormat::UnixSeconds => unix::parse(text, unix::SECOND),
        TimeFormat::UnixMillis => unix::parse(text, unix::MILLI),
        TimeFormat::UnixMicros => unix::parse(text, unix::MICRO),
        TimeFormat::MonthFirst => declared::parse_slashed(text, declared::Order::MonthFirst),
        TimeFormat::DayFirst => declared::parse_slashed(text, declared::Order::DayFirst),
        TimeFormat::Strptime(pattern) => declared::parse_pattern(text, pattern),
    };
    parsed.map(Some).map_err(|reason| reason(shorten(text)))
}

fn auto(text: &str) -> Result<i64, Reason> {
    if iso::is_dated(text) {
        iso::parse(text)
    } else if unix::is_number(text) {
        unix::parse_auto(text)
    } else if text.contains(|c: char| c.is_ascii_alphabetic()) && !declared::is_slashed(text) {
        words::parse(text)
    } else if declared::is_slashed(text) {
        Err(TimeError::Ambiguous)
    } else {
        Err(TimeError::NotATime)
    }
}

#[cfg(test)]
mod tests;
