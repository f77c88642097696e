//! How the language's errors are made, and how they quote the query.

use crate::{Error, ErrorKind};

/// An error at a column of the query.
pub(super) fn wrong(column: u64, message: impl Into<String>) -> Error {
    invalid(message).at_column(column)
}

/// An error of a value, wherever it comes from.
pub(super) fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Scope, message)
}

/// `text` as errors name what they found.
pub(super) fn found(text: &str) -> String {
    if text.is_empty() {
        return "nothing".to_owned();
    }
    format!("`{}`", shortened(text))
}

/// The start of `text`, on one line. A query may be long; what an error
/// quotes of it is not, and it carries no control character to a terminal.
pub(super) fn shortened(text: &str) -> String {
    const LONGEST: usize = 40;
    let (start, more) = match text.char_indices().nth(LONGEST) {
        Some((end, _)) => (&text[..end], "…"),
        None => (text, ""),
    };
    let visible = start.chars().flat_map(|c| {
        let escaped = c.is_control().then(|| c.escape_default());
        let plain = (!c.is_control()).then_some(c);
        escaped.into_iter().flatten().chain(plain)
    });
    visible.chain(more.chars()).collect()
}
