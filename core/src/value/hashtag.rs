//! One hashtag to its normal form.
//!
//! The normal form has no `#`, is NFKC and fully case-folded ([`super::fold`]),
//! and keeps what the platforms let a hashtag hold:
//!
//! - letters, digits and other numbers, `_`, and emoji;
//! - after one of those: combining marks, variation selectors (after emoji
//!   only), and the Hebrew geresh and gershayim;
//! - between two of those: the joiners of a word: zero-width joiner and
//!   non-joiner, the middle dots `·` and `・`, the Hebrew maqaf, the Tibetan
//!   tsheg, and the Japanese `゠` and `〜`.
//!
//! Everything else goes: a declared tag from a list (YouTube's `snippet.tags`)
//! is a keyword with spaces and punctuation, and `horror night` is
//! `horrornight`, `Bob's` is `bobs`. So a declared tag is never cut short,
//! whereas a tag in a caption ends at the first character it can't hold
//! (see [`super::tags::from_caption`]).

use std::borrow::Cow;

use super::{ROUNDS, fold, is_invisible, unicode};

/// The signs that begin a hashtag.
pub const SIGNS: [char; 3] = ['#', '＃', '﹟'];

/// What a character is to a hashtag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Letter, number, `_` or emoji: may stand alone.
    Base,
    /// Kept right after a kept character.
    Follower,
    /// Kept between two kept characters.
    Joiner,
    /// Leaves no trace, and doesn't part what is around it.
    Invisible,
    /// Not part of a hashtag.
    Other,
}

/// The normal form of a declared tag; `None` if no letter, number or emoji is left.
///
/// Idempotent. Borrows where the tag is in normal form already, so that the
/// common case allocates nothing.
pub fn normalize(tag: &str) -> Option<Cow<'_, str>> {
    if tag.is_ascii() {
        return normalize_ascii(tag);
    }
    let mut tag = Cow::Borrowed(tag);
    for _ in 0..ROUNDS {
        // The spacing voiced marks of Japanese would fold to a space and a mark.
        let voiced = tag.contains(['\u{309B}', '\u{309C}']);
        if voiced {
            tag = Cow::Owned(
                tag.replace('\u{309B}', "\u{3099}")
                    .replace('\u{309C}', "\u{309A}"),
            );
        }
        let folded = fold_cow(tag);
        match keep(&folded) {
            None => {
                tag = folded;
                break;
            }
            // What is left may compose anew, hence the next round.
            Some(kept) => tag = Cow::Owned(kept),
        }
    }
    tag.chars().any(stands_alone).then_some(tag)
}

/// [`normalize`] where every byte is a character.
fn normalize_ascii(tag: &str) -> Option<Cow<'_, str>> {
    let tag = tag.trim_matches(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    if !tag.bytes().any(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    if tag
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    {
        return Some(Cow::Borrowed(tag));
    }
    let kept = tag
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '_')
        .map(|c| c.to_ascii_lowercase())
        .collect();
    Some(Cow::Owned(kept))
}

fn fold_cow(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => fold(text),
        Cow::Owned(text) => match fold(&text) {
            Cow::Borrowed(_) => Cow::Owned(text),
            Cow::Owned(folded) => Cow::Owned(folded),
        },
    }
}

/// The text without the characters a hashtag can't hold; `None` if that is all of it.
fn keep(text: &str) -> Option<String> {
    let mut kept = String::with_capacity(text.len());
    let mut joiner = None;
    // Whether a follower has something to follow.
    let mut attached = false;
    let mut after_emoji = false;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match role(c) {
            Role::Base => {
                kept.extend(joiner.take());
                kept.push(c);
                attached = true;
                after_emoji = is_emoji(c);
            }
            Role::Follower if attached => {
                let keycap = characters.peek() == Some(&'\u{20E3}');
                if after_emoji || keycap || !needs_emoji(c) {
                    kept.extend(joiner.take());
                    kept.push(c);
                }
            }
            Role::Joiner if !kept.is_empty() => {
                joiner.get_or_insert(c);
            }
            Role::Other => attached = false,
            Role::Follower | Role::Joiner | Role::Invisible => {}
        }
    }
    (kept != text).then_some(kept)
}

/// The role of a character; of raw text too, before any folding.
pub(super) fn role(c: char) -> Role {
    if c.is_ascii() {
        return if c.is_ascii_alphanumeric() || c == '_' {
            Role::Base
        } else {
            Role::Other
        };
    }
    match c {
        '\u{05F3}' | '\u{05F4}' | '\u{A67E}' | '\u{3003}' | '\u{309B}' | '\u{309C}' => {
            Role::Follower
        }
        // Flags of regions are spelt with tag characters.
        '\u{E0020}'..='\u{E007F}' => Role::Follower,
        '\u{200C}' | '\u{200D}' | '\u{00B7}' | '\u{0387}' | '\u{30FB}' | '\u{FF65}'
        | '\u{05BE}' | '\u{0F0B}' | '\u{0F0C}' | '\u{301C}' | '\u{30A0}' => Role::Joiner,
        // Hangul fillers are letters that show nothing.
        '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' => Role::Invisible,
        '\u{FF3F}' => Role::Base,
        _ if is_invisible(c) => Role::Invisible,
        _ if unicode::is_letter(c) || unicode::is_number(c) => Role::Base,
        _ if unicode::is_mark(c) => Role::Follower,
        _ if is_emoji(c) => Role::Base,
        _ => Role::Other,
    }
}

/// An emoji that is not also a plain sign (`#`, a digit, `©`, `®`).
fn is_emoji(c: char) -> bool {
    c >= '\u{2190}' && unicode::is_emoji(c)
}

/// Variation selectors and tag characters mean nothing except after an emoji.
fn needs_emoji(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0020}'..='\u{E007F}')
}

fn stands_alone(c: char) -> bool {
    c != '_' && role(c) == Role::Base
}

#[cfg(test)]
mod tests;
