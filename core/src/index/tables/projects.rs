//! Projects and what they follow.

use std::sync::Arc;

use arrow::array::{ArrayRef, Int32Array, new_null_array};

use crate::index::dataset::Dataset;
use crate::index::views::cells::{Integers, TextCells, Times};
use crate::schema::ColumnType;

impl Dataset {
    pub(super) fn project_columns(&self) -> Vec<ArrayRef> {
        let count = self.projects.len();
        let (mut ids, mut names) = (Integers::default(), TextCells::default());
        let (mut descriptions, mut statuses) = (TextCells::default(), TextCells::default());
        let (mut platforms, mut scope_types) = (TextCells::default(), TextCells::default());
        let (mut scopes, mut changed) = (TextCells::default(), Times::default());
        for project in &self.projects {
            ids.push(project.id);
            names.push(&project.name);
            descriptions.push_option(project.about.description.as_deref());
            statuses.push(&project.about.status);
            platforms.push_option(project.platforms.as_deref());
            scope_types.push(project.scope_type.name());
            let scope = project.scope.as_ref().map(ToString::to_string);
            scopes.push_option(scope.as_deref());
            changed.push(project.about.updated_at);
        }
        let changed = changed.take();
        let not_counted = || Arc::new(Int32Array::from(vec![0; count])) as ArrayRef;
        let unknown = |kind: ColumnType| new_null_array(&kind.arrow(), count);
        vec![
            ids.take(),
            unknown(ColumnType::Integer),
            names.take(),
            descriptions.take(),
            statuses.take(),
            platforms.take(),
            scope_types.take(),
            scopes.take(),
            not_counted(),
            not_counted(),
            not_counted(),
            unknown(ColumnType::Timestamp),
            unknown(ColumnType::Timestamp),
            Arc::clone(&changed),
            changed,
        ]
    }

    pub(super) fn project_hashtag_columns(&self) -> Vec<ArrayRef> {
        let mut links = Links::default();
        let mut hashtags = Integers::default();
        for project in &self.projects {
            for followed in &project.hashtags {
                links.push(project.id, followed.added_at);
                hashtags.push(self.hashtags.id(followed.hashtag));
            }
        }
        let [ids, projects, added_at] = links.take();
        vec![ids, projects, hashtags.take(), added_at]
    }

    pub(super) fn project_creator_columns(&self) -> Vec<ArrayRef> {
        let mut links = Links::default();
        let (mut names, mut platforms) = (TextCells::default(), Integers::default());
        for project in &self.projects {
            for creator in &project.creators {
                links.push(project.id, project.about.updated_at);
                names.push(self.creators.author(*creator));
                let platform = self.creators.platform(*creator);
                platforms.push(self.platforms.id(platform));
            }
        }
        let [ids, projects, added_at] = links.take();
        vec![ids, projects, names.take(), platforms.take(), added_at]
    }
}

/// What links of projects have in common.
#[derive(Default)]
struct Links {
    projects: Integers,
    added_at: Times,
}

impl Links {
    fn push(&mut self, project: i32, added_at: i64) {
        self.projects.push(project);
        self.added_at.push(added_at);
    }

    /// Ids from 1 on, projects, and times.
    fn take(&mut self) -> [ArrayRef; 3] {
        let mut ids = Integers::default();
        for (id, ()) in (1..).zip(std::iter::repeat_n((), self.projects.len())) {
            ids.push(id);
        }
        [ids.take(), self.projects.take(), self.added_at.take()]
    }
}
