//! Projects as they will be, before anything is written.

use std::sync::OnceLock;

use super::no_id_left;
use super::plan::NewHashtags;
use crate::adapt::platforms_json;
use crate::index::dataset::Dataset;
use crate::index::platforms::Platforms;
use crate::index::project::{About, FollowedHashtag, Project, ScopeType};
use crate::project::{Applied, ProjectSpec, creator, hashtag, no_platform, split};
use crate::scope::{self, Scope};
use crate::{Error, ErrorKind, Result, value};

/// Projects as they will be, and what they need.
#[derive(Debug)]
pub(super) struct Plan<'d> {
    dataset: &'d Dataset,
    platforms: Platforms,
    hashtags: NewHashtags,
    drafts: Vec<Draft>,
}

/// A project as it will be.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) id: i32,
    pub(super) name: String,
    pub(super) platforms: Option<String>,
    pub(super) scope_type: ScopeType,
    pub(super) scope: Option<Scope>,
    pub(super) about: About,
    pub(super) hashtags: Vec<FollowedHashtag>,
    /// By platform and name.
    pub(super) creators: Vec<(u16, String)>,
    /// Whether anything that a view depends on is other.
    pub(super) changed: bool,
}

/// What is left of a plan when the data set is to be written.
pub(super) struct Planned {
    platforms: Platforms,
    hashtags: NewHashtags,
    drafts: Vec<Draft>,
}

impl<'d> Plan<'d> {
    pub(super) fn new(dataset: &'d Dataset) -> Self {
        Self {
            dataset,
            platforms: dataset.platforms.clone(),
            hashtags: NewHashtags::new(dataset),
            drafts: Vec::new(),
        }
    }

    pub(super) fn planned(self) -> Planned {
        Planned {
            platforms: self.platforms,
            hashtags: self.hashtags,
            drafts: self.drafts,
        }
    }

    pub(super) fn apply(&mut self, spec: &ProjectSpec, now: i64) -> Result<Applied> {
        spec.check()?;
        let name = spec.name.trim();
        let (mut draft, created) = match self.take(name)? {
            Some(draft) => (draft, false),
            None => (self.new_draft(name, now)?, true),
        };
        let platforms = match spec.platforms.as_slice() {
            [] => None,
            some => Some(platforms_json(some)?),
        };
        let status = spec.status.as_ref().unwrap_or(&draft.about.status).clone();
        let scope = spec.scope_query.as_deref().map(scope::parse).transpose()?;
        let scope_type = ScopeType::parse(spec.scope_type()).unwrap_or(draft.scope_type);
        let mut changed = draft.about.description != spec.description
            || draft.about.status != status
            || draft.platforms != platforms
            || draft.scope_type != scope_type
            || draft.scope != scope;
        draft.platforms = platforms;
        draft.scope_type = scope_type;
        draft.scope = scope;
        changed |= self.follow_hashtags(&mut draft, spec, now)?;
        changed |= self.follow_creators(&mut draft, spec)?;
        let everywhere = |texts: &[String], name: fn(&str) -> Option<String>| {
            let mut names: Vec<String> = Vec::new();
            for text in texts.iter().filter(|text| split(text).0.is_none()) {
                let name = name(text).filter(|name| !names.contains(name));
                names.extend(name);
            }
            names
        };
        draft.about = About {
            description: spec.description.clone(),
            status,
            updated_at: if changed { now } else { draft.about.updated_at },
            hashtags: everywhere(&spec.hashtags, hashtag),
            creators: everywhere(&spec.creators, |text| Some(creator(text))),
        };
        draft.changed |= changed;
        self.drafts.push(draft);
        Ok(match (created, changed) {
            (true, _) => Applied::Created,
            (false, true) => Applied::Changed,
            (false, false) => Applied::Unchanged,
        })
    }

    /// The project of a name as it is, or as it was drafted before.
    fn take(&mut self, name: &str) -> Result<Option<Draft>> {
        if let Some(place) = self.drafts.iter().position(|draft| draft.name == name) {
            return Ok(Some(self.drafts.remove(place)));
        }
        let mut named = self.dataset.projects.iter();
        let mut named = named.by_ref().filter(|project| project.name == name);
        let first = named.next();
        let others = named.count();
        if others > 0 {
            return Err(Error::new(
                ErrorKind::Argument,
                format!("{} projects are called `{name}`", others + 1),
            ));
        }
        Ok(first.map(|project| Draft::of(self.dataset, project)))
    }

    fn new_draft(&self, name: &str, now: i64) -> Result<Draft> {
        let known = self.dataset.projects.iter().map(|project| project.id);
        let all = known.chain(self.drafts.iter().map(|draft| draft.id));
        let id = all.max().unwrap_or(0).checked_add(1);
        Ok(Draft {
            id: id.ok_or_else(|| no_id_left("projects"))?,
            name: name.to_owned(),
            platforms: None,
            scope_type: ScopeType::Both,
            scope: None,
            about: About {
                status: "draft".to_owned(),
                updated_at: now,
                ..About::default()
            },
            hashtags: Vec::new(),
            creators: Vec::new(),
            changed: true,
        })
    }

