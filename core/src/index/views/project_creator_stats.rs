//! `project_creator_stats`: the creators that a project follows, over its posts
//! in scope.

use std::cmp::Reverse;

use arrow::array::ArrayRef;

use crate::Result;
use crate::index::figures::{Rates, Total, mean, median};
use crate::index::record::{NO_TIME, WIDE};
use crate::index::scoped::{Scoped, engagement};
use crate::index::texts::ordinal;
use crate::index::time::day;
use crate::index::views::cells::{BigInts, Doubles, Integers, TextCells, Times};
use crate::index::views::{Batches, Operator};

#[derive(Debug, Default)]
pub(super) struct CreatorStats {
    project_id: Integers,
    creator_username: TextCells,
    platform: TextCells,
    posts: BigInts,
    total_engagement: BigInts,
    avg_engagement: Doubles,
    median_engagement: Doubles,
    total_views: BigInts,
    engagement_rate_mean: Doubles,
    engagement_rate_pooled: Doubles,
    first_post_at: Times,
    last_post_at: Times,
    posts_per_day: Doubles,
    share_of_voice: Doubles,
    figures: Vec<Figures>,
    /// Place of the creator, and an engagement of it.
    engagements: Vec<(u32, i64)>,
    of_one: Vec<i64>,
}

/// What is summed up of a creator's posts.
#[derive(Debug, Clone, Copy, Default)]
struct Figures {
    posts: u32,
    dated: u32,
    engagement: Total,
    views: Total,
    rates: Rates,
    times: Option<(i64, i64)>,
}

impl Operator for CreatorStats {
    fn project(&mut self, scoped: &mut Scoped<'_>, _: &mut Batches<'_, '_>) -> Result<()> {
        let (dataset, project) = (scoped.dataset, scoped.project);
        let all = self.sum_up(scoped)?.sum("of engagement")?;
        let mut rows = Vec::with_capacity(project.creators.len());
        for (creator, figures) in project.creators.iter().zip(&self.figures) {
            let author = dataset.creators.author(*creator);
            let platform = dataset.platforms.name(dataset.creators.platform(*creator));
            let sum = figures.engagement.sum("of engagement")?;
            rows.push((Reverse(sum), author, platform, rows.len()));
        }
        // Of `Option`s, `None` is the least: reversed, it comes last.
        rows.sort_unstable();
        self.engagements.sort_unstable();
        for (Reverse(sum), author, platform, place) in rows {
            let figures = self.figures[place];
            let own = ordinal(place);
            let begin = self.engagements.partition_point(|one| one.0 < own);
            let own = self.engagements[begin..].iter();
            let own = own.take(usize::try_from(figures.engagement.count).unwrap_or(usize::MAX));
            self.of_one.clear();
            self.of_one.extend(own.map(|one| one.1));
            self.project_id.push(project.id);
            self.creator_username.push(author);
            self.platform.push(platform);
            self.posts.push(i64::from(figures.posts));
            self.total_engagement.push_option(sum);
            self.avg_engagement
                .push_option(mean(sum, figures.engagement.count));
            self.median_engagement.push_option(median(&mut self.of_one));
            self.total_views.push_option(figures.views.sum("of views")?);
            self.engagement_rate_mean.push_option(figures.rates.mean());
            self.engagement_rate_pooled
                .push_option(figures.rates.pooled()?);
            self.first_post_at
                .push_option(figures.times.map(|times| times.0));
            self.last_post_at
                .push_option(figures.times.map(|times| times.1));
            let days = figures
                .times
                .map(|(first, last)| i64::from(day(last)) - i64::from(day(first)) + 1);
            self.posts_per_day
                .push_option(days.map(|days| f64::from(figures.dated) / days as f64));
            let share = sum.zip(all.filter(|all| *all > 0));
            self.share_of_voice
                .push_option(share.map(|(sum, all)| sum as f64 / all as f64));
        }
        Ok(())
    }

    fn rows(&self) -> usize {
        self.project_id.len()
    }

    fn take(&mut self) -> Result<Vec<ArrayRef>> {
        Ok(vec![
            self.project_id.take(),
            self.creator_username.take(),
            self.platform.take(),
            self.posts.take(),
            self.total_engagement.take(),
            self.avg_engagement.take(),
            self.median_engagement.take(),
            self.total_views.take(),
            self.engagement_rate_mean.take(),
            self.engagement_rate_pooled.take(),
            self.first_post_at.take(),
            self.last_post_at.take(),
            self.posts_per_day.take(),
            self.share_of_voice.take(),
        ])
    }
}

impl CreatorStats {
    /// The figures of each creator that is followed, by place; the engagement
    /// of all posts in scope.
    fn sum_up(&mut self, scoped: &mut Scoped<'_>) -> Result<Total> {
        let (dataset, creators) = (scoped.dataset, &scoped.project.creators);
        self.engagements.clear();
        self.figures.clear();
        self.figures.resize(creators.len(), Figures::default());
        let mut all = Total::default();
        let (posts, seen) = scoped.members_and_seen();
        seen.reset(creators.len());
        for (place, creator) in creators.iter().enumerate() {
            let is = |other: u32| creators[other as usize] == *creator;
            seen.find_or_insert(u64::from(*creator), ordinal(place), is);
        }
        for (post, record) in posts.iter() {
            let engagement = engagement(dataset, post, record)?;
            if let Some(engagement) = engagement {
                all.add(engagement);
            }
            let creator = record.creator();
            let is = |other: u32| creators[other as usize] == creator;
            let Some(place) = seen.find(u64::from(creator), is) else {
                continue;
            };
            let figures = &mut self.figures[place as usize];
            figures.posts += 1;
            let views = match record.count(3) {
                WIDE => dataset.posts.wide_counts(post)[3],
                word => crate::index::posts::word(word),
            };
            if let Some(engagement) = engagement {
                figures.engagement.add(engagement);
                self.engagements.push((place, engagement));
                if let Some(views) = views {
                    figures.rates.add(engagement, views);
                }
            }
            if let Some(views) = views {
                figures.views.add(views);
            }
            let at = record.time();
            if at != NO_TIME {
                figures.dated += 1;
                let (first, last) = figures.times.unwrap_or((at, at));
                figures.times = Some((first.min(at), last.max(at)));
            }
        }
        Ok(all)
    }
}
