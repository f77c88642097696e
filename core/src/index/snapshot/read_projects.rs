//! The projects of a snapshot.

use std::sync::OnceLock;

use arrow::array::{Array, LargeStringArray};

use crate::Result;
use crate::index::project::{About, FollowedHashtag, Project};
use crate::index::snapshot::check::{ascending, corrupt, lists_ascend};
use crate::index::snapshot::read_names::Names;
use crate::index::snapshot::sections::Sections;
use crate::index::snapshot::write_projects::scope_type;
use crate::scope::{self, Scope};

impl Sections {
    pub(super) fn projects(&self, known: &Names) -> Result<Vec<Project>> {
        let ids = self.need::<i32>("projects.ids")?;
        ascending("projects.ids", &ids)?;
        let count = ids.len();
        let scope_types = self.exactly::<u8>("projects.scope_types", count)?;
        let names = self.texts("projects.names", count)?;
        let platforms = self.nullable_texts("projects.platforms", count)?;
        let scopes = self.nullable_texts("projects.scopes", count)?;
        let hashtags = self.followed_hashtags(count, known.hashtags.len())?;
        let creators = self.followed_creators(count, known.creators.len())?;
        let about = self.about(count)?;
        let followed = hashtags.into_iter().zip(creators).zip(about).enumerate();
        followed
            .map(|(place, ((hashtags, creators), about))| {
                let scope_type = scope_type(scope_types[place]);
                Ok(Project {
                    id: ids[place],
                    name: names.value(place).to_owned(),
                    platforms: text(&platforms, place).map(str::to_owned),
                    scope_type: scope_type.ok_or_else(|| {
                        corrupt("projects.scope_types", "has one that is unknown")
                    })?,
                    scope: text(&scopes, place).map(parse).transpose()?,
                    hashtags,
                    creators,
                    about,
                    matches: OnceLock::new(),
                })
            })
            .collect()
    }

    fn about(&self, count: usize) -> Result<Vec<About>> {
        let descriptions = self.nullable_texts("projects.descriptions", count)?;
        let statuses = self.texts("projects.statuses", count)?;
        let updated_at = self.exactly::<i64>("projects.updated_at", count)?;
        let hashtags = self.followed_names("projects.hashtag_names", count)?;
        let creators = self.followed_names("projects.creator_names", count)?;
        let names = hashtags.into_iter().zip(creators).enumerate();
        Ok(names
            .map(|(place, (hashtags, creators))| About {
                description: text(&descriptions, place).map(str::to_owned),
                status: statuses.value(place).to_owned(),
                updated_at: updated_at[place],
                hashtags,
                creators,
            })
            .collect())
    }

    /// Lists of texts.
    fn followed_names(&self, name: &str, count: usize) -> Result<Vec<Vec<String>>> {
        let names = self.texts(name, self.count_of_texts(name)?)?;
        let starts = self.starts(name, count, names.len())?;
        let lists = starts.windows(2);
        let list = |pair: &[u32]| {
            let places = pair[0] as usize..pair[1] as usize;
            places.map(|place| names.value(place).to_owned()).collect()
        };
        Ok(lists.map(list).collect())
    }

    fn followed_hashtags(&self, count: usize, limit: usize) -> Result<Vec<Vec<FollowedHashtag>>> {
        let (starts, items) = self.lists("projects.hashtags", count, limit)?;
        lists_ascend("projects.hashtags.items", &starts, &items)?;
        let added_at = self.exactly::<i64>("projects.added_at", items.len())?;
        let list = |pair: &[u32]| {
            let place = pair[0] as usize..pair[1] as usize;
            let followed = items[place.clone()].iter().zip(&added_at[place]);
            followed
                .map(|(hashtag, added_at)| FollowedHashtag {
                    hashtag: *hashtag,
                    added_at: *added_at,
                })
                .collect()
        };
        Ok(starts.windows(2).map(list).collect())
    }

    fn followed_creators(&self, count: usize, limit: usize) -> Result<Vec<Vec<u32>>> {
        let (starts, items) = self.lists("projects.creators", count, limit)?;
        let list = |pair: &[u32]| {
            let creators = items[pair[0] as usize..pair[1] as usize].to_vec();
            let mut sorted = creators.clone();
            sorted.sort_unstable();
            ascending("projects.creators.items", &sorted)
                .map_err(|_| corrupt("projects.creators.items", "has a creator twice"))?;
            Ok(creators)
        };
        starts.windows(2).map(list).collect()
    }
}

fn text(texts: &LargeStringArray, place: usize) -> Option<&str> {
    texts.is_valid(place).then(|| texts.value(place))
}

fn parse(query: &str) -> Result<Scope> {
    scope::parse(query).map_err(|error| {
        let what = format!("has one that does not parse: {}", error.message());
        corrupt("projects.scopes", what).caused_by(error)
    })
}
