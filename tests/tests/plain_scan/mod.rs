//! The cross-filter by its meaning: every post of a store asked by hand, for
//! every dimension anew.

mod bins;

use std::collections::{BTreeMap, BTreeSet};

use veyl_core::index::{
    CreatorBin, EngagementBin, Figures, Filters, HashtagBin, Options, Order, PlatformBin, PostRow,
    Summary, TimeBin, Timeline, WeekdayHourBin,
};
use veyl_core::scope::{Metrics, Phrase, PostView, Scope, matches};
use veyl_core::sql::Store;
use veyl_core::value::hashtag;

/// A post as the store has it.
#[derive(Debug, Clone)]
pub(crate) struct Post {
    id: String,
    platform: String,
    author: String,
    caption: Option<String>,
    /// `posts.hashtags`.
    list: Vec<String>,
    /// The names of the hashtags it is linked to.
    names: BTreeSet<String>,
    at: Option<i64>,
    /// The weekday and hour of that.
    hour: Option<(u8, u8)>,
    counts: [Option<i64>; 4],
}

/// A filter that a dimension leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dimension {
    Time,
    Platforms,
    Hashtags,
    Creators,
    Hours,
    Engagement,
}

/// The posts of a project, or all there are.
pub(crate) fn posts(store: &Store, project: Option<i32>) -> Vec<Post> {
    let scope = match project {
        Some(id) => format!("id IN (SELECT id FROM project_posts WHERE project_id = {id})"),
        None => "true".to_owned(),
    };
    let rows = texts(
        store,
        &format!(
            "SELECT id, platform, author, caption, epoch_us(posted_at), metrics.likes,
                 metrics.comments, metrics.shares, metrics.views
             FROM posts_with_platform WHERE {scope} ORDER BY id"
        ),
    );
    let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let links =
        "SELECT l.post_id, h.name FROM post_hashtags l JOIN hashtags h ON h.id = l.hashtag_id";
    for row in texts(store, links) {
        let [post, name] = row.try_into().expect("two columns");
        names.entry(post).or_default().insert(name);
    }
    let mut lists: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let listed = "SELECT id, unnest(hashtags), unnest(range(len(hashtags))) AS place FROM posts
                  ORDER BY id, place";
    for row in texts(store, listed) {
        let [post, name, _] = row.try_into().expect("three columns");
        lists.entry(post).or_default().push(name);
    }
    let number = |text: &str| (text != "NULL").then(|| text.parse().expect("a number"));
    let posts = rows.into_iter().map(|row| Post {
        platform: row[1].clone(),
        author: row[2].clone(),
        caption: Some(row[3].clone()).filter(|caption| caption != "NULL"),
        list: lists.remove(&row[0]).unwrap_or_default(),
        names: names.remove(&row[0]).unwrap_or_default(),
        at: number(&row[4]),
        hour: bins::weekday_hour(number(&row[4])),
        counts: [5, 6, 7, 8].map(|column| number(&row[column])),
        id: row[0].clone(),
    });
    posts.collect()
}

fn texts(store: &Store, sql: &str) -> Vec<Vec<String>> {
    let (_, batches) = store.query(sql, &[]).expect("DuckDB answers");
    veyl_tests::texts(&batches)
}

impl Post {
    fn engagement(&self) -> Option<i64> {
        let counts = self.counts[..3].iter().flatten();
        counts.copied().reduce(|sum, count| sum + count)
    }

    fn views(&self) -> Option<i64> {
        self.counts[3]
    }

    fn rate(&self) -> Option<f64> {
        let (engagement, views) = self.engagement().zip(self.views())?;
        (views > 0).then(|| engagement as f64 / views as f64)
    }

    fn creator(&self) -> (String, String) {
        (self.author.clone(), self.platform.clone())
    }

    fn says(&self, text: &str) -> bool {
        let scope = Scope::Text(Phrase::new(text).expect("the text is not empty"));
        let post = PostView {
            author: &self.author,
            platform: &self.platform,
            caption: self.caption.as_deref(),
            hashtags: &[],
            metrics: Metrics::default(),
            posted_at: self.at,
            sentiment: None,
        };
        matches(&scope, &post)
    }

