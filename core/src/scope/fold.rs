//! The text normal forms that scopes compare in, reached from this one place.

use crate::value;

/// NFKC and full case folding, the same in every locale.
///
/// Folding what is folded changes nothing; the normal form of a scope relies
/// on it.
pub(super) fn fold(text: &str) -> String {
    value::fold(text).into_owned()
}

/// The normal form of a hashtag: no leading `#`, folded. `None` if nothing is
/// left.
pub(super) fn hashtag(tag: &str) -> Option<String> {
    value::hashtag::normalize(tag).map(std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_compatibility_forms_fall_together() {
        assert_eq!(fold("STRASSE"), fold("Straße"));
        assert_eq!(fold("Ｔｏｋｙｏ"), "tokyo");
        assert_eq!(fold("ΣΊΣΥΦΟΣ"), fold("σίσυφος"));
        assert_eq!(fold("Cafe\u{301}"), fold("CAFÉ"));
        assert_eq!(fold("ﬁt"), "fit");
    }

    #[test]
    fn folding_what_is_folded_changes_nothing() {
        // No character of the later planes folds.
        for c in '\0'..='\u{2ffff}' {
            let once = fold(c.encode_utf8(&mut [0; 4]));
            assert_eq!(fold(&once), once, "U+{:04X}", u32::from(c));
        }
        // U+0345 is a mark that moves among others and folds to a letter.
        for text in [
            "α\u{345}\u{301}",
            "Ω\u{301}\u{345}",
            "ᾳ\u{302}",
            "\u{345}\u{1d165}",
        ] {
            let once = fold(text);
            assert_eq!(fold(&once), once, "{text}");
        }
    }

    #[test]
    fn a_hashtag_loses_its_number_signs() {
        for tag in ["#Rust", "＃ＲＵＳＴ", "﹟rust", "##rust", "RUST"] {
            assert_eq!(hashtag(tag).as_deref(), Some("rust"));
        }
        assert_eq!(hashtag("#"), None);
        assert_eq!(hashtag(""), None);
    }
}
