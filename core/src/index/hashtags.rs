//! Hashtags: each (platform, name) once, and each name once for all platforms.

mod edit;
mod labels;

use std::sync::OnceLock;

use foldhash::{HashMap, HashSet};

use crate::index::column::Column;
use crate::index::interner::{Ordinals, hash};
use crate::index::texts::{Texts, ordinal};

use labels::Labels;

/// The group under which a bare name is hashed; no platform has it.
const NAMES: u32 = u32::MAX;

/// Hashtags by ordinal, and names by ordinals of their own.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hashtags {
    ids: Column<i32>,
    names: Column<u32>,
    platforms: Column<u16>,
    /// The distinct names.
    texts: Texts,
    by_text: Ordinals,
    by_key: Ordinals,
    /// Ids that do not ascend with the ordinals, as hashtags made later may have.
    odd: HashMap<i32, u32>,
    /// Hashtags that were taken away.
    removed: HashSet<u32>,
    /// Until a hashtag is made or taken away.
    labels: OnceLock<Labels>,
}

impl Hashtags {
    /// Hashtags of columns that belong together, ids ascending; `None` where a
    /// name, or a hashtag, is there twice.
    pub(crate) fn frozen_from(
        ids: Column<i32>,
        names: Column<u32>,
        platforms: Column<u16>,
        texts: Texts,
    ) -> Option<Self> {
        let text_of = |name| hash(NAMES, texts.text(name));
        let by_text = Ordinals::of_distinct(texts.len(), text_of, |one, other| {
            texts.text(one) == texts.text(other)
        })?;
        let key_of = |hashtag| {
            let name = texts.text(names.get(hashtag));
            hash(platforms.get(hashtag).into(), name)
        };
        let by_key = Ordinals::of_distinct(ids.len(), key_of, |one, other| {
            names.get(one) == names.get(other) && platforms.get(one) == platforms.get(other)
        })?;
        Some(Self {
            ids,
            names,
            platforms,
            texts,
            by_text,
            by_key,
            ..Self::default()
        })
    }

    /// None yet, with room for `count`.
    pub(crate) fn with_capacity(count: usize) -> Self {
        Self {
            by_text: Ordinals::with_capacity(count),
            by_key: Ordinals::with_capacity(count),
            ..Self::default()
        }
    }

    /// The hashtag of an id.
    pub(crate) fn by_id(&self, id: i32) -> Option<u32> {
        let found = match self.odd.get(&id) {
            Some(odd) => *odd,
            None => {
                // Those that are not odd ascend, with odd ones between them.
                let (mut low, mut high) = (0, ordinal(self.len() - self.odd.len()));
                while low < high {
                    let middle = low + (high - low) / 2;
                    if self.ids.get(middle) < id {
                        low = middle + 1;
                    } else {
                        high = middle;
                    }
                }
                low
            }
        };
        let is = (found as usize) < self.len() && self.ids.get(found) == id;
        (is && !self.is_removed(found)).then_some(found)
    }

    /// How many ordinals there are, those of hashtags taken away included.
    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    /// How many names there are.
    pub(crate) fn names(&self) -> usize {
        self.texts.len()
    }

    pub(crate) fn id(&self, hashtag: u32) -> i32 {
        self.ids.get(hashtag)
    }

    /// The ordinal of its name.
    #[inline]
    pub(crate) fn name_of(&self, hashtag: u32) -> u32 {
        self.names.get(hashtag)
    }

    pub(crate) fn platform(&self, hashtag: u32) -> u16 {
        self.platforms.get(hashtag)
    }

    /// The text of a name.
    pub(crate) fn text(&self, name: u32) -> &str {
        self.texts.text(name)
    }

    pub(crate) fn name(&self, hashtag: u32) -> &str {
        self.texts.text(self.names.get(hashtag))
    }

    pub(crate) fn is_removed(&self, hashtag: u32) -> bool {
        !self.removed.is_empty() && self.removed.contains(&hashtag)
    }

    /// The hashtags there are, by id.
    pub(crate) fn by_id_order(&self) -> Vec<u32> {
        let all = 0..ordinal(self.len());
        let mut all: Vec<u32> = all.filter(|hashtag| !self.is_removed(*hashtag)).collect();
        if !self.odd.is_empty() {
            all.sort_unstable_by_key(|hashtag| self.id(*hashtag));
        }
        all
    }

