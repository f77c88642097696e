//! What a page says of a project. Fields have the names of the views' columns.

// `signal` is a column of `project_signals`.
#![allow(clippy::struct_field_names)]

use crate::report::html::figure::Figure;

/// The first rows of a list, and how many there are.
#[derive(Debug)]
pub(super) struct Listed<T> {
    pub(super) rows: Vec<T>,
    pub(super) total: u64,
}

impl<T> Default for Listed<T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            total: 0,
        }
    }
}

impl<T> Listed<T> {
    /// Whether rows were left out.
    pub(super) fn is_cut(&self) -> bool {
        self.total > self.rows.len() as u64
    }
}

/// A figure that may be missing.
pub(super) type Known = Option<Figure>;

/// The figures of one project, as far as a page shows them.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) id: i32,
    pub(super) summary: Summary,
    pub(super) coverage: Coverage,
    pub(super) days: Vec<Day>,
    /// Weekday by weekday, hour by hour.
    pub(super) hours: Vec<Hour>,
    pub(super) followed: Listed<FollowedHashtag>,
    pub(super) hashtags: Listed<Hashtag>,
    pub(super) pairs: Listed<Pair>,
    pub(super) creators: Listed<Creator>,
    pub(super) top: Listed<Post>,
    /// Those that did better than expected, best first.
    pub(super) over: Listed<Post>,
    /// The latest first.
    pub(super) signals: Listed<Signal>,
}

/// A row of `project_summary`.
#[derive(Debug, Default)]
pub(super) struct Summary {
    pub(super) name: String,
    pub(super) hashtags: i64,
    pub(super) creators: i64,
    pub(super) authors: Known,
    pub(super) posts: Known,
    pub(super) total_likes: Known,
    pub(super) total_comments: Known,
    pub(super) total_shares: Known,
    pub(super) total_views: Known,
    pub(super) total_engagement: Known,
    pub(super) avg_engagement: Known,
    pub(super) median_engagement: Known,
    pub(super) engagement_rate_mean: Known,
    pub(super) engagement_rate_pooled: Known,
    pub(super) avg_sentiment: Known,
    pub(super) first_post_at: Known,
    pub(super) last_post_at: Known,
}

/// What `project_posts` has, and what it lacks.
#[derive(Debug, Default)]
pub(super) struct Coverage {
    /// By platform, that with most posts first.
    pub(super) platforms: Vec<Lacking>,
    pub(super) by_hashtag: u64,
    pub(super) by_creator: u64,
    pub(super) by_both: u64,
}

/// How many posts lack what.
#[derive(Debug, Default, Clone)]
pub(super) struct Lacking {
    pub(super) platform_id: i64,
    pub(super) platform: String,
    pub(super) posts: i64,
    /// In the order of [`LACKED`].
    pub(super) lacks: [i64; LACKED.len()],
}

/// What a post may lack: the column, and its name for people.
pub(super) const LACKED: [(&str, &str); 9] = [
    ("metrics.likes", "likes"),
    ("metrics.comments", "comments"),
    ("metrics.shares", "shares"),
    ("metrics.views", "views"),
    ("engagement", "engagement"),
    ("engagement_rate", "engagement rate"),
    ("posted_at", "time"),
    ("caption", "caption"),
    ("sentiment", "sentiment"),
];

/// A row of `project_timeline`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Day {
    /// Days since 1970.
    pub(super) day: i64,
    pub(super) posts: i64,
    pub(super) total_engagement: Option<i64>,
    pub(super) total_views: Option<i64>,
    pub(super) authors: i64,
    pub(super) posts_7d: i64,
    pub(super) engagement_7d: Option<i64>,
}

/// A row of `project_heatmap`.
#[derive(Debug)]
pub(super) struct Hour {
    pub(super) posts: i64,
    pub(super) avg_engagement: Known,
}

/// A row of `project_hashtag_stats`.
#[derive(Debug)]
pub(super) struct FollowedHashtag {
    pub(super) name: String,
    pub(super) platform: String,
    pub(super) total_posts: Known,
    pub(super) avg_engagement: Known,
    pub(super) total_engagement: Known,
    pub(super) total_views: Known,
    pub(super) first_post_at: Known,
    pub(super) last_post_at: Known,
}

/// A row of `project_hashtag_lift`.
#[derive(Debug)]
pub(super) struct Hashtag {
    pub(super) name: String,
    pub(super) posts_with: Known,
    pub(super) posts_without: Known,
    pub(super) avg_engagement_with: Known,
    pub(super) avg_engagement_without: Known,
    pub(super) lift: Known,
}

/// A row of `project_cohashtags`.
#[derive(Debug)]
pub(super) struct Pair {
    pub(super) hashtag_a: String,
    pub(super) hashtag_b: String,
    pub(super) posts: Known,
    pub(super) jaccard: Known,
    pub(super) total_engagement: Known,
}

/// A row of `project_creator_stats`.
#[derive(Debug)]
pub(super) struct Creator {
    pub(super) creator_username: String,
    pub(super) platform: String,
    pub(super) posts: Known,
    pub(super) total_engagement: Known,
    pub(super) avg_engagement: Known,
    pub(super) median_engagement: Known,
    pub(super) total_views: Known,
    pub(super) engagement_rate_mean: Known,
    pub(super) engagement_rate_pooled: Known,
    pub(super) first_post_at: Known,
    pub(super) last_post_at: Known,
    pub(super) posts_per_day: Known,
    pub(super) share_of_voice: Known,
}

/// Which post it is.
#[derive(Debug, Clone, Default)]
pub(super) struct Reference {
    pub(super) id: String,
    pub(super) author: String,
    pub(super) platform: String,
    /// The beginning of it.
    pub(super) caption: Option<String>,
    /// Its address, where the id tells it.
    pub(super) link: Option<String>,
}

/// A row of `project_top_posts`.
#[derive(Debug)]
pub(super) struct Post {
    pub(super) post: Reference,
    pub(super) rank: Known,
    pub(super) posted_at: Known,
    pub(super) likes: Known,
    pub(super) comments: Known,
    pub(super) shares: Known,
    pub(super) views: Known,
    pub(super) engagement: Known,
    pub(super) expected: Known,
    pub(super) overperforming: Known,
}

/// A row of `project_signals`.
#[derive(Debug)]
pub(super) struct Signal {
    pub(super) signal: String,
    pub(super) at: Known,
    pub(super) post: Option<Reference>,
    pub(super) hashtag: Option<String>,
    pub(super) value: Known,
    pub(super) expected: Known,
}
