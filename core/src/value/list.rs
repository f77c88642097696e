//! A cell that holds several tags as one text.

mod objects;

use std::borrow::Cow;

use serde_json::Value;

use super::{is_missing, tags::split_chain, trim};

/// What a tag that is an object calls its text.
pub const NAMES: [&str; 7] = [
    "name",
    "hashtag",
    "tag",
    "text",
    "title",
    "hashtagName",
    "hashtag_name",
];

/// The tags of a cell, as written (see [`super::hashtag`] for their normal form).
///
/// In any of these shapes:
///
/// - JSON: `["a","b"]`, also of objects with a `name` (or another of [`NAMES`]);
/// - a Python, numpy or SQL list: `['A', "B's"]`, `['a' 'b']`, `[a, b]`, `{a,b}`,
///   `[{'name': 'a'}]`;
/// - separated text. What is there decides: if there is a `|`, only it
///   separates; else `,`, `;` and their Arabic and full-width forms; else
///   white space, no-break spaces too.
///
/// Quotes around an item go; items run together (`#a#b`) are told apart.
/// Empty for a missing value: empty, `None`, `nan`, `[none]`.
pub fn split_list(cell: &str) -> Vec<Cow<'_, str>> {
    let cell = trim(cell);
    let mut items = Vec::new();
    if is_missing(cell) {
        return items;
    }
    if let Some(inner) = bracketed(cell) {
        match serde_json::from_str::<Value>(cell) {
            Ok(value) => collect_json(value, &mut items),
            Err(_) if is_object(cell) || is_object(trim(inner)) => {
                objects::collect(cell, &mut items);
            }
            Err(_) => Quoted::new(inner).collect_into(&mut items),
        }
        return items;
    }
    let cell = match unquote(cell) {
        // One pair of quotes around the whole of the cell.
        inner if inner.len() < cell.len() && !inner.contains(['"', '\'']) => inner,
        _ => cell,
    };
    let is_comma = |c: char| matches!(c, ',' | ';' | '，' | '；' | '、' | '،' | '؛');
    if cell.contains('|') {
        collect_plain(cell.split('|'), &mut items);
    } else if cell.contains(is_comma) {
        collect_plain(cell.split(is_comma), &mut items);
    } else {
        collect_plain(cell.split(char::is_whitespace), &mut items);
    }
    items
}

fn collect_plain<'a>(parts: impl Iterator<Item = &'a str>, items: &mut Vec<Cow<'a, str>>) {
    for part in parts {
        let part = trim(unquote(trim(part)));
        if !part.is_empty() {
            split_chain(Cow::Borrowed(part), items);
        }
    }
}

fn collect_json(value: Value, items: &mut Vec<Cow<'_, str>>) {
    match value {
        // The parser bounds the depth.
        Value::Array(values) => values
            .into_iter()
            .for_each(|value| collect_json(value, items)),
        Value::String(text) => push(text, items),
        Value::Number(number) => items.push(Cow::Owned(number.to_string())),
        Value::Object(mut fields) => {
            if let Some(value) = NAMES.iter().find_map(|name| fields.remove(*name)) {
                collect_json(value, items);
            }
        }
        Value::Null | Value::Bool(_) => {}
    }
}

/// Adds an item of a bracketed list, unless it is empty.
fn push(item: String, items: &mut Vec<Cow<'_, str>>) {
    if !trim(&item).is_empty() {
        split_chain(Cow::Owned(item), items);
    }
}

/// Whether a text begins as an object with a quoted key does.
fn is_object(text: &str) -> bool {
    let key = text.strip_prefix('{').map(str::trim_start);
    let inside = key.and_then(|key| key.strip_prefix(['\'', '"']));
    // A list in braces may have quoted items, but no colon follows them.
    inside
        .and_then(|inside| inside.split_once(['\'', '"']))
        .is_some_and(|(_, rest)| rest.trim_start().starts_with(':'))
}

/// The inside of a cell that is one bracketed list.
fn bracketed(cell: &str) -> Option<&str> {
    [('[', ']'), ('(', ')'), ('{', '}')]
        .into_iter()
        .find_map(|(open, close)| cell.strip_prefix(open)?.strip_suffix(close))
}

/// The text without one pair of quotes around it.
fn unquote(text: &str) -> &str {
    [('"', '"'), ('\'', '\''), ('“', '”'), ('‘', '’'), ('`', '`')]
        .into_iter()
        .find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close))
        .unwrap_or(text)
}

/// The inside of a list whose items may be quoted, read from the left.
struct Quoted<'a> {
    rest: &'a str,
    /// Whether bare items are parted by commas, or by white space.
    commas: bool,
    /// Whether a quote before a text closes its item.
    closes: fn(&str) -> bool,
}

impl<'a> Quoted<'a> {
    fn new(inner: &'a str) -> Self {
        Self {
            rest: inner,
            commas: inner.contains(','),
            closes,
        }
    }

    fn collect_into(mut self, items: &mut Vec<Cow<'_, str>>) {
        loop {
            self.rest = self
                .rest
                .trim_start_matches(|c: char| c == ',' || c.is_whitespace());
            let Some(first) = self.rest.chars().next() else {
                return;
            };
            if matches!(first, '\'' | '"') {
                self.rest = &self.rest[1..];
                push(self.quoted(first), items);
            } else {
                let bare = self.bare();
                if !is_missing(bare) {
                    push(trim(bare).to_owned(), items);
                }
            }
        }
    }

