//! The rules of texts: the first that is there, joined, looked up, brought to
//! plain text.

use std::borrow::Cow;

use crate::adapt::field::TextKind;
use crate::adapt::raw::Raw;
use crate::adapt::rule::{Misfit, Rule, Side};
use crate::value;

impl Rule {
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
        if !self.join.is_empty() {
            return Ok(self.joined(slots)?.and_then(|text| self.plain(text)));
        }
        let mut object = None;
        for slot in &self.first {
            let raw = &slots[*slot];
            match raw {
                Raw::Object => object = Some(raw),
                raw if raw.is_missing() => {}
                raw => {
                    if let Some(text) = self.plain(self.single(raw)?) {
                        return Ok(Some(text));
                    }
                }
            }
        }
        if let Some(code) = self.short_code(slots)? {
            return Ok(Some(code));
        }
        match (self.look_up(slots, side)?, object) {
            (None, Some(object)) => Err(Misfit::new(self.name, object, "not a single value")),
            (found, _) => Ok(found),
        }
    }

    fn single<'s>(&self, raw: &'s Raw<'_>) -> Result<Cow<'s, str>, Misfit> {
        match raw {
            Raw::Float(number) if number.abs() >= 9e15 => Err(Misfit::new(
                self.name,
                raw,
                "a number too long to keep its digits",
            )),
            raw => raw
                .text()
                .ok_or_else(|| Misfit::new(self.name, raw, "not a single value")),
        }
    }

    /// The text without its HTML, and of a URL the part that counts; `None`
    /// where nothing is left.
    fn plain<'s>(&self, text: Cow<'s, str>) -> Option<Cow<'s, str>> {
        let decoded = match self.text {
            TextKind::Plain => None,
            TextKind::Html => owned(value::html_to_text(&text)),
            TextKind::Entities => owned(value::decode_entities(&text)),
        };
        let text = decoded.map_or(text, Cow::Owned);
        self.url.of(text).filter(|text| !text.trim().is_empty())
    }

    fn joined<'s>(&self, slots: &'s [Raw<'_>]) -> Result<Option<Cow<'s, str>>, Misfit> {
        let mut parts = Vec::new();
        for slot in &self.join {
            let raw = &slots[*slot];
            if !raw.is_missing() {
                parts.push(self.single(raw)?);
            }
        }
        Ok(match parts.len() {
            0 => None,
            1 => parts.pop(),
            _ => Some(Cow::Owned(parts.join("\n"))),
        })
    }

    /// The short code of the post of Instagram whose number the record has.
    fn short_code<'s>(&self, slots: &'s [Raw<'_>]) -> Result<Option<Cow<'s, str>>, Misfit> {
        let mut raws = self.shortcode_of.iter().map(|slot| &slots[*slot]);
        let Some(raw) = raws.find(|raw| !raw.is_missing()) else {
            return Ok(None);
        };
        let number = self.single(raw)?;
        let code = value::short_code(&number).map(Cow::Owned);
        // What is no number is an id of its own.
        Ok(Some(code.unwrap_or(number)))
    }

    fn look_up<'s>(
        &self,
        slots: &'s [Raw<'_>],
        side: &Side,
    ) -> Result<Option<Cow<'s, str>>, Misfit> {
        let Some(into) = &self.lookup else {
            return Ok(None);
        };
        let mut raws = into.slots.iter().map(|slot| &slots[*slot]);
        let Some(raw) = raws.find(|raw| !raw.is_missing()) else {
            return Ok(None);
        };
        match side.get(self.single(raw)?.as_ref()) {
            Some(found) => Ok(Some(Cow::Owned(found.clone()))),
            None => Err(Misfit::new(self.name, raw, into.dangling.clone())),
        }
    }
}

/// What is left of a text that decoding changed.
fn owned(decoded: Cow<'_, str>) -> Option<String> {
    match decoded {
        Cow::Borrowed(_) => None,
        Cow::Owned(text) => Some(text),
    }
}
