//! Projects as people write them, over the hashtags and platforms that the
//! posts have brought.

use std::sync::OnceLock;

use crate::adapt::platforms_json;
use crate::index::build::too_many;
use crate::index::creators::Creators;
use crate::index::hashtags::Hashtags;
use crate::index::platforms::Platforms;
use crate::index::project::{FollowedHashtag, Project, ScopeType};
use crate::project::{ProjectSpec, creator, hashtag, no_platform, split};
use crate::{Error, ErrorKind, Result, scope, value};

/// The projects of a projects file, and when they begin to follow.
#[derive(Debug, Default)]
pub(super) struct Specs {
    specs: Vec<ProjectSpec>,
    now: i64,
}

/// Platforms, hashtags and creators.
type Names = (Platforms, Hashtags, Creators);

impl Specs {
    pub(super) fn new(specs: &[ProjectSpec], now: i64) -> Self {
        Self {
            specs: specs.to_vec(),
            now,
        }
    }

    /// Makes the projects of these names be as the specs say. What they name and
    /// no post has gets the ids that the store would give it.
    pub(super) fn apply(&self, names: &mut Names, projects: &mut Vec<Project>) -> Result<()> {
        for spec in &self.specs {
            spec.check()?;
        }
        for spec in &self.specs {
            self.apply_one(spec, names, projects)?;
        }
        Ok(())
    }

    fn apply_one(
        &self,
        spec: &ProjectSpec,
        names: &mut Names,
        projects: &mut Vec<Project>,
    ) -> Result<()> {
        let name = spec.name.trim();
        let mut known = projects.iter().filter(|project| project.name == name);
        let (known, others) = (known.next(), known.count());
        if others > 0 {
            return Err(Error::new(
                ErrorKind::Argument,
                format!("{} projects are called `{name}`", others + 1),
            ));
        }
        let id = match known {
            Some(known) => known.id,
            None => projects
                .last()
                .map_or(Some(1), |last| last.id.max(0).checked_add(1))
                .ok_or_else(|| no_id("projects"))?,
        };
        let since = |hashtag: u32| {
            let known = known.into_iter().flat_map(|known| &known.hashtags);
            let mut known = known.filter(|followed| followed.hashtag == hashtag);
            known.next().map_or(self.now, |followed| followed.added_at)
        };
        let project = Project {
            id,
            name: name.to_owned(),
            platforms: match spec.platforms.as_slice() {
                [] => None,
                given => Some(platforms_json(given)?),
            },
            scope_type: ScopeType::parse(spec.scope_type()).unwrap_or(ScopeType::Both),
            scope: spec.scope_query.as_deref().map(scope::parse).transpose()?,
            hashtags: hashtags(spec, names, since)?,
            creators: creators(spec, names)?,
            matches: OnceLock::new(),
        };
        match projects.binary_search_by_key(&id, |project| project.id) {
            Ok(place) => projects[place] = project,
            Err(place) => projects.insert(place, project),
        }
        Ok(())
    }
}

/// The hashtags that a spec names, by id; those that are not there are made.
fn hashtags(
    spec: &ProjectSpec,
    (platforms, tags, _): &mut Names,
    since: impl Fn(u32) -> i64,
) -> Result<Vec<FollowedHashtag>> {
    let mut wanted: Vec<FollowedHashtag> = Vec::new();
    for text in &spec.hashtags {
        let Some(tag) = hashtag(text) else {
            continue;
        };
        for platform in platforms_for(spec, text, platforms)? {
            let hashtag = match tags.find(platform, &tag) {
                Some(known) => known,
                None => {
                    let id = tags.next_id(tags.len()).ok_or_else(|| no_id("hashtags"))?;
                    tags.push(id, platform, &tag)
                }
            };
            if !wanted.iter().any(|followed| followed.hashtag == hashtag) {
                wanted.push(FollowedHashtag {
                    hashtag,
                    added_at: since(hashtag),
                });
            }
        }
    }
    wanted.sort_unstable_by_key(|followed| tags.id(followed.hashtag));
    Ok(wanted)
}

/// The creators that a spec names; those that have no posts are made.
fn creators(spec: &ProjectSpec, (platforms, _, authors): &mut Names) -> Result<Vec<u32>> {
    let mut wanted = Vec::new();
    for text in &spec.creators {
        let name = creator(text);
        for platform in platforms_for(spec, text, platforms)? {
            let creator = authors.intern(platform, &name);
            if !wanted.contains(&creator) {
                wanted.push(creator);
            }
        }
    }
    Ok(wanted)
}

/// The platforms that a hashtag or creator stands for: the one it names, or
/// those of the project, or all there are.
fn platforms_for(spec: &ProjectSpec, text: &str, platforms: &mut Platforms) -> Result<Vec<u16>> {
    let names = match split(text).0 {
        Some(platform) => vec![platform.to_owned()],
        None => spec.platforms.clone(),
    };
    if names.is_empty() {
        let mut all: Vec<u16> = platforms
            .names()
            .filter_map(|name| platforms.by_name(name))
            .collect();
        if all.is_empty() {
            return Err(no_platform(spec, text));
        }
        // New hashtags get their ids in this order.
        all.sort_unstable_by_key(|platform| platforms.id(*platform));
        return Ok(all);
    }
    names
        .iter()
        .map(|name| {
            let name = value::platform::normalize(name)?;
            if let Some(known) = platforms.by_name(&name) {
                return Ok(known);
            }
            let id = platforms.next_id().ok_or_else(|| no_id("platforms"))?;
            platforms
                .push(id, &name)
                .ok_or_else(|| too_many("platforms"))
        })
        .collect()
}

fn no_id(table: &str) -> Error {
    Error::new(
        ErrorKind::Rule,
        format!("{table} has no id left below 2^31"),
    )
}