    /// Whether it passes all filters, or all but one.
    fn passes(&self, filters: &Filters, but: Option<Dimension>) -> bool {
        let asked = |dimension| but != Some(dimension);
        let time = |range: veyl_core::index::TimeRange| {
            (range.from.is_none() && range.to.is_none())
                || self.at.is_some_and(|at| {
                    range.from.is_none_or(|from| at >= from) && range.to.is_none_or(|to| at < to)
                })
        };
        let engagement = |range: veyl_core::index::EngagementRange| {
            (range.min.is_none() && range.max.is_none())
                || self.engagement().is_some_and(|engagement| {
                    range.min.is_none_or(|min| engagement >= min)
                        && range.max.is_none_or(|max| engagement <= max)
                })
        };
        (!asked(Dimension::Time) || filters.time.is_none_or(time))
            && (!asked(Dimension::Engagement) || filters.engagement.is_none_or(engagement))
            && (!asked(Dimension::Platforms)
                || any(filters.platforms.as_ref(), |name| {
                    name.eq_ignore_ascii_case(&self.platform)
                }))
            && (!asked(Dimension::Hashtags)
                || any(filters.hashtags.as_ref(), |tag| {
                    self.names.contains(&normal(tag))
                }))
            && (!asked(Dimension::Creators)
                || any(filters.creators.as_ref(), |one| {
                    one.author == self.author && one.platform.eq_ignore_ascii_case(&self.platform)
                }))
            && (!asked(Dimension::Hours)
                || any(filters.weekday_hours.as_ref(), |one| {
                    self.hour == Some((one.weekday, one.hour))
                }))
            && filters
                .caption
                .as_deref()
                .is_none_or(|text| text.is_empty() || self.says(text))
    }
}

fn normal(tag: &str) -> String {
    hashtag::normalize(tag).map_or_else(String::new, std::borrow::Cow::into_owned)
}

fn any<T>(list: Option<&Vec<T>>, is: impl Fn(&T) -> bool) -> bool {
    list.is_none_or(|list| list.is_empty() || list.iter().any(is))
}

/// Posts, engagement and views.
#[derive(Debug, Clone, Copy, Default)]
struct Group {
    posts: u32,
    engagement: Option<i64>,
    views: Option<i64>,
}

impl Group {
    fn of<'p>(posts: impl IntoIterator<Item = &'p Post>) -> Self {
        let mut group = Self::default();
        for post in posts {
            group.posts += 1;
            for (sum, count) in [
                (&mut group.engagement, post.engagement()),
                (&mut group.views, post.views()),
            ] {
                if let Some(count) = count {
                    *sum = Some(sum.unwrap_or(0) + count);
                }
            }
        }
        if group.posts == 0 {
            (group.engagement, group.views) = (Some(0), Some(0));
        }
        group
    }
}

/// What a session over `posts` is to answer.
pub(crate) fn summary(posts: &[Post], filters: &Filters, options: &Options) -> Summary {
    let passing = |but: Option<Dimension>| -> Vec<&Post> {
        let passing = posts.iter().filter(|post| post.passes(filters, but));
        passing.collect()
    };
    let timed = passing(Some(Dimension::Time));
    Summary {
        all: figures(&passing(None)),
        total: u32::try_from(posts.len()).expect("few posts"),
        undated: count(timed.iter().filter(|post| post.at.is_none())),
        time: timeline(posts, &timed, options),
        platforms: platforms(posts, &passing(Some(Dimension::Platforms)), filters),
        hashtags: hashtags(&passing(Some(Dimension::Hashtags)), filters, options.top),
        creators: creators(&passing(Some(Dimension::Creators)), filters, options.top),
        weekday_hours: hours(&passing(Some(Dimension::Hours))),
        engagement: sizes(posts, &passing(Some(Dimension::Engagement))),
    }
}

fn count<T>(all: impl Iterator<Item = T>) -> u32 {
    u32::try_from(all.count()).expect("few posts")
}

