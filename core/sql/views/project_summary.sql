-- project_summary: one row per project, over its posts in scope
-- (project_posts). Projects without posts are kept.
--
-- hashtags, creators: how many the project follows. authors: distinct
--   (platform, author) seen in scope.
-- total_*: NULL when no post has the figure; missing is not zero.
-- avg_engagement, median_engagement: over the posts with an engagement; the
--   median of an even number is lo * 0.5 + hi * 0.5 of the middle two, in
--   DOUBLE.
-- engagement_rate_mean: mean of the posts' rates. engagement_rate_pooled:
--   sum of engagement / sum of views over the posts that have a rate.
-- avg_sentiment: mean over the posts that have one.
--
-- Order of rows: project_id.
WITH followed_hashtags AS (
    SELECT project_id, count(*) AS hashtags FROM project_hashtags GROUP BY project_id
),
followed_creators AS (
    SELECT project_id, count(*) AS creators FROM project_creators GROUP BY project_id
),
-- Grouped rather than counted with DISTINCT: much the faster in DuckDB.
seen_authors AS (
    SELECT project_id, count(*) AS authors
    FROM (SELECT DISTINCT project_id, platform_id, author FROM project_posts) AS a
    GROUP BY project_id
),
stats AS (
    SELECT
        project_id,
        count(*) AS posts,
        count(engagement) AS engaged_posts,
        CAST(sum(metrics.likes) AS BIGINT) AS total_likes,
        CAST(sum(metrics.comments) AS BIGINT) AS total_comments,
        CAST(sum(metrics.shares) AS BIGINT) AS total_shares,
        CAST(sum(metrics.views) AS BIGINT) AS total_views,
        CAST(sum(engagement) AS BIGINT) AS total_engagement,
        median(engagement) AS median_engagement,
        avg(engagement_rate) AS engagement_rate_mean,
        CAST(sum(CASE WHEN engagement_rate IS NOT NULL
                      THEN engagement END) AS BIGINT) AS rated_engagement,
        CAST(sum(CASE WHEN engagement_rate IS NOT NULL
                      THEN metrics.views END) AS BIGINT) AS rated_views,
        avg(sentiment) AS avg_sentiment,
        min(posted_at) AS first_post_at,
        max(posted_at) AS last_post_at
    FROM project_posts
    GROUP BY project_id
)
SELECT
    pr.id AS project_id, pr.name,
    coalesce(fh.hashtags, 0) AS hashtags,
    coalesce(fc.creators, 0) AS creators,
    coalesce(sa.authors, 0) AS authors,
    coalesce(s.posts, 0) AS posts,
    s.total_likes, s.total_comments, s.total_shares, s.total_views,
    s.total_engagement,
    CASE WHEN s.engaged_posts > 0
         THEN CAST(s.total_engagement AS DOUBLE) / s.engaged_posts END AS avg_engagement,
    s.median_engagement,
    s.engagement_rate_mean,
    CAST(s.rated_engagement AS DOUBLE) / s.rated_views AS engagement_rate_pooled,
    s.avg_sentiment,
    s.first_post_at,
    s.last_post_at
FROM projects AS pr
LEFT JOIN followed_hashtags AS fh ON fh.project_id = pr.id
LEFT JOIN followed_creators AS fc ON fc.project_id = pr.id
LEFT JOIN seen_authors AS sa ON sa.project_id = pr.id
LEFT JOIN stats AS s ON s.project_id = pr.id