    /// Up to the next separator.
    fn bare(&mut self) -> &'a str {
        let commas = self.commas;
        let end = self
            .rest
            .find(|c: char| if commas { c == ',' } else { c.is_whitespace() })
            .unwrap_or(self.rest.len());
        let (bare, rest) = self.rest.split_at(end);
        self.rest = rest;
        bare
    }

    /// Up to the closing quote: one that a separator, another quote after white
    /// space, or the end follows, so that `'Bob's'` is one item.
    fn quoted(&mut self, quote: char) -> String {
        let mut item = String::new();
        let mut characters = self.rest.char_indices();
        while let Some((at, c)) = characters.next() {
            if c == '\\' {
                match characters.next() {
                    Some((_, 'n' | 't' | 'r')) => item.push(' '),
                    Some((escape, kind @ ('x' | 'u' | 'U'))) => {
                        let digits = match kind {
                            'x' => 2,
                            'u' => 4,
                            _ => 8,
                        };
                        unescape(&self.rest[escape + 1..], digits, &mut item, &mut characters);
                    }
                    Some((_, other)) => item.push(other),
                    None => {}
                }
            } else if c == quote && (self.closes)(&self.rest[at + 1..]) {
                self.rest = &self.rest[at + 1..];
                return item;
            } else {
                item.push(c);
            }
        }
        self.rest = "";
        item
    }
}

/// Whether a quote before `rest` closes its item.
fn closes(rest: &str) -> bool {
    let next = rest.trim_start();
    let spaced = next.len() < rest.len();
    match next.chars().next() {
        None | Some(',') => true,
        Some('\'' | '"') => spaced,
        Some(_) => false,
    }
}

/// The character that `digits` hexadecimal digits spell, if they do.
fn unescape(
    text: &str,
    digits: usize,
    item: &mut String,
    characters: &mut std::str::CharIndices<'_>,
) {
    let code = text
        .get(..digits)
        .and_then(|code| u32::from_str_radix(code, 16).ok());
    if let Some(c) = code.and_then(char::from_u32) {
        item.push(c);
        // The digits are one byte each.
        characters.nth(digits - 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn shapes() {
        let cases: &[(&str, &[&str])] = &[
            ("", &[]),
            ("  ", &[]),
            ("[]", &[]),
            ("[ ]", &[]),
            ("[none]", &[]),
            ("[None]", &[]),
            ("None", &[]),
            ("nan", &[]),
            ("null", &[]),
            (r#"["a","b c"]"#, &["a", "b c"]),
            (r#"["a",null,1,["b"]]"#, &["a", "1", "b"]),
            (r#"[{"name":"a"},{"id":3},{"tag":"b"}]"#, &["a", "b"]),
            (r#"["\u00e9"]"#, &["é"]),
            (r#"['A', "B's"]"#, &["A", "B's"]),
            ("['A', None, 'B']", &["A", "B"]),
            (
                r"['it\'s', 'caf\xe9', '\U0001f600', '\u12']",
                &["it's", "café", "😀", "12"],
            ),
            ("['Bob's', 'b']", &["Bob's", "b"]),
            ("['a' 'b'\n 'c']", &["a", "b", "c"]),
            ("[a, b c]", &["a", "b c"]),
            ("[a b]", &["a", "b"]),
            ("['a', 'b", &["['a'", "'b"]),
            ("{a,\"b c\"}", &["a", "b c"]),
            ("('a',)", &["a"]),
            ("a|b c|\"d,e\"", &["a", "b c", "d,e"]),
            ("\"a\"|\"b\"", &["a", "b"]),
            ("a, b;c", &["a", "b", "c"]),
            ("a,,b,", &["a", "b"]),
            ("\"a,b\"", &["a", "b"]),
            ("قطر، كأس", &["قطر", "كأس"]),
            ("東京、大阪", &["東京", "大阪"]),
            ("#a #b\u{A0}#c", &["#a", "#b", "#c"]),
            ("a\u{A0}b", &["a", "b"]),
            ("#a#b", &["a", "b"]),
            ("#a #b, #c", &["a", "b", "#c"]),
            ("C#, F#", &["C#", "F#"]),
            ("#one", &["#one"]),
        ];
        for (cell, items) in cases {
            assert_eq!(split_list(cell), *items, "{cell}");
        }
    }

    #[test]
    fn deep_and_long_cells_are_read() {
        split_list(&format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)));
        split_list(&format!("[{}]", "' ".repeat(100_000)));
        split_list(&format!("[{}]", "'\\".repeat(100_000)));
    }

    proptest! {
        #[test]
        fn any_cell_is_read(cell in r#"[\[\]'", |\\xu0a#é]{0,30}"#) {
            split_list(&cell);
        }

        #[test]
        fn a_json_list_comes_back(items in prop::collection::vec("[a-z'\", |]{0,8}[a-z]", 1..5)) {
            let cell = Value::from(items.clone()).to_string();
            prop_assert_eq!(split_list(&cell), items);
        }
    }
}
