//! The values that the predicates of a scope compare with, each valid by
//! construction: what exists can be printed, parsed back, and run.

use std::cmp::Ordering;

use chrono::{DateTime, NaiveDate};

use super::fault::{found, invalid};
use super::fold;
use crate::Result;

/// A hashtag in normal form, without `#`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Tag(String);

impl Tag {
    /// The hashtag `text`, with or without its `#`.
    ///
    /// # Errors
    /// If nothing is left of it.
    pub fn new(text: &str) -> Result<Self> {
        fold::hashtag(text)
            .map(Self)
            .ok_or_else(|| invalid("a hashtag needs a name after `#`"))
    }

    /// The normal form.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An author's name, compared exactly.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Author(String);

impl Author {
    /// The author called `name`, without the `@` that introduces it.
    ///
    /// # Errors
    /// If the name is empty.
    pub fn new(name: &str) -> Result<Self> {
        if name.is_empty() {
            return Err(invalid("an author needs a name after `@`"));
        }
        Ok(Self(name.to_owned()))
    }

    /// The name as given.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A platform's name, compared without regard to the case of `A` to `Z`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Platform(String);

impl Platform {
    /// The platform called `name`.
    ///
    /// # Errors
    /// If the name is empty.
    pub fn new(name: &str) -> Result<Self> {
        if name.is_empty() {
            return Err(invalid("a platform needs a name after `platform:`"));
        }
        Ok(Self(name.to_ascii_lowercase()))
    }

    /// The name in ASCII lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `name` names this platform.
    pub fn is(&self, name: &str) -> bool {
        self.0.eq_ignore_ascii_case(name)
    }
}

/// A phrase sought in captions, folded.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Phrase(String);

impl Phrase {
    /// The phrase `text`.
    ///
    /// # Errors
    /// If it is empty.
    pub fn new(text: &str) -> Result<Self> {
        if text.is_empty() {
            return Err(invalid("a phrase to look for is missing after `text:`"));
        }
        Ok(Self(fold::fold(text)))
    }

    /// The folded phrase.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the phrase stands in `folded`, a caption that [`casefold`] made.
    pub fn is_in(&self, folded: &str) -> bool {
        folded.contains(&self.0)
    }
}

/// `text` as [`Phrase`]s are compared with it; the SQL function
/// [`CASEFOLD_FUNCTION`](super::CASEFOLD_FUNCTION) must be this one.
pub fn casefold(text: &str) -> String {
    fold::fold(text)
}

/// A UTC time of a year between 0 and 9999, in microseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

impl Moment {
    /// The first moment that can be written with a year of four digits.
    pub const MIN: Self = Self(-62_167_219_200_000_000);
    /// The last one.
    pub const MAX: Self = Self(253_402_300_799_999_999);

    /// The moment `micros` microseconds after 1970 began.
    ///
    /// # Errors
    /// If its year has not four digits.
    pub fn from_micros(micros: i64) -> Result<Self> {
        let moment = Self(micros);
        if moment < Self::MIN || moment > Self::MAX {
            return Err(invalid("a time lies between the years 0000 and 9999"));
        }
        Ok(moment)
    }

    /// Reads `2026-01-01` (midnight) or `2026-01-01T10:30:00Z`.
    ///
    /// # Errors
    /// If it is neither, or finer than a microsecond.
    pub fn parse(text: &str) -> Result<Self> {
        let expected = || {
            invalid(format!(
                "expected a date like `2026-01-31` or a time like `2026-01-31T10:30:00Z`, found {}",
                found(text)
            ))
        };
        // Formats are checked by shape first: chrono alone takes `+2026-1-1`.
        let digits_and = |byte: u8| byte.is_ascii_digit() || b"-:.TZ+".contains(&byte);
        if !text.bytes().all(digits_and) || !text.starts_with(|c: char| c.is_ascii_digit()) {
            return Err(expected());
        }
        if text.len() == "2026-01-31".len() {
            let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| expected())?;
            let midnight = date.and_hms_opt(0, 0, 0).ok_or_else(expected)?;
            return Self::from_micros(midnight.and_utc().timestamp_micros());
        }
        let time = DateTime::parse_from_rfc3339(text).map_err(|_| expected())?;
        if time.timestamp_subsec_nanos() % 1_000 != 0 {
            return Err(invalid("a time has at most six digits after the second"));
        }
        Self::from_micros(time.timestamp_micros())
    }

    /// Microseconds since 1970 began.
    pub fn micros(self) -> i64 {
        self.0
    }
}

/// A finite sentiment, between -1 and 1.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Sentiment(f64);

impl Sentiment {
    /// The sentiment `value`.
    ///
    /// # Errors
    /// If it is not between -1 and 1.
    pub fn new(value: f64) -> Result<Self> {
        if !(-1.0..=1.0).contains(&value) {
            return Err(invalid("a sentiment lies between -1 and 1"));
        }
        // Adding zero turns -0 into 0, which prints one way only.
        Ok(Self(value + 0.0))
    }

    /// The number.
    pub fn get(self) -> f64 {
        self.0
    }
}

/// A number of a post that a scope can compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Metric {
    /// Likes.
    Likes,
    /// Comments.
    Comments,
    /// Shares.
    Shares,
    /// Views.
    Views,
    /// Likes, comments and shares together, absent ones left out; absent if all three are.
    Engagement,
}

impl Metric {
    /// Every metric.
    pub const ALL: [Self; 5] = [
        Self::Likes,
        Self::Comments,
        Self::Shares,
        Self::Views,
        Self::Engagement,
    ];

    /// The word for it in the language.
    pub fn name(self) -> &'static str {
        match self {
            Self::Likes => "likes",
            Self::Comments => "comments",
            Self::Shares => "shares",
            Self::Views => "views",
            Self::Engagement => "engagement",
        }
    }
}

/// How a number is compared with another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `=`
    Equal,
    /// `!=`
    Unequal,
    /// `>=`
    AtLeast,
    /// `>`
    More,
}

impl Comparison {
    /// Every comparison.
    pub const ALL: [Self; 6] = [
        Self::Less,
        Self::AtMost,
        Self::Equal,
        Self::Unequal,
        Self::AtLeast,
        Self::More,
    ];

    /// How it is written, in the language and in SQL alike.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Equal => "=",
            Self::Unequal => "!=",
            Self::AtLeast => ">=",
            Self::More => ">",
        }
    }

    /// Whether it holds of two numbers that stand in this order.
    pub fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Less => order.is_lt(),
            Self::AtMost => order.is_le(),
            Self::Equal => order.is_eq(),
            Self::Unequal => order.is_ne(),
            Self::AtLeast => order.is_ge(),
            Self::More => order.is_gt(),
        }
    }
}
