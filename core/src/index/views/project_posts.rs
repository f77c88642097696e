//! `project_posts`: the posts in a project's scope, each once.

use arrow::array::ArrayRef;

use crate::Result;
use crate::index::posts::word;
use crate::index::record::WIDE;
use crate::index::scoped::{Scoped, engagement};
use crate::index::union::{BY_CREATOR, BY_HASHTAG};
use crate::index::views::cells::{BigInts, Doubles, Integers, TextCells};
use crate::index::views::post_cells::PostCells;
use crate::index::views::{Batches, Operator};

#[derive(Debug, Default)]
pub(super) struct ProjectPosts {
    project_id: Integers,
    matched_by: TextCells,
    platform: TextCells,
    posts: PostCells,
    engagement: BigInts,
    engagement_rate: Doubles,
}

impl Operator for ProjectPosts {
    fn project(&mut self, scoped: &mut Scoped<'_>, out: &mut Batches<'_, '_>) -> Result<()> {
        let (dataset, project) = (scoped.dataset, scoped.project);
        for (post, matched, record) in scoped.ordered() {
            if self.posts.is_full() {
                out.push(self.take()?)?;
            }
            self.project_id.push(project.id);
            self.matched_by.push(match matched {
                BY_HASHTAG => "hashtag",
                BY_CREATOR => "creator",
                _ => "both",
            });
            let platform = dataset.creators.platform(record.creator());
            self.platform.push(dataset.platforms.name(platform));
            self.posts.push(dataset, post, record);
            let engagement = engagement(dataset, post, record)?;
            self.engagement.push_option(engagement);
            let views = match record.count(3) {
                WIDE => dataset.posts.wide_counts(post)[3],
                views => word(views),
            };
            let rated = engagement.zip(views.filter(|views| *views > 0));
            self.engagement_rate
                .push_option(rated.map(|(engagement, views)| engagement as f64 / views as f64));
        }
        Ok(())
    }

    fn rows(&self) -> usize {
        self.project_id.len()
    }

    fn take(&mut self) -> Result<Vec<ArrayRef>> {
        let mut columns = vec![
            self.project_id.take(),
            self.matched_by.take(),
            self.platform.take(),
        ];
        columns.extend(self.posts.take()?);
        columns.extend([self.engagement.take(), self.engagement_rate.take()]);
        Ok(columns)
    }
}
