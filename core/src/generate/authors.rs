//! The people who post: names, followers and habits, each worked out from the
//! author's number whenever it is needed.

use crate::generate::calendar::OFFSETS;
use crate::generate::platform::{Platform, push_number};
use crate::generate::random::{exp2, mix, normal, unit};
use crate::generate::themes::THEMES;

/// The author with the number `number`: the same person on every platform,
/// the busiest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Author {
    pub(super) seed: u64,
    pub(super) themes: usize,
    pub(super) number: u32,
}

/// How an author writes hashtags in captions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Letters {
    Lower,
    First,
    Capitals,
}

impl Author {
    fn bits(self, what: u64) -> u64 {
        mix(self.seed, u64::from(self.number), what)
    }

    /// What the author mostly posts about.
    pub(super) fn theme(self) -> usize {
        self.number as usize % self.themes
    }

    /// Local time less UTC, in hours.
    pub(super) fn offset(self) -> i64 {
        OFFSETS[(self.bits(1) % OFFSETS.len() as u64) as usize]
    }

    pub(super) fn letters(self) -> Letters {
        match self.bits(2) % 20 {
            0..=12 => Letters::Lower,
            13..=18 => Letters::First,
            _ => Letters::Capitals,
        }
    }

    /// Where among the hashtags of the theme the favourite `number` is.
    pub(super) fn favourite(self, number: u64) -> f64 {
        unit(self.bits(16 + number))
    }

    /// How many follow the author: a few hundred mostly, millions rarely.
    pub(super) fn followers(self, platform: Platform) -> f64 {
        let person = normal(self.bits(3), self.bits(4));
        let place = 8 + 2 * platform.place() as u64;
        let there = normal(self.bits(place), mix(self.seed, self.bits(place), 1));
        exp2(10.5 + 2.8 * person + 0.9 * there).round()
    }

    /// A number for the account, as platforms have.
    pub(super) fn account(self, platform: Platform) -> u64 {
        self.bits(32 + platform.place() as u64) >> 4
    }

    /// Adds the name under which posts of `platform` show the author: a user
    /// name, on YouTube the title of the channel.
    pub(super) fn push_name(self, platform: Platform, text: &mut String) {
        if platform == Platform::YouTube {
            self.push_title(text);
            return;
        }
        let (first, second, rest) = self.words();
        // X knows no points in user names.
        let point = self.bits(5).is_multiple_of(4) && platform != Platform::X;
        text.push_str(first);
        text.push(if point { '.' } else { '_' });
        text.push_str(second);
        if rest > 0 {
            push_number(rest + 1, text);
        }
    }

    /// Adds the name in words.
    pub(super) fn push_title(self, text: &mut String) {
        let (first, second, rest) = self.words();
        push_capitalised(first, text);
        text.push(' ');
        push_capitalised(second, text);
        if rest > 0 {
            text.push(' ');
            push_number(rest + 1, text);
        }
    }

    /// The words of the name, and what tells apart those who share them.
    fn words(self) -> (&'static str, &'static str, u64) {
        let theme = THEMES[self.theme()];
        let place = self.number as usize / self.themes;
        let (firsts, seconds) = (theme.first_names, theme.second_names);
        // One up and the other on, so that neighbours share no word.
        let first = place % firsts.len();
        let second = (place / firsts.len() + first) % seconds.len();
        let rest = place / (firsts.len() * seconds.len());
        (firsts[first], seconds[second], rest as u64)
    }
}

/// Adds an ASCII word with a capital letter first.
pub(super) fn push_capitalised(word: &str, text: &mut String) {
    let mut letters = word.chars();
    text.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
    text.push_str(letters.as_str());
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_two_authors_share_a_name() {
        for themes in [3, THEMES.len()] {
            for platform in [Platform::TikTok, Platform::YouTube, Platform::X] {
                let mut names = HashSet::new();
                for number in 0..10_000 {
                    let author = Author {
                        seed: 1,
                        themes,
                        number,
                    };
                    let mut name = String::new();
                    author.push_name(platform, &mut name);
                    assert!(names.insert(name.clone()), "{name} is there twice");
                }
            }
        }
    }

    #[test]
    fn some_authors_have_many_followers() {
        let author = |number| Author {
            seed: 1,
            themes: 8,
            number,
        };
        let mut followers: Vec<_> = (0..10_000)
            .map(|number| author(number).followers(Platform::TikTok))
            .collect();
        followers.sort_by(f64::total_cmp);
        assert!(
            (500.0..4000.0).contains(&followers[5000]),
            "{}",
            followers[5000]
        );
        assert!(followers[9990] > 100_000.0, "{}", followers[9990]);
        assert!(followers[9999] < 50_000_000.0, "{}", followers[9999]);
    }
}
