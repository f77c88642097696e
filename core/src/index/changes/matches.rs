//! The kept matches of scope queries, after posts changed.

use std::sync::OnceLock;

use foldhash::{HashMap, HashSet};

use super::writing::{Edit, Writing};
use crate::index::dataset::Dataset;
use crate::index::project::{Matches, Project};
use crate::index::residual::Test;
use crate::index::union::{BY_CREATOR, BY_HASHTAG};

impl Writing<'_> {
    /// Asks the posts of this change again, in the projects whose lists have or
    /// had them. Projects that no view has asked for know no matches.
    pub(super) fn refresh_matches(&mut self) {
        for place in 0..self.dataset.projects.len() {
            let project = &self.dataset.projects[place];
            let Some(known) = project.matches.get() else {
                continue;
            };
            let touched = Touched::of(self, project);
            if touched.before.is_empty() && touched.now.is_empty() {
                continue;
            }
            let matches = touched.matches(self.dataset, project, known);
            self.dataset.projects[place].matches = OnceLock::from(matches);
        }
    }
}

/// The posts of a change that a project's lists had or have.
#[derive(Debug, Default)]
struct Touched {
    before: HashSet<u32>,
    /// With what matches them.
    now: HashMap<u32, u8>,
}

impl Touched {
    fn of(writing: &Writing<'_>, project: &Project) -> Self {
        let mut touched = Self::default();
        if project.scope_type.counts_hashtags() {
            for followed in &project.hashtags {
                touched.add(writing.hashtags.get(&followed.hashtag), BY_HASHTAG);
            }
        }
        if project.scope_type.counts_creators() {
            for creator in &project.creators {
                touched.add(writing.creators.get(creator), BY_CREATOR);
            }
        }
        touched
    }

    fn add(&mut self, edit: Option<&Edit>, by: u8) {
        let Some(edit) = edit else {
            return;
        };
        self.before.extend(edit.gone.iter().chain(&edit.kept));
        for post in edit.new.iter().chain(&edit.kept) {
            *self.now.entry(*post).or_default() |= by;
        }
    }

    fn matches(self, dataset: &Dataset, project: &Project, known: &Matches) -> Matches {
        let stay = known.posts.iter().zip(&known.matched);
        let stay = stay.filter(|(post, _)| !self.before.contains(post));
        let counted = project.counted_platforms(&dataset.platforms);
        let test = project
            .scope
            .as_ref()
            .map(|scope| Test::new(scope, dataset));
        let new = self.now.iter().filter(|(post, _)| {
            let record = dataset.posts.record(**post);
            let platform = dataset.creators.platform(record.creator());
            let counts = counted
                .as_ref()
                .is_none_or(|counted| counted[usize::from(platform)]);
            let in_scope = test.as_ref();
            counts && in_scope.is_none_or(|test| test.holds(dataset, **post, &record))
        });
        let (posts, matched): (Vec<u32>, Vec<u8>) = stay
            .chain(new)
            .map(|(post, matched)| (*post, *matched))
            .unzip();
        Matches {
            posts: posts.into(),
            matched: matched.into(),
        }
    }
}
