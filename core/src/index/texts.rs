//! Texts by ordinal in one large buffer: ids, captions, names.

use arrow::array::{Array, LargeStringArray, LargeStringBuilder};
use foldhash::HashMap;

/// Texts, each possibly NULL: a frozen array that may lie in a mapped file,
/// and what was appended or changed since.
#[derive(Debug, Clone)]
pub(crate) struct Texts {
    base: LargeStringArray,
    /// The texts of `spans`, one after the other; those that changed stay as they were.
    bytes: String,
    /// Where in `bytes` the texts after the frozen ones are.
    spans: Vec<Span>,
    /// Where in `bytes` frozen texts that changed are.
    changed: HashMap<u32, Span>,
}

/// From where to where; `None` for NULL.
type Span = Option<(usize, usize)>;

impl Default for Texts {
    fn default() -> Self {
        Self::from(LargeStringArray::new_null(0))
    }
}

impl From<LargeStringArray> for Texts {
    fn from(base: LargeStringArray) -> Self {
        Self {
            base,
            bytes: String::new(),
            spans: Vec::new(),
            changed: HashMap::default(),
        }
    }
}

impl Texts {
    /// How many texts there are.
    pub(crate) fn len(&self) -> usize {
        self.base.len() + self.spans.len()
    }

    /// The text at `place`, which must be there; `None` for NULL.
    #[inline]
    pub(crate) fn get(&self, place: u32) -> Option<&str> {
        let index = place as usize;
        if let Some(later) = index.checked_sub(self.base.len()) {
            return self.span(self.spans[later]);
        }
        if let Some(span) = self
            .changed
            .get(&place)
            .filter(|_| !self.changed.is_empty())
        {
            return self.span(*span);
        }
        self.base.is_valid(index).then(|| self.base.value(index))
    }

    fn span(&self, span: Span) -> Option<&str> {
        span.map(|(begin, end)| &self.bytes[begin..end])
    }

    /// The text at `place` where none is NULL.
    #[inline]
    pub(crate) fn text(&self, place: u32) -> &str {
        self.get(place).unwrap_or_default()
    }

    /// Appends a text.
    pub(crate) fn push(&mut self, text: Option<&str>) {
        let span = self.append(text);
        self.spans.push(span);
    }

    #[allow(dead_code, reason = "changes to posts need it")]
    /// Puts another text at `place`.
    pub(crate) fn set(&mut self, place: u32, text: Option<&str>) {
        if self.get(place) == text {
            return;
        }
        let span = self.append(text);
        match (place as usize).checked_sub(self.base.len()) {
            Some(later) => self.spans[later] = span,
            None => {
                self.changed.insert(place, span);
            }
        }
    }

    fn append(&mut self, text: Option<&str>) -> Span {
        let begin = self.bytes.len();
        self.bytes.push_str(text?);
        Some((begin, self.bytes.len()))
    }

    /// The same texts as one frozen array.
    pub(crate) fn frozen(&self) -> Self {
        let mut all = LargeStringBuilder::with_capacity(
            self.len(),
            self.base.value_data().len() + self.bytes.len(),
        );
        for place in 0..ordinal(self.len()) {
            all.append_option(self.get(place));
        }
        Self::from(all.finish())
    }

    /// Bytes held, texts included.
    pub(crate) fn memory(&self) -> usize {
        let nulls = self.base.nulls().map_or(0, |nulls| nulls.buffer().len());
        self.base.value_data().len()
            + size_of_val(self.base.value_offsets())
            + nulls
            + self.bytes.capacity()
            + self.spans.capacity() * size_of::<Span>()
            + self.changed.capacity() * (size_of::<Span>() + 5)
    }
}

/// A place as an ordinal; the builder and every change see to it that there
/// are fewer than 2^32.
#[allow(clippy::cast_possible_truncation)]
#[inline]
pub(crate) fn ordinal(place: usize) -> u32 {
    debug_assert!(u32::try_from(place).is_ok());
    place as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_change_wherever_they_are() {
        let mut texts = Texts::from(LargeStringArray::from(vec![Some("a"), None, Some("c")]));
        texts.push(Some("d"));
        texts.set(0, Some("A"));
        texts.push(None);
        texts.set(3, Some("D"));
        texts.set(0, Some("AA"));
        texts.set(2, None);
        for texts in [&texts, &texts.frozen()] {
            let all: Vec<_> = (0..5).map(|place| texts.get(place)).collect();
            assert_eq!(all, [Some("AA"), None, None, Some("D"), None]);
            assert_eq!(texts.len(), 5);
        }
    }
}
