//! The rules of an adapter, compiled: from the slots of a record to the typed
//! fields of a post. Where a rule can not be followed, the record is a reject.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::adapt::path::{Path, PathTree, Step};
use crate::adapt::raw::Raw;
use crate::adapt::spec::{Field, FromCaption, Lookup, TextKind};
use crate::value::count::{self, CountError};
use crate::value::tags::Distinct;
use crate::value::time::{self, TimeError};
use crate::value::{self, TimeFormat};
use crate::{Error, ErrorKind, Result};

/// Why a record is not a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Misfit {
    /// The field of the post that could not be made.
    pub(crate) field: &'static str,
    /// The value found, as people read it.
    pub(crate) value: String,
    /// What is wrong with it, the same words for every value.
    pub(crate) reason: Cow<'static, str>,
}

impl Misfit {
    pub(crate) fn new(
        field: &'static str,
        value: &Raw<'_>,
        reason: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            field,
            value: value.show(),
            reason: reason.into(),
        }
    }
}

/// What the records of one page share: the list beside them, by key.
pub(crate) type Side = HashMap<String, String>;

/// A compiled rule: slots instead of paths.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    name: &'static str,
    first: Vec<usize>,
    sum: Vec<Vec<usize>>,
    join: Vec<usize>,
    constant: Option<String>,
    null_if: Vec<usize>,
    format: TimeFormat,
    text: TextKind,
    last_segment: bool,
    from_caption: FromCaption,
    lookup: Option<(usize, Lookup)>,
}

static NOTHING: Raw<'static> = Raw::Absent;

impl Rule {
    /// Compiles `field`, adding its paths to the tree, each under every payload key.
    pub(crate) fn compile(
        name: &'static str,
        field: &Field,
        payload: &[String],
        tree: &mut PathTree,
    ) -> Result<Self> {
        let mut slots = |paths: &[String]| -> Result<Vec<usize>> {
            let mut slots = Vec::new();
            for path in paths {
                for path in under(payload, path)? {
                    slots.push(tree.insert(&path));
                }
            }
            Ok(slots)
        };
        Ok(Self {
            name,
            first: slots(&field.first)?,
            sum: field
                .sum
                .iter()
                .map(|paths| slots(paths))
                .collect::<Result<_>>()?,
            join: slots(&field.join)?,
            constant: field.constant.clone(),
            null_if: slots(&field.null_if)?,
            format: field
                .format
                .as_deref()
                .map(str::parse)
                .transpose()
                .map_err(|error: TimeError| {
                    Error::new(ErrorKind::Mapping, error.to_string()).in_field(name)
                })?
                .unwrap_or_default(),
            text: field.text,
            last_segment: field.last_segment,
            from_caption: field.from_caption,
            lookup: match &field.lookup {
                Some(lookup) => {
                    let key = slots(std::slice::from_ref(&lookup.key))?;
                    key.first().map(|slot| (*slot, lookup.clone()))
                }
                None => None,
            },
        })
    }

    /// The rule's look-up in the list beside the records, if it has one.
    pub(crate) fn lookup(&self) -> Option<&Lookup> {
        self.lookup.as_ref().map(|(_, lookup)| lookup)
    }

