//! A value as an export gives it, before it has a canonical type.

use std::borrow::Cow;

/// A single value of a record, borrowed from the block it was read in.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum Raw<'a> {
    /// The record does not have the field at all.
    #[default]
    Absent,
    /// The field is there and null.
    Null,
    Bool(bool),
    Int(i64),
    /// An integer above `i64::MAX`.
    Huge(u64),
    Float(f64),
    Text(Cow<'a, str>),
    /// UTC microseconds: only typed files (Parquet, Arrow) know times.
    Time(i64),
    List(Vec<Raw<'a>>),
    /// An object where a single value was asked for.
    Object,
}

impl<'a> Raw<'a> {
    /// Whether the record says nothing here: blank text is nothing.
    pub(crate) fn is_missing(&self) -> bool {
        match self {
            Self::Absent | Self::Null => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::List(items) => items.iter().all(Self::is_missing),
            _ => false,
        }
    }

    /// Whether it means yes: `true`, a number other than 0, or text such as `True`.
    pub(crate) fn is_true(&self) -> bool {
        match self {
            Self::Bool(yes) => *yes,
            Self::Int(number) => *number != 0,
            Self::Text(text) => matches!(
                text.trim().to_ascii_lowercase().as_str(),
                "true" | "t" | "yes" | "1"
            ),
            _ => false,
        }
    }

    /// The value as text; `None` where there is none or it is not a single value.
    pub(crate) fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Text(text) => Some(Cow::Borrowed(text)),
            Self::Int(number) => Some(Cow::Owned(number.to_string())),
            Self::Huge(number) => Some(Cow::Owned(number.to_string())),
            Self::Float(number) => Some(Cow::Owned(number.to_string())),
            Self::Bool(yes) => Some(Cow::Owned(yes.to_string())),
            Self::Time(micros) => Some(Cow::Owned(crate::value::format_time(*micros))),
            Self::List(items) => match items.as_slice() {
                [only] => only.text(),
                _ => None,
            },
            Self::Absent | Self::Null | Self::Object => None,
        }
    }

    /// The value for people, in messages and reject files.
    pub(crate) fn show(&self) -> String {
        match self {
            Self::Absent | Self::Null => "null".to_owned(),
            Self::Object => "an object".to_owned(),
            Self::List(items) => {
                let shown: Vec<_> = items.iter().take(5).map(Self::show).collect();
                format!("[{}]", shown.join(", "))
            }
            single => single.text().unwrap_or_default().into_owned(),
        }
    }

    /// Puts `value` in the slot; where a path runs over a list, adds it to the others.
    pub(crate) fn put(&mut self, value: Raw<'a>, in_list: bool) {
        if !in_list {
            *self = value;
            return;
        }
        if let Self::List(items) = self {
            items.push(value);
        } else {
            *self = Self::List(vec![value]);
        }
    }
}
