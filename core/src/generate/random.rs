//! Random numbers that are the same on every machine, and the little
//! arithmetic on them.
//!
//! Only the bits come from a library; how they become numbers is written here,
//! from operations that IEEE 754 defines to the last bit. So the bytes of a
//! data set depend neither on the release of a library nor on the logarithm of
//! an operating system.

// Floats are made to fit before they become integers, and integers below 2^53
// before they become floats.
#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]

use std::f64::consts::{LN_2, LOG2_E, SQRT_2};

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// What a stream of random numbers is for: two streams never share numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Campaigns,
    Sketches,
    Details,
    Projects,
    Hashtags,
}

/// A stream of random numbers.
#[derive(Debug, Clone)]
pub(super) struct Stream(ChaCha8Rng);

impl Stream {
    /// The stream number `number` of a purpose: each is independent of all others.
    pub(super) fn new(seed: u64, purpose: Purpose, number: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(&(purpose as u64).to_le_bytes());
        key[16..24].copy_from_slice(&number.to_le_bytes());
        Self(ChaCha8Rng::from_seed(key))
    }

    /// 64 random bits.
    pub(super) fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A number from 0 to `n` - 1; 0 where `n` is 0.
    pub(super) fn below(&mut self, n: u64) -> u64 {
        scale(self.bits(), n)
    }

    /// A place in a list of `n`.
    pub(super) fn index(&mut self, n: usize) -> usize {
        scale(self.bits(), n as u64) as usize
    }

    /// One of `items`, which are not empty.
    pub(super) fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.index(items.len())]
    }

    /// A number from 0 to below 1.
    pub(super) fn unit(&mut self) -> f64 {
        unit(self.bits())
    }

    /// True in a part `part` of all calls.
    pub(super) fn chance(&mut self, part: f64) -> bool {
        self.unit() < part
    }

    /// A number whose distribution is close to the normal one.
    pub(super) fn normal(&mut self) -> f64 {
        normal(self.bits(), self.bits())
    }
}

/// `bits` as a number from 0 to `n` - 1.
fn scale(bits: u64, n: u64) -> u64 {
    ((u128::from(bits) * u128::from(n)) >> 64) as u64
}

/// `bits` as a number from 0 to below 1.
pub(super) fn unit(bits: u64) -> f64 {
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}

/// The sum of eight uniform numbers, scaled: normal enough, up to 4.9 deviations.
pub(super) fn normal(one: u64, two: u64) -> f64 {
    let lanes = |bits: u64| {
        (bits & 0xffff) + ((bits >> 16) & 0xffff) + ((bits >> 32) & 0xffff) + (bits >> 48)
    };
    let sum = (lanes(one) + lanes(two)) as f64 / 65_536.0;
    (sum - 4.0) * 1.224_744_871_391_589
}

/// Bits that belong to one thing (an author, say) whenever they are asked for.
pub(super) fn mix(seed: u64, thing: u64, number: u64) -> u64 {
    splitmix(splitmix(splitmix(seed) ^ thing) ^ number)
}

