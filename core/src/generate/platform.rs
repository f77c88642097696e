//! The platforms, and how each numbers its posts.

use crate::generate::random::splitmix;

/// A platform that posts are made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Platform {
    Instagram,
    TikTok,
    YouTube,
    X,
    /// In its export format only: the canonical tables do without.
    Mastodon,
}

/// The platforms of the canonical tables; a platform's id is its place, from 1.
pub(super) const PLATFORMS: [Platform; 4] = [
    Platform::Instagram,
    Platform::TikTok,
    Platform::YouTube,
    Platform::X,
];

/// At most so many posts have distinct ids: 31 bits.
pub(super) const MOST_POSTS: u64 = 1 << 31;

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

impl Platform {
    /// Its name in normal form.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Instagram => "instagram",
            Self::TikTok => "tiktok",
            Self::YouTube => "youtube",
            Self::X => "x",
            Self::Mastodon => "mastodon",
        }
    }

    /// Its place in [`PLATFORMS`].
    pub(super) fn place(self) -> usize {
        self as usize
    }

    /// Its id in the canonical tables.
    pub(super) fn id(self) -> i32 {
        self as i32 + 1
    }

    /// Its part of all posts of the canonical tables.
    pub(super) fn part(self) -> f64 {
        match self {
            Self::Instagram => 0.38,
            Self::TikTok => 0.30,
            Self::YouTube => 0.12,
            Self::X => 0.20,
            Self::Mastodon => 0.0,
        }
    }

    /// The platform at `part` of all posts.
    pub(super) fn at(part: f64) -> Self {
        let mut end = 0.0;
        for platform in PLATFORMS {
            end += platform.part();
            if part < end {
                return platform;
            }
        }
        Self::X
    }

    /// The number by which the platform knows post `ordinal`, published at
    /// `seconds`; as on the real ones, the time is in it.
    pub(super) fn native(self, ordinal: u64, seconds: i64) -> u64 {
        // A bijection of 31 bits, so that neighbours in the data do not look it.
        let scattered = (ordinal.wrapping_mul(0x5851_f42d) ^ 0x2b5f_2217) & (MOST_POSTS - 1);
        let milliseconds = |since: u64| {
            let seconds = u64::try_from(seconds).unwrap_or(0).saturating_sub(since);
            seconds * 1000 + scattered % 1000
        };
        match self {
            Self::TikTok => (u64::try_from(seconds).unwrap_or(0) << 32) | scattered,
            Self::X => (milliseconds(1_288_834_974) << 22) | (scattered / 1000),
            Self::Instagram => (milliseconds(1_314_220_021) << 23) | (scattered / 1000),
            Self::Mastodon => (milliseconds(0) << 22) | (scattered / 1000),
            Self::YouTube => splitmix(scattered),
        }
    }

    /// Adds the id of the post numbered `native`, without its platform.
    pub(super) fn push_native(self, native: u64, text: &mut String) {
        match self {
            Self::YouTube => push_base64(native, text),
            _ => push_number(native, text),
        }
    }
}

/// Adds a number in digits.
pub(super) fn push_number(mut number: u64, text: &mut String) {
    let mut digits = [0_u8; 20];
    let mut start = digits.len();
    loop {
        start -= 1;
        digits[start] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    text.extend(digits[start..].iter().map(|digit| char::from(*digit)));
}

/// Adds a number in the eleven letters of YouTube's ids and Instagram's codes.
pub(super) fn push_base64(number: u64, text: &mut String) {
    for place in (0..11).rev() {
        let six = (number >> (6 * place)) & 63;
        text.push(char::from(BASE64[six as usize]));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn numbers_are_distinct_even_within_a_second() {
        for platform in [
            Platform::Instagram,
            Platform::TikTok,
            Platform::YouTube,
            Platform::X,
            Platform::Mastodon,
        ] {
            let ordinals = (0..10_000).chain(MOST_POSTS - 10_000..MOST_POSTS);
            let numbers: HashSet<_> = ordinals
                .map(|n| platform.native(n, 1_790_000_000))
                .collect();
            assert_eq!(numbers.len(), 20_000, "{platform:?}");
            assert!(
                numbers
                    .iter()
                    .all(|n| platform == Platform::YouTube || *n < 1 << 63)
            );
        }
    }

    #[test]
    fn numbers_in_text() {
        for (number, digits, letters) in [(0, "0", "AAAAAAAAAAA"), (64, "64", "AAAAAAAAABA")] {
            let (mut one, mut two) = (String::new(), String::new());
            push_number(number, &mut one);
            push_base64(number, &mut two);
            assert_eq!((one.as_str(), two.as_str()), (digits, letters));
        }
    }

    #[test]
    fn parts_make_a_whole() {
        assert!((PLATFORMS.iter().map(|p| p.part()).sum::<f64>() - 1.0).abs() < 1e-9);
        assert_eq!(Platform::at(0.0), Platform::Instagram);
        assert_eq!(Platform::at(0.999), Platform::X);
    }
}
