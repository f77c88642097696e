//! Parts of a session that are counted apart: one for each platform, so that a
//! choice of platforms is a choice of counts and moves no posts.

use super::sums::Sums;

/// So many platforms have parts of their own; of more, there is one part of all.
const MOST: usize = 8;

/// How the posts of a session are parted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parts {
    count: u8,
}

impl Parts {
    /// Of so many platforms.
    pub(super) fn new(platforms: usize) -> Self {
        let count = if platforms > MOST {
            1
        } else {
            platforms.max(1)
        };
        Self {
            count: u8::try_from(count).unwrap_or(1),
        }
    }

    pub(super) fn count(self) -> usize {
        self.count.into()
    }

    /// Whether platforms have parts, numbered as they are.
    pub(super) fn are_platforms(self) -> bool {
        self.count > 1
    }

    /// The part of a platform.
    pub(super) fn of(self, platform: u16) -> u8 {
        let part = u8::try_from(platform).unwrap_or_default();
        if self.are_platforms() { part } else { 0 }
    }
}

/// What is kept of each key, by part.
#[derive(Debug, Clone)]
pub(super) struct Groups<G> {
    groups: Vec<G>,
    keys: usize,
}

impl<G: Copy + Default + Add> Groups<G> {
    pub(super) fn new(parts: usize, keys: usize) -> Self {
        Self {
            groups: vec![G::default(); parts * keys],
            keys,
        }
    }

    /// By key, of one part.
    #[inline]
    pub(super) fn part(&mut self, part: usize) -> &mut [G] {
        &mut self.groups[part * self.keys..(part + 1) * self.keys]
    }

    /// What is kept of a key in some parts together.
    #[inline]
    pub(super) fn of(&self, parts: &[usize], key: usize) -> G {
        let groups = parts.iter().map(|part| self.groups[part * self.keys + key]);
        groups.fold(G::default(), G::add)
    }

    /// What is kept of each key in some parts together.
    pub(super) fn all(&self, parts: &[usize]) -> Vec<G> {
        let mut all = vec![G::default(); self.keys];
        for part in parts {
            let groups = &self.groups[part * self.keys..(part + 1) * self.keys];
            for (all, group) in all.iter_mut().zip(groups) {
                *all = all.add(*group);
            }
        }
        all
    }

    pub(super) fn keys(&self) -> usize {
        self.keys
    }

    pub(super) fn empty(&mut self) {
        self.groups.fill(G::default());
    }

    pub(super) fn copy_from(&mut self, other: &Self) {
        self.groups.copy_from_slice(&other.groups);
    }

    pub(super) fn memory(&self) -> usize {
        self.groups.capacity() * size_of::<G>()
    }
}

/// What two groups have together.
pub(super) trait Add {
    fn add(self, other: Self) -> Self;
}

impl Add for u32 {
    #[inline]
    fn add(self, other: Self) -> Self {
        self + other
    }
}

impl Add for Sums {
    #[inline]
    fn add(mut self, other: Self) -> Self {
        self.change::<true>(&other);
        self
    }
}
