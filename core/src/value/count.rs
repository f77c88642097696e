//! Counts: likes, comments, shares, views.
//!
//! A count is a whole number from 0 to [`i64::MAX`]. `-1` is what Instagram's
//! exports write for a hidden count, so it is missing; any other negative is
//! an error. Missing is `None`, never 0.

use std::fmt;

use super::{is_missing, shorten, trim};

/// Why a value is not a count; each holds the value, shortened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CountError {
    /// Not a number in any of the shapes that [`parse_count`] reads.
    NotACount(String),
    /// Below 0, and not the -1 of a hidden count.
    Negative(String),
    /// Not a whole number.
    Fractional(String),
    /// `1.000` or `1,234K`: whether the sign parts thousands or decimals can't be told.
    Ambiguous(String),
    /// Above the greatest 64-bit integer.
    OutOfRange(String),
}

impl fmt::Display for CountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotACount(value) => write!(f, "not a count: `{value}`"),
            Self::Negative(value) => write!(f, "a count can't be negative: `{value}`"),
            Self::Fractional(value) => write!(f, "not a whole number: `{value}`"),
            Self::Ambiguous(value) => write!(f, "thousands or decimals? `{value}`"),
            Self::OutOfRange(value) => write!(f, "count out of range: `{value}`"),
        }
    }
}

impl std::error::Error for CountError {}

/// Why not, before the value is quoted.
type Reason = fn(String) -> CountError;

/// A count from text; `None` if it is missing (see [`super::is_missing`]) or `-1`.
///
/// Reads plain digits; thousands parted by one of `,` `.` `'` `’` `٬`, a space
/// or a no-break space, in threes (or as in India, `12,34,567`); whole numbers
/// written as floats (`12.0`, `1,234.00`, `1e3`); and `K`, `M`, `B` in any
/// case, with a decimal point or comma (`1.2M`, `3,5k`).
///
/// A single point is a decimal point: `1.234` is fractional, not a thousand,
/// and `1.000`, which could be 1 or 1000, is ambiguous. `1,234` is a thousand,
/// and `1,234K` is ambiguous.
///
/// # Errors
///
/// If the text is anything else, or the count is negative, fractional or
/// above [`i64::MAX`].
pub fn parse_count(text: &str) -> Result<Option<i64>, CountError> {
    let bytes = text.as_bytes();
    if matches!(bytes.len(), 1..=18) && bytes.iter().all(u8::is_ascii_digit) {
        let sum = bytes
            .iter()
            .fold(0, |n, digit| n * 10 + i64::from(digit - b'0'));
        return Ok(Some(sum));
    }
    if is_missing(text) {
        return Ok(None);
    }
    let trimmed = trim(text);
    let (negative, body) = match trimmed.strip_prefix(['-', '−']) {
        Some(body) => (true, body),
        None => (false, trimmed.strip_prefix('+').unwrap_or(trimmed)),
    };
    let count = magnitude(body).map_err(|reason| reason(shorten(trimmed)))?;
    match (negative, count) {
        (true, 1) => Ok(None),
        (true, 1..) => Err(CountError::Negative(shorten(trimmed))),
        _ => Ok(Some(count)),
    }
}

/// A count from a float: `NaN` and `-1` are missing.
///
/// # Errors
///
/// If it is negative, fractional, infinite or above [`i64::MAX`].
pub fn from_f64(value: f64) -> Result<Option<i64>, CountError> {
    // 2^63, the first float that is too much.
    const END: f64 = 9_223_372_036_854_775_808.0;
    let shown = || value.to_string();
    if value.is_nan() || (value + 1.0).abs() == 0.0 {
        Ok(None)
    } else if value < 0.0 {
        Err(CountError::Negative(shown()))
    } else if value >= END {
        Err(CountError::OutOfRange(shown()))
    } else if value.fract() != 0.0 {
        Err(CountError::Fractional(shown()))
    } else {
        // Whole, and within the range of an i64.
        #[allow(clippy::cast_possible_truncation)]
        Ok(Some(value as i64))
    }
}

/// A count from an integer: `-1` is missing.
///
/// # Errors
///
/// If it is below -1.
pub fn from_i64(value: i64) -> Result<Option<i64>, CountError> {
    match value {
        0.. => Ok(Some(value)),
        -1 => Ok(None),
        _ => Err(CountError::Negative(value.to_string())),
    }
}

/// A count from an unsigned integer.
///
/// # Errors
///
/// If it is above [`i64::MAX`].
pub fn from_u64(value: u64) -> Result<Option<i64>, CountError> {
    i64::try_from(value)
        .map(Some)
        .map_err(|_| CountError::OutOfRange(value.to_string()))
}

