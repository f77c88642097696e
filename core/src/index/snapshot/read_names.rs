//! The platforms, hashtags and creators of a snapshot.

use std::collections::HashSet;

use crate::Result;
use crate::index::creators::Creators;
use crate::index::hashtags::Hashtags;
use crate::index::platforms::{MOST, Platforms};
use crate::index::snapshot::check::{ascending, below, corrupt};
use crate::index::snapshot::sections::Sections;
use crate::index::texts::Texts;

/// What posts and projects refer to.
#[derive(Debug)]
pub(super) struct Names {
    pub(super) platforms: Platforms,
    pub(super) hashtags: Hashtags,
    pub(super) creators: Creators,
}

impl Names {
    pub(super) fn read(sections: &Sections) -> Result<Self> {
        let platforms = platforms(sections)?;
        Ok(Self {
            hashtags: hashtags(sections, platforms.len())?,
            creators: creators(sections, platforms.len())?,
            platforms,
        })
    }
}

fn platforms(sections: &Sections) -> Result<Platforms> {
    let ids = sections.need::<i32>("platforms.ids")?;
    if ids.len() > MOST {
        return Err(corrupt("platforms.ids", "has too many platforms"));
    }
    let names = sections.texts("platforms.names", ids.len())?;
    let mut platforms = Platforms::default();
    let (mut known_ids, mut known_names) = (HashSet::new(), HashSet::new());
    for (id, name) in ids.iter().zip(names.iter().flatten()) {
        if !known_ids.insert(*id) || !known_names.insert(name) {
            return Err(corrupt("platforms.ids", "has a platform twice"));
        }
        platforms.push(*id, name);
    }
    Ok(platforms)
}

fn hashtags(sections: &Sections, platforms: usize) -> Result<Hashtags> {
    let ids = sections.need::<i32>("hashtags.ids")?;
    ascending("hashtags.ids", &ids)?;
    let of = sections.exactly::<u16>("hashtags.platforms", ids.len())?;
    below("hashtags.platforms", &of, platforms)?;
    let names = sections.exactly::<u32>("hashtags.names", ids.len())?;
    let count = sections.count_of_texts("names")?;
    below("hashtags.names", &names, count)?;
    let texts = Texts::from(sections.texts("names", count)?);
    Hashtags::frozen_from(ids.into(), names.into(), of.into(), texts)
        .ok_or_else(|| corrupt("hashtags.names", "has a hashtag or a name twice"))
}

fn creators(sections: &Sections, platforms: usize) -> Result<Creators> {
    let of = sections.need::<u16>("creators.platforms")?;
    below("creators.platforms", &of, platforms)?;
    let authors = Texts::from(sections.texts("creators.authors", of.len())?);
    Creators::frozen_from(of.into(), authors)
        .ok_or_else(|| corrupt("creators.authors", "has a creator twice"))
}
