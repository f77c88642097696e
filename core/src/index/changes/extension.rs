//! What a project follows, added to and taken from.

use super::projects::Draft;
use crate::index::dataset::Dataset;
use crate::index::project::{Project, ScopeType};
use crate::project::{Applied, ProjectSpec, creator, hashtag, split};
use crate::{Error, ErrorKind, Result};

impl Dataset {
    /// Makes a project, or adds to the one of that name: hashtags, creators and
    /// platforms are added to those it has, what else the spec gives replaces
    /// what was there.
    ///
    /// # Errors
    /// As [`Dataset::apply_projects`].
    pub fn add_project(&mut self, spec: &ProjectSpec, now: i64) -> Result<Applied> {
        spec.check()?;
        let name = spec.name.trim();
        let known = self.projects.iter().find(|project| project.name == name);
        let spec = match known {
            Some(project) => self.extended(project, spec),
            None => spec.clone(),
        };
        let applied = self.apply_projects(&[spec], now)?;
        Ok(applied.first().copied().unwrap_or(Applied::Unchanged))
    }

    /// Lets a project follow some hashtags and creators no more, each written as
    /// in a spec; one that names no platform goes on every one, those to come
    /// included. `now` dates the project, in UTC microseconds.
    ///
    /// # Errors
    /// `NotFound` where there is no such project, or one of them is not followed;
    /// then nothing changes.
    pub fn unfollow<T: AsRef<str>>(
        &mut self,
        project: i32,
        hashtags: &[T],
        creators: &[T],
        now: i64,
    ) -> Result<()> {
        let place = self.place_of_project(project)?;
        let mut draft = Draft::of(self, &self.projects[place]);
        let not_followed = |text: &str| {
            let shown = crate::value::shorten(text);
            let message = format!("project {project} does not follow `{shown}`");
            Error::new(ErrorKind::NotFound, message).hint("nothing was changed; leave it out")
        };
        for text in hashtags {
            let text = text.as_ref();
            let name = hashtag(text).ok_or_else(|| not_followed(text))?;
            let on = self.platform_named(text);
            let before = draft.hashtags.len();
            draft.hashtags.retain(|followed| {
                let platform = self.hashtags.platform(followed.hashtag);
                self.hashtags.name(followed.hashtag) != name || !on(platform)
            });
            let by_name = forget(&mut draft.about.hashtags, text, &name);
            if draft.hashtags.len() == before && !by_name {
                return Err(not_followed(text));
            }
        }
        for text in creators {
            let text = text.as_ref();
            let name = creator(text);
            let on = self.platform_named(text);
            let before = draft.creators.len();
            draft
                .creators
                .retain(|(platform, followed)| *followed != name || !on(*platform));
            let by_name = forget(&mut draft.about.creators, text, &name);
            if draft.creators.len() == before && !by_name {
                return Err(not_followed(text));
            }
        }
        draft.changed = true;
        draft.about.updated_at = now;
        draft.write(self);
        Ok(())
    }

    /// Whether a text's platform, or any where it names none, is the one.
    fn platform_named(&self, text: &str) -> impl Fn(u16) -> bool {
        let named = split(text).0.map(str::to_ascii_lowercase);
        let platform = named.as_deref().map(|name| self.platforms.by_name(name));
        move |other| platform.is_none_or(|one| one == Some(other))
    }

    /// What a project is, with what `spec` adds.
    fn extended(&self, project: &Project, spec: &ProjectSpec) -> ProjectSpec {
        let hashtags = project.hashtags.iter().map(|followed| {
            let hashtag = followed.hashtag;
            let platform = self.platforms.name(self.hashtags.platform(hashtag));
            (platform, self.hashtags.name(hashtag))
        });
        let creators = project.creators.iter().map(|creator| {
            let platform = self.platforms.name(self.creators.platform(*creator));
            (platform, self.creators.author(*creator))
        });
        let platforms = project.platforms.as_deref();
        let mut all = ProjectSpec {
            name: project.name.clone(),
            description: spec
                .description
                .clone()
                .or_else(|| project.about.description.clone()),
            status: spec.status.clone(),
            platforms: platforms
                .and_then(|json| serde_json::from_str(json).ok())
                .unwrap_or_default(),
            scope_type: None,
            scope_query: spec
                .scope_query
                .clone()
                .or_else(|| project.scope.as_ref().map(ToString::to_string)),
            hashtags: followed(&project.about.hashtags, hashtags.collect()),
            creators: followed(&project.about.creators, creators.collect()),
        };
        // A scope type that what is followed does not imply was chosen, and stays.
        let chosen = match project.scope_type {
            ScopeType::Hashtags => "hashtags",
            ScopeType::Creators => "creators",
            ScopeType::Both => "both",
        };
        if all.scope_type() != chosen {
            all.scope_type = Some(chosen.to_owned());
        }
        if spec.scope_type.is_some() {
            all.scope_type.clone_from(&spec.scope_type);
        }
        all.platforms.extend(spec.platforms.iter().cloned());
        all.hashtags.extend(spec.hashtags.iter().cloned());
        all.creators.extend(spec.creators.iter().cloned());
        all
    }
}

/// The names that are followed on every platform, then the other links as
/// `tiktok:name`.
fn followed(by_name: &[String], mut links: Vec<(&str, &str)>) -> Vec<String> {
    let mut all = by_name.to_vec();
    all.sort_unstable();
    links.sort_unstable();
    let others = links.into_iter().filter(|(_, name)| {
        let known = by_name.iter().any(|known| known == name);
        !known
    });
    let others: Vec<String> = others
        .map(|(platform, name)| format!("{platform}:{name}"))
        .collect();
    all.extend(others);
    all
}

/// Takes a name out of those that are followed on every platform, unless the
/// text names one; whether it was there.
fn forget(names: &mut Vec<String>, text: &str, name: &str) -> bool {
    let before = names.len();
    if split(text).0.is_none() {
        names.retain(|known| known != name);
    }
    names.len() < before
}