    /// Exactly the hashtags of the spec; whether any link is made or removed.
    fn follow_hashtags(&mut self, draft: &mut Draft, spec: &ProjectSpec, now: i64) -> Result<bool> {
        let mut wanted: Vec<u32> = Vec::new();
        for text in &spec.hashtags {
            let Some(name) = hashtag(text) else {
                continue;
            };
            for platform in self.platforms_for(spec, text)? {
                let known = self.hashtags.find(self.dataset, platform, &name);
                let hashtag = match known {
                    Some(known) => known,
                    None => self.hashtags.push(platform, &name)?,
                };
                if !wanted.contains(&hashtag) {
                    wanted.push(hashtag);
                }
            }
        }
        let before = draft.hashtags.len();
        let followed = &mut draft.hashtags;
        followed.retain(|followed| wanted.contains(&followed.hashtag));
        let kept = followed.len();
        wanted.retain(|hashtag| followed.iter().all(|known| known.hashtag != *hashtag));
        followed.extend(wanted.into_iter().map(|hashtag| FollowedHashtag {
            hashtag,
            added_at: now,
        }));
        Ok(kept < before || kept < followed.len())
    }

    /// Exactly the creators of the spec; whether any link is made or removed.
    fn follow_creators(&mut self, draft: &mut Draft, spec: &ProjectSpec) -> Result<bool> {
        let mut wanted: Vec<(u16, String)> = Vec::new();
        for text in &spec.creators {
            let name = creator(text);
            for platform in self.platforms_for(spec, text)? {
                let creator = (platform, name.clone());
                if !wanted.contains(&creator) {
                    wanted.push(creator);
                }
            }
        }
        let same = wanted.len() == draft.creators.len()
            && wanted.iter().all(|one| draft.creators.contains(one));
        draft.creators = wanted;
        Ok(!same)
    }

    /// The platforms that a hashtag or creator stands for: the one it names, or
    /// those of the project, or all there are. Those that are new are made.
    fn platforms_for(&mut self, spec: &ProjectSpec, text: &str) -> Result<Vec<u16>> {
        let names = match split(text).0 {
            Some(platform) => vec![platform.to_owned()],
            None => spec.platforms.clone(),
        };
        if names.is_empty() {
            if self.platforms.len() == 0 {
                return Err(no_platform(spec, text));
            }
            return Ok(self.platforms.by_id_order());
        }
        let mut found = Vec::with_capacity(names.len());
        for name in names {
            let name = value::platform::normalize(&name)?;
            let known = self.platforms.by_name(&name);
            let platform = known.or_else(|| {
                let id = self.platforms.next_id()?;
                self.platforms.push(id, &name)
            });
            found.push(platform.ok_or_else(|| no_id_left("platforms"))?);
        }
        Ok(found)
    }
}

impl Draft {
    pub(super) fn of(dataset: &Dataset, project: &Project) -> Self {
        let creators = &dataset.creators;
        let followed = project.creators.iter();
        Self {
            id: project.id,
            name: project.name.clone(),
            platforms: project.platforms.clone(),
            scope_type: project.scope_type,
            scope: project.scope.clone(),
            about: project.about.clone(),
            hashtags: project.hashtags.clone(),
            creators: followed
                .map(|one| (creators.platform(*one), creators.author(*one).to_owned()))
                .collect(),
            changed: false,
        }
    }

    /// Puts it in the place of the project of its id.
    pub(super) fn write(self, dataset: &mut Dataset) {
        let creators = self.creators.iter();
        let creators = creators.map(|(platform, name)| dataset.creators.intern(*platform, name));
        let project = Project {
            creators: creators.collect(),
            id: self.id,
            name: self.name,
            platforms: self.platforms,
            scope_type: self.scope_type,
            scope: self.scope,
            about: self.about,
            hashtags: self.hashtags,
            matches: OnceLock::new(),
        };
        let found = dataset
            .projects
            .binary_search_by_key(&self.id, |project| project.id);
        let place = match found {
            Ok(place) if self.changed => {
                dataset.projects[place] = project;
                place
            }
            Ok(place) => {
                dataset.projects[place].about = project.about;
                place
            }
            Err(place) => {
                dataset.projects.insert(place, project);
                place
            }
        };
        dataset.sort_followed(place);
        dataset.stamp.renew();
    }
}

impl Planned {
    pub(super) fn write(self, dataset: &mut Dataset) {
        dataset.platforms = self.platforms;
        self.hashtags.write(dataset);
        for draft in self.drafts {
            draft.write(dataset);
        }
    }
}
