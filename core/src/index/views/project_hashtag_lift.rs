//! `project_hashtag_lift`: posts with and without each hashtag.

use std::cmp::Reverse;

use arrow::array::ArrayRef;

use crate::Result;
use crate::index::figures::difference;
use crate::index::scoped::Scoped;
use crate::index::views::cells::{BigInts, Doubles, Integers, TextCells};
use crate::index::views::{Batches, Operator};

#[derive(Debug, Default)]
pub(super) struct HashtagLift {
    project_id: Integers,
    hashtag: TextCells,
    posts_with: BigInts,
    posts_without: BigInts,
    avg_engagement_with: Doubles,
    avg_engagement_without: Doubles,
    lift: Doubles,
}

impl Operator for HashtagLift {
    fn project(&mut self, scoped: &mut Scoped<'_>, _: &mut Batches<'_, '_>) -> Result<()> {
        let (dataset, project) = (scoped.dataset, scoped.project);
        let names = scoped.names()?;
        let posts = i64::try_from(names.post_count()).unwrap_or(i64::MAX);
        let all = names.engagement();
        let all_sum = all.sum("of engagement")?.unwrap_or(0);
        let mut order: Vec<usize> = (0..names.texts.len()).collect();
        order.sort_by_key(|number| Reverse(names.sums[*number].posts));
        for number in order {
            let sums = names.sums[number];
            let sum = sums.engagement.sum("of engagement")?.unwrap_or(0);
            let (count, rest) = (sums.engagement.count, all.count - sums.engagement.count);
            let with = (count > 0).then(|| sum as f64 / f64::from(count));
            let others = difference(all_sum, sum)?;
            let without = (rest > 0).then(|| others as f64 / f64::from(rest));
            self.project_id.push(project.id);
            self.hashtag
                .push(dataset.hashtags.text(names.texts[number]));
            self.posts_with.push(i64::from(sums.posts));
            self.posts_without.push(posts - i64::from(sums.posts));
            self.avg_engagement_with.push_option(with);
            self.avg_engagement_without.push_option(without);
            let lift = with.zip(without.filter(|without| *without > 0.0));
            self.lift
                .push_option(lift.map(|(with, without)| with / without));
        }
        Ok(())
    }

    fn rows(&self) -> usize {
        self.project_id.len()
    }

    fn take(&mut self) -> Result<Vec<ArrayRef>> {
        Ok(vec![
            self.project_id.take(),
            self.hashtag.take(),
            self.posts_with.take(),
            self.posts_without.take(),
            self.avg_engagement_with.take(),
            self.avg_engagement_without.take(),
            self.lift.take(),
        ])
    }
}
