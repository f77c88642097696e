//! A project day by day: what its timeline shows, and where surges are sought.

use crate::Result;
use crate::index::figures::Total;
use crate::index::record::{NO_TIME, WIDE};
use crate::index::scoped::{Scoped, engagement};
use crate::index::texts::ordinal;
use crate::index::time::day;

/// Every UTC day from the first dated post to the last, those without posts
/// included.
#[derive(Debug, Default)]
pub(crate) struct Days {
    pub(crate) first: i32,
    pub(crate) sums: Vec<DaySums>,
}

/// What is summed up of a day's posts.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct DaySums {
    pub(crate) posts: u32,
    pub(crate) authors: u32,
    pub(crate) engagement: Total,
    pub(crate) views: Total,
}

impl DaySums {
    /// The engagement; 0 on a day without posts, as nothing was missing.
    ///
    /// # Errors
    /// `Rule` where it leaves the range of BIGINT.
    pub(crate) fn engagement(&self) -> Result<Option<i64>> {
        self.or_zero(self.engagement, "of engagement")
    }

    /// The views, likewise.
    ///
    /// # Errors
    /// As [`DaySums::engagement`].
    pub(crate) fn views(&self) -> Result<Option<i64>> {
        self.or_zero(self.views, "of views")
    }

    fn or_zero(&self, total: Total, what: &str) -> Result<Option<i64>> {
        if self.posts == 0 {
            return Ok(Some(0));
        }
        total.sum(what)
    }
}

impl Days {
    /// The days of the project that `scoped` is at; none without a dated post.
    ///
    /// # Errors
    /// `Rule` where an engagement leaves the range of BIGINT.
    pub(crate) fn collect(&mut self, scoped: &mut Scoped<'_>) -> Result<()> {
        let dataset = scoped.dataset;
        self.sums.clear();
        let times = scoped.records().map(|(_, record)| record.time());
        let (first, last) = times
            .filter(|at| *at != NO_TIME)
            .fold((i64::MAX, NO_TIME), |(first, last), at| {
                (first.min(at), last.max(at))
            });
        if last == NO_TIME {
            return Ok(());
        }
        self.first = day(first);
        let count = usize::try_from(day(last) - self.first).unwrap_or_default() + 1;
        self.sums.resize(count, DaySums::default());
        let (posts, seen) = scoped.members_and_seen();
        seen.reset(posts.len());
        for (place, (post, record)) in posts.iter().enumerate() {
            let at = record.time();
            if at == NO_TIME {
                continue;
            }
            let on = day(at);
            let sums = &mut self.sums[usize::try_from(on - self.first).unwrap_or_default()];
            sums.posts += 1;
            if let Some(engagement) = engagement(dataset, post, record)? {
                sums.engagement.add(engagement);
            }
            let views = match record.count(3) {
                WIDE => dataset.posts.wide_counts(post)[3],
                word => crate::index::posts::word(word),
            };
            if let Some(views) = views {
                sums.views.add(views);
            }
            let creator = record.creator();
            let key = u64::from(on.cast_unsigned()) << 32 | u64::from(creator);
            let known = seen.find_or_insert(key, ordinal(place), |other| {
                let (_, other) = posts.get(other);
                other.creator() == creator && day(other.time()) == on
            });
            sums.authors += u32::from(known.is_none());
        }
        Ok(())
    }
}
