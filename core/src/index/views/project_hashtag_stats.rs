//! `project_hashtag_stats`: the hashtags that a project follows.

use arrow::array::ArrayRef;

use crate::Result;
use crate::index::scoped::Scoped;
use crate::index::views::cells::{Integers, Times};
use crate::index::views::hashtag_cells::HashtagCells;
use crate::index::views::{Batches, Operator};

#[derive(Debug, Default)]
pub(super) struct HashtagStats {
    project_id: Integers,
    added_at: Times,
    hashtags: HashtagCells,
}

impl Operator for HashtagStats {
    fn project(&mut self, scoped: &mut Scoped<'_>, _: &mut Batches<'_, '_>) -> Result<()> {
        let (dataset, project) = (scoped.dataset, scoped.project);
        for followed in &project.hashtags {
            let sums = dataset.sums_of_hashtag(followed.hashtag);
            self.project_id.push(project.id);
            self.added_at.push(followed.added_at);
            self.hashtags.push(dataset, followed.hashtag, &sums)?;
        }
        Ok(())
    }

    fn rows(&self) -> usize {
        self.project_id.len()
    }

    fn take(&mut self) -> Result<Vec<ArrayRef>> {
        let mut columns = vec![self.project_id.take(), self.added_at.take()];
        columns.extend(self.hashtags.take());
        Ok(columns)
    }
}
