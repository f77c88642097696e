//! The hashtags of a post: declared in a list, or found in its caption.
//!
//! Both give normal forms ([`super::hashtag`]), distinct, in order of
//! appearance, as `posts.hashtags` holds them.

use std::borrow::Cow;

use memchr::memchr2_iter;

use super::hashtag::{self, Role, SIGNS};
use super::unicode::{is_letter, is_mark, is_number};

/// How far back a `#` looks for the `://` of an address it may belong to, in bytes.
const ADDRESS: usize = 1024;

/// Hashtags in normal form, each once, in the order they were added.
#[derive(Debug, Clone, Default)]
pub struct Distinct<'a> {
    tags: Vec<Cow<'a, str>>,
    // Filled once a post has more tags than a scan is good for.
    seen: foldhash::HashSet<Cow<'a, str>>,
}

impl<'a> Distinct<'a> {
    /// Up to here a scan is faster than a hash.
    const FEW: usize = 32;

    /// No tags yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a declared tag, unless it is there or nothing is left of it.
    pub fn push(&mut self, declared: impl Into<Cow<'a, str>>) {
        let normal = match declared.into() {
            Cow::Borrowed(tag) => hashtag::normalize(tag),
            Cow::Owned(tag) => hashtag::normalize(&tag).map(owned),
        };
        if let Some(tag) = normal {
            self.add(tag);
        }
    }

    /// Adds a tag in normal form, unless it is there.
    fn add(&mut self, tag: Cow<'a, str>) {
        if self.tags.len() < Self::FEW {
            if self.tags.contains(&tag) {
                return;
            }
        } else {
            if self.seen.is_empty() {
                self.seen.extend(self.tags.iter().cloned());
            }
            if !self.seen.insert(tag.clone()) {
                return;
            }
        }
        self.tags.push(tag);
    }

    /// Adds the tags of a caption.
    pub fn extend_from_caption(&mut self, caption: &str) {
        each_in_caption(caption, |tag| self.add(owned(tag)));
    }

    /// Whether there are no tags.
    pub fn is_empty(&self) -> bool {
        self.tags.is_empty()
    }

    /// The tags, in order.
    pub fn into_vec(self) -> Vec<Cow<'a, str>> {
        self.tags
    }
}

fn owned<'a>(tag: Cow<'_, str>) -> Cow<'a, str> {
    Cow::Owned(tag.into_owned())
}

/// Declared tags in normal form, distinct, in order of appearance.
pub fn from_list<T: AsRef<str>>(declared: impl IntoIterator<Item = T>) -> Vec<String> {
    let mut distinct = Distinct::new();
    for tag in declared {
        distinct.push(tag.as_ref().to_owned());
    }
    texts(distinct)
}

/// The hashtags in a caption, as the platforms find them: normal forms,
/// distinct, in order of appearance.
///
/// A tag is a `#`, `＃` or `﹟` at the start, or after white space, punctuation
/// or an emoji, and runs over all that a hashtag can hold. Not tags: a `#`
/// after a letter, digit, `&` or `/` (`C#x`, `&#39;`, `/#top`) or within an
/// address (`https://a.b/?c=#d`); tags of digits and `_` alone (`#1`).
/// `#a#b` is two tags.
pub fn from_caption(caption: &str) -> Vec<String> {
    let mut distinct = Distinct::new();
    distinct.extend_from_caption(caption);
    texts(distinct)
}

fn texts(tags: Distinct<'_>) -> Vec<String> {
    tags.into_vec().into_iter().map(Cow::into_owned).collect()
}

/// Calls `found` with the normal form of every tag of a caption.
fn each_in_caption<'a>(caption: &'a str, mut found: impl FnMut(Cow<'a, str>)) {
    // Where the last tag ended: a sign right there begins another.
    let mut end = 0;
    let mut after_tag = false;
    // The full-width signs begin with 0xEF, or are rare enough.
    for at in memchr2_iter(b'#', 0xEF, caption.as_bytes()) {
        if at < end {
            continue;
        }
        let Some(sign) = caption[at..].chars().next().filter(|c| SIGNS.contains(c)) else {
            continue;
        };
        let body = caption[at..].trim_start_matches(SIGNS);
        let start = caption.len() - body.len();
        let chained = after_tag && at == end;
        end = start;
        after_tag = false;
        if !(chained || begins_tag(&caption[..at], sign)) {
            continue;
        }
        let tag = &body[..run(body)];
        if let Some(normal) = hashtag::normalize(tag).filter(|normal| is_linked(normal)) {
            found(normal);
            end = start + tag.len();
            after_tag = true;
        }
    }
}

/// Whether a sign after `before` begins a tag.
fn begins_tag(before: &str, sign: char) -> bool {
    let Some(last) = before.chars().next_back() else {
        return true;
    };
    match last {
        '&' | '/' if sign == '#' => return false,
        '_' => return false,
        // The marks of emoji, not of letters.
        '\u{FE0E}' | '\u{FE0F}' | '\u{20E3}' => return true,
        _ => {}
    }
    let in_word = is_letter(last) || is_number(last) || is_mark(last);
    !in_word && !in_address(before, last)
}

