//! `project_heatmap`: weekdays by hours.

use arrow::array::ArrayRef;

use crate::Result;
use crate::index::figures::{Total, mean};
use crate::index::record::NO_TIME;
use crate::index::scoped::{Scoped, engagement};
use crate::index::time::{HOURS, hour, weekday};
use crate::index::views::cells::{BigInts, Doubles, Integers};
use crate::index::views::{Batches, Operator};

/// Hours of a week.
const CELLS: usize = 7 * HOURS;

#[derive(Debug, Default)]
pub(super) struct Heatmap {
    project_id: Integers,
    weekday: Integers,
    hour: Integers,
    posts: BigInts,
    avg_engagement: Doubles,
}

impl Operator for Heatmap {
    fn project(&mut self, scoped: &mut Scoped<'_>, _: &mut Batches<'_, '_>) -> Result<()> {
        let (dataset, project) = (scoped.dataset, scoped.project);
        let mut cells = [(0, Total::default()); CELLS];
        for (post, record) in scoped.records() {
            let at = record.time();
            if at == NO_TIME {
                continue;
            }
            let (posts, total) = &mut cells[(weekday(at) - 1) * HOURS + hour(at)];
            *posts += 1;
            if let Some(engagement) = engagement(dataset, post, record)? {
                total.add(engagement);
            }
        }
        for (weekday, day) in (1..).zip(cells.chunks(HOURS)) {
            for (hour, (posts, total)) in (0..).zip(day) {
                self.project_id.push(project.id);
                self.weekday.push(weekday);
                self.hour.push(hour);
                self.posts.push(*posts);
                let sum = total.sum("of engagement")?;
                self.avg_engagement.push_option(mean(sum, total.count));
            }
        }
        Ok(())
    }

    fn rows(&self) -> usize {
        self.project_id.len()
    }

    fn take(&mut self) -> Result<Vec<ArrayRef>> {
        Ok(vec![
            self.project_id.take(),
            self.weekday.take(),
            self.hour.take(),
            self.posts.take(),
            self.avg_engagement.take(),
        ])
    }
}
