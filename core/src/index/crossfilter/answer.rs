//! Counts as a summary.

use std::cmp::Ordering;

use foldhash::HashMap;

use super::best::best;
use super::bits::Bits;
use super::columns::{Columns, WEEK};
use super::counts::Counts;
use super::filters::Options;
use super::passes::{Filter, Passes};
use super::rows::{Hour, Key, Platform, Row, Time};
use super::summary::{
    CreatorBin, EngagementBin, Figures, HashtagBin, PlatformBin, Summary, TimeBin, Timeline,
    WeekdayHourBin,
};
use super::sums::{Extra, Sums};
use crate::Result;
use crate::index::dataset::Dataset;
use crate::index::figures::Total;
use crate::index::record::WIDE;
use crate::index::scoped::engagement;
use crate::index::texts::ordinal;
use crate::index::time::HOURS;

/// A session, to be asked.
#[derive(Clone, Copy)]
pub(super) struct Answer<'s> {
    pub(super) dataset: &'s Dataset,
    pub(super) columns: &'s Columns,
    pub(super) counts: &'s Counts,
    pub(super) passes: &'s Passes,
}

/// What does not fit words, by key.
type Extras = HashMap<u32, Extra>;

impl<'s> Answer<'s> {
    /// Every dimension.
    ///
    /// # Errors
    /// `Rule` where a sum leaves the range of BIGINT.
    pub(super) fn summary(self, options: &Options) -> Result<Summary> {
        let counts = self.counts;
        let undated = counts.bins.begins.len();
        let undated = counts.time.groups.of(counts.parts(), undated);
        let all = self.figures()?;
        Ok(Summary {
            total: ordinal(self.columns.len()),
            undated: undated.posts(),
            time: self.timeline()?,
            platforms: self.platforms()?,
            hashtags: self.hashtags(options.top)?,
            creators: self.creators(options.top, all.engagement)?,
            weekday_hours: self.hours()?,
            engagement: counts
                .sizes
                .bins(counts.parts())
                .map(|(from, to, posts)| EngagementBin { from, to, posts })
                .collect(),
            all,
        })
    }

    fn figures(self) -> Result<Figures> {
        let (counts, columns, dataset) = (self.counts, self.columns, self.dataset);
        let set = counts.set(None);
        let wide = columns.wide.iter().filter(|place| set.has(**place));
        let wide: Vec<u32> = wide.map(|place| columns.posts[*place as usize]).collect();
        let time = |place| columns.record(dataset, place).posted_at();
        let first = set.iter().next().and_then(time);
        let last = set.last_below(columns.dated).and_then(time);
        let parts = counts.parts();
        // Whoever is chosen has the same posts under all filters as under all
        // others; no one else has any.
        let creators = &counts.creators;
        let authors = if self.passes.has(Filter::Creators) {
            let chosen = self.passes.chosen.creators.iter();
            let chosen = chosen.filter(|one| creators.is_in(parts, **one));
            let with_posts = chosen.filter(|one| creators.groups[**one as usize].posts() > 0);
            ordinal(with_posts.count())
        } else {
            creators.with_posts(parts)
        };
        Ok(Figures {
            posts: ordinal(set.count()),
            authors,
            median_engagement: counts.ranks.median(dataset, columns, set, parts)?,
            first_post_at: first,
            last_post_at: last,
            ..counts.totals.figures(dataset, parts, &wide)?
        })
    }

    fn timeline(self) -> Result<Timeline> {
        let (time, bins) = (&self.counts.time, &self.counts.bins);
        let extras = self.extras(Filter::Time, |row| [ordinal(Time::of(row))])?;
        let groups = time.groups.all(self.counts.parts());
        let shown = bins.shown().into_iter().map(|(at, bin)| {
            let (posts, [engagement, views]) = match bin {
                Some(bin) => figures_of(&groups[bin], extras.get(&ordinal(bin)))?,
                None => (0, [Some(0); 2]),
            };
            Ok(TimeBin {
                at,
                posts,
                engagement,
                views,
            })
        });
        Ok(Timeline {
            unit: bins.unit,
            bins: shown.collect::<Result<_>>()?,
        })
    }

    fn platforms(self) -> Result<Vec<PlatformBin>> {
        let platforms = &self.counts.platforms;
        let extras = self.extras(Filter::Platforms, |row| [ordinal(Platform::of(row))])?;
        let parts = self.counts.all_parts();
        let all = (0..).zip(&self.counts.platform_ordinals);
        all.map(|(number, platform)| {
            let group = platforms.groups.of(&parts, number as usize);
            let (posts, [engagement, views]) = figures_of(&group, extras.get(&number))?;
            Ok(PlatformBin {
                platform: self.dataset.platforms.name(*platform).to_owned(),
                selected: self.passes.chosen.platforms.contains(&number),
                posts,
                engagement,
                views,
            })
        })
        .collect()
    }

    fn hashtags(self, top: usize) -> Result<Vec<HashtagBin>> {
        let tags = &self.counts.tags;
        let extras = self.extras(Filter::Hashtags, |row| self.counts.rows.tags(row))?;
        let parts = self.counts.parts();
        let posts = tags.posts.all(parts);
        let posts = |number: &u32| posts[*number as usize];
        let name = |number: u32| self.dataset.hashtags.text(tags.names[number as usize]);
        let numbers = 0..ordinal(tags.names.len());
        let best = best(
            numbers.filter(|number| posts(number) > 0),
            top,
            |a, b| posts(b).cmp(&posts(a)).then_with(|| name(*a).cmp(name(*b))),
            // Numbers are given by posts without filters.
            |next, last| tags.in_session(*next) < posts(last) as usize,
        );
        let set = self.counts.set(Some(Filter::Hashtags));
        let bins = best.into_iter().map(|number| {
            let group = tags.group(&self.counts.rows, set, parts, number);
            let [engagement, views] = group.totals(extras.get(&number))?;
            Ok(HashtagBin {
                hashtag: name(number).to_owned(),
                selected: self.passes.chosen.hashtags.binary_search(&number).is_ok(),
                posts: group.posts(),
                engagement,
                views,
            })
        });
        bins.collect()
    }