fn figures(posts: &[&Post]) -> Figures {
    let group = Group::of(posts.iter().copied());
    let sum = |metric: usize| {
        let counts = posts.iter().filter_map(|post| post.counts[metric]);
        counts.reduce(|sum, count| sum + count)
    };
    let mut engagements: Vec<i64> = posts.iter().filter_map(|post| post.engagement()).collect();
    engagements.sort_unstable();
    let middle = engagements.len() / 2;
    let median = match engagements.len() {
        0 => None,
        length if length % 2 == 1 => Some(engagements[middle] as f64),
        _ => Some(engagements[middle - 1] as f64 * 0.5 + engagements[middle] as f64 * 0.5),
    };
    let engagement = group.engagement.filter(|_| !engagements.is_empty());
    let rated: Vec<&&Post> = posts.iter().filter(|post| post.rate().is_some()).collect();
    let over: i64 = rated.iter().filter_map(|post| post.engagement()).sum();
    let under: i64 = rated.iter().filter_map(|post| post.views()).sum();
    let sum_of_rates: f64 = rated.iter().filter_map(|post| post.rate()).sum();
    let authors: BTreeSet<_> = posts.iter().map(|post| post.creator()).collect();
    Figures {
        posts: group.posts,
        authors: count(authors.iter()),
        likes: sum(0),
        comments: sum(1),
        shares: sum(2),
        views: sum(3),
        engagement,
        avg_engagement: engagement.map(|sum| sum as f64 / engagements.len() as f64),
        median_engagement: median,
        engagement_rate_mean: (!rated.is_empty()).then(|| sum_of_rates / rated.len() as f64),
        engagement_rate_pooled: (!rated.is_empty()).then(|| over as f64 / under as f64),
        first_post_at: posts.iter().filter_map(|post| post.at).min(),
        last_post_at: posts.iter().filter_map(|post| post.at).max(),
    }
}

fn timeline(all: &[Post], posts: &[&Post], options: &Options) -> Timeline {
    let times: Vec<i64> = all.iter().filter_map(|post| post.at).collect();
    let (first, last) = (times.iter().min(), times.iter().max());
    let unit = options.time_unit.unwrap_or_else(|| bins::unit(first, last));
    let begins = first
        .zip(last)
        .map(|(first, last)| bins::begins(unit, *first, *last));
    let begins = begins.unwrap_or_default();
    let bins = begins.iter().enumerate().map(|(place, at)| {
        let next = begins.get(place + 1).copied().unwrap_or(i64::MAX);
        let inside = posts
            .iter()
            .filter(|post| post.at.is_some_and(|when| when >= *at && when < next));
        let group = Group::of(inside.copied());
        TimeBin {
            at: *at,
            posts: group.posts,
            engagement: group.engagement,
            views: group.views,
        }
    });
    Timeline {
        unit,
        bins: bins.collect(),
    }
}

fn platforms(all: &[Post], posts: &[&Post], filters: &Filters) -> Vec<PlatformBin> {
    let names: BTreeSet<&str> = all.iter().map(|post| post.platform.as_str()).collect();
    let bins = names.into_iter().map(|name| {
        let on = posts.iter().filter(|post| post.platform == name);
        let group = Group::of(on.copied());
        let listed = filters.platforms.iter().flatten();
        PlatformBin {
            platform: name.to_owned(),
            selected: listed.clone().any(|one| one.eq_ignore_ascii_case(name)),
            posts: group.posts,
            engagement: group.engagement,
            views: group.views,
        }
    });
    bins.collect()
}

fn hashtags(posts: &[&Post], filters: &Filters, top: usize) -> Vec<HashtagBin> {
    let mut by_name: BTreeMap<&str, Vec<&Post>> = BTreeMap::new();
    for post in posts {
        for name in &post.names {
            by_name.entry(name).or_default().push(post);
        }
    }
    let mut bins: Vec<HashtagBin> = by_name
        .into_iter()
        .map(|(name, posts)| {
            let group = Group::of(posts);
            HashtagBin {
                hashtag: name.to_owned(),
                selected: filters
                    .hashtags
                    .iter()
                    .flatten()
                    .any(|tag| normal(tag) == name),
                posts: group.posts,
                engagement: group.engagement,
                views: group.views,
            }
        })
        .collect();
    bins.sort_by_key(|bin| (std::cmp::Reverse(bin.posts), bin.hashtag.clone()));
    bins.truncate(top);
    bins
}

