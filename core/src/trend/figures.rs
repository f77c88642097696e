//! What is followed.

/// The views that trends read.
pub(super) const SOURCES: [&str; 3] = [
    "project_summary",
    "project_hashtag_stats",
    "hashtags_with_stats",
];

pub(super) const SUMMARY: usize = 0;
pub(super) const FOLLOWED: usize = 1;
pub(super) const HASHTAGS: usize = 2;

/// The figures of a project, as `project_summary` has them.
pub(super) const OF_PROJECTS: [&str; 14] = [
    "hashtags",
    "creators",
    "authors",
    "posts",
    "total_likes",
    "total_comments",
    "total_shares",
    "total_views",
    "total_engagement",
    "avg_engagement",
    "median_engagement",
    "engagement_rate_mean",
    "engagement_rate_pooled",
    "avg_sentiment",
];

/// The figures of a hashtag, as `hashtags_with_stats` has them.
pub(super) const OF_HASHTAGS: [&str; 4] = [
    "total_posts",
    "avg_engagement",
    "total_engagement",
    "total_views",
];

/// Every figure, in the order in which they are shown.
pub(super) fn all() -> Vec<&'static str> {
    let mut all = OF_PROJECTS.to_vec();
    all.extend(
        OF_HASHTAGS
            .iter()
            .filter(|name| !OF_PROJECTS.contains(name)),
    );
    all
}
