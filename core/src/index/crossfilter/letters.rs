//! Which letters a text has, a bit each.

/// `a` to `z`, then digits; all other bytes share the bits after them.
const LETTERS: u8 = 26;
const KNOWN: u8 = LETTERS + 10;

/// The letters of a folded text. Where it lacks one of a part it does not have
/// the part, which is known without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Letters(u64);

impl Letters {
    pub(super) fn of(text: &str) -> Self {
        let bits = text.bytes().map(|byte| 1 << bit(byte));
        Self(bits.fold(0, |letters: u64, bit: u64| letters | bit))
    }

    /// Whether all of `wanted` are there.
    #[inline]
    pub(super) fn have(self, wanted: Self) -> bool {
        self.0 & wanted.0 == wanted.0
    }

    /// Whether a text has `part` just where it has its letters.
    pub(super) fn is_known(part: &str) -> bool {
        matches!(part.as_bytes(), [byte] if bit(*byte) < KNOWN)
    }
}

fn bit(byte: u8) -> u8 {
    match byte {
        b'a'..=b'z' => byte - b'a',
        b'0'..=b'9' => LETTERS + byte - b'0',
        _ => KNOWN + byte % (64 - KNOWN),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_text_has_the_letters_of_its_parts(before in "\\PC{0,9}", part in "\\PC{1,3}", after in "\\PC{0,9}") {
            let text = Letters::of(&format!("{before}{part}{after}"));
            prop_assert!(text.have(Letters::of(&part)));
        }

        #[test]
        fn one_letter_or_digit_is_known(text in "[a-e0-3 #é]{0,6}", part in "[a-e0-3 #é]{1,2}") {
            if Letters::is_known(&part) {
                prop_assert_eq!(Letters::of(&text).have(Letters::of(&part)), text.contains(&part));
            }
        }
    }
}