    pub(crate) fn find(&self, platform: u16, name: &str) -> Option<u32> {
        self.by_key.find(hash(platform.into(), name), |hashtag| {
            self.platforms.get(hashtag) == platform
                && self.name(hashtag) == name
                && !self.is_removed(hashtag)
        })
    }

    pub(crate) fn find_name(&self, name: &str) -> Option<u32> {
        self.by_text
            .find(hash(NAMES, name), |other| self.texts.text(other) == name)
    }

    /// The ordinal of a name, new or known.
    pub(crate) fn intern_name(&mut self, name: &str) -> u32 {
        if let Some(known) = self.find_name(name) {
            return known;
        }
        let new = ordinal(self.texts.len());
        self.texts.push(Some(name));
        let texts = &self.texts;
        self.by_text.insert(hash(NAMES, name), new, |other| {
            hash(NAMES, texts.text(other))
        });
        new
    }

    /// Appends a hashtag that is not there.
    pub(crate) fn push(&mut self, id: i32, platform: u16, name: &str) -> u32 {
        let text = self.intern_name(name);
        self.labels.take();
        let hashtag = ordinal(self.len());
        let last = hashtag.checked_sub(1).map(|last| self.ids.get(last));
        if !self.odd.is_empty() || last.is_some_and(|last| last >= id) {
            self.odd.insert(id, hashtag);
        }
        self.ids.push(id);
        self.names.push(text);
        self.platforms.push(platform);
        let (platforms, names, texts) = (&self.platforms, &self.names, &self.texts);
        self.by_key
            .insert(hash(platform.into(), name), hashtag, |other| {
                hash(platforms.get(other).into(), texts.text(names.get(other)))
            });
        hashtag
    }

    /// The hashtags from ordinal `first` on, by platform and name.
    pub(crate) fn order_from(&self, first: usize, id_of: impl Fn(u16) -> i32) -> Vec<u32> {
        let mut new: Vec<u32> = (ordinal(first)..ordinal(self.len())).collect();
        new.sort_unstable_by(|a, b| {
            let platform = |hashtag: u32| id_of(self.platforms.get(hashtag));
            platform(*a)
                .cmp(&platform(*b))
                .then_with(|| self.name(*a).cmp(self.name(*b)))
        });
        new
    }

    /// The id after those of the first `count` hashtags.
    pub(crate) fn next_id(&self, count: usize) -> Option<i32> {
        let ids = self.ids.iter().take(count);
        ids.max().unwrap_or(0).checked_add(1)
    }

    /// Puts the hashtags after the first `given` in the order of `new`, with ids
    /// from `first` on; `None` where ids run out.
    pub(crate) fn renumber(&mut self, given: usize, new: &[u32], first: i32) -> Option<()> {
        let mut ids: Vec<i32> = self.ids.iter().take(given).collect();
        let mut names: Vec<u32> = self.names.iter().take(given).collect();
        let mut platforms: Vec<u16> = self.platforms.iter().take(given).collect();
        for (number, hashtag) in new.iter().enumerate() {
            ids.push(i32::try_from(number).ok()?.checked_add(first)?);
            names.push(self.names.get(*hashtag));
            platforms.push(self.platforms.get(*hashtag));
        }
        self.ids = Column::from(ids);
        self.names = Column::from(names);
        self.platforms = Column::from(platforms);
        self.odd.clear();
        self.labels.take();
        let key_of = |other| {
            hash(
                self.platforms.get(other).into(),
                self.texts.text(self.names.get(other)),
            )
        };
        let mut by_key = Ordinals::with_capacity(self.ids.len());
        for hashtag in 0..ordinal(self.ids.len()) {
            by_key.insert(key_of(hashtag), hashtag, key_of);
        }
        self.by_key = by_key;
        Some(())
    }

    /// The same hashtags with their names in one piece.
    pub(crate) fn frozen(self) -> Self {
        Self {
            texts: self.texts.frozen(),
            ids: Column::from(self.ids.iter().collect::<Vec<_>>()),
            names: Column::from(self.names.iter().collect::<Vec<_>>()),
            platforms: Column::from(self.platforms.iter().collect::<Vec<_>>()),
            ..self
        }
    }

    pub(crate) fn memory(&self) -> usize {
        self.ids.memory()
            + self.names.memory()
            + self.platforms.memory()
            + self.texts.memory()
            + self.by_text.memory()
            + self.by_key.memory()
            + self.odd.capacity() * 9
            + self.removed.capacity() * 5
            + self.labels.get().map_or(0, Labels::memory)
    }
}