    fn creators(self, top: usize, all: Option<i64>) -> Result<Vec<CreatorBin>> {
        let creators = &self.counts.creators;
        let extras = self.extras(Filter::Creators, |row| [row.creator])?;
        let (known, platforms) = (&self.dataset.creators, &self.dataset.platforms);
        let of = |number: u32| {
            let creator = self.counts.creator_ordinals[number as usize];
            let platform = platforms.name(known.platform(creator));
            (known.author(creator), platform)
        };
        let group = |number: &u32| &creators.groups[*number as usize];
        let engagement = |number: &u32| {
            let total = group(number).total_engagement(extras.get(number));
            (total.count > 0).then(|| total.wide())
        };
        let order = |a: &u32, b: &u32| -> Ordering {
            engagement(b)
                .cmp(&engagement(a))
                .then_with(|| group(b).posts().cmp(&group(a).posts()))
                .then_with(|| of(*a).cmp(&of(*b)))
        };
        let done = |next: &u32, last: &u32| {
            // Numbers are given by engagement without filters, as far as it fits words.
            let whole = creators.whole[*next as usize].narrow_engagement();
            extras.is_empty() && whole < group(last).narrow_engagement()
        };
        let parts = self.counts.parts();
        let numbers = (0..ordinal(creators.groups.len())).filter(|one| group(one).posts() > 0);
        let numbers = numbers.filter(|one| creators.is_in(parts, *one));
        let best = best(numbers, top, order, done);
        let voice = if self.passes.has(Filter::Creators) {
            self.voice()?
        } else {
            all
        };
        let bins = best.into_iter().map(|number| {
            let (posts, [engagement, views]) = figures_of(group(&number), extras.get(&number))?;
            let (author, platform) = of(number);
            Ok(CreatorBin {
                author: author.to_owned(),
                platform: platform.to_owned(),
                selected: self.passes.chosen.creators.binary_search(&number).is_ok(),
                share_of_voice: share(engagement, voice),
                posts,
                engagement,
                views,
            })
        });
        bins.collect()
    }

    fn hours(self) -> Result<Vec<WeekdayHourBin>> {
        let hours = &self.counts.hours;
        let extras = self.extras(Filter::Hours, |row| [ordinal(Hour::of(row))])?;
        let groups = hours.groups.all(self.counts.parts());
        let all = (1..=7).flat_map(|weekday| (0..24).map(move |hour| (weekday, hour)));
        all.map(|(weekday, hour)| {
            let place = (usize::from(weekday) - 1) * HOURS + usize::from(hour);
            debug_assert!(place < WEEK);
            let (posts, [engagement, views]) =
                figures_of(&groups[place], extras.get(&ordinal(place)))?;
            Ok(WeekdayHourBin {
                weekday,
                hour,
                posts,
                engagement,
                views,
            })
        })
        .collect()
    }

    /// The engagement of all posts that pass all filters but the one of creators.
    fn voice(self) -> Result<Option<i64>> {
        let extras = self.extras(Filter::Creators, |_| [0])?;
        let mut total = Total::default();
        // Each has one creator.
        let (creators, parts) = (&self.counts.creators, self.counts.parts());
        for (group, number) in creators.groups.iter().zip(0..) {
            if creators.is_in(parts, number) {
                total.merge(group.total_engagement(None));
            }
        }
        total.merge(
            extras
                .get(&0)
                .map(|extra| extra.engagement)
                .unwrap_or_default(),
        );
        total.sum("of engagement")
    }

    /// What does not fit words of the posts that pass all filters but one, by
    /// the keys of each post.
    ///
    /// # Errors
    /// `Rule` where an engagement leaves the range of BIGINT.
    fn extras<I: IntoIterator<Item = u32>>(
        self,
        but: Filter,
        keys: impl Fn(&'s Row) -> I,
    ) -> Result<Extras> {
        let mut extras = Extras::default();
        let set: &Bits = self.counts.set(Some(but));
        for place in self.columns.wide.iter().filter(|place| set.has(**place)) {
            let post = self.columns.posts[*place as usize];
            let record = self.dataset.posts.record(post);
            let engagement = engagement(self.dataset, post, &record)?;
            let [.., views] = self.dataset.posts.counts(post);
            for key in keys(self.counts.rows.row(*place)) {
                let extra = extras.entry(key).or_default();
                if let Some(engagement) = engagement.filter(|_| record.engagement() == WIDE) {
                    extra.engagement.add(engagement);
                }
                if let Some(views) = views.filter(|_| record.count(3) == WIDE) {
                    extra.views.add(views);
                }
            }
        }
        Ok(extras)
    }
}

/// Posts, engagement and views of a key.
fn figures_of(group: &Sums, extra: Option<&Extra>) -> Result<(u32, [Option<i64>; 2])> {
    Ok((group.posts(), group.totals(extra)?))
}

/// A part of the engagement; unknown where either is, or all is 0.
fn share(part: Option<i64>, all: Option<i64>) -> Option<f64> {
    let (part, all) = part.zip(all)?;
    (all != 0).then(|| part as f64 / all as f64)
}
