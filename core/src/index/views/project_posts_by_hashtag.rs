//! `project_posts_by_hashtag`: each match of a followed hashtag with a post.

use arrow::array::ArrayRef;

use crate::Result;
use crate::index::by_id::sort_by_id;
use crate::index::scoped::Scoped;
use crate::index::views::cells::Integers;
use crate::index::views::post_cells::PostCells;
use crate::index::views::{Batches, Operator};

#[derive(Debug, Default)]
pub(super) struct PostsByHashtag {
    project_id: Integers,
    hashtag_id: Integers,
    posts: PostCells,
    order: Vec<u32>,
}

impl Operator for PostsByHashtag {
    fn project(&mut self, scoped: &mut Scoped<'_>, out: &mut Batches<'_, '_>) -> Result<()> {
        let (dataset, project) = (scoped.dataset, scoped.project);
        for followed in &project.hashtags {
            let mut order = std::mem::take(&mut self.order);
            order.clear();
            order.extend(dataset.by_hashtag.get(followed.hashtag).iter());
            sort_by_id(&dataset.posts, &mut order);
            for post in &order {
                if self.posts.is_full() {
                    out.push(self.take()?)?;
                }
                self.project_id.push(project.id);
                self.hashtag_id.push(dataset.hashtags.id(followed.hashtag));
                let record = dataset.posts.record(*post);
                self.posts.push(dataset, *post, &record);
            }
            self.order = order;
        }
        Ok(())
    }

    fn rows(&self) -> usize {
        self.project_id.len()
    }

    fn take(&mut self) -> Result<Vec<ArrayRef>> {
        let mut columns = vec![self.project_id.take(), self.hashtag_id.take()];
        columns.extend(self.posts.take()?);
        Ok(columns)
    }
}
