//! The rules of an adapter, compiled: from the slots of a record to the typed
//! fields of a post. Where a rule can not be followed, the record is a reject.

mod column;
mod tags;
mod text;

use std::borrow::Cow;
use std::collections::HashMap;

use crate::adapt::field::{Field, FromCaption, Lookup, TextKind};
use crate::adapt::path::{Path, PathTree, Step};
use crate::adapt::raw::Raw;
use crate::adapt::typed;
use crate::adapt::url::UrlPart;
use crate::value::{self, TimeFormat};
use crate::{Error, Result};

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
    url: UrlPart,
    shortcode_of: Vec<usize>,
    split: Vec<String>,
    from_caption: FromCaption,
    lookup: Option<KeyInto>,
}

/// A look-up in the list beside the records.
#[derive(Debug, Clone)]
struct KeyInto {
    slots: Vec<usize>,
    lookup: Lookup,
    /// What is wrong where the key is not in the list.
    dangling: String,
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
            format: field.format.clone(),
            text: field.text,
            url: UrlPart::new(field),
            shortcode_of: slots(&field.shortcode_of)?,
            split: field.split.clone(),
            from_caption: field.from_caption,
            lookup: field
                .lookup
                .as_ref()
                .map(|lookup| {
                    Ok::<_, Error>(KeyInto {
                        slots: slots(std::slice::from_ref(&lookup.key))?,
                        lookup: lookup.clone(),
                        dangling: format!(
                            "its `{}` is not among the `{}` beside the records",
                            lookup.key, lookup.list
                        ),
                    })
                })
                .transpose()?,
        })
    }

    /// The rule's look-up in the list beside the records, if it has one.
    pub(crate) fn lookup(&self) -> Option<&Lookup> {
        self.lookup.as_ref().map(|key| &key.lookup)
    }

    /// The first of the `wanted` that says something, for values that are not texts.
    fn first_of<'s, 'a>(slots: &'s [Raw<'a>], wanted: &[usize]) -> &'s Raw<'a> {
        let mut raws = wanted.iter().map(|slot| &slots[*slot]);
        if let [only] = wanted {
            return &slots[*only];
        }
        let says = |raw: &&Raw<'_>| match raw {
            Raw::Object => false,
            Raw::Text(text) => !value::is_missing(text),
            raw => !raw.is_missing(),
        };
        // Where all are missing, an object in the place of a value is the misfit to report.
        raws.clone()
            .find(says)
            .or_else(|| raws.find(|raw| matches!(raw, Raw::Object)))
            .unwrap_or(&NOTHING)
    }

    fn is_hidden(&self, slots: &[Raw<'_>]) -> bool {
        self.null_if.iter().any(|slot| slots[*slot].is_true())
    }

    /// The field as a count; `None` where it is absent or hidden.
    pub(crate) fn count(&self, slots: &[Raw<'_>]) -> Result<Option<i64>, Misfit> {
        if self.is_hidden(slots) {
            return Ok(None);
        }
        if self.sum.is_empty() {
            return typed::count(self.name, Self::first_of(slots, &self.first));
        }
        let mut total: Option<i64> = None;
        for wanted in &self.sum {
            let raw = Self::first_of(slots, wanted);
            if let Some(count) = typed::count(self.name, raw)? {
                let sum = total.unwrap_or(0).checked_add(count);
                total =
                    Some(sum.ok_or_else(|| Misfit::new(self.name, raw, "a count above 2^63 - 1"))?);
            }
        }
        Ok(total)
    }

    /// The field as UTC microseconds.
    pub(crate) fn time(&self, slots: &[Raw<'_>]) -> Result<Option<i64>, Misfit> {
        if self.is_hidden(slots) {
            return Ok(None);
        }
        typed::time(self.name, Self::first_of(slots, &self.first), &self.format)
    }

    /// The field as a finite float.
    pub(crate) fn float(&self, slots: &[Raw<'_>]) -> Result<Option<f64>, Misfit> {
        if self.is_hidden(slots) {
            return Ok(None);
        }
        typed::float(self.name, Self::first_of(slots, &self.first))
    }

    /// The field as a number from -1 to 1; what is a label (`positive`) or no
    /// single value gives way to the next path.
    pub(crate) fn sentiment(&self, slots: &[Raw<'_>]) -> Result<Option<f64>, Misfit> {
        if self.is_hidden(slots) {
            return Ok(None);
        }
        for raw in self.first.iter().map(|slot| &slots[*slot]) {
            if typed::is_label(raw) {
                continue;
            }
            if let Some(number) = typed::float(self.name, raw)? {
                if !(-1.0..=1.0).contains(&number) {
                    return Err(Misfit::new(self.name, raw, "not between -1 and 1"));
                }
                return Ok(Some(number));
            }
        }
        Ok(None)
    }
}

/// `path` under each payload key; a path from `/` is always from the record itself.
pub(crate) fn under(payload: &[String], path: &str) -> Result<Vec<Path>> {
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

#[cfg(test)]
mod tests {
    use super::*;

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
