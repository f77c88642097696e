//! Hashtags made and taken away.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use foldhash::HashSet;

use super::plan::NewHashtags;
use super::writing::Writing;
use crate::index::dataset::Dataset;
use crate::index::lists::List;
use crate::project::split;
use crate::value;
use crate::{Error, ErrorKind, Result};

impl Dataset {
    /// Makes hashtags that no post has yet, each written as `tiktok:tag`; ids go
    /// on from the greatest there is, in the order given. How many were new.
    ///
    /// # Errors
    /// `Argument` for a text that names no platform or no hashtag, `NotFound` for
    /// a platform that is not there, `Rule` where ids run out. After an error the
    /// data set is as it was.
    pub fn add_hashtags<T: AsRef<str>>(&mut self, hashtags: &[T]) -> Result<usize> {
        let mut new = NewHashtags::new(self);
        for text in hashtags {
            let (platform, name) = self.read_hashtag(text.as_ref())?;
            if new.find(self, platform, &name).is_none() {
                new.push(platform, &name)?;
            }
        }
        new.write(self);
        Ok(new.len())
    }

    /// Takes hashtags away, each written as `tiktok:tag`, and what hangs from
    /// them: their links, their places in the lists of the posts that they are
    /// linked to, and that projects follow them.
    ///
    /// # Errors
    /// As [`Dataset::add_hashtags`]; `NotFound` for a hashtag that is not there.
    pub fn remove_hashtags<T: AsRef<str>>(&mut self, hashtags: &[T]) -> Result<()> {
        let mut removed = HashSet::default();
        for text in hashtags {
            let text = text.as_ref();
            let (platform, name) = self.read_hashtag(text)?;
            let found = self.hashtags.find(platform, &name);
            removed.insert(found.ok_or_else(|| {
                let shown = value::shorten(text);
                Error::new(
                    ErrorKind::NotFound,
                    format!("there is no hashtag `{shown}`"),
                )
                .hint("nothing was removed; leave it out")
            })?);
        }
        let lists = removed.iter().map(|hashtag| self.by_hashtag.get(*hashtag));
        let posts: BTreeSet<u32> = lists.flat_map(List::iter).collect();
        for hashtag in &removed {
            self.hashtags.remove(*hashtag);
        }
        for project in &mut self.projects {
            let before = project.hashtags.len();
            project
                .hashtags
                .retain(|followed| !removed.contains(&followed.hashtag));
            if project.hashtags.len() < before {
                project.matches = OnceLock::new();
            }
        }
        if !removed.is_empty() {
            self.stamp.renew();
        }
        let mut writing = Writing::new(self);
        for post in posts {
            untag(&mut writing, post);
        }
        writing.finish();
        Ok(())
    }

    fn read_hashtag(&self, text: &str) -> Result<(u16, String)> {
        let shown = value::shorten(text);
        let (platform, name) = split(text);
        let platform = platform.ok_or_else(|| {
            Error::new(ErrorKind::Argument, format!("`{shown}` names no platform"))
                .hint(format!("write it as `instagram:{shown}`"))
        })?;
        let name = value::hashtag::normalize(name).ok_or_else(|| {
            Error::new(ErrorKind::Argument, format!("`{shown}` is not a hashtag"))
        })?;
        let platform = value::platform::normalize(platform)?;
        let platform = self.platforms.by_name(&platform).ok_or_else(|| {
            Error::new(
                ErrorKind::NotFound,
                format!("there is no platform `{platform}`"),
            )
            .hint("a platform comes with its first post, or with a project that names it")
        })?;
        Ok((platform, name.into_owned()))
    }
}

/// Takes the hashtags that are no more out of a post: its links, and of its own
/// list every name that is no hashtag of its platform.
fn untag(writing: &mut Writing<'_>, post: u32) {
    let dataset = &mut *writing.dataset;
    let (hashtags, creators) = (&dataset.hashtags, &dataset.creators);
    let links = dataset.tags.get(post);
    let tags: Vec<u32> = links
        .iter()
        .filter(|hashtag| !hashtags.is_removed(*hashtag))
        .collect();
    let platform = creators.platform(dataset.posts.record(post).creator());
    let own_list = dataset.posts.own_list(post).map(|names| {
        let there = |name: &&u32| hashtags.find(platform, hashtags.text(**name)).is_some();
        names.iter().filter(there).copied().collect::<Box<[u32]>>()
    });
    let own_list = own_list.filter(|own| {
        let own = own
            .iter()
            .map(|name| hashtags.find(platform, hashtags.text(*name)));
        !own.eq(tags.iter().map(|hashtag| Some(*hashtag)))
    });
    dataset.posts.set_own_list(post, own_list);
    writing.retag(post, tags);
}
