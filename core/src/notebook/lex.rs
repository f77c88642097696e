//! SQL cut into the pieces that matter to a notebook. Texts in quotes and
//! comments are stepped over; what could be read in two ways is refused
//! elsewhere, by the fence around all SQL of users (`sql::fence`).

use std::ops::Range;

/// A piece of SQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A bare word, in lower case.
    Word(String),
    /// A name in double quotes, in lower case.
    Name(String),
    /// `$name`, as it is written.
    Param(String),
    /// Any other single character.
    Sign(char),
}

/// The tokens of `sql`, with where they stand.
pub(super) fn tokens(sql: &str) -> Vec<(Token, Range<usize>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = sql[at..].chars().next() {
        let rest = &sql[at..];
        let (length, token) = match first {
            '\'' => (quoted(rest, '\''), None),
            '"' => {
                let length = quoted(rest, '"');
                let inner = rest[1..length].strip_suffix('"').unwrap_or_default();
                (
                    length,
                    Some(Token::Name(inner.replace("\"\"", "\"").to_lowercase())),
                )
            }
            '-' if rest.starts_with("--") => (rest.find('\n').unwrap_or(rest.len()), None),
            '/' if rest.starts_with("/*") => {
                (rest[2..].find("*/").map_or(rest.len(), |end| end + 4), None)
            }
            '$' => match word(&rest[1..]) {
                0 => (1, Some(Token::Sign('$'))),
                length => (1 + length, Some(Token::Param(rest[1..=length].to_owned()))),
            },
            letter if letter.is_alphabetic() || letter == '_' => {
                let length = word(rest);
                (length, Some(Token::Word(rest[..length].to_lowercase())))
            }
            digit if digit.is_ascii_digit() => (word(rest), None),
            blank if blank.is_whitespace() => (blank.len_utf8(), None),
            sign => (sign.len_utf8(), Some(Token::Sign(sign))),
        };
        if let Some(token) = token {
            found.push((token, at..at + length));
        }
        at += length;
    }
    found
}

/// The length of the letters, digits and `_` at the start.
fn word(text: &str) -> usize {
    text.find(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .unwrap_or(text.len())
}

/// Up to the closing quote; a doubled quote stays inside.
fn quoted(text: &str, quote: char) -> usize {
    let mut at = 1;
    while let Some(found) = text[at..].find(quote) {
        at += found + 1;
        if !text[at..].starts_with(quote) {
            return at;
        }
        at += 1;
    }
    text.len()
}
