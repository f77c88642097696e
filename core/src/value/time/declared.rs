//! Times that can be read only where their format is declared.

use chrono::format::{Item, Parsed, StrftimeItems, parse};

use super::civil::{Civil, in_range};
use super::{Reason, TimeError, iso, words};

/// Which part of `10/11/17` comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    MonthFirst,
    DayFirst,
}

/// Whether a text begins with a date such as `10/16/17` or `16.10.2017`.
pub(super) fn is_slashed(text: &str) -> bool {
    date_parts(text.split(' ').next().unwrap_or_default()).is_some()
}

/// The three numbers of a slashed date, the year completed.
fn date_parts(date: &str) -> Option<[i64; 3]> {
    let sign = date.chars().find(|c| matches!(c, '/' | '.' | '-'))?;
    let mut parts = date.split(sign);
    let (a, b, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || a.len() > 2 || b.len() > 2 {
        return None;
    }
    let number = |text: &str| iso::number(text.as_bytes());
    let year = match (year.len(), number(year)?) {
        (4, year) => year,
        (2, year @ ..=68) => 2000 + year,
        (2, year) => 1900 + year,
        _ => return None,
    };
    Some([number(a)?, number(b)?, year])
}

/// `10/16/17 22:59[:30] [PM] [zone]`.
pub(super) fn parse_slashed(text: &str, order: Order) -> Result<i64, Reason> {
    let mut parts = text
        .split([' ', ',', '\u{A0}', '\u{202F}'])
        .filter(|part| !part.is_empty());
    let [a, b, year] = parts
        .next()
        .and_then(date_parts)
        .ok_or(TimeError::NotATime as Reason)?;
    let (month, day) = match order {
        Order::MonthFirst => (a, b),
        Order::DayFirst => (b, a),
    };
    let mut time = Civil {
        year,
        month,
        day,
        ..Civil::default()
    };
    let Some(clock) = parts.next() else {
        return time.micros();
    };
    // `10:59PM` may be written without a space.
    let end = clock
        .find(|c: char| c.is_ascii_alphabetic())
        .unwrap_or(clock.len());
    let (clock, glued) = clock.split_at(end);
    time = iso::clock(clock, time)?;
    let mut rest = Some(glued)
        .filter(|half| !half.is_empty())
        .into_iter()
        .chain(parts);
    let mut next = rest.next();
    if let Some(half) = next.and_then(words::half) {
        time = words::halves(time, Some(half))?;
        next = rest.next();
    }
    if let Some(zone) = next {
        time.offset = iso::offset(zone)?;
    }
    if rest.next().is_some() {
        return Err(TimeError::NotATime);
    }
    time.micros()
}

/// Whether a text is a pattern that [`parse_pattern`] can follow.
pub(super) fn is_pattern(pattern: &str) -> bool {
    let body = pattern.strip_suffix("%Z").unwrap_or(pattern);
    body.contains('%')
        && !body.replace("%%", "").contains("%Z")
        && !StrftimeItems::new(body).any(|item| item == Item::Error)
}

/// A time in a declared pattern; the parts of the day that it lacks are 0.
pub(super) fn parse_pattern(text: &str, pattern: &str) -> Result<i64, Reason> {
    if !is_pattern(pattern) {
        return Err(TimeError::Format);
    }
    // The parser skips zone names, so the zone is read here.
    let (text, pattern, offset) = match pattern.strip_suffix("%Z") {
        None => (text, pattern, 0),
        Some(pattern) => {
            let (text, zone) = text.rsplit_once(' ').ok_or(TimeError::NotATime as Reason)?;
            (text.trim_end(), pattern.trim_end(), iso::offset(zone)?)
        }
    };
    let mut parsed = Parsed::new();
    parse(&mut parsed, text, StrftimeItems::new(pattern)).map_err(|error| match error.kind() {
        chrono::format::ParseErrorKind::OutOfRange | chrono::format::ParseErrorKind::Impossible => {
            TimeError::Impossible as Reason
        }
        _ => TimeError::NotATime,
    })?;
    let offset = parsed.offset().map_or(offset, i64::from);
    let time = if parsed.timestamp().is_some() {
        parsed.to_naive_datetime_with_offset(0)
    } else {
        let date = parsed
            .to_naive_date()
            .map_err(|_| TimeError::Impossible as Reason)?;
        // A pattern without a clock means midnight.
        let dated_only = parsed.hour_mod_12().is_none() && parsed.minute().is_none();
        if dated_only {
            Ok(date.and_time(chrono::NaiveTime::MIN))
        } else {
            parsed.to_naive_time().map(|time| date.and_time(time))
        }
    };
    let time = time.map_err(|_| TimeError::Impossible as Reason)?.and_utc();
    // A leap second counts a thousand milliseconds and more, and so carries over.
    let micros = time.timestamp() * 1_000_000 + i64::from(time.timestamp_subsec_nanos() / 1000);
    let shift = if parsed.timestamp().is_some() {
        0
    } else {
        offset
    };
    in_range(micros - shift * 1_000_000)
}
