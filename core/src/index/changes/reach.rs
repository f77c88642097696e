//! Names that projects follow without a platform, on platforms that a load
//! brings.

use std::collections::BTreeSet;

use super::plan::NewHashtags;
use crate::Result;
use crate::index::dataset::Dataset;
use crate::index::platforms::Platforms;
use crate::index::project::FollowedHashtag;

/// Links to new platforms, by place of the project.
#[derive(Debug, Default)]
pub(super) struct Reached {
    hashtags: Vec<(usize, u32)>,
    creators: Vec<(usize, u16, String)>,
}

impl Reached {
    /// What the platforms that `dataset` lacks will be followed for. Hashtags
    /// that are not there are made after those that posts imply.
    ///
    /// # Errors
    /// `Rule` where ids run out.
    pub(super) fn plan(
        dataset: &Dataset,
        platforms: &Platforms,
        hashtags: &mut NewHashtags,
    ) -> Result<Self> {
        let mut reached = Self::default();
        let new = dataset.platforms.len()..platforms.len();
        let new: Vec<u16> = new.filter_map(|place| u16::try_from(place).ok()).collect();
        if new.is_empty() {
            return Ok(reached);
        }
        // A project that names its platforms is not concerned by others.
        let everywhere = |(_, project): &(usize, &crate::index::project::Project)| {
            project.platforms.as_deref().unwrap_or("[]") == "[]"
        };
        let projects = || dataset.projects.iter().enumerate().filter(everywhere);
        let mut wanted = BTreeSet::new();
        for (_, project) in projects() {
            for name in &project.about.hashtags {
                for platform in &new {
                    if hashtags.find(dataset, *platform, name).is_none() {
                        wanted.insert((platforms.id(*platform), *platform, name.as_str()));
                    }
                }
            }
        }
        for (_, platform, name) in wanted {
            hashtags.push(platform, name)?;
        }
        for (place, project) in projects() {
            for platform in &new {
                for name in &project.about.hashtags {
                    let hashtag = hashtags.find(dataset, *platform, name);
                    reached.hashtags.extend(hashtag.map(|one| (place, one)));
                }
                for name in &project.about.creators {
                    reached.creators.push((place, *platform, name.clone()));
                }
            }
        }
        Ok(reached)
    }

    /// Links them. A new link is dated as its project.
    pub(super) fn write(self, dataset: &mut Dataset) {
        for (place, hashtag) in self.hashtags {
            let project = &mut dataset.projects[place];
            project.hashtags.push(FollowedHashtag {
                hashtag,
                added_at: project.about.updated_at,
            });
            project.matches.take();
            dataset.sort_followed(place);
        }
        for (place, platform, name) in self.creators {
            let creator = dataset.creators.intern(platform, &name);
            let project = &mut dataset.projects[place];
            project.creators.push(creator);
            project.matches.take();
        }
    }
}

impl Dataset {
    /// Puts what a project follows in the order of the hashtags' ids.
    pub(super) fn sort_followed(&mut self, place: usize) {
        let hashtags = &self.hashtags;
        self.projects[place]
            .hashtags
            .sort_unstable_by_key(|followed| hashtags.id(followed.hashtag));
    }
}
