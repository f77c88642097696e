//! Hashtags made and taken away in a data set that is there.

use super::Hashtags;
use crate::index::texts::ordinal;

impl Hashtags {
    /// The id after those of all hashtags there are, as the store counts. One
    /// made later has the greatest id of its time, so live ids always ascend.
    pub(crate) fn id_after_all(&self) -> Option<i32> {
        let live = (0..ordinal(self.len())).rev();
        let last = live.into_iter().find(|hashtag| !self.is_removed(*hashtag));
        last.map_or(0, |last| self.id(last)).checked_add(1)
    }

    /// Takes a hashtag away; its ordinal stays taken.
    pub(crate) fn remove(&mut self, hashtag: u32) {
        self.labels.take();
        self.removed.insert(hashtag);
    }
}
