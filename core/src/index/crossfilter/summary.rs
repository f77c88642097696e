//! What a session answers.
//!
//! Counts are of posts; sums are NULL (`None`) where no post has the metric, and
//! 0 where there is no post. Times are UTC microseconds since 1970.

use serde::Serialize;

use super::filters::TimeUnit;

/// A session under its filters.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// The posts that pass all filters.
    pub all: Figures,
    /// How many posts the session has without filters.
    pub total: u32,
    /// Posts over time, those that pass all filters but that of time.
    pub time: Timeline,
    /// How many of these have no known time.
    pub undated: u32,
    /// Posts by platform, those that pass all filters but that of platforms;
    /// every platform of the session, by name.
    pub platforms: Vec<PlatformBin>,
    /// The hashtags with the most posts, by posts descending, then name; of posts
    /// that pass all filters but that of hashtags. A hashtag of several platforms
    /// is one, and a post counts for each of its hashtags.
    pub hashtags: Vec<HashtagBin>,
    /// The creators with the most engagement, by engagement descending with
    /// unknown ones last, then posts descending, author and platform; of posts
    /// that pass all filters but that of creators.
    pub creators: Vec<CreatorBin>,
    /// Posts by hour of the week, all 168, of posts that pass all filters but that
    /// of hours.
    pub weekday_hours: Vec<WeekdayHourBin>,
    /// Posts by engagement, those that pass all filters but that of engagement:
    /// 0, 1 to 9, 10 to 99 and so on, up to the greatest of the session.
    pub engagement: Vec<EngagementBin>,
}

/// What is known of some posts.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Figures {
    /// How many there are.
    pub posts: u32,
    /// How many creators they are by.
    pub authors: u32,
    /// Their likes together.
    pub likes: Option<i64>,
    /// Their comments.
    pub comments: Option<i64>,
    /// Their shares.
    pub shares: Option<i64>,
    /// Their views.
    pub views: Option<i64>,
    /// Their engagement.
    pub engagement: Option<i64>,
    /// The mean engagement of those that have one.
    pub avg_engagement: Option<f64>,
    /// The median.
    pub median_engagement: Option<f64>,
    /// The mean of their engagement rates by views.
    pub engagement_rate_mean: Option<f64>,
    /// All engagement over all views, of posts that have both.
    pub engagement_rate_pooled: Option<f64>,
    /// The first known time.
    pub first_post_at: Option<i64>,
    /// The last.
    pub last_post_at: Option<i64>,
}

/// Posts over time.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Timeline {
    /// How long a bin is.
    pub unit: TimeUnit,
    /// From the session's first known time to its last, those without posts
    /// included; where that would be more than
    /// [`MOST_BINS`](super::MOST_BINS), those that no post of the session lies in
    /// are left out.
    pub bins: Vec<TimeBin>,
}

/// The posts of some time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TimeBin {
    /// When the bin begins.
    pub at: i64,
    /// How many posts.
    pub posts: u32,
    /// Their engagement together.
    pub engagement: Option<i64>,
    /// Their views.
    pub views: Option<i64>,
}

/// The posts on a platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlatformBin {
    /// Its name.
    pub platform: String,
    /// Whether the filter names it.
    pub selected: bool,
    /// How many posts.
    pub posts: u32,
    /// Their engagement together.
    pub engagement: Option<i64>,
    /// Their views.
    pub views: Option<i64>,
}

/// The posts with a hashtag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HashtagBin {
    /// Its name in normal form.
    pub hashtag: String,
    /// Whether the filter names it.
    pub selected: bool,
    /// How many posts.
    pub posts: u32,
    /// Their engagement together.
    pub engagement: Option<i64>,
    /// Their views.
    pub views: Option<i64>,
}

/// The posts of a creator.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CreatorBin {
    /// As the platform writes it.
    pub author: String,
    /// The name of the platform.
    pub platform: String,
    /// Whether the filter names it.
    pub selected: bool,
    /// Its engagement over that of all posts that pass all filters but that of
    /// creators.
    pub share_of_voice: Option<f64>,
    /// How many posts.
    pub posts: u32,
    /// Their engagement together.
    pub engagement: Option<i64>,
    /// Their views.
    pub views: Option<i64>,
}

/// The posts of an hour of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WeekdayHourBin {
    /// 1 (Monday) to 7 (Sunday).
    pub weekday: u8,
    /// 0 to 23.
    pub hour: u8,
    /// How many posts.
    pub posts: u32,
    /// Their engagement together.
    pub engagement: Option<i64>,
    /// Their views.
    pub views: Option<i64>,
}

/// The posts with an engagement from `from` to `to`, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EngagementBin {
    /// The least engagement.
    pub from: i64,
    /// The greatest.
    pub to: i64,
    /// How many posts have one in between.
    pub posts: u32,
}

/// Some of the posts that pass all filters, in order.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Page {
    /// How many pass.
    pub total: u32,
    /// The posts of the page.
    pub rows: Vec<PostRow>,
}

/// A post as a list shows it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PostRow {
    /// Its id.
    pub id: String,
    /// The name of its platform.
    pub platform: String,
    /// Its author.
    pub author: String,
    /// Its caption.
    pub caption: Option<String>,
    /// Its hashtags, in their order.
    pub hashtags: Vec<String>,
    /// When it was published.
    pub posted_at: Option<i64>,
    /// Its likes.
    pub likes: Option<i64>,
    /// Its comments.
    pub comments: Option<i64>,
    /// Its shares.
    pub shares: Option<i64>,
    /// Its views.
    pub views: Option<i64>,
    /// Likes, comments and shares together.
    pub engagement: Option<i64>,
    /// Engagement over views.
    pub engagement_rate: Option<f64>,
}
