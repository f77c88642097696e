//! Times whose month is named, in English: the words may come in any order,
//! since each can only be one thing.

use super::civil::Civil;
use super::{Reason, TimeError, iso};

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = [
    "sunday",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
];

/// What the words said so far; nothing may be said twice.
#[derive(Default)]
struct Said<'a> {
    weekday: Option<i64>,
    month: Option<i64>,
    day: Option<i64>,
    year: Option<i64>,
    clock: Option<&'a str>,
    afternoon: Option<bool>,
    offset: Option<i64>,
}

/// `Wed Oct 10 20:19:24 +0000 2018`, `Wed, 10 Oct 2018 20:19:24 GMT`,
/// `March 5, 2021 2:23 PM`.
pub(super) fn parse(text: &str) -> Result<i64, Reason> {
    let mut said = Said::default();
    for word in text
        .split([' ', ',', '\u{A0}', '\u{202F}'])
        .filter(|word| !word.is_empty())
    {
        said.hear(word)?;
    }
    let (Some(month), Some(day), Some(year)) = (said.month, said.day, said.year) else {
        return Err(TimeError::NotATime);
    };
    let date = Civil {
        year,
        month,
        day,
        offset: said.offset.unwrap_or(0),
        ..Civil::default()
    };
    let time = match said.clock {
        Some(clock) => halves(iso::clock(clock, date)?, said.afternoon)?,
        None if said.afternoon.is_some() => return Err(TimeError::NotATime),
        None => date,
    };
    let micros = time.micros()?;
    if said
        .weekday
        .is_some_and(|weekday| weekday != time.weekday())
    {
        return Err(TimeError::Impossible);
    }
    Ok(micros)
}

impl<'a> Said<'a> {
    fn hear(&mut self, word: &'a str) -> Result<(), Reason> {
        let fresh = if word.contains(':') && word.starts_with(|c: char| c.is_ascii_digit()) {
            self.clock.replace(word).is_none()
        } else if let Some(number) = iso::number(word.as_bytes()) {
            match word.len() {
                1 | 2 => self.day.replace(number).is_none(),
                4 => self.year.replace(number).is_none(),
                _ => false,
            }
        } else if let Some(month) = named(word, &MONTHS) {
            self.month.replace(month + 1).is_none()
        } else if let Some(weekday) = named(word, &WEEKDAYS) {
            self.weekday.replace(weekday).is_none()
        } else if let Some(afternoon) = half(word) {
            self.afternoon.replace(afternoon).is_none()
        } else {
            self.offset.replace(iso::offset(word)?).is_none()
        };
        if fresh {
            Ok(())
        } else {
            Err(TimeError::NotATime)
        }
    }
}

/// The place of a name, in full or by its first three letters.
fn named(word: &str, names: &[&str]) -> Option<i64> {
    let word = word.strip_suffix('.').unwrap_or(word);
    let at = names
        .iter()
        .position(|name| name.eq_ignore_ascii_case(word) || name[..3].eq_ignore_ascii_case(word))?;
    i64::try_from(at).ok()
}

/// Whether a word is `PM`, if it is `AM` or `PM`.
pub(super) fn half(word: &str) -> Option<bool> {
    match word.to_ascii_lowercase().as_str() {
        "am" | "a.m." => Some(false),
        "pm" | "p.m." => Some(true),
        _ => None,
    }
}

/// A time on the twelve-hour clock, if a half of the day is given.
pub(super) fn halves(time: Civil, afternoon: Option<bool>) -> Result<Civil, Reason> {
    match afternoon {
        None => Ok(time),
        Some(_) if !(1..=12).contains(&time.hour) => Err(TimeError::Impossible),
        Some(afternoon) => Ok(Civil {
            hour: time.hour % 12 + if afternoon { 12 } else { 0 },
            ..time
        }),
    }
}
