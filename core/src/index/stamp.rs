//! How what was worked out of a data set sees that the data set has changed.

use std::sync::atomic::{AtomicU64, Ordering};

static LAST: AtomicU64 = AtomicU64::new(0);

/// A number that no other state of any data set of this process has. A copy of a
/// data set keeps it, as it has the same contents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp(u64);

impl Default for Stamp {
    fn default() -> Self {
        Self(LAST.fetch_add(1, Ordering::Relaxed))
    }
}

impl Stamp {
    /// After a change.
    pub(crate) fn renew(&mut self) {
        *self = Self::default();
    }
}