    fn first_of<'s, 'a>(slots: &'s [Raw<'a>], wanted: &[usize]) -> &'s Raw<'a> {
        let found = wanted
            .iter()
            .map(|slot| &slots[*slot])
            .find(|raw| !raw.is_missing() && !matches!(raw, Raw::Object));
        // Where all are missing, an object in the place of a value is the misfit to report.
        found
            .or_else(|| {
                wanted
                    .iter()
                    .map(|slot| &slots[*slot])
                    .find(|raw| matches!(raw, Raw::Object))
            })
            .unwrap_or(&NOTHING)
    }

    fn is_hidden(&self, slots: &[Raw<'_>]) -> bool {
        self.null_if.iter().any(|slot| slots[*slot].is_true())
    }

    /// The field as text; `None` where the record has none, or blanks only.
    pub(crate) fn text<'s>(
        &'s self,
        slots: &'s [Raw<'_>],
        side: &Side,
    ) -> Result<Option<Cow<'s, str>>, Misfit> {
        if let Some(constant) = &self.constant {
            return Ok(Some(Cow::Borrowed(constant)));
        }
        if self.is_hidden(slots) {
            return Ok(None);
        }
        let text = if self.join.is_empty() {
            let raw = Self::first_of(slots, &self.first);
            match raw {
                Raw::Absent | Raw::Null => self.look_up(slots, side),
                Raw::Float(number) if number.abs() >= 9e15 => {
                    return Err(Misfit::new(
                        self.name,
                        raw,
                        "a number too long to keep its digits",
                    ));
                }
                raw => Some(
                    raw.text()
                        .ok_or_else(|| Misfit::new(self.name, raw, "not a single value"))?,
                ),
            }
        } else {
            self.joined(slots)?
        };
        let Some(text) = text else { return Ok(None) };
        let text = match self.text {
            TextKind::Plain => text,
            TextKind::Html => match value::html_to_text(&text) {
                Cow::Borrowed(_) => text,
                Cow::Owned(plain) => Cow::Owned(plain),
            },
            TextKind::Entities => match value::decode_entities(&text) {
                Cow::Borrowed(_) => text,
                Cow::Owned(decoded) => Cow::Owned(decoded),
            },
        };
        let text = if self.last_segment {
            last_segment(text)
        } else {
            text
        };
        Ok((!text.trim().is_empty()).then_some(text))
    }

    fn joined<'s>(&self, slots: &'s [Raw<'_>]) -> Result<Option<Cow<'s, str>>, Misfit> {
        let mut parts = Vec::new();
        for slot in &self.join {
            let raw = &slots[*slot];
            if raw.is_missing() {
                continue;
            }
            let part = raw
                .text()
                .ok_or_else(|| Misfit::new(self.name, raw, "not a single value"))?;
            if !part.trim().is_empty() {
                parts.push(part);
            }
        }
        Ok(match parts.len() {
            0 => None,
            1 => parts.pop(),
            _ => Some(Cow::Owned(parts.join("\n"))),
        })
    }

    fn look_up<'s>(&self, slots: &'s [Raw<'_>], side: &Side) -> Option<Cow<'s, str>> {
        let (slot, _) = self.lookup.as_ref()?;
        let key = slots[*slot].text()?;
        side.get(key.as_ref()).cloned().map(Cow::Owned)
    }

    /// The field as a count; `None` where it is absent or hidden.
    pub(crate) fn count(&self, slots: &[Raw<'_>]) -> Result<Option<i64>, Misfit> {
        if self.is_hidden(slots) {
            return Ok(None);
        }
        if self.sum.is_empty() {
            return count(self.name, Self::first_of(slots, &self.first));
        }
        let mut total: Option<i64> = None;
        for wanted in &self.sum {
            let raw = Self::first_of(slots, wanted);
            if let Some(count) = count(self.name, raw)? {
                let sum = total.unwrap_or(0).checked_add(count);
                total =
                    Some(sum.ok_or_else(|| Misfit::new(self.name, raw, "a count above 2^63 - 1"))?);
            }
        }
        Ok(total)
    }

    /// The field as UTC microseconds.
    pub(crate) fn time(&self, slots: &[Raw<'_>]) -> Result<Option<i64>, Misfit> {
        time(self.name, Self::first_of(slots, &self.first), &self.format)
    }

    /// The field as a finite float.
    pub(crate) fn float(&self, slots: &[Raw<'_>]) -> Result<Option<f64>, Misfit> {
        let raw = Self::first_of(slots, &self.first);
        let number = match raw {
            Raw::Absent | Raw::Null => return Ok(None),
            Raw::Float(number) => Some(*number),
            Raw::Int(number) => Some(*number as f64),
            Raw::Text(text) if text.trim().is_empty() => return Ok(None),
            Raw::Text(text) => text.trim().parse().ok(),
            _ => None,
        };
        match number {
            Some(number) if number.is_nan() => Ok(None),
            Some(number) if number.is_finite() => Ok(Some(number)),
            _ => Err(Misfit::new(self.name, raw, "not a number")),
        }
    }

    /// The hashtags in normal form, distinct, in order of appearance; `caption`
    /// is asked for more where the rule says so.
    pub(crate) fn hashtags(&self, slots: &[Raw<'_>], caption: Option<&str>) -> Vec<String> {
        let mut tags = Distinct::new();
        for slot in &self.first {
            collect(&slots[*slot], &mut tags);
        }
        let from_caption = match self.from_caption {
            FromCaption::Never => false,
            FromCaption::WhenMissing => self.first.iter().all(|slot| slots[*slot].is_missing()),
            FromCaption::Always => true,
        };
        if from_caption {
            tags.extend_from_caption(caption.unwrap_or_default());
        }
        tags.into_vec()
    }
}

/// `path` under each payload key; a path from `/` is always from the record itself.
fn under(payload: &[String], path: &str) -> Result<Vec<Path>> {
    if let Some(from_root) = path.strip_prefix('/') {
        return Ok(vec![Path::parse(from_root)?]);
    }
    if payload.is_empty() {
        return Ok(vec![Path::parse(path)?]);
    }
    payload
        .iter()
        .map(|key| {
            let mut steps = Path::parse(path)?.0;
            if !key.is_empty() {
                steps.insert(0, Step::Key(key.clone()));
            }
            Ok(Path(steps))
        })
        .collect()
}

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
                "a time that can be read in more than one way: declare its format in a mapping"
            }
            TimeError::OutOfRange(_) => "a time outside the years 1 to 9999",
        };
        Misfit::new(name, raw, reason)
    })
}

