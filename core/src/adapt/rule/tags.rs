//! The rule of hashtags: out of lists, cells and the caption.

use std::borrow::Cow;

use crate::adapt::field::FromCaption;
use crate::adapt::raw::Raw;
use crate::adapt::rule::Rule;
use crate::value;
use crate::value::tags::Distinct;

impl Rule {
    /// The hashtags in normal form, distinct, in order of appearance; `caption`
    /// is asked for more where the rule says so.
    pub(crate) fn hashtags<'s>(
        &self,
        slots: &'s [Raw<'_>],
        caption: Option<&str>,
    ) -> Vec<Cow<'s, str>> {
        let mut tags = Distinct::new();
        if self.is_hidden(slots) {
            return tags.into_vec();
        }
        for slot in &self.first {
            self.collect(&slots[*slot], &mut tags);
        }
        if self.asks_caption(|| self.first.iter().all(|slot| slots[*slot].is_missing())) {
            tags.extend_from_caption(caption.unwrap_or_default());
        }
        tags.into_vec()
    }

    /// Whether the caption is looked through where the rule's own places are `missing`.
    pub(super) fn asks_caption(&self, missing: impl FnOnce() -> bool) -> bool {
        match self.from_caption {
            FromCaption::Never => false,
            FromCaption::WhenMissing => missing(),
            FromCaption::Always => true,
        }
    }

    pub(super) fn collect<'s>(&self, raw: &'s Raw<'_>, tags: &mut Distinct<'s>) {
        match raw {
            Raw::Text(text) if !self.split.is_empty() => split_up(text, &self.split, tags),
            // A cell may itself hold many: `a|b`, `['a', 'b']`.
            Raw::Text(text) => {
                for tag in value::split_list(text) {
                    tags.push(tag);
                }
            }
            Raw::List(items) => {
                for item in items {
                    match item {
                        Raw::Text(text) => tags.push(text.as_ref()),
                        other => self.collect(other, tags),
                    }
                }
            }
            Raw::Int(number) => tags.push(number.to_string()),
            _ => {}
        }
    }
}

/// The parts of a text at every one of `separators`.
fn split_up<'s>(text: &'s str, separators: &[String], tags: &mut Distinct<'s>) {
    match separators.split_first() {
        Some((separator, others)) => {
            for part in text.split(separator.as_str()) {
                split_up(part, others, tags);
            }
        }
        None if !value::is_missing(text) => tags.push(value::trim(text)),
        None => {}
    }
}
