//! HTML's character references.
//!
//! The names are one sorted text of lines `name=characters`, a third of the size
//! of a table of them: the module for JavaScript carries it too.

use std::borrow::Cow;

use memchr::{memchr, memchr2, memrchr};

/// From <https://html.spec.whatwg.org/entities.json>; the line feed that
/// `&NewLine;` stands for is written `\n`.
const NAMES: &str = include_str!("entities.txt");

/// Text with its references decoded, once. Whatever is none stays as it is.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    let mut decoded = String::new();
    // Where what is not copied yet begins.
    let mut rest = 0;
    let mut from = 0;
    while let Some(at) = memchr(b'&', &text.as_bytes()[from..]) {
        let start = from + at + 1;
        let Some(length) = memchr2(b'&', b';', &text.as_bytes()[start..]) else {
            break;
        };
        let end = start + length;
        from = end;
        if text.as_bytes()[end] == b'&' {
            continue;
        }
        if let Some(meant) = meaning(&text[start..end]) {
            decoded.push_str(&text[rest..start - 1]);
            decoded.push_str(&meant);
            rest = end + 1;
        }
        from += 1;
    }
    if rest == 0 {
        return Cow::Borrowed(text);
    }
    decoded.push_str(&text[rest..]);
    Cow::Owned(decoded)
}

/// What stands between `&` and `;`, decoded.
fn meaning(reference: &str) -> Option<Cow<'static, str>> {
    let Some(number) = reference.strip_prefix('#') else {
        return named(reference).map(Cow::Borrowed);
    };
    let (digits, radix) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    // The parser would take a sign.
    if !digits.chars().next()?.is_digit(radix) {
        return None;
    }
    let c = char::from_u32(u32::from_str_radix(digits, radix).ok()?)?;
    // Of the control characters, HTML has only white space.
    let allowed = c >= ' ' || matches!(c, '\t' | '\n' | '\u{C}' | '\r');
    allowed.then(|| Cow::Owned(c.to_string()))
}

/// The characters of a name.
fn named(name: &str) -> Option<&'static str> {
    // The most common ones need no search.
    match name {
        "amp" => return Some("&"),
        "lt" => return Some("<"),
        "gt" => return Some(">"),
        "quot" => return Some("\""),
        "apos" => return Some("'"),
        "nbsp" => return Some("\u{A0}"),
        _ => {}
    }
    let lines = NAMES.as_bytes();
    let (mut low, mut high) = (0, lines.len());
    while low < high {
        let middle = usize::midpoint(low, high);
        let start = memrchr(b'\n', &lines[low..middle]).map_or(low, |at| low + at + 1);
        let end = start + memchr(b'\n', &lines[start..])?;
        let (found, characters) = NAMES[start..end].split_once('=')?;
        match found.cmp(name) {
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
            std::cmp::Ordering::Equal if name == "NewLine" => return Some("\n"),
            std::cmp::Ordering::Equal => return Some(characters),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use html_escape::{NAMED_ENTITIES, decode_html_entities};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_name_is_known() {
        for (name, characters) in NAMED_ENTITIES {
            let name = std::str::from_utf8(name).unwrap();
            assert_eq!(named(name), Some(characters), "{name}");
            let longer = format!("{name}x");
            assert_eq!(
                decode(&format!("&{longer};")),
                decode_html_entities(&format!("&{longer};"))
            );
        }
        assert_eq!(NAMES.lines().count(), NAMED_ENTITIES.len());
        for unknown in ["", "A", "zzz", "=", "Tab=\t", "\n"] {
            assert_eq!(named(unknown), None, "{unknown:?}");
        }
    }

    proptest! {
        #[test]
        fn another_decoder_agrees(
            text in "(&|;|#|x|X|amp|lt|Tab|NewLine|fjlig|&#|&#x|[0-9a-fA-F]{1,6}|\\+|é|\\PC){0,24}"
        ) {
            prop_assert_eq!(decode(&text), decode_html_entities(&text));
        }
    }
}
