//! Which posts pass each filter.

use std::sync::Arc;

use super::bits::Bits;
use super::captions::Captions;
use super::columns::{Columns, WEEK};
use super::counts::Counts;
use super::filters::{Filters, WeekdayHour};
use crate::index::dataset::Dataset;
use crate::index::texts::ordinal;
use crate::index::time::HOURS;
use crate::scope::{Phrase, Platform};
use crate::value::hashtag;
use crate::{Error, ErrorKind, Result};

/// The filters, in the order of [`Passes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Filter {
    Time,
    Platforms,
    Hashtags,
    Creators,
    Hours,
    Engagement,
    Caption,
}

/// How many filters there are.
const FILTERS: usize = 7;

/// Filters that are in place: by filter, the posts that pass it, `None` where all
/// do.
#[derive(Debug, Default)]
pub(super) struct Passes {
    filters: Filters,
    bits: [Option<Bits>; FILTERS],
    pub(super) chosen: Chosen,
    phrase: Option<Phrase>,
}

/// What lists of names choose, as numbers of the session, ascending.
#[derive(Debug, Clone, Default)]
pub(super) struct Chosen {
    pub(super) platforms: Vec<u32>,
    pub(super) hashtags: Vec<u32>,
    pub(super) creators: Vec<u32>,
}

/// What filters are put over.
#[derive(Clone, Copy)]
pub(super) struct Over<'s> {
    pub(super) dataset: &'s Dataset,
    pub(super) columns: &'s Columns,
    pub(super) counts: &'s Counts,
}

impl Passes {
    /// Puts these filters in the place of those there are; nothing is changed
    /// after an error. `captions` is made when it is first needed.
    ///
    /// # Errors
    /// `Argument` for an hour that no week has; `Rule` where an engagement leaves
    /// the range of BIGINT.
    pub(super) fn replace(
        &mut self,
        over: Over<'_>,
        captions: &mut Option<Captions>,
        filters: Filters,
    ) -> Result<()> {
        let hours = hours(&filters)?;
        let engagement = if filters.engagement == self.filters.engagement {
            None
        } else {
            Some(over.engagement(&filters)?)
        };
        let old = std::mem::take(&mut self.filters);
        if filters.time != old.time {
            self.bits[Filter::Time as usize] = over.time(&filters);
        }
        if filters.platforms != old.platforms {
            let wanted = over.platforms(&filters);
            let keys = &over.counts.keys.platforms;
            self.bits[Filter::Platforms as usize] =
                wanted.as_ref().map(|wanted| with_key(keys, wanted));
            self.chosen.platforms = wanted.unwrap_or_default();
        }
        if filters.hashtags != old.hashtags {
            let wanted = over.hashtags(&filters);
            self.bits[Filter::Hashtags as usize] = wanted.as_ref().map(|wanted| {
                let mut bits = Bits::none(over.columns.len());
                for number in wanted {
                    for place in over.counts.tags.places(*number) {
                        bits.insert(*place);
                    }
                }
                bits
            });
            self.chosen.hashtags = wanted.unwrap_or_default();
        }
        if filters.creators != old.creators {
            let wanted = over.creators(&filters);
            let keys = &over.counts.keys.creators;
            self.bits[Filter::Creators as usize] =
                wanted.as_ref().map(|wanted| with_key(keys, wanted));
            self.chosen.creators = wanted.unwrap_or_default();
        }
        if filters.weekday_hours != old.weekday_hours {
            let keys = &over.counts.keys.hours;
            self.bits[Filter::Hours as usize] =
                hours.map(|hours| Bits::of(keys, |key| hours[usize::from(key)]));
        }
        if let Some(engagement) = engagement {
            self.bits[Filter::Engagement as usize] = engagement;
        }
        if filters.caption != old.caption {
            self.say(
                over,
                captions,
                filters.caption.as_deref().unwrap_or_default(),
            );
        }
        self.filters = filters;
        Ok(())
    }

    /// The filter of captions.
    fn say(&mut self, over: Over<'_>, captions: &mut Option<Captions>, text: &str) {
        let new = Phrase::new(text).ok();
        let old = std::mem::replace(&mut self.phrase, new);
        let before = self.bits[Filter::Caption as usize].take();
        let Some(phrase) = &self.phrase else {
            return;
        };
        // As people type: what says more is said by fewer.
        let narrower = old.is_some_and(|old| phrase.as_str().contains(old.as_str()));
        let (dataset, columns) = (over.dataset, over.columns);
        let captions = captions.get_or_insert_with(|| Captions::new(dataset, columns));
        let among = before.as_ref().filter(|_| narrower);
        self.bits[Filter::Caption as usize] =
            Some(captions.saying(dataset, columns, phrase, among));
    }

    /// Whether a filter is in place.
    pub(super) fn has(&self, filter: Filter) -> bool {
        self.bits[filter as usize].is_some()
    }

