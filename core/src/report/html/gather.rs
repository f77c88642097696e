//! The rows of views, on their way to the pages of their projects.

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;

use crate::Result;
use crate::engine::Engine;
use crate::report::html::data::Gathered;
use crate::report::html::take;
use crate::report::row::Row;
use crate::view::{Projects, View};
use crate::write::BatchWriter;

/// Takes rows of a view that are all of one project.
type Take = fn(&mut Gathered, &RecordBatch) -> Result<()>;

/// What is read for a page. The order counts: posts tell the names of platforms,
/// and signals which posts are to be named.
const READ: [(&str, Take); 10] = [
    ("project_summary", take::summary),
    ("project_posts", take::posts),
    ("project_timeline", take::timeline),
    ("project_heatmap", take::heatmap),
    ("project_hashtag_stats", take::followed),
    ("project_hashtag_lift", take::lift),
    ("project_cohashtags", take::pairs),
    ("project_creator_stats", take::creators),
    ("project_signals", take::signals),
    ("project_top_posts", take::top_posts),
];

/// The figures of projects, in one pass over each view. `ids` ascend.
///
/// # Errors
/// As [`Engine::view_into`].
pub(super) fn gather(engine: &dyn Engine, ids: &[i32]) -> Result<Vec<Gathered>> {
    let mut projects: Vec<_> = ids
        .iter()
        .map(|id| Gathered {
            id: *id,
            ..Gathered::default()
        })
        .collect();
    for (name, take) in READ {
        let mut splitter = Splitter {
            projects: &mut projects,
            take,
        };
        engine.view_into(View::named(name)?, Projects::Only(ids), &mut splitter)?;
    }
    Ok(projects)
}

/// Hands each project's rows to it.
struct Splitter<'p> {
    projects: &'p mut [Gathered],
    take: Take,
}

impl BatchWriter for Splitter<'_> {
    fn start(&mut self, _: &SchemaRef) -> Result<()> {
        Ok(())
    }

    fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        let project = |row: usize| Row::of(batch, row).number("project_id");
        let mut begin = 0;
        while begin < batch.num_rows() {
            let id = project(begin)?;
            let mut end = begin + 1;
            while end < batch.num_rows() && project(end)? == id {
                end += 1;
            }
            let place = self
                .projects
                .binary_search_by_key(&id, |project| project.id.into());
            if let Ok(place) = place {
                (self.take)(&mut self.projects[place], &batch.slice(begin, end - begin))?;
            }
            begin = end;
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<()> {
        Ok(())
    }
}
