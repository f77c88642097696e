//! Hashtags that a change makes, before it makes them.

use foldhash::HashMap;

use super::no_id_left;
use crate::Result;
use crate::index::dataset::Dataset;
use crate::index::texts::ordinal;

/// Hashtags to be made, with the ordinals they will have.
#[derive(Debug, Default)]
pub(super) struct NewHashtags {
    /// How many ordinals are taken.
    known: u32,
    /// The id of the first; `None` where none is left.
    first_id: Option<i32>,
    by_key: HashMap<(u16, String), u32>,
    all: Vec<(u16, String)>,
}

impl NewHashtags {
    pub(super) fn new(dataset: &Dataset) -> Self {
        Self {
            known: ordinal(dataset.hashtags.len()),
            first_id: dataset.hashtags.id_after_all(),
            ..Self::default()
        }
    }

    /// The ordinal of a hashtag that is there or will be.
    pub(super) fn find(&self, dataset: &Dataset, platform: u16, name: &str) -> Option<u32> {
        let known = dataset.hashtags.find(platform, name);
        known.or_else(|| {
            if self.all.is_empty() {
                return None;
            }
            self.by_key.get(&(platform, name.to_owned())).copied()
        })
    }

    /// Adds one that is not there.
    ///
    /// # Errors
    /// `Rule` where ids run out.
    pub(super) fn push(&mut self, platform: u16, name: &str) -> Result<u32> {
        self.id(self.all.len())
            .ok_or_else(|| no_id_left("hashtags"))?;
        let hashtag = self.known + ordinal(self.all.len());
        self.by_key.insert((platform, name.to_owned()), hashtag);
        self.all.push((platform, name.to_owned()));
        Ok(hashtag)
    }

    fn id(&self, place: usize) -> Option<i32> {
        self.first_id?.checked_add(i32::try_from(place).ok()?)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// Makes them; their platforms must be there.
    pub(super) fn write(&self, dataset: &mut Dataset) {
        for (place, (platform, name)) in self.all.iter().enumerate() {
            if let Some(id) = self.id(place) {
                dataset.hashtags.push(id, *platform, name);
            }
        }
        dataset.fit_sums();
        if !self.all.is_empty() {
            dataset.stamp.renew();
        }
    }
}
