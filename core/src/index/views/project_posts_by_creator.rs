//! `project_posts_by_creator`: each match of a followed creator with a post.

use arrow::array::ArrayRef;

use crate::Result;
use crate::index::by_id::sort_by_id;
use crate::index::scoped::Scoped;
use crate::index::views::cells::{Integers, TextCells};
use crate::index::views::post_cells::PostCells;
use crate::index::views::{Batches, Operator};

#[derive(Debug, Default)]
pub(super) struct PostsByCreator {
    project_id: Integers,
    creator_username: TextCells,
    posts: PostCells,
    order: Vec<u32>,
}

impl Operator for PostsByCreator {
    fn project(&mut self, scoped: &mut Scoped<'_>, out: &mut Batches<'_, '_>) -> Result<()> {
        let (dataset, project) = (scoped.dataset, scoped.project);
        let author = |creator: &u32| dataset.creators.author(*creator);
        let mut creators = project.creators.clone();
        creators.sort_unstable_by(|a, b| author(a).cmp(author(b)));
        // One name on two platforms: rows are in the order of the posts' ids.
        for same in creators.chunk_by(|a, b| author(a) == author(b)) {
            let mut order = std::mem::take(&mut self.order);
            order.clear();
            for creator in same {
                order.extend(dataset.by_creator.get(*creator).iter());
            }
            sort_by_id(&dataset.posts, &mut order);
            for post in &order {
                if self.posts.is_full() {
                    out.push(self.take()?)?;
                }
                self.project_id.push(project.id);
                let record = dataset.posts.record(*post);
                self.creator_username
                    .push(dataset.creators.author(record.creator()));
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
        let mut columns = vec![self.project_id.take(), self.creator_username.take()];
        columns.extend(self.posts.take()?);
        Ok(columns)
    }
}
