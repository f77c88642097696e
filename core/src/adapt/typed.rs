//! Raw values to counts and times, or what is wrong with them.

use crate::adapt::raw::Raw;
use crate::adapt::rule::Misfit;
use crate::value::count::{self, CountError};
use crate::value::time::{self, TimeError};
use crate::value::{self, TimeFormat};

/// A raw value as a count.
pub(crate) fn count(name: &'static str, raw: &Raw<'_>) -> Result<Option<i64>, Misfit> {
    let count = match raw {
        Raw::Absent | Raw::Null => return Ok(None),
        Raw::Int(number) => count::from_i64(*number),
        Raw::Float(number) => count::from_f64(*number),
        Raw::Text(text) => value::parse_count(text),
        Raw::Huge(number) => count::from_u64(*number),
        other => return Err(Misfit::new(name, other, "not a count")),
    };
    count.map_err(|error| {
        let reason = match error {
            CountError::NotACount(_) => "not a count",
            CountError::Negative(_) => "a count can't be negative",
            CountError::Fractional(_) => "not a whole number",
            CountError::Ambiguous(_) => "thousands or decimals?",
            CountError::OutOfRange(_) => "a count above 2^63 - 1",
        };
        Misfit::new(name, raw, reason)
    })
}

/// A raw value as UTC microseconds.
pub(crate) fn time(
    name: &'static str,
    raw: &Raw<'_>,
    format: &TimeFormat,
) -> Result<Option<i64>, Misfit> {
    let time = match raw {
        Raw::Absent | Raw::Null => return Ok(None),
        Raw::Text(text) => value::parse_time(text, format),
        Raw::Int(number) => time::from_i64(*number, format).map(Some),
        Raw::Float(number) => time::from_f64(*number, format),
        Raw::Time(micros) if (time::MIN..=time::MAX).contains(micros) => Ok(Some(*micros)),
        Raw::Time(_) => Err(TimeError::OutOfRange(String::new())),
        other => return Err(Misfit::new(name, other, "not a time")),
    };
    time.map_err(|error| {
        let reason = match error {
            TimeError::NotATime(_) | TimeError::Format(_) => "not a time",
            TimeError::Impossible(_) => "no such time",
            TimeError::Ambiguous(_) => {
                "a time that can be read in more than one way: declare its `format` in a mapping file, `us`, `day_first` or a pattern such as `%m/%d/%y %H:%M`"
            }
            TimeError::OutOfRange(_) => "a time outside the years 1 to 9999",
        };
        Misfit::new(name, raw, reason)
    })
}

/// A raw value as a finite float.
pub(crate) fn float(name: &'static str, raw: &Raw<'_>) -> Result<Option<f64>, Misfit> {
    let number = match raw {
        Raw::Absent | Raw::Null => return Ok(None),
        Raw::Float(number) => Some(*number),
        Raw::Int(number) => Some(*number as f64),
        Raw::Text(text) if value::is_missing(text) => return Ok(None),
        Raw::Text(text) => value::trim(text).parse().ok(),
        _ => None,
    };
    match number {
        Some(number) if number.is_nan() => Ok(None),
        Some(number) if number.is_finite() => Ok(Some(number)),
        _ => Err(Misfit::new(name, raw, "not a number")),
    }
}

/// Whether a value where a number should be is words for it, or several values.
pub(crate) fn is_label(raw: &Raw<'_>) -> bool {
    match raw {
        Raw::Text(text) => !text.contains(|c: char| c.is_ascii_digit()),
        Raw::Bool(_) | Raw::List(_) | Raw::Object => true,
        _ => false,
    }
}
