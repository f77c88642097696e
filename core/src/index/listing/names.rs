//! Lists of names by how many posts they have.

use std::cmp::Reverse;

use super::{Ask, Listed, ListedCreator, ListedHashtag, ListedPlatform};
use crate::index::dataset::Dataset;
use crate::index::texts::ordinal;
use crate::scope::casefold;
use crate::{Error, ErrorKind, Result};

/// Rows of a list where nothing else is said.
const ROWS: usize = 50;

impl Dataset {
    /// The platforms, most posts first.
    pub fn list_platforms(&self) -> Vec<ListedPlatform> {
        let mut posts = vec![0; self.platforms.len()];
        for creator in 0..ordinal(self.creators.len()) {
            let platform = usize::from(self.creators.platform(creator));
            posts[platform] += self.by_creator.get(creator).len();
        }
        let all = self.platforms.by_id_order().into_iter();
        let mut listed: Vec<_> = all
            .map(|platform| ListedPlatform {
                id: self.platforms.id(platform),
                name: self.platforms.name(platform).to_owned(),
                posts: posts[usize::from(platform)],
            })
            .collect();
        listed.sort_by_key(|platform| Reverse(platform.posts));
        listed
    }

    /// The hashtags asked for. Looks at every name.
    ///
    /// # Errors
    /// `NotFound` where there is no such platform.
    pub fn list_hashtags(&self, ask: &Ask) -> Result<Listed<ListedHashtag>> {
        let search = Search::new(self, ask)?;
        let mut found = self.hashtags.by_id_order();
        found.retain(|hashtag| {
            search.is(
                self.hashtags.platform(*hashtag),
                self.hashtags.name(*hashtag),
            )
        });
        let posts = |hashtag: u32| self.by_hashtag.get(hashtag).len();
        let platform = |hashtag: u32| self.platforms.name(self.hashtags.platform(hashtag));
        let total = found.len();
        let shown = stretch(found, ask, |hashtag| {
            let name = self.hashtags.name(*hashtag);
            (Reverse(posts(*hashtag)), name, platform(*hashtag))
        });
        let rows = shown.into_iter().map(|hashtag| ListedHashtag {
            id: self.hashtags.id(hashtag),
            name: self.hashtags.name(hashtag).to_owned(),
            platform: platform(hashtag).to_owned(),
            posts: posts(hashtag),
        });
        Ok(Listed {
            total,
            rows: rows.collect(),
        })
    }

    /// The creators asked for. Looks at every name.
    ///
    /// # Errors
    /// `NotFound` where there is no such platform.
    pub fn list_creators(&self, ask: &Ask) -> Result<Listed<ListedCreator>> {
        let search = Search::new(self, ask)?;
        let mut found: Vec<u32> = (0..ordinal(self.creators.len())).collect();
        found.retain(|creator| {
            search.is(
                self.creators.platform(*creator),
                self.creators.author(*creator),
            )
        });
        let posts = |creator: u32| self.by_creator.get(creator).len();
        let platform = |creator: u32| self.platforms.name(self.creators.platform(creator));
        let total = found.len();
        let shown = stretch(found, ask, |creator| {
            let author = self.creators.author(*creator);
            (Reverse(posts(*creator)), author, platform(*creator))
        });
        let rows = shown.into_iter().map(|creator| ListedCreator {
            author: self.creators.author(creator).to_owned(),
            platform: platform(creator).to_owned(),
            posts: posts(creator),
        });
        Ok(Listed {
            total,
            rows: rows.collect(),
        })
    }
}

/// What names must be.
struct Search {
    /// Case-folded; empty where any name will do.
    text: String,
    platform: Option<u16>,
}

impl Search {
    fn new(dataset: &Dataset, ask: &Ask) -> Result<Self> {
        let platform = ask.platform.as_deref().map(|name| {
            dataset.platforms.by_name(name).ok_or_else(|| {
                let names: Vec<_> = dataset.platforms.names().collect();
                let shown = crate::value::shorten(name);
                Error::new(
                    ErrorKind::NotFound,
                    format!("there is no platform `{shown}`"),
                )
                .hint(format!("the platforms are {}", names.join(", ")))
            })
        });
        let text = ask.search.as_deref().unwrap_or_default();
        let text = text.trim().trim_start_matches(['#', '@']);
        Ok(Self {
            text: casefold(text),
            platform: platform.transpose()?,
        })
    }

    fn is(&self, platform: u16, name: &str) -> bool {
        self.platform.is_none_or(|wanted| wanted == platform)
            && (self.text.is_empty() || occurs(&self.text, name))
    }
}

/// Whether a folded text occurs in a name. Most names are ASCII, and need not be
/// folded to tell.
fn occurs(folded: &str, name: &str) -> bool {
    if !name.is_ascii() {
        return casefold(name).contains(folded);
    }
    let sought = folded.as_bytes();
    let mut windows = name.as_bytes().windows(sought.len());
    windows.any(|window| window.eq_ignore_ascii_case(sought))
}

/// The stretch asked for of what `key` puts in order.
fn stretch<K: Ord>(mut found: Vec<u32>, ask: &Ask, key: impl Fn(&u32) -> K) -> Vec<u32> {
    let begin = ask.offset.min(found.len());
    let rows = ask.limit.unwrap_or(ROWS);
    let end = begin.saturating_add(rows).min(found.len());
    if end < found.len() {
        // What comes after the stretch need not be in order.
        found.select_nth_unstable_by_key(end, &key);
        found.truncate(end);
    }
    found.sort_unstable_by_key(&key);
    found.split_off(begin)
}
