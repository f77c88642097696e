//! What is kept of the posts of a group, as posts come and go.

use crate::Result;
use crate::index::figures::Total;
use crate::index::record::WIDE;

/// Posts of a group, and the sums of those counts that fit a word of a record;
/// what does not fit is added when it is asked for ([`Extra`]). All integers:
/// taking a post out undoes just what putting it in did. Two vectors of 16 bytes,
/// as processors add them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[repr(align(32))]
pub(super) struct Sums {
    /// Posts, those with an engagement, those with views.
    counts: [u32; 4],
    /// Engagement and views.
    sums: [u64; 2],
}

/// The counts of a group that do not fit a word.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Extra {
    pub(super) engagement: Total,
    pub(super) views: Total,
}

impl Sums {
    /// One post, its engagement and views as a record has them.
    #[inline]
    pub(super) fn of(engagement: u32, views: u32) -> Self {
        let (engagement, engaged) = narrow(engagement);
        let (views, viewed) = narrow(views);
        Self {
            counts: [1, engaged, viewed, 0],
            sums: [engagement, views],
        }
    }

    /// Puts posts in, or takes them out.
    #[inline]
    pub(super) fn change<const IN: bool>(&mut self, by: &Self) {
        for (count, by) in self.counts.iter_mut().zip(by.counts) {
            *count = if IN { *count + by } else { *count - by };
        }
        for (sum, by) in self.sums.iter_mut().zip(by.sums) {
            *sum = if IN { *sum + by } else { *sum - by };
        }
    }

    /// How many posts there are.
    #[inline]
    pub(super) fn posts(&self) -> u32 {
        self.counts[0]
    }

    /// The engagement that fits words, where any post has one that does.
    #[inline]
    pub(super) fn narrow_engagement(&self) -> Option<u64> {
        (self.counts[1] > 0).then_some(self.sums[0])
    }

    /// The engagement of the group.
    pub(super) fn total_engagement(&self, extra: Option<&Extra>) -> Total {
        let mut total = Total::of(self.sums[0].cast_signed(), self.counts[1]);
        total.merge(extra.map(|extra| extra.engagement).unwrap_or_default());
        total
    }

    /// Its engagement and its views; 0 where there is no post.
    ///
    /// # Errors
    /// `Rule` where one leaves the range of BIGINT.
    pub(super) fn totals(&self, extra: Option<&Extra>) -> Result<[Option<i64>; 2]> {
        if self.posts() == 0 {
            return Ok([Some(0); 2]);
        }
        let mut views = Total::of(self.sums[1].cast_signed(), self.counts[2]);
        views.merge(extra.map(|extra| extra.views).unwrap_or_default());
        Ok([
            self.total_engagement(extra).sum("of engagement")?,
            views.sum("of views")?,
        ])
    }
}

/// A word as a number to add and how many there are, without a branch: absent
/// counts come as they please.
#[inline]
pub(super) fn narrow(word: u32) -> (u64, u32) {
    let there = word < WIDE;
    (if there { word.into() } else { 0 }, u32::from(there))
}
