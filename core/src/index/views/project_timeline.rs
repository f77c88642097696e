//! `project_timeline`: a project day by day.
//!
//! Bytes touched for a project of n posts: its posting lists and a record of 32
//! bytes a post, then 40 bytes a day.
//!
//! Of 1,000 posts among a million over two years: 27 microseconds, of which the
//! gathering alone takes 1.7 to 17 (see `project_summary`); half goes into the
//! seven hundred rows that come out.

use arrow::array::ArrayRef;

use crate::Result;
use crate::index::days::Days;
use crate::index::figures::Total;
use crate::index::scoped::Scoped;
use crate::index::views::cells::{BigInts, Days as DayCells, Integers};
use crate::index::views::run::FULL;
use crate::index::views::{Batches, Operator};

/// Days of a trailing week, the last one included.
const WEEK: usize = 7;

#[derive(Debug, Default)]
pub(super) struct Timeline {
    project_id: Integers,
    day: DayCells,
    posts: BigInts,
    total_engagement: BigInts,
    total_views: BigInts,
    authors: BigInts,
    posts_7d: BigInts,
    engagement_7d: BigInts,
}

impl Timeline {
    /// Makes room for so many days more.
    fn reserve(&mut self, days: usize) {
        self.project_id.reserve(days);
        self.day.reserve(days);
        for column in [
            &mut self.posts,
            &mut self.total_engagement,
            &mut self.total_views,
            &mut self.authors,
            &mut self.posts_7d,
            &mut self.engagement_7d,
        ] {
            column.reserve(days);
        }
    }
}

impl Operator for Timeline {
    fn project(&mut self, scoped: &mut Scoped<'_>, out: &mut Batches<'_, '_>) -> Result<()> {
        let project = scoped.project.id;
        let Days { first, sums } = scoped.days()?;
        self.reserve(sums.len().min(FULL));
        let mut posts_7d = 0;
        // The engagement of each of the last seven days.
        let mut week: [Option<i64>; WEEK] = [None; WEEK];
        for (place, (day, sums_of_day)) in (*first..).zip(sums).enumerate() {
            if self.rows() >= FULL {
                out.push(self.take()?)?;
            }
            let engagement = sums_of_day.engagement()?;
            self.project_id.push(project);
            self.day.push(day);
            self.posts.push(i64::from(sums_of_day.posts));
            self.total_engagement.push_option(engagement);
            self.total_views.push_option(sums_of_day.views()?);
            self.authors.push(i64::from(sums_of_day.authors));
            posts_7d += i64::from(sums_of_day.posts);
            if let Some(gone) = place.checked_sub(WEEK) {
                posts_7d -= i64::from(sums[gone].posts);
            }
            self.posts_7d.push(posts_7d);
            week[place % WEEK] = engagement;
            let mut total = Total::default();
            week.iter().flatten().for_each(|one| total.add(*one));
            self.engagement_7d.push_option(total.sum("of engagement")?);
        }
        Ok(())
    }

    fn rows(&self) -> usize {
        self.project_id.len()
    }

    fn take(&mut self) -> Result<Vec<ArrayRef>> {
        Ok(vec![
            self.project_id.take(),
            self.day.take(),
            self.posts.take(),
            self.total_engagement.take(),
            self.total_views.take(),
            self.authors.take(),
            self.posts_7d.take(),
            self.engagement_7d.take(),
        ])
    }
}