/// A bijection of 64 bits that scatters neighbours.
pub(super) fn splitmix(bits: u64) -> u64 {
    let mut bits = bits.wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// 2 to the power of `x`.
pub(super) fn exp2(x: f64) -> f64 {
    let x = x.clamp(-1000.0, 1000.0);
    let whole = x.floor();
    let y = (x - whole - 0.5) * LN_2;
    // The series of e^y, with |y| below 0.35.
    let mut sum = 1.0;
    for k in (1..=12).rev() {
        sum = 1.0 + sum * y / f64::from(k);
    }
    sum * SQRT_2 * f64::from_bits(((whole as i64 + 1023) as u64) << 52)
}

/// The binary logarithm of `x`, which is at least 1.
pub(super) fn log2(x: f64) -> f64 {
    let bits = x.max(1.0).to_bits();
    let mantissa = f64::from_bits((bits & 0x000f_ffff_ffff_ffff) | 0x3ff0_0000_0000_0000);
    let t = (mantissa - 1.0) / (mantissa + 1.0);
    let mut sum = 0.0;
    for k in (0..12).rev() {
        sum = 1.0 / f64::from(2 * k + 1) + sum * t * t;
    }
    ((bits >> 52) as f64 - 1023.0) + 2.0 * t * sum * LOG2_E
}

/// `x` rounded to a count.
pub(super) fn count(x: f64) -> i64 {
    x.clamp(0.0, 1e15).round() as i64
}

/// Ranks from 0 to `n` - 1, each used in inverse proportion to it (Zipf's law).
#[derive(Debug, Clone, Copy)]
pub(super) struct Zipf {
    n: u64,
    spread: f64,
}

impl Zipf {
    pub(super) fn new(n: u64) -> Self {
        Self {
            n,
            spread: log2(n as f64 + 1.0),
        }
    }

    /// The rank at `part` (0 to below 1) of all uses.
    pub(super) fn rank(self, part: f64) -> u64 {
        (exp2(part * self.spread) as u64).clamp(1, self.n.max(1)) - 1
    }

    /// The part of all uses that is of `rank`.
    pub(super) fn part(self, rank: u64) -> f64 {
        let rank = rank as f64;
        log2((rank + 2.0) / (rank + 1.0)) / self.spread
    }
}

/// Ranks from 0 to `n` - 1, used in inverse proportion to their power of 2/3:
/// less steep than Zipf's law.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gentle {
    n: u64,
    root: f64,
}

impl Gentle {
    pub(super) fn new(n: u64) -> Self {
        Self {
            n,
            root: exp2(log2(n as f64 + 1.0) / 3.0) - 1.0,
        }
    }

    /// The rank at `part` (0 to below 1) of all uses.
    pub(super) fn rank(self, part: f64) -> u64 {
        let x = 1.0 + part * self.root;
        ((x * x * x) as u64).clamp(1, self.n.max(1)) - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_and_logarithms_are_right() {
        for x in [0.0, 0.3, 1.0, 7.5, 40.25] {
            assert!((exp2(x) / x.exp2() - 1.0).abs() < 1e-12, "{x}");
            assert!((log2(x + 1.0) - (x + 1.0).log2()).abs() < 1e-11, "{x}");
        }
    }

    #[test]
    fn ranks_cover_their_range() {
        for n in [1, 2, 10, 1_000_000] {
            assert_eq!(Zipf::new(n).rank(0.0), 0);
            assert_eq!(Zipf::new(n).rank(0.999_999_999_999), n - 1);
            assert_eq!(Gentle::new(n).rank(0.0), 0);
            assert_eq!(Gentle::new(n).rank(0.999_999_999_999), n - 1);
        }
        let all: f64 = (0..1000).map(|rank| Zipf::new(1000).part(rank)).sum();
        assert!((all - 1.0).abs() < 1e-9);
    }

    #[test]
    fn the_normal_numbers_are_normal_enough() {
        let mut stream = Stream::new(1, Purpose::Details, 0);
        let numbers: Vec<f64> = (0..20_000).map(|_| stream.normal()).collect();
        let mean = numbers.iter().sum::<f64>() / 20_000.0;
        let variance = numbers.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / 20_000.0;
        assert!(mean.abs() < 0.03, "{mean}");
        assert!((variance - 1.0).abs() < 0.05, "{variance}");
    }

    #[test]
    fn streams_differ_by_seed_purpose_and_number() {
        let first = |seed, purpose, number| Stream::new(seed, purpose, number).bits();
        let one = first(1, Purpose::Details, 0);
        assert_eq!(one, first(1, Purpose::Details, 0));
        assert_ne!(one, first(2, Purpose::Details, 0));
        assert_ne!(one, first(1, Purpose::Sketches, 0));
        assert_ne!(one, first(1, Purpose::Details, 1));
    }
}
