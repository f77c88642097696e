//! The hashtags there are. A hashtag is a number; its name is made when it is
//! asked for, so that a vocabulary of millions takes no memory.
//!
//! First the general hashtags, then those of the themes in turn, each theme's
//! most used first. A theme has written hashtags, then its stems with each
//! ending (`bikediary`), then with each made-up town (`ralokabike`).

use crate::generate::random::Zipf;
use crate::generate::themes::{ENDINGS, GENERAL, THEMES, Theme};

/// The hashtags of a data set.
#[derive(Debug)]
pub(super) struct Vocabulary {
    themes: usize,
    /// Hashtags a theme.
    each: u64,
    general: Zipf,
    own: Zipf,
}

impl Vocabulary {
    /// About `size` hashtags over the first `themes` themes.
    pub(super) fn new(themes: usize, size: u64) -> Self {
        // Never fewer than the written ones.
        let each = (size / themes as u64).max(40);
        Self {
            themes,
            each,
            general: Zipf::new(GENERAL.len() as u64),
            own: Zipf::new(each),
        }
    }

    /// How many hashtags there are.
    pub(super) fn len(&self) -> usize {
        GENERAL.len() + self.each as usize * self.themes
    }

    /// How many hashtags each theme has.
    pub(super) fn of_a_theme(&self) -> u64 {
        self.each
    }

    /// The general hashtag at `part` of all their uses.
    pub(super) fn general(&self, part: f64) -> u32 {
        self.general.rank(part) as u32
    }

    /// The hashtag of `theme` at `part` of all their uses.
    pub(super) fn own(&self, theme: usize, part: f64) -> u32 {
        self.ranked(theme, self.own.rank(part))
    }

    /// The part of the uses of a theme's hashtags that is of `rank`.
    pub(super) fn part(&self, rank: u64) -> f64 {
        self.own.part(rank)
    }

    /// The hashtag of `theme` with this rank.
    pub(super) fn ranked(&self, theme: usize, rank: u64) -> u32 {
        (GENERAL.len() + rank as usize * self.themes + theme) as u32
    }

    /// Adds the name of hashtag `tag`, in normal form, to `name`.
    pub(super) fn push_name(&self, tag: u32, name: &mut String) {
        let tag = tag as usize;
        if let Some(general) = GENERAL.get(tag) {
            name.push_str(general);
            return;
        }
        let place = tag - GENERAL.len();
        push_own(THEMES[place % self.themes], place / self.themes, name);
    }
}

/// The name of the hashtag of `theme` with this rank.
fn push_own(theme: &Theme, rank: usize, name: &mut String) {
    if let Some(written) = theme.tags.get(rank) {
        name.push_str(written);
        return;
    }
    let place = rank - theme.tags.len();
    let stem = theme.stems[place % theme.stems.len()];
    let round = place / theme.stems.len();
    if let Some(ending) = ENDINGS.get(round) {
        name.push_str(stem);
        name.push_str(ending);
    } else {
        push_town((round - ENDINGS.len()) as u64, name);
        name.push_str(stem);
    }
}

const SYLLABLES: [&str; 50] = [
    "ba", "be", "bi", "bo", "bu", "da", "de", "di", "do", "du", "ka", "ke", "ki", "ko", "ku", "la",
    "le", "li", "lo", "lu", "ma", "me", "mi", "mo", "mu", "na", "ne", "ni", "no", "nu", "ra", "re",
    "ri", "ro", "ru", "sa", "se", "si", "so", "su", "ta", "te", "ti", "to", "tu", "va", "ve", "vi",
    "vo", "vu",
];

/// Adds the name of made-up town `number`: three syllables, more when those
/// are used up; no two towns share a name.
pub(super) fn push_town(number: u64, name: &mut String) {
    let base = SYLLABLES.len() as u64;
    let (mut left, mut syllables, mut names) = (number, 3, base.pow(3));
    while left >= names {
        left -= names;
        syllables += 1;
        names *= base;
    }
    // A step that shares no factor with the number of names visits each once, scattered.
    let mut left = (u128::from(left) * 1_299_709 + 77_171) % u128::from(names);
    for _ in 0..syllables {
        name.push_str(SYLLABLES[(left % u128::from(base)) as usize]);
        left /= u128::from(base);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::value;

    #[test]
    fn names_are_distinct_and_in_normal_form() {
        let vocabulary = Vocabulary::new(THEMES.len(), 100_000);
        let mut names = HashSet::new();
        for tag in 0..vocabulary.len() as u32 {
            let mut name = String::new();
            vocabulary.push_name(tag, &mut name);
            assert_eq!(value::hashtag::normalize(&name).as_deref(), Some(&*name));
            assert!(names.insert(name.clone()), "{name} is there twice");
        }
    }

    /// A town and a stem tell apart from any other town and stem: with the
    /// test above, this holds for vocabularies of every size.
    #[test]
    fn no_stem_is_syllables_and_another_stem() {
        let stems: Vec<_> = THEMES.iter().flat_map(|theme| theme.stems).collect();
        for long in &stems {
            for short in &stems {
                let Some(mut rest) = long.strip_suffix(**short) else {
                    continue;
                };
                while let Some(head) = SYLLABLES.iter().find(|s| rest.starts_with(**s)) {
                    rest = &rest[head.len()..];
                }
                assert!(long == short || !rest.is_empty(), "{long} {short}");
            }
        }
    }

    #[test]
    fn towns_are_distinct_past_three_syllables() {
        let mut names = HashSet::new();
        for number in (124_000..150_000).chain(6_370_000..6_390_000) {
            let mut name = String::new();
            push_town(number, &mut name);
            assert!(names.insert(name.clone()), "{name} is there twice");
        }
    }
}
