//! Times with the year first, and the parts that other notations share:
//! the clock, the fraction, the zone.

use super::civil::Civil;
use super::{Reason, TimeError};

/// The zone names that are read, and their seconds east of UTC.
const ZONES: [(&str, i64); 21] = [
    ("Z", 0),
    ("UTC", 0),
    ("GMT", 0),
    ("UT", 0),
    ("WET", 0),
    ("EST", -5 * 3600),
    ("EDT", -4 * 3600),
    ("CST", -6 * 3600),
    ("CDT", -5 * 3600),
    ("MST", -7 * 3600),
    ("MDT", -6 * 3600),
    ("PST", -8 * 3600),
    ("PDT", -7 * 3600),
    ("AKST", -9 * 3600),
    ("AKDT", -8 * 3600),
    ("HST", -10 * 3600),
    ("CET", 3600),
    ("CEST", 2 * 3600),
    ("EET", 2 * 3600),
    ("EEST", 3 * 3600),
    ("JST", 9 * 3600),
];

/// `YYYY-MM-DDTHH:MM:SS[.fraction][Z]`, the way nearly all exports write it;
/// `None` for whatever is not exactly that, also for what is wrong in it.
pub(super) fn parse_usual(bytes: &[u8]) -> Option<i64> {
    let (head, tail) = bytes.split_at_checked(19)?;
    let separators = [(4, b'-'), (7, b'-'), (13, b':'), (16, b':')];
    if separators.iter().any(|&(at, sign)| head[at] != sign) || !matches!(head[10], b'T' | b' ') {
        return None;
    }
    let tail = tail.strip_suffix(b"Z").unwrap_or(tail);
    let micro = match tail {
        [] => 0,
        [b'.', digits @ ..] if !digits.is_empty() => fraction(digits)?,
        _ => return None,
    };
    let civil = Civil {
        year: number(&head[..4])?,
        month: number(&head[5..7])?,
        day: number(&head[8..10])?,
        hour: number(&head[11..13])?,
        minute: number(&head[14..16])?,
        second: number(&head[17..19])?,
        micro,
        offset: 0,
    };
    civil.micros().ok()
}

/// Whether the text begins with a date, year first.
pub(super) fn is_dated(text: &str) -> bool {
    let Some(date) = text.as_bytes().get(..10) else {
        return false;
    };
    let digits = [0..4, 5..7, 8..10];
    matches!((date[4], date[7]), (b'-', b'-') | (b'/', b'/'))
        && digits.into_iter().all(|at| number(&date[at]).is_some())
}

/// A text that [`is_dated`].
pub(super) fn parse(text: &str) -> Result<i64, Reason> {
    let bytes = text.as_bytes();
    let part = |from: usize, to: usize| {
        bytes
            .get(from..to)
            .and_then(number)
            .ok_or(TimeError::NotATime as Reason)
    };
    let date = Civil {
        year: part(0, 4)?,
        month: part(5, 7)?,
        day: part(8, 10)?,
        ..Civil::default()
    };
    let rest = text.get(10..).ok_or(TimeError::NotATime as Reason)?;
    if rest.is_empty() {
        return date.micros();
    }
    let Some(rest) = rest.strip_prefix(['T', 't', ' ']) else {
        return Err(TimeError::NotATime);
    };
    let end = rest
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.' | ',')))
        .unwrap_or(rest.len());
    let (clock, zone) = rest.split_at(end);
    let zone = zone.trim_start();
    let offset = if zone.is_empty() { 0 } else { offset(zone)? };
    Civil {
        offset,
        ..self::clock(clock, date)?
    }
    .micros()
}

/// `H:MM[:SS[.fraction]]` on a date; a comma may stand for the point.
pub(super) fn clock(text: &str, date: Civil) -> Result<Civil, Reason> {
    let (text, micro) = match text.split_once(['.', ',']) {
        None => (text, Some(0)),
        Some((text, digits)) if text.len() > 5 => (text, fraction(digits.as_bytes())),
        Some(_) => return Err(TimeError::NotATime),
    };
    let mut parts = text.split(':').map(|part| match part.len() {
        1 | 2 => number(part.as_bytes()),
        _ => None,
    });
    let (hour, minute) = (parts.next().flatten(), parts.next().flatten());
    let second = parts.next().unwrap_or(Some(0));
    match (hour, minute, second, micro, parts.next()) {
        (Some(hour), Some(minute), Some(second), Some(micro), None) => Ok(Civil {
            hour,
            minute,
            second,
            micro,
            ..date
        }),
        _ => Err(TimeError::NotATime),
    }
}

/// A zone: a name, or `+HH:MM`, `+HHMM`, `+HH`, in seconds east of UTC.
pub(super) fn offset(zone: &str) -> Result<i64, Reason> {
    let (sign, digits) = match zone.as_bytes() {
        [b'+', digits @ ..] => (1, digits),
        [b'-', digits @ ..] => (-1, digits),
        _ => {
            return ZONES
                .iter()
                .find(|(name, _)| zone.eq_ignore_ascii_case(name))
                .map(|&(_, seconds)| seconds)
                .ok_or(TimeError::NotATime);
        }
    };
    let (hours, minutes) = match digits {
        [a, b] => (number(&[*a, *b]), Some(0)),
        [a, b, c, d] | [a, b, b':', c, d] => (number(&[*a, *b]), number(&[*c, *d])),
        _ => (None, None),
    };
    match hours.zip(minutes) {
        Some((hours, minutes)) if hours < 24 && minutes < 60 => {
            Ok(sign * (hours * 3600 + minutes * 60))
        }
        Some(_) => Err(TimeError::Impossible),
        None => Err(TimeError::NotATime),
    }
}

/// The number that a few ASCII digits spell, nothing else among them.
pub(super) fn number(digits: &[u8]) -> Option<i64> {
    if digits.is_empty() || digits.len() > 9 {
        return None;
    }
    digits.iter().try_fold(0, |n, digit| {
        digit
            .is_ascii_digit()
            .then(|| n * 10 + i64::from(digit - b'0'))
    })
}

/// The microseconds of the digits after a point, cut, not rounded.
pub(super) fn fraction(digits: &[u8]) -> Option<i64> {
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let digits = &digits[..digits.len().min(6)];
    let missing = 6 - u32::try_from(digits.len()).ok()?;
    number(digits).map(|n| n * 10_i64.pow(missing))
}
