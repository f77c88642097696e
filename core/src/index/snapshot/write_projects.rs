//! The projects of a snapshot.

use crate::Result;
use crate::index::dataset::Dataset;
use crate::index::project::{About, FollowedHashtag, Project, ScopeType};
use crate::index::snapshot::chunks::Writer;
use crate::index::snapshot::order::Order;

impl Dataset {
    pub(super) fn write_projects(&self, hashtags: &Order, writer: &mut Writer<'_>) -> Result<()> {
        let projects = || self.projects.iter();
        writer.section("projects.ids", projects().map(|project| project.id))?;
        let scope_types = projects().map(|project| number(project.scope_type));
        writer.section("projects.scope_types", scope_types)?;
        writer.texts("projects.names", || {
            projects().map(|project| Some(project.name.as_str()))
        })?;
        writer.texts("projects.platforms", || {
            projects().map(|project| project.platforms.as_deref())
        })?;
        let scopes = projects().map(|project| project.scope.as_ref().map(ToString::to_string));
        let scopes: Vec<Option<String>> = scopes.collect();
        writer.texts("projects.scopes", || scopes.iter().map(Option::as_deref))?;
        // In the order of ids, as in memory: their ordinals ascend in the file.
        let followed = |project: &'_ Project| -> Vec<(u32, i64)> {
            let all = project.hashtags.iter();
            all.filter_map(|FollowedHashtag { hashtag, added_at }| {
                Some((hashtags.new_of(*hashtag)?, *added_at))
            })
            .collect()
        };
        writer.lists("projects.hashtags", || {
            projects().map(|project| followed(project).into_iter().map(|one| one.0))
        })?;
        let added_at =
            projects().flat_map(|project| followed(project).into_iter().map(|one| one.1));
        writer.section("projects.added_at", added_at)?;
        writer.lists("projects.creators", || {
            projects().map(|project| project.creators.iter().copied())
        })?;
        writer.texts("projects.descriptions", || {
            projects().map(|project| project.about.description.as_deref())
        })?;
        writer.texts("projects.statuses", || {
            projects().map(|project| Some(project.about.status.as_str()))
        })?;
        let updated_at = projects().map(|project| project.about.updated_at);
        writer.section("projects.updated_at", updated_at)?;
        self.write_followed_names("projects.hashtag_names", writer, |about| &about.hashtags)?;
        self.write_followed_names("projects.creator_names", writer, |about| &about.creators)
    }

    /// Lists of texts.
    fn write_followed_names(
        &self,
        name: &str,
        writer: &mut Writer<'_>,
        of: impl Fn(&About) -> &[String],
    ) -> Result<()> {
        let lists = || self.projects.iter().map(|project| of(&project.about));
        writer.starts(name, lists().map(<[String]>::len))?;
        writer.texts(name, || lists().flatten().map(|text| Some(text.as_str())))
    }
}

/// The number of a scope type in the file.
fn number(scope_type: ScopeType) -> u8 {
    match scope_type {
        ScopeType::Hashtags => 0,
        ScopeType::Creators => 1,
        ScopeType::Both => 2,
    }
}

/// The scope type of a number in the file.
pub(super) fn scope_type(number: u8) -> Option<ScopeType> {
    match number {
        0 => Some(ScopeType::Hashtags),
        1 => Some(ScopeType::Creators),
        2 => Some(ScopeType::Both),
        _ => None,
    }
}
