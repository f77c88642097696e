//! Posts that pass, in order, a page at a time.

use std::cmp::Reverse;
use std::sync::OnceLock;

use super::bits::Bits;
use super::columns::Columns;
use super::counts::Counts;
use super::filters::Order;
use super::summary::{Page, PostRow};
use crate::Result;
use crate::index::dataset::Dataset;
use crate::index::record::WIDE;
use crate::index::texts::ordinal;

/// Orders of all posts of a session, made when they are first asked for.
#[derive(Debug, Default)]
pub(super) struct Orders {
    views: OnceLock<Vec<u32>>,
    likes: OnceLock<Vec<u32>>,
}

/// Where posts of a page come from.
#[derive(Clone, Copy)]
pub(super) struct Shelf<'s> {
    pub(super) dataset: &'s Dataset,
    pub(super) columns: &'s Columns,
    pub(super) counts: &'s Counts,
    pub(super) orders: &'s Orders,
}

impl Orders {
    pub(super) fn memory(&self) -> usize {
        let made = [self.views.get(), self.likes.get()];
        made.into_iter()
            .flatten()
            .map(|order| order.capacity() * 4)
            .sum()
    }
}

impl Shelf<'_> {
    /// Posts `offset` to `offset + limit` of those that pass all filters.
    ///
    /// # Errors
    /// `Rule` where an engagement leaves the range of BIGINT.
    pub(super) fn page(self, order: Order, offset: usize, limit: usize) -> Result<Page> {
        let set = self.counts.set(None);
        let places: Vec<u32> = match order {
            Order::Time => self.latest_first(set, offset, limit),
            Order::Engagement => {
                let known = self.counts.ranks.order.iter().rev().copied();
                ordered(known, set, offset, limit)
            }
            Order::Views => {
                let known = self.orders.views.get_or_init(|| self.by_count(3));
                ordered(known.iter().copied(), set, offset, limit)
            }
            Order::Likes => {
                let known = self.orders.likes.get_or_init(|| self.by_count(0));
                ordered(known.iter().copied(), set, offset, limit)
            }
        };
        let rows = places.into_iter().map(|place| self.row(place));
        Ok(Page {
            total: ordinal(set.count()),
            rows: rows.collect::<Result<_>>()?,
        })
    }

    /// By time, the latest first; those of the same time, and those of none after
    /// all others, by id, as their places ascend.
    fn latest_first(self, set: &Bits, offset: usize, limit: usize) -> Vec<u32> {
        let (dataset, columns) = (self.dataset, self.columns);
        let time = |place: u32| columns.record(dataset, place).time();
        let mut places = Vec::new();
        let wanted = offset.saturating_add(limit);
        let mut end = columns.dated;
        while places.len() < wanted
            && let Some(last) = set.last_below(end)
        {
            let at = time(last);
            let begin = places.len();
            places.push(last);
            end = last as usize;
            while let Some(same) = set.last_below(end).filter(|place| time(*place) == at) {
                places.push(same);
                end = same as usize;
            }
            places[begin..].reverse();
        }
        if places.len() < wanted {
            let undated = Bits::within(columns.len(), columns.dated..columns.len());
            places.extend(undated.iter().filter(|place| set.has(*place)));
        }
        page_of(places.into_iter(), offset, limit)
    }

    /// The places of posts that have a count, the greatest first, then as places
    /// ascend.
    fn by_count(self, metric: usize) -> Vec<u32> {
        let posts = self.columns.posts.iter().zip(0..);
        let mut keyed: Vec<(Reverse<i64>, u32)> = posts
            .filter_map(|(post, place)| {
                let record = self.dataset.posts.record(*post);
                let count = match record.count(metric) {
                    WIDE => self.dataset.posts.wide_counts(*post)[metric],
                    word => crate::index::posts::word(word),
                };
                Some((Reverse(count?), place))
            })
            .collect();
        keyed.sort_unstable();
        keyed.into_iter().map(|(_, place)| place).collect()
    }

    fn row(self, place: u32) -> Result<PostRow> {
        let (dataset, posts) = (self.dataset, &self.dataset.posts);
        let post = self.columns.posts[place as usize];
        let record = posts.record(post);
        let creator = record.creator();
        let [likes, comments, shares, views] = posts.counts(post);
        let engagement = self.columns.engagement(dataset, place)?;
        let hashtags = match posts.own_list(post) {
            Some(names) => names
                .iter()
                .map(|name| dataset.hashtags.text(*name).to_owned())
                .collect(),
            None => {
                let linked = dataset.tags.get(post).iter();
                linked
                    .map(|hashtag| dataset.hashtags.name(hashtag).to_owned())
                    .collect()
            }
        };
        let rated = engagement.zip(views.filter(|views| *views > 0));
        Ok(PostRow {
            id: posts.ids.text(post).to_owned(),
            platform: dataset
                .platforms
                .name(dataset.creators.platform(creator))
                .to_owned(),
            author: dataset.creators.author(creator).to_owned(),
            caption: posts.captions.get(post).map(ToOwned::to_owned),
            hashtags,
            posted_at: record.posted_at(),
            likes,
            comments,
            shares,
            views,
            engagement,
            engagement_rate: rated.map(|(engagement, views)| engagement as f64 / views as f64),
        })
    }
}

/// In the order of `known`, those that it does not have at the end.
fn ordered(
    known: impl Iterator<Item = u32> + Clone,
    set: &Bits,
    offset: usize,
    limit: usize,
) -> Vec<u32> {
    let passing = known.clone().filter(|place| set.has(*place));
    let mut places = page_of(passing, offset, limit);
    if places.len() < limit {
        let mut rest = set.clone();
        let mut before = 0;
        for place in known.filter(|place| set.has(*place)) {
            rest.remove(place);
            before += 1;
        }
        let skipped = offset.saturating_sub(before);
        places.extend(rest.iter().skip(skipped).take(limit - places.len()));
    }
    places
}

fn page_of(places: impl Iterator<Item = u32>, offset: usize, limit: usize) -> Vec<u32> {
    places.skip(offset).take(limit).collect()
}
