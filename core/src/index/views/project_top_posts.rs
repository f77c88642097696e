//! `project_top_posts`: a project's posts ranked by engagement.

use std::cmp::Reverse;

use arrow::array::ArrayRef;

use crate::Result;
use crate::index::scoped::Scoped;
use crate::index::texts::ordinal;
use crate::index::views::cells::{BigInts, Doubles, Integers};
use crate::index::views::post_cells::PostCells;
use crate::index::views::{Batches, Operator};

#[derive(Debug, Default)]
pub(super) struct TopPosts {
    project_id: Integers,
    rank: BigInts,
    engagement: BigInts,
    expected: Doubles,
    overperforming: Doubles,
    posts: PostCells,
}

impl Operator for TopPosts {
    fn project(&mut self, scoped: &mut Scoped<'_>, out: &mut Batches<'_, '_>) -> Result<()> {
        let (dataset, project) = (scoped.dataset, scoped.project);
        let (posts, performances) = scoped.performances()?;
        let mut order: Vec<u32> = (0..ordinal(performances.len())).collect();
        let engagement = |place: &u32| performances[*place as usize].engagement;
        let id = |place: &u32| dataset.posts.ids.text(posts.get(*place).0);
        order.sort_unstable_by_key(|place| Reverse(engagement(place)));
        for same in order.chunk_by_mut(|a, b| engagement(a) == engagement(b)) {
            same.sort_unstable_by_key(id);
        }
        for (rank, place) in (1..).zip(order) {
            if self.posts.is_full() {
                out.push(self.take()?)?;
            }
            let (post, record) = posts.get(place);
            let performance = performances[place as usize];
            self.project_id.push(project.id);
            self.rank.push(rank);
            self.engagement.push_option(performance.engagement);
            self.expected.push_option(performance.expected);
            self.overperforming.push_option(performance.overperforming);
            self.posts.push(dataset, post, record);
        }
        Ok(())
    }

    fn rows(&self) -> usize {
        self.project_id.len()
    }

    fn take(&mut self) -> Result<Vec<ArrayRef>> {
        let mut columns = vec![
            self.project_id.take(),
            self.rank.take(),
            self.engagement.take(),
            self.expected.take(),
            self.overperforming.take(),
        ];
        columns.extend(self.posts.take()?);
        Ok(columns)
    }
}
