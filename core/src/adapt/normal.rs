//! Whether a text is in its normal form already.

use crate::value;

/// Whether nothing would be trimmed off, and something is left.
pub(super) fn is_trimmed(text: &str) -> bool {
    let ends = text.as_bytes().first().zip(text.as_bytes().last());
    match ends {
        Some((first, last)) if first.is_ascii_graphic() && last.is_ascii_graphic() => true,
        Some(_) => value::trim(text).len() == text.len(),
        None => false,
    }
}

/// Whether it is more than blanks.
pub(super) fn says_something(text: &str) -> bool {
    let first = text.as_bytes().first();
    first.is_some_and(u8::is_ascii_graphic) || !text.trim().is_empty()
}

/// Whether it is a hashtag as the tables have it.
pub(super) fn is_hashtag(tag: &str) -> bool {
    value::hashtag::normalize(tag).is_some_and(|normal| normal == tag)
}