/// The number without its sign.
fn magnitude(body: &str) -> Result<i64, Reason> {
    let last = body.chars().next_back().unwrap_or(' ');
    let power = match last.to_ascii_lowercase() {
        'k' => 3,
        'm' => 6,
        'b' => 9,
        _ => return plain(body),
    };
    suffixed(body[..body.len() - 1].trim_end(), power)
}

/// `1.2` of `1.2M`: digits with at most one decimal sign.
fn suffixed(body: &str, power: i64) -> Result<i64, Reason> {
    match body.split_once(['.', ',']) {
        None => decimal(body, "", power),
        Some((_, fraction)) if body.contains(',') && fraction.len() == 3 => {
            Err(CountError::Ambiguous)
        }
        Some((whole, fraction)) if !fraction.is_empty() => decimal(whole, fraction, power),
        Some(_) => Err(CountError::NotACount),
    }
}

/// A number without a suffix.
fn plain(body: &str) -> Result<i64, Reason> {
    if let Some((mantissa, exponent)) = body.split_once(['e', 'E']) {
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        return decimal(whole, fraction, exponent_of(exponent)?);
    }
    let (points, commas) = (body.matches('.').count(), body.matches(',').count());
    let others = body
        .chars()
        .any(|c| !c.is_ascii_digit() && c != '.' && c != ',');
    // The sign that parts the decimals: the last of two kinds, or a lone point.
    let sign = match (body.rfind('.'), body.rfind(',')) {
        (Some(point), Some(comma)) if comma > point => Some(comma),
        (Some(point), Some(_)) => Some(point),
        (Some(point), None) if points == 1 => Some(point),
        (None, Some(comma)) if commas == 1 && others => Some(comma),
        _ => None,
    };
    let Some(sign) = sign else {
        return decimal(&grouped(body)?, "", 0);
    };
    let (whole, fraction) = (&body[..sign], &body[sign + 1..]);
    if fraction.is_empty() {
        return Err(CountError::NotACount);
    }
    let bare = points + commas == 1 && !others;
    if bare && fraction == "000" && matches!(whole.len(), 1..=3) && !whole.starts_with('0') {
        return Err(CountError::Ambiguous);
    }
    decimal(&grouped(whole)?, fraction, 0)
}

/// The digits of a whole number whose thousands may be parted by one kind of sign.
fn grouped(whole: &str) -> Result<String, Reason> {
    const SIGNS: [char; 10] = [
        ',', '.', '\'', '’', '٬', ' ', '\u{A0}', '\u{202F}', '\u{2009}', '_',
    ];
    let Some(sign) = whole.chars().find(|c| SIGNS.contains(c)) else {
        return Ok(whole.to_owned());
    };
    let mut groups = whole.split(sign).rev();
    let last = groups.next().unwrap_or_default();
    let mut middle: Vec<&str> = groups.collect();
    let first = middle.pop().unwrap_or_default();
    let threes = matches!(first.len(), 1..=3) && middle.iter().all(|group| group.len() == 3);
    // Lakhs and crores.
    let twos =
        sign == ',' && matches!(first.len(), 1..=2) && middle.iter().all(|group| group.len() == 2);
    if last.len() != 3 || first.starts_with('0') || !(threes || twos) {
        return Err(CountError::NotACount);
    }
    Ok(whole.replace(sign, ""))
}

/// The power of ten of `1e3`, bounded well beyond the range of any count.
fn exponent_of(text: &str) -> Result<i64, Reason> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if !is_digits(digits) {
        return Err(CountError::NotACount);
    }
    let bound = 1_000_000_000;
    let power = digits.parse().map_or(bound, |power: i64| power.min(bound));
    Ok(if negative { -power } else { power })
}

/// `whole.fraction * 10^power`, exactly.
fn decimal(whole: &str, fraction: &str, power: i64) -> Result<i64, Reason> {
    if !is_digits(whole) || !(fraction.is_empty() || is_digits(fraction)) {
        return Err(CountError::NotACount);
    }
    let digits = [whole, fraction].concat();
    let fraction_length = i64::try_from(fraction.len()).unwrap_or(i64::MAX);
    // Zeros at either end carry no weight, however many there are.
    let significant = digits.trim_end_matches('0');
    let zeros = i64::try_from(digits.len() - significant.len()).unwrap_or(i64::MAX);
    let significant = significant.trim_start_matches('0');
    if significant.is_empty() {
        return Ok(0);
    }
    let power = power - fraction_length + zeros;
    let power = u32::try_from(power).map_err(|_| CountError::Fractional as Reason)?;
    let number: Option<i64> = significant.parse().ok();
    number
        .zip(10_i64.checked_pow(power))
        .and_then(|(number, scale)| number.checked_mul(scale))
        .ok_or(CountError::OutOfRange)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests;
