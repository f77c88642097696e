//! Counts as a summary.

use std::cmp::Ordering;

use foldhash::HashMap;

use super::best::best;
use super::bits::Bits;
use super::columns::{Columns, WEEK};
use super::counts::Counts;
use super::filters::Options;
use super::passes::{Filter, Passes};
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

impl Answer<'_> {
    /// Every dimension.
    ///
    /// # Errors
    /// `Rule` where a sum leaves the range of BIGINT.
    pub(super) fn summary(self, options: &Options) -> Result<Summary> {
        let counts = self.counts;
        let undated = &counts.time.groups[counts.bins.begins.len()];
        Ok(Summary {
            all: self.figures()?,
            total: ordinal(self.columns.len()),
            undated: undated.posts,
            time: self.timeline()?,
            platforms: self.platforms()?,
            hashtags: self.hashtags(options.top)?,
            creators: self.creators(options.top)?,
            weekday_hours: self.hours()?,
            engagement: counts
                .sizes
                .bins()
                .map(|(from, to, posts)| EngagementBin { from, to, posts })
                .collect(),
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
        // Whoever is chosen has the same posts under all filters as under all
        // others; no one else has any.
        let creators = &counts.creators;
        let authors = if self.passes.has(Filter::Creators) {
            let chosen = self.passes.chosen.creators.iter();
            let with_posts = chosen.filter(|one| creators.groups[**one as usize].posts > 0);
            ordinal(with_posts.count())
        } else {
            creators.filled
        };
        Ok(Figures {
            posts: ordinal(set.count()),
            authors,
            median_engagement: counts.ranks.median(dataset, columns, set)?,
            first_post_at: first,
            last_post_at: last,
            ..counts.totals.figures(dataset, &wide)?
        })
    }

    fn timeline(self) -> Result<Timeline> {
        let (time, bins) = (&self.counts.time, &self.counts.bins);
        let extras = self.extras(Filter::Time, |place| [time.keys[place]])?;
        let shown = bins.shown().into_iter().map(|(at, bin)| {
            let (posts, [engagement, views]) = match bin {
                Some(bin) => figures_of(&time.groups, &extras, ordinal(bin))?,
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
        let extras = self.extras(Filter::Platforms, |place| [platforms.keys[place].into()])?;
        let all = (0..).zip(&self.counts.platform_ordinals);
        all.map(|(number, platform)| {
            let (posts, [engagement, views]) = figures_of(&platforms.groups, &extras, number)?;
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
        let extras = self.extras(Filter::Hashtags, |place| tags.of(place).iter().copied())?;
        let posts = |number: &u32| tags.posts[*number as usize];
        let name = |number: u32| self.dataset.hashtags.text(tags.names[number as usize]);
        let numbers = 0..ordinal(tags.posts.len());
        let best = best(
            numbers.filter(|number| posts(number) > 0),
            top,
            |a, b| posts(b).cmp(&posts(a)).then_with(|| name(*a).cmp(name(*b))),
            // Numbers are given by posts without filters.
            |next, last| tags.whole[*next as usize] < posts(last),
        );
        let set = self.counts.set(Some(Filter::Hashtags));
        let bins = best.into_iter().map(|number| {
            let group = tags.group(self.dataset, self.columns, set, number);
            let [engagement, views] = group.totals(extras.get(&number))?;
            Ok(HashtagBin {
                hashtag: name(number).to_owned(),
                selected: self.passes.chosen.hashtags.binary_search(&number).is_ok(),
                posts: group.posts,
                engagement,
                views,
            })
        });
        bins.collect()
    }

    fn creators(self, top: usize) -> Result<Vec<CreatorBin>> {
        let creators = &self.counts.creators;
        let extras = self.extras(Filter::Creators, |place| [creators.keys[place]])?;
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
                .then_with(|| group(b).posts.cmp(&group(a).posts))
                .then_with(|| of(*a).cmp(&of(*b)))
        };
        let done = |next: &u32, last: &u32| {
            // Numbers are given by engagement without filters, as far as it fits words.
            let whole = creators.whole[*next as usize].narrow_engagement();
            extras.is_empty() && whole < group(last).narrow_engagement()
        };
        let numbers = (0..ordinal(creators.groups.len())).filter(|one| group(one).posts > 0);
        let best = best(numbers, top, order, done);
        let voice = self.voice(Filter::Creators)?;
        let bins = best.into_iter().map(|number| {
            let (posts, [engagement, views]) = figures_of(&creators.groups, &extras, number)?;
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
        let extras = self.extras(Filter::Hours, |place| [hours.keys[place].into()])?;
        let all = (1..=7).flat_map(|weekday| (0..24).map(move |hour| (weekday, hour)));
        all.map(|(weekday, hour)| {
            let place = (usize::from(weekday) - 1) * HOURS + usize::from(hour);
            debug_assert!(place < WEEK);
            let (posts, [engagement, views]) = figures_of(&hours.groups, &extras, ordinal(place))?;
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

    /// The engagement of all posts that pass all filters but one.
    fn voice(self, but: Filter) -> Result<Option<i64>> {
        let extras = self.extras(but, |_| [0])?;
        let mut total = Total::default();
        // Each has one creator.
        for group in &self.counts.creators.groups {
            total.merge(group.total_engagement(None));
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
        keys: impl Fn(usize) -> I,
    ) -> Result<Extras> {
        let mut extras = Extras::default();
        let set: &Bits = self.counts.set(Some(but));
        for place in self.columns.wide.iter().filter(|place| set.has(**place)) {
            let post = self.columns.posts[*place as usize];
            let record = self.dataset.posts.record(post);
            let engagement = engagement(self.dataset, post, &record)?;
            let [.., views] = self.dataset.posts.counts(post);
            for key in keys(*place as usize) {
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

fn figures_of(groups: &[Sums], extras: &Extras, number: u32) -> Result<(u32, [Option<i64>; 2])> {
    let group = &groups[number as usize];
    Ok((group.posts, group.totals(extras.get(&number))?))
}

/// A part of the engagement; unknown where either is, or all is 0.
fn share(part: Option<i64>, all: Option<i64>) -> Option<f64> {
    let (part, all) = part.zip(all)?;
    (all != 0).then(|| part as f64 / all as f64)
}