/// Whether `before` ends within an address such as `https://a.b/?c=`.
fn in_address(before: &str, last: char) -> bool {
    if !last.is_ascii_graphic() || ",;.!)]}'\"<>".contains(last) {
        return false;
    }
    let bytes = before.as_bytes();
    let near = &bytes[bytes.len().saturating_sub(ADDRESS)..];
    let word = near
        .iter()
        .rposition(|b| !b.is_ascii_graphic() || matches!(b, b'"' | b'<' | b'>'))
        .map_or(near, |at| &near[at + 1..]);
    memchr::memmem::find(word, b"://").is_some()
}

/// How many bytes of `text` a tag can hold.
fn run(text: &str) -> usize {
    let mut end = 0;
    for (at, c) in text.char_indices() {
        match hashtag::role(c) {
            Role::Base => {}
            Role::Follower | Role::Joiner if at > 0 => {}
            _ => break,
        }
        end = at + c.len_utf8();
    }
    end
}

/// Whether the platforms would link a tag: not one of numbers and `_` alone.
fn is_linked(tag: &str) -> bool {
    tag.chars().any(|c| c != '_' && !is_number(c))
}

/// An item of a list cell that is several tags run together, `#a#b`, as its tags.
pub(super) fn split_chain<'a>(item: Cow<'a, str>, items: &mut Vec<Cow<'a, str>>) {
    let chained = item.starts_with(SIGNS) && item.trim_start_matches(SIGNS).contains(SIGNS);
    if !chained {
        items.push(item);
        return;
    }
    let parts = item
        .split(SIGNS)
        .map(super::trim)
        .filter(|part| !part.is_empty());
    items.extend(parts.map(|part| Cow::Owned(part.to_owned())));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn captions() {
        let cases: &[(&str, &[&str])] = &[
            ("", &[]),
            ("no tags", &[]),
            ("#One two #THREE", &["one", "three"]),
            ("#a #b #A", &["a", "b"]),
            ("#a#b", &["a", "b"]),
            ("##a", &["a"]),
            ("(#a),#b.#c!", &["a", "b", "c"]),
            ("#Bob's", &["bob"]),
            ("#a-b", &["a"]),
            ("we are #1 #2024 #2024fest #1_1", &["2024fest"]),
            ("it&#39;s &#x27;", &[]),
            ("C# F#m a_#b", &[]),
            ("https://a.b/c#d https://a.b/#d", &[]),
            ("https://a.b/?c=#d (https://a.b) #e", &["e"]),
            ("see https://a.b.\n#c", &["c"]),
            ("https://a.b,#c", &["c"]),
            ("abc#def#ghi", &[]),
            ("＃ＴＡＧ ﹟two", &["tag", "two"]),
            ("日本#東京", &[]),
            ("日本、#東京。#大阪", &["東京", "大阪"]),
            ("#हिन्दी #कविता", &["हिन्दी", "कविता"]),
            ("#كأس_العالم، #قطر", &["كأس_العالم", "قطر"]),
            ("#می\u{200C}خواهم", &["می\u{200C}خواهم"]),
            ("❤️#love❤️#life", &["love❤\u{FE0F}", "life"]),
            ("#❤️ #👍🏽", &["❤\u{FE0F}", "👍🏽"]),
            ("#️⃣ #1️⃣", &["1\u{FE0F}\u{20E3}"]),
            ("#Straße #STRASSE", &["strasse"]),
            ("#İstanbul", &["i\u{307}stanbul"]),
            ("#a\u{200B}#b\u{A0}#c", &["a", "b", "c"]),
            ("#tag\u{FF01}", &["tag"]),
            ("# a #", &[]),
            ("#", &[]),
        ];
        for (caption, tags) in cases {
            assert_eq!(from_caption(caption), *tags, "{caption}");
        }
    }

    #[test]
    fn lists_are_distinct_in_order() {
        assert_eq!(from_list(["B", "#a", "b", "!", "A b"]), ["b", "a", "ab"]);
        let many: Vec<String> = (0..200).map(|n| format!("t{}", n % 90)).collect();
        assert_eq!(from_list(&many), &many[..90]);
    }

    #[test]
    fn long_captions_take_linear_time() {
        let tags: Vec<String> = (0..50_000).map(|n| format!("t{n}")).collect();
        assert_eq!(from_caption(&format!("#{}", tags.join("-#"))), tags);
        assert_eq!(from_caption(&"x=#".repeat(20_000)), ["x"]);
    }

    proptest! {
        #[test]
        fn tags_of_captions_are_normal_and_distinct(caption in "[#＃ aB1_é❤️&/\u{200D}\u{301}.か]{0,40}") {
            let tags = from_caption(&caption);
            prop_assert_eq!(&from_list(&tags), &tags);
        }

        #[test]
        fn any_caption_is_read(caption in any::<String>()) {
            from_caption(&caption);
        }
    }
}
