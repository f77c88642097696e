//! What holds for a data set as a whole.

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;

use crate::Result;
use crate::generate;
use crate::index::{Builder, Dataset, Rules};
use crate::schema::TABLES;
use crate::view::{Projects, VIEWS, View};
use crate::write::BatchWriter;

pub(crate) fn made(posts: u64, projects: u32) -> Dataset {
    let made = generate::Dataset::new(generate::Options {
        posts,
        projects,
        seed: 2,
    })
    .unwrap();
    let mut builder = Builder::new(Rules::Load);
    for table in &TABLES {
        for batch in made.table(table) {
            builder.append(table, batch.unwrap()).unwrap();
        }
    }
    builder.finish().unwrap().dataset
}

/// At most 80 bytes a post and 5 a link besides captions and ids. Half of the
/// posts have a sentiment and a third scores, as made-up data has them.
#[test]
fn memory_keeps_to_its_budget() {
    let dataset = made(40_000, 40);
    dataset.view(&VIEWS[1], Projects::All).unwrap();
    let memory = dataset.memory();
    assert_eq!(dataset.posts(), 40_000);
    // The names of hashtags and their sums do not grow with the posts but with
    // the hashtags; a data set of a million posts has them in the budget too.
    let names = memory.names + memory.sums;
    let budget = 80 * dataset.posts() + 5 * dataset.links();
    let used = memory.without_texts() - names;
    assert!(used <= budget, "{used} of {budget} bytes: {memory:?}");
    assert!(memory.sums > 0 && memory.total() > memory.without_texts());
    // Nothing is left out of the account: the columns alone take this much.
    assert!(used >= 32 * dataset.posts() + 8 * dataset.links());
}

#[derive(Default)]
pub(crate) struct Kept(pub(crate) Vec<RecordBatch>);

impl BatchWriter for Kept {
    fn start(&mut self, _: &SchemaRef) -> Result<()> {
        Ok(())
    }

    fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        self.0.push(batch.clone());
        Ok(())
    }

    fn finish(&mut self) -> Result<()> {
        Ok(())
    }
}

#[test]
fn views_in_one_pass_are_the_views_one_by_one() {
    let dataset = made(1500, 40);
    let mut kept: Vec<Kept> = VIEWS.iter().map(|_| Kept::default()).collect();
    let writers = kept.iter_mut().map(|kept| kept as &mut dyn BatchWriter);
    let mut views: Vec<(&View, &mut dyn BatchWriter)> = VIEWS.iter().zip(writers).collect();
    let rows = dataset.views_into(&mut views, Projects::All).unwrap();
    for ((view, kept), rows) in VIEWS.iter().zip(kept).zip(rows) {
        let together = arrow::compute::concat_batches(&view.arrow(), &kept.0).unwrap();
        let alone = dataset.view(view, Projects::All).unwrap();
        let alone = arrow::compute::concat_batches(&view.arrow(), &alone).unwrap();
        assert_eq!(together, alone, "{}", view.name);
        assert_eq!(rows, alone.num_rows() as u64, "{}", view.name);
        assert!(rows > 0, "{}", view.name);
    }
}

#[test]
fn projects_are_asked_for_by_id() {
    let dataset = made(300, 20);
    let summary = View::named("project_summary").unwrap();
    let rows = |projects| -> usize {
        let batches = dataset.view(summary, projects).unwrap();
        batches.iter().map(RecordBatch::num_rows).sum()
    };
    assert_eq!(rows(Projects::All), 20);
    assert_eq!(rows(Projects::Only(&[7, 3, 3, 99])), 2);
    assert_eq!(rows(Projects::Only(&[])), 0);
    let posts = View::named("posts_with_platform").unwrap();
    let error = dataset.view(posts, Projects::Only(&[1])).unwrap_err();
    assert!(error.message().contains("not about projects"));
}