fn collect(raw: &Raw<'_>, tags: &mut Distinct) {
    match raw {
        // A cell may itself hold many: `a|b`, `['a', 'b']`.
        Raw::Text(text) => {
            for tag in value::split_list(text) {
                tags.push(&tag);
            }
        }
        Raw::List(items) => {
            for item in items {
                match item {
                    Raw::Text(text) => tags.push(text),
                    other => collect(other, tags),
                }
            }
        }
        Raw::Int(number) => tags.push(&number.to_string()),
        _ => {}
    }
}

/// The last part of a URL's path; anything that is no URL stays as it is.
fn last_segment(text: Cow<'_, str>) -> Cow<'_, str> {
    let trimmed = text.trim();
    if !(trimmed.starts_with("http://") || trimmed.starts_with("https://")) {
        return text;
    }
    let address = trimmed.split(['?', '#']).next().unwrap_or(trimmed);
    let last = address.trim_end_matches('/').rsplit('/').next();
    Cow::Owned(last.unwrap_or(trimmed).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_part_of_a_url_is_the_id() {
        for (text, id) in [
            ("https://x.com/a/status/123", "123"),
            ("https://www.instagram.com/p/Cabc_-1/?img=2", "Cabc_-1"),
            ("https://facebook.com/page/posts/77/", "77"),
            (
                "at://did:plc:x/app.bsky.feed.post/3k",
                "at://did:plc:x/app.bsky.feed.post/3k",
            ),
            ("plain", "plain"),
        ] {
            assert_eq!(last_segment(Cow::Borrowed(text)), id);
        }
    }

    #[test]
    fn absolute_paths_leave_the_payload() {
        let payload = ["data".to_owned(), String::new()];
        let path = |text| Path::parse(text).unwrap();
        assert_eq!(
            under(&payload, "id").unwrap(),
            [path("data.id"), path("id")]
        );
        assert_eq!(under(&payload, "/time").unwrap(), [path("time")]);
    }
}
