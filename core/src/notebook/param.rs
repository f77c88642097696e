//! Parameters: declared with a type and a default, given as text, and bound.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate};

use crate::notebook::model::Notebook;
use crate::notebook::wrong;
use crate::value::{TimeFormat, format_time, parse_time, shorten};
use crate::{Error, Result};

/// A parameter as the front matter declares it.
#[derive(Debug, Clone, PartialEq)]
pub struct ParamSpec {
    /// Its name: `$name` in SQL, `{{params.name}}` in prose.
    pub name: String,
    /// Its type.
    pub kind: ParamType,
    /// Its value where none is given; where absent, one must be given.
    pub default: Option<ParamValue>,
    /// What it is for, for people.
    pub about: Option<String>,
}

/// The types of parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParamType {
    /// `text`: VARCHAR.
    Text,
    /// `int`: BIGINT.
    Int,
    /// `float`: DOUBLE.
    Float,
    /// `bool`: BOOLEAN.
    Bool,
    /// `date`: DATE, written `2026-09-01`.
    Date,
    /// `timestamp`: TIMESTAMP in UTC, written in ISO 8601.
    Timestamp,
}

/// The value of a parameter.
#[derive(Debug, Clone, PartialEq)]
pub enum ParamValue {
    /// Text.
    Text(String),
    /// A 64-bit integer.
    Int(i64),
    /// A 64-bit float, never NaN or infinite.
    Float(f64),
    /// True or false.
    Bool(bool),
    /// A day.
    Date(NaiveDate),
    /// UTC microseconds.
    Timestamp(i64),
}

impl ParamType {
    const ALL: [(&'static str, Self); 6] = [
        ("text", Self::Text),
        ("int", Self::Int),
        ("float", Self::Float),
        ("bool", Self::Bool),
        ("date", Self::Date),
        ("timestamp", Self::Timestamp),
    ];

    /// Its name in front matter.
    pub fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, kind)| *kind == self)
            .map_or("text", |(name, _)| name)
    }

    /// The value that `text` says, of this type, for the parameter `name`.
    ///
    /// # Errors
    /// `Notebook` where it is none.
    pub fn parse_value(self, name: &str, text: &str) -> Result<ParamValue> {
        let value = match self {
            Self::Text => Some(ParamValue::Text(text.to_owned())),
            Self::Int => text.trim().parse().ok().map(ParamValue::Int),
            Self::Float => text
                .trim()
                .parse()
                .ok()
                .filter(|number: &f64| number.is_finite())
                .map(ParamValue::Float),
            Self::Bool => text.trim().parse().ok().map(ParamValue::Bool),
            Self::Date => NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d")
                .ok()
                .map(ParamValue::Date),
            Self::Timestamp => parse_time(text, &TimeFormat::Auto)
                .ok()
                .flatten()
                .map(ParamValue::Timestamp),
        };
        value.ok_or_else(|| {
            let form = match self {
                Self::Text => "any text",
                Self::Int => "a whole number such as 42",
                Self::Float => "a number such as 0.5",
                Self::Bool => "true or false",
                Self::Date => "a day such as 2026-09-01",
                Self::Timestamp => "a time such as 2026-09-01T12:00:00Z",
            };
            wrong(format!(
                "the parameter `{name}` is of type {}, which `{}` is not",
                self.name(),
                shorten(text)
            ))
            .hint(format!("it takes {form}"))
        })
    }
}

/// The values of a notebook's parameters: as given, or their defaults. One that
/// has neither is left out.
///
/// # Errors
/// `Notebook` where one is given that is not declared, or that its type has not.
pub(crate) fn values(
    notebook: &Notebook,
    given: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, ParamValue>> {
    let declared = &notebook.front().params;
    let in_source = |error: Error| error.in_source(notebook.source());
    for name in given.keys() {
        if !declared.iter().any(|param| param.name == *name) {
            let names: Vec<_> = declared.iter().map(|param| param.name.as_str()).collect();
            let error = wrong(format!("there is no parameter `{name}`"));
            return Err(in_source(error).hint(if names.is_empty() {
                "the notebook declares none".to_owned()
            } else {
                format!("the notebook declares {}", names.join(", "))
            }));
        }
    }
    let mut values = BTreeMap::new();
    for param in declared {
        let value = match (given.get(&param.name), &param.default) {
            (Some(text), _) => param
                .kind
                .parse_value(&param.name, text)
                .map_err(in_source)?,
            (None, Some(default)) => default.clone(),
            (None, None) => continue,
        };
        values.insert(param.name.clone(), value);
    }
    Ok(values)
}

impl FromStr for ParamType {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::ALL
            .iter()
            .find(|(name, _)| *name == text)
            .map(|(_, kind)| *kind)
            .ok_or_else(|| {
                wrong(format!("there is no parameter type `{}`", shorten(text)))
                    .hint("the types are text, int, float, bool, date and timestamp")
            })
    }
}

impl fmt::Display for ParamValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Int(number) => write!(f, "{number}"),
            Self::Float(number) => write!(f, "{number}"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Date(day) => write!(f, "{day}"),
            // Only what lies in the years 0 to 9999 can have been given.
            Self::Timestamp(micros) if DateTime::from_timestamp_micros(*micros).is_some() => {
                f.write_str(&format_time(*micros))
            }
            Self::Timestamp(micros) => write!(f, "{micros}"),
        }
    }
}
