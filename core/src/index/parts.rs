//! A view in parts that are computed apart, on any thread, and follow one
//! another: how a view larger than memory goes into a file.

use std::ops::Range;
use std::sync::OnceLock;

use arrow::array::RecordBatch;

use crate::Result;
use crate::index::dataset::Dataset;
use crate::index::project::Project;
use crate::index::views::{posts_by_id, posts_with_platform};
use crate::view::{Projects, View};

/// Posts of one part, those of the last project aside.
const POSTS: usize = 98_304;

/// A view of a data set, in parts.
#[derive(Debug)]
pub(crate) struct Parts<'d> {
    dataset: &'d Dataset,
    view: &'d View,
    kind: Kind<'d>,
}

#[derive(Debug)]
enum Kind<'d> {
    /// Projects, and those of each part.
    Projects(Vec<&'d Project>, Vec<Range<usize>>),
    /// Every post by id, sorted when the first part is asked for.
    Posts(OnceLock<Vec<u32>>),
    /// One part.
    Whole,
}

impl Dataset {
    /// A view in parts of whole projects with some 100,000 matches each, or of so
    /// many posts.
    pub(crate) fn parts<'d>(&'d self, view: &'d View, projects: Projects<'_>) -> Parts<'d> {
        let kind = if view.is_per_project() {
            let chosen = self.chosen(projects);
            let mut ranges = Vec::new();
            let (mut first, mut matches) = (0, 0);
            for (place, project) in chosen.iter().enumerate() {
                matches += self.matches_at_most(project);
                if matches >= POSTS {
                    ranges.push(first..place + 1);
                    (first, matches) = (place + 1, 0);
                }
            }
            if first < chosen.len() {
                ranges.push(first..chosen.len());
            }
            Kind::Projects(chosen, ranges)
        } else if view.name == "posts_with_platform" {
            Kind::Posts(OnceLock::new())
        } else {
            Kind::Whole
        };
        Parts {
            dataset: self,
            view,
            kind,
        }
    }

    /// How many posts a project can have in scope.
    fn matches_at_most(&self, project: &Project) -> usize {
        let by_hashtag = project
            .hashtags
            .iter()
            .map(|followed| self.by_hashtag.get(followed.hashtag).len());
        let by_creator = project
            .creators
            .iter()
            .map(|creator| self.by_creator.get(*creator).len());
        by_hashtag.chain(by_creator).sum()
    }
}

impl Parts<'_> {
    /// How many parts there are.
    pub(crate) fn len(&self) -> usize {
        match &self.kind {
            Kind::Projects(_, ranges) => ranges.len(),
            Kind::Posts(_) => self.dataset.posts().div_ceil(POSTS),
            Kind::Whole => 1,
        }
    }

    /// The rows of one part.
    ///
    /// # Errors
    /// `Rule` where a figure leaves its range.
    pub(crate) fn batches(&self, part: usize) -> Result<Vec<RecordBatch>> {
        let dataset = self.dataset;
        match &self.kind {
            Kind::Projects(projects, ranges) => {
                dataset.of_projects(self.view, &projects[ranges[part].clone()])
            }
            Kind::Posts(order) => {
                let order = order.get_or_init(|| posts_by_id(dataset));
                let posts = order.chunks(POSTS).nth(part).unwrap_or_default();
                let mut batches = Vec::new();
                posts_with_platform(dataset, posts, &mut |columns| {
                    batches.push(RecordBatch::try_new(self.view.arrow(), columns)?);
                    Ok(())
                })?;
                Ok(batches)
            }
            Kind::Whole => dataset.view(self.view, Projects::All),
        }
    }
}
