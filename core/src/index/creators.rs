//! Authors of posts and followed creators: each (platform, user name) once.

use crate::index::column::Column;
use crate::index::interner::{Ordinals, hash};
use crate::index::texts::{Texts, ordinal};

/// Creators by ordinal.
#[derive(Debug, Clone, Default)]
pub(crate) struct Creators {
    platforms: Column<u16>,
    authors: Texts,
    index: Ordinals,
}

impl Creators {
    /// Creators of columns that belong together; `None` where one is there twice.
    pub(crate) fn frozen_from(platforms: Column<u16>, authors: Texts) -> Option<Self> {
        let hash_of = |creator| hash(platforms.get(creator).into(), authors.text(creator));
        let index = Ordinals::of_distinct(platforms.len(), hash_of, |one, other| {
            platforms.get(one) == platforms.get(other) && authors.text(one) == authors.text(other)
        })?;
        Some(Self {
            platforms,
            authors,
            index,
        })
    }

    pub(crate) fn len(&self) -> usize {
        self.platforms.len()
    }

    #[inline]
    pub(crate) fn platform(&self, creator: u32) -> u16 {
        self.platforms.get(creator)
    }

    pub(crate) fn author(&self, creator: u32) -> &str {
        self.authors.text(creator)
    }

    pub(crate) fn find(&self, platform: u16, author: &str) -> Option<u32> {
        self.index.find(hash(platform.into(), author), |creator| {
            self.platforms.get(creator) == platform && self.authors.text(creator) == author
        })
    }

    /// The ordinal of a creator, new or known.
    pub(crate) fn intern(&mut self, platform: u16, author: &str) -> u32 {
        let key = hash(platform.into(), author);
        let known = self.index.find(key, |creator| {
            self.platforms.get(creator) == platform && self.authors.text(creator) == author
        });
        if let Some(creator) = known {
            return creator;
        }
        let creator = ordinal(self.len());
        self.platforms.push(platform);
        self.authors.push(Some(author));
        let (platforms, authors) = (&self.platforms, &self.authors);
        self.index.insert(key, creator, |other| {
            hash(platforms.get(other).into(), authors.text(other))
        });
        creator
    }

    /// The same creators in one piece.
    pub(crate) fn frozen(self) -> Self {
        Self {
            platforms: Column::from(self.platforms.iter().collect::<Vec<_>>()),
            authors: self.authors.frozen(),
            index: self.index,
        }
    }

    pub(crate) fn memory(&self) -> usize {
        self.platforms.memory() + self.authors.memory() + self.index.memory()
    }
}
