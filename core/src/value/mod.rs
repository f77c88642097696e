//! Normal forms of single values: hashtags, counts, times, text.
//!
//! Pure functions from what an export holds to what the canonical tables
//! hold. Nothing here reads a file or a clock, or knows of records and
//! columns: an error names the value, the caller adds its position.
//!
//! - [`fold`]: text for comparison without case
//! - [`hashtag`]: one declared tag to its normal form
//! - [`tags`]: the tags of a caption; many tags, distinct
//! - [`list`]: a cell that holds several tags as text
//! - [`platform`]: the name of a platform
//! - [`instagram`]: the short code of a post, from its number
//! - [`count`]: likes, comments, shares, views
//! - [`time`]: UTC microseconds
//! - [`text`]: HTML and entities to plain text
//!
//! A value that is not there (see [`is_missing`]) is `None`, never 0.

pub mod count;
pub mod hashtag;
pub mod instagram;
pub mod list;
pub mod platform;
pub mod tags;
pub mod text;
pub mod time;
pub(crate) mod unicode;

use std::borrow::Cow;

use caseless::Caseless;
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

pub use count::{CountError, parse_count};
pub use instagram::short_code;
pub use list::split_list;
pub use text::{decode_entities, html_to_text};
pub use time::{TimeError, TimeFormat, format_time, parse_time};

/// How much of a value an error message quotes, in characters.
pub const SHOWN: usize = 60;

/// Folding reaches its fixed point within this many rounds; one or two in practice.
const ROUNDS: usize = 8;

/// Text for comparison without case: Unicode NFKC and full case folding, the
/// same in every locale (`Straße` and `STRASSE` agree, `İ` is `i` with a dot
/// above it and not `i`).
///
/// Stable: folding twice gives what folding once gives. Borrows where nothing
/// changes.
pub fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Cow::Owned(text.to_ascii_lowercase());
        }
        return Cow::Borrowed(text);
    }
    let mut folded = fold_once(text);
    if folded == text {
        return Cow::Borrowed(text);
    }
    for _ in 0..ROUNDS {
        let again = fold_once(&folded);
        if again == folded {
            break;
        }
        folded = again;
    }
    Cow::Owned(folded)
}

/// One round. Decomposed first, as Unicode asks for caseless comparison: the
/// Greek iota below a letter folds to a letter of its own.
fn fold_once(text: &str) -> String {
    let decomposed = DecomposingNormalizerBorrowed::new_nfkd().normalize_iter(text.chars());
    ComposingNormalizerBorrowed::new_nfkc()
        .normalize_iter(decomposed.default_case_fold())
        .collect()
}

/// Whether a cell says that there is no value: empty, or one of the usual
/// words for it (`-`, `N/A`, `null`, `None`, `nan` ..., in any case).
pub fn is_missing(text: &str) -> bool {
    const WORDS: [&str; 10] = [
        "-",
        "n/a",
        "na",
        "#n/a",
        "<na>",
        "null",
        "none",
        "nan",
        "nat",
        "undefined",
    ];
    let text = trim(text);
    text.is_empty()
        || text == "–"
        || text == "—"
        || (text.len() <= 9 && WORDS.iter().any(|word| text.eq_ignore_ascii_case(word)))
}

/// Without white space and invisible characters (byte-order mark, zero-width
/// space, direction marks) at both ends.
pub fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

/// The format characters that leave no trace on a page.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}'
            | '\u{034F}'
            | '\u{061C}'
            | '\u{180E}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}'
    )
}

/// A value as an error message quotes it: at most [`SHOWN`] characters, with
/// `…` where it was cut, and control characters escaped.
pub fn shorten(value: &str) -> String {
    let mut shown = String::new();
    let mut characters = value.chars();
    for c in characters.by_ref().take(SHOWN) {
        if c.is_control() {
            shown.extend(c.escape_default());
        } else {
            shown.push(c);
        }
    }
    if characters.next().is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn folds_scripts_without_a_locale() {
        for (text, folded) in [
            ("", ""),
            ("tag", "tag"),
            ("TAG_9", "tag_9"),
            ("Straße", "strasse"),
            ("STRASSE", "strasse"),
            ("İstanbul", "i\u{307}stanbul"),
            ("ISPARTA", "isparta"),
            ("ΣΊΣΥΦΟΣ", "σίσυφοσ"),
            ("Σίσυφος", "σίσυφοσ"),
            ("ＴＡＧ", "tag"),
            ("Cafe\u{301}", "café"),
            ("ﬁn", "fin"),
            ("हिन्दी", "हिन्दी"),
            ("العربية", "العربية"),
            ("\u{1FC3}", "ηι"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
        assert!(matches!(fold("हिन्दी"), Cow::Borrowed(_)));
    }

    #[test]
    fn every_character_folds_to_a_fixed_point() {
        for c in '\0'..=char::MAX {
            let text = c.to_string();
            let once = fold(&text);
            assert_eq!(fold(&once), once, "U+{:04X}", u32::from(c));
        }
    }

    /// [`fold_once`] by another crate's tables.
    fn fold_by_other_tables(text: &str) -> String {
        text.nfkd().default_case_fold().nfkc().collect()
    }

    #[test]
    fn another_reading_of_unicode_folds_every_character_alike() {
        for c in '\0'..=char::MAX {
            let text = c.to_string();
            let folded = fold_by_other_tables(&text);
            assert_eq!(fold_once(&text), folded, "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn missing_values() {
        for text in [
            "", " ", "-", "N/A", "null", "None", "nan", "NaN", "\u{FEFF}", "—",
        ] {
            assert!(is_missing(text), "{text:?}");
        }
        for text in ["0", "no", "nones", "--", "é"] {
            assert!(!is_missing(text), "{text:?}");
        }
    }

    #[test]
    fn shortens_by_characters() {
        assert_eq!(shorten("abc\n"), "abc\\n");
        assert_eq!(shorten(&"é".repeat(60)), "é".repeat(60));
        assert_eq!(shorten(&"é".repeat(61)), format!("{}…", "é".repeat(60)));
    }

    proptest! {
        #[test]
        fn another_reading_of_unicode_folds_text_alike(
            text in "[\\PCa\u{301}\u{345}\u{323}\u{3099}\u{1100}-\u{11C2}ΑἈ]{0,12}"
        ) {
            prop_assert_eq!(fold_once(&text), fold_by_other_tables(&text));
        }

        #[test]
        fn folding_is_stable(text in any::<String>()) {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once.clone());
        }
    }
}
