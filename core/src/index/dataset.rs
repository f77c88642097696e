//! The data set in memory.

use std::sync::OnceLock;

use serde::Serialize;

use crate::index::creators::Creators;
use crate::index::hashtags::Hashtags;
use crate::index::lists::Lists;
use crate::index::platforms::Platforms;
use crate::index::posts::Posts;
use crate::index::project::Project;
use crate::index::scratch::Idle;
use crate::index::stamp::Stamp;
use crate::index::sums::HashtagSums;

/// Posts, hashtags, creators and projects in memory, ready for every view.
///
/// Posts have dense ordinals in the order of time; [`Builder`](super::Builder)
/// makes one.
#[derive(Debug, Clone, Default)]
pub struct Dataset {
    pub(crate) platforms: Platforms,
    pub(crate) hashtags: Hashtags,
    pub(crate) creators: Creators,
    pub(crate) posts: Posts,
    /// The hashtags of each post: those of its own list in its order, then the others.
    pub(crate) tags: Lists,
    /// The posts of each hashtag, ascending.
    pub(crate) by_hashtag: Lists,
    /// The posts of each creator, ascending.
    pub(crate) by_creator: Lists,
    /// By id.
    pub(crate) projects: Vec<Project>,
    /// Of each hashtag; computed when first asked for.
    pub(crate) sums: OnceLock<Vec<HashtagSums>>,
    pub(crate) idle: Idle,
    /// Other after every change, other than that of any data set with other contents.
    pub(crate) stamp: Stamp,
}

/// What a data set holds in memory, in bytes by part.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Memory {
    /// What views ask of posts: counts, times, creators, floats.
    pub posts: usize,
    /// Links between posts and hashtags, in both directions.
    pub links: usize,
    /// The posts of each creator.
    pub creator_posts: usize,
    /// Sums that are kept of every hashtag, once they are computed.
    pub sums: usize,
    /// Names of hashtags, creators and platforms, and the tables that find them.
    pub names: usize,
    /// Projects and what they follow.
    pub projects: usize,
    /// Ids of posts, and the table that finds them once posts have changed.
    pub ids: usize,
    /// Captions of posts.
    pub captions: usize,
}

impl Memory {
    /// All of it.
    pub fn total(&self) -> usize {
        self.without_texts() + self.ids + self.captions
    }

    /// All but ids and captions.
    pub fn without_texts(&self) -> usize {
        self.posts + self.links + self.creator_posts + self.sums + self.names + self.projects
    }
}

impl Dataset {
    /// How many posts it has.
    pub fn posts(&self) -> usize {
        self.posts.count()
    }

    /// Whether no table has a row.
    pub(crate) fn has_nothing(&self) -> bool {
        self.table_rows().all(|(_, rows)| rows == 0)
    }

    /// How many links between posts and hashtags it has.
    pub fn links(&self) -> usize {
        self.tags.total()
    }

    /// The ids of its projects, in order.
    pub fn projects(&self) -> impl Iterator<Item = i32> {
        self.projects.iter().map(|project| project.id)
    }

    /// The rows of the canonical tables that it keeps.
    pub(crate) fn table_rows(&self) -> impl Iterator<Item = (&'static str, usize)> {
        let of_projects = |count: fn(&Project) -> usize| self.projects.iter().map(count).sum();
        [
            ("platforms", self.platforms.len()),
            ("hashtags", self.hashtags.by_id_order().len()),
            ("posts", self.posts()),
            ("post_hashtags", self.links()),
            ("projects", self.projects.len()),
            (
                "project_hashtags",
                of_projects(|project| project.hashtags.len()),
            ),
            (
                "project_creators",
                of_projects(|project| project.creators.len()),
            ),
        ]
        .into_iter()
    }

    /// What it holds in memory.
    pub fn memory(&self) -> Memory {
        Memory {
            posts: self.posts.memory(),
            links: self.tags.memory() + self.by_hashtag.memory(),
            creator_posts: self.by_creator.memory(),
            sums: self.sums.get().map_or(0, |sums| size_of_val(&sums[..])),
            names: self.platforms.memory() + self.hashtags.memory() + self.creators.memory(),
            projects: self.projects.iter().map(Project::memory).sum(),
            ids: self.posts.ids.memory() + self.posts.by_id_memory(),
            captions: self.posts.captions.memory(),
        }
    }

    /// The project of an id.
    pub(crate) fn project(&self, id: i32) -> Option<&Project> {
        let found = self
            .projects
            .binary_search_by_key(&id, |project| project.id);
        found.ok().map(|place| &self.projects[place])
    }
}
