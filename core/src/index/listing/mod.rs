//! What there is to pick from: platforms, hashtags and creators with how many
//! posts they have, and projects as they would be written.

mod names;
mod projects;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::index::dataset::Dataset;

/// How much of everything a data set has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Posts.
    pub posts: usize,
    /// Hashtags, each platform's own.
    pub hashtags: usize,
    /// Authors of posts and followed creators.
    pub creators: usize,
    /// Links between posts and hashtags.
    pub links: usize,
    /// Platforms.
    pub platforms: usize,
    /// Projects.
    pub projects: usize,
    /// The first known time of a post, in UTC microseconds.
    pub first_post_at: Option<i64>,
    /// The last one.
    pub last_post_at: Option<i64>,
}

/// Which hashtags or creators to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Ask {
    /// Only names in which this text occurs, case aside.
    pub search: Option<String>,
    /// Only those of this platform.
    pub platform: Option<String>,
    /// At most so many; 50 where absent.
    pub limit: Option<usize>,
    /// So many are passed over first.
    pub offset: usize,
}

/// A stretch of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listed<T> {
    /// How many there are in all.
    pub total: usize,
    /// Those asked for: most posts first, then by name and platform.
    pub rows: Vec<T>,
}

/// A platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListedPlatform {
    /// Its key.
    pub id: i32,
    /// Its name.
    pub name: String,
    /// Posts on it.
    pub posts: usize,
}

/// A hashtag of a platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListedHashtag {
    /// Its key.
    pub id: i32,
    /// Its name, without `#`.
    pub name: String,
    /// The platform.
    pub platform: String,
    /// Posts that carry it.
    pub posts: usize,
}

/// A creator on a platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListedCreator {
    /// The user name.
    pub author: String,
    /// The platform.
    pub platform: String,
    /// Posts by it.
    pub posts: usize,
}

impl Dataset {
    /// How much of everything there is. Looks at the time of every post.
    pub fn counts(&self) -> Counts {
        let times = self.posts.ordinals();
        let times = times.filter_map(|post| self.posts.record(post).posted_at());
        let span = times.fold(None, |span: Option<(i64, i64)>, at| {
            Some(span.map_or((at, at), |(first, last)| (first.min(at), last.max(at))))
        });
        Counts {
            posts: self.posts(),
            hashtags: self.hashtags.by_id_order().len(),
            creators: self.creators.len(),
            links: self.links(),
            platforms: self.platforms.len(),
            projects: self.projects.len(),
            first_post_at: span.map(|(first, _)| first),
            last_post_at: span.map(|(_, last)| last),
        }
    }
}