fn creators(posts: &[&Post], filters: &Filters, top: usize) -> Vec<CreatorBin> {
    let mut by_creator: BTreeMap<(String, String), Vec<&Post>> = BTreeMap::new();
    for post in posts {
        by_creator.entry(post.creator()).or_default().push(post);
    }
    let all: i64 = posts.iter().filter_map(|post| post.engagement()).sum();
    let mut bins: Vec<CreatorBin> = by_creator
        .into_iter()
        .map(|((author, platform), posts)| {
            let group = Group::of(posts);
            let share = group.engagement.filter(|_| all > 0);
            let is = |one: &veyl_core::index::Creator| {
                one.author == author && one.platform.eq_ignore_ascii_case(&platform)
            };
            CreatorBin {
                selected: filters.creators.iter().flatten().any(is),
                author,
                platform,
                share_of_voice: share.map(|part| part as f64 / all as f64),
                posts: group.posts,
                engagement: group.engagement,
                views: group.views,
            }
        })
        .collect();
    bins.sort_by(|a, b| {
        b.engagement
            .cmp(&a.engagement)
            .then_with(|| b.posts.cmp(&a.posts))
            .then_with(|| (&a.author, &a.platform).cmp(&(&b.author, &b.platform)))
    });
    bins.truncate(top);
    bins
}

fn hours(posts: &[&Post]) -> Vec<WeekdayHourBin> {
    let all = (1..=7).flat_map(|weekday| (0..24).map(move |hour| (weekday, hour)));
    let bins = all.map(|(weekday, hour)| {
        let inside = posts
            .iter()
            .filter(|post| post.hour == Some((weekday, hour)));
        let group = Group::of(inside.copied());
        WeekdayHourBin {
            weekday,
            hour,
            posts: group.posts,
            engagement: group.engagement,
            views: group.views,
        }
    });
    bins.collect()
}

fn sizes(all: &[Post], posts: &[&Post]) -> Vec<EngagementBin> {
    let Some(greatest) = all.iter().filter_map(Post::engagement).max() else {
        return Vec::new();
    };
    let mut bins = vec![(0, 0)];
    while bins.last().is_some_and(|(_, to)| *to < greatest) {
        let from = bins.last().map_or(0, |(_, to)| to + 1);
        bins.push((from, from * 10 - 1));
    }
    let bins = bins.into_iter().map(|(from, to)| {
        let inside = posts.iter().filter(|post| {
            post.engagement()
                .is_some_and(|one| (from..=to).contains(&one))
        });
        EngagementBin {
            from,
            to,
            posts: count(inside),
        }
    });
    bins.collect()
}

/// The posts that pass all filters, in order.
pub(crate) fn rows(posts: &[Post], filters: &Filters, order: Order) -> Vec<PostRow> {
    let mut passing: Vec<&Post> = posts
        .iter()
        .filter(|post| post.passes(filters, None))
        .collect();
    passing.sort_by(|a, b| {
        let earliest_first = (a.at.is_none(), a.at, &a.id).cmp(&(b.at.is_none(), b.at, &b.id));
        // An absent count is less than any.
        match order {
            Order::Time => b.at.cmp(&a.at).then_with(|| a.id.cmp(&b.id)),
            Order::Engagement => b.engagement().cmp(&a.engagement()).then(earliest_first),
            Order::Views => b.views().cmp(&a.views()).then(earliest_first),
            Order::Likes => b.counts[0].cmp(&a.counts[0]).then(earliest_first),
        }
    });
    let rows = passing.into_iter().map(|post| {
        let [likes, comments, shares, views] = post.counts;
        PostRow {
            id: post.id.clone(),
            platform: post.platform.clone(),
            author: post.author.clone(),
            caption: post.caption.clone(),
            hashtags: post.list.clone(),
            posted_at: post.at,
            likes,
            comments,
            shares,
            views,
            engagement: post.engagement(),
            engagement_rate: post.rate(),
        }
    });
    rows.collect()
}
