-- hashtags_with_stats: one row per hashtag, over the distinct posts that
-- post_hashtags links to it. A hashtag without posts is kept: 0 posts, NULL in
-- every other figure.
--
-- total_engagement, total_views: NULL when no post has the figure.
-- avg_engagement = total_engagement / posts with an engagement; NULL if none.
-- Posts without posted_at count, but set no first_post_at or last_post_at.
--
-- Order of rows: id.
WITH links AS (
    SELECT DISTINCT hashtag_id, post_id FROM post_hashtags
),
measured AS (
    SELECT
        id, posted_at, metrics.views AS views,
        CASE WHEN metrics.likes IS NULL AND metrics.comments IS NULL
                  AND metrics.shares IS NULL THEN NULL
             ELSE coalesce(metrics.likes, 0) + coalesce(metrics.comments, 0)
                  + coalesce(metrics.shares, 0) END AS engagement
    FROM posts
),
stats AS (
    SELECT
        l.hashtag_id,
        count(*) AS total_posts,
        count(m.engagement) AS engaged_posts,
        CAST(sum(m.engagement) AS BIGINT) AS total_engagement,
        CAST(sum(m.views) AS BIGINT) AS total_views,
        min(m.posted_at) AS first_post_at,
        max(m.posted_at) AS last_post_at
    FROM links AS l
    JOIN measured AS m ON m.id = l.post_id
    GROUP BY l.hashtag_id
)
SELECT
    h.id, h.name, pl.name AS platform,
    coalesce(s.total_posts, 0) AS total_posts,
    CASE WHEN s.engaged_posts > 0
         THEN CAST(s.total_engagement AS DOUBLE) / s.engaged_posts END AS avg_engagement,
    s.total_engagement, s.total_views, s.first_post_at, s.last_post_at
FROM hashtags AS h
JOIN platforms AS pl ON pl.id = h.platform_id
LEFT JOIN stats AS s ON s.hashtag_id = h.id