    /// The posts that pass all filters but these.
    pub(super) fn all_but(&self, but: [Option<Filter>; 2], posts: usize) -> Arc<Bits> {
        let but = but.map(|but| but.map(|but| but as usize));
        let others = self.bits.iter().enumerate();
        let others = others.filter(|(filter, _)| !but.contains(&Some(*filter)));
        let mut others = others.filter_map(|(_, bits)| bits.as_ref());
        let mut bits = match others.next() {
            Some(first) => first.clone(),
            None => Bits::all(posts),
        };
        for other in others {
            bits.intersect(other);
        }
        Arc::new(bits)
    }

    pub(super) fn memory(&self) -> usize {
        self.bits.iter().flatten().map(Bits::memory).sum()
    }
}

/// The places of one of these keys, which ascend.
fn with_key<K: Copy + Into<u32>>(keys: &[K], wanted: &[u32]) -> Bits {
    if let [only] = wanted {
        return Bits::of(keys, |key| key.into() == *only);
    }
    Bits::of(keys, |key| wanted.binary_search(&key.into()).is_ok())
}

/// A list that chooses something.
fn list<T>(list: Option<&Vec<T>>) -> Option<&Vec<T>> {
    list.filter(|list| !list.is_empty())
}

fn ascending(mut numbers: Vec<u32>) -> Vec<u32> {
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

impl Over<'_> {
    fn time(self, filters: &Filters) -> Option<Bits> {
        let range = filters.time?;
        if range.from.is_none() && range.to.is_none() {
            return None;
        }
        let record = |post: &u32| self.dataset.posts.record(*post).time();
        let dated = &self.columns.posts[..self.columns.dated];
        let before = |moment: i64| dated.partition_point(|post| record(post) < moment);
        let first = range.from.map_or(0, before);
        let end = range.to.map_or(dated.len(), before);
        Some(Bits::within(self.columns.len(), first..end))
    }

    fn platforms(self, filters: &Filters) -> Option<Vec<u32>> {
        let names = list(filters.platforms.as_ref())?;
        let numbers = names.iter().flat_map(|name| self.platforms_named(name));
        Some(ascending(numbers.map(|(number, _)| number).collect()))
    }

    /// The platforms called so: by number, and by ordinal.
    fn platforms_named(self, name: &str) -> impl Iterator<Item = (u32, u16)> {
        let wanted = Platform::new(name).ok();
        let platforms = (0..).zip(self.counts.platform_ordinals.iter().copied());
        platforms.filter(move |(_, platform)| {
            let wanted = wanted.as_ref();
            wanted.is_some_and(|wanted| wanted.is(self.dataset.platforms.name(*platform)))
        })
    }

    fn hashtags(self, filters: &Filters) -> Option<Vec<u32>> {
        let tags = list(filters.hashtags.as_ref())?;
        let hashtags = &self.dataset.hashtags;
        let names = tags.iter().filter_map(|tag| hashtag::normalize(tag));
        let names = names.filter_map(|name| hashtags.find_name(&name));
        let numbers = names.filter_map(|name| {
            let number = self.counts.tags.names.iter().position(|one| *one == name);
            number.map(ordinal)
        });
        Some(ascending(numbers.collect()))
    }

    fn creators(self, filters: &Filters) -> Option<Vec<u32>> {
        let wanted = list(filters.creators.as_ref())?;
        let creators = wanted.iter().flat_map(|wanted| {
            let platforms = self.platforms_named(&wanted.platform);
            let known = &self.dataset.creators;
            platforms.filter_map(|(_, platform)| known.find(platform, &wanted.author))
        });
        let numbers = creators.filter_map(|creator| {
            let all = &self.counts.creator_ordinals;
            all.iter().position(|one| *one == creator).map(ordinal)
        });
        Some(ascending(numbers.collect()))
    }

    fn engagement(self, filters: &Filters) -> Result<Option<Bits>> {
        let Some(range) = filters.engagement else {
            return Ok(None);
        };
        if range.min.is_none() && range.max.is_none() {
            return Ok(None);
        }
        let ranks = &self.counts.ranks;
        ranks
            .between(self.dataset, self.columns, range.min, range.max)
            .map(Some)
    }
}

/// Which hours of the week pass; that after all, of unknown times, does not.
fn hours(filters: &Filters) -> Result<Option<[bool; WEEK + 1]>> {
    let Some(wanted) = list(filters.weekday_hours.as_ref()) else {
        return Ok(None);
    };
    let mut hours = [false; WEEK + 1];
    for one in wanted {
        hours[place_of(*one)?] = true;
    }
    Ok(Some(hours))
}

fn place_of(one: WeekdayHour) -> Result<usize> {
    let (weekday, hour) = (usize::from(one.weekday), usize::from(one.hour));
    if (1..=7).contains(&weekday) && hour < HOURS {
        return Ok((weekday - 1) * HOURS + hour);
    }
    Err(Error::new(
        ErrorKind::Argument,
        format!("there is no hour {hour} of weekday {weekday}"),
    )
    .hint("weekdays go from 1 (Monday) to 7, hours from 0 to 23"))
}
