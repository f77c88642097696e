-- project_hashtag_stats: one row per hashtag a project follows, with the
-- figures of hashtags_with_stats (its formulas and NULL rules): over all posts
-- of the hashtag, whatever the project's scope. id is the hashtag's.
--
-- It does not select from hashtags_with_stats, because a query for one project
-- would then count every hashtag in the store.
--
-- Order of rows: project_id, id.
WITH links AS (
    SELECT DISTINCT ph.project_id, l.hashtag_id, l.post_id
    FROM project_hashtags AS ph
    JOIN post_hashtags AS l ON l.hashtag_id = ph.hashtag_id
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
        l.project_id, l.hashtag_id,
        count(*) AS total_posts,
        count(m.engagement) AS engaged_posts,
        CAST(sum(m.engagement) AS BIGINT) AS total_engagement,
        CAST(sum(m.views) AS BIGINT) AS total_views,
        min(m.posted_at) AS first_post_at,
        max(m.posted_at) AS last_post_at
    FROM links AS l
    JOIN measured AS m ON m.id = l.post_id
    GROUP BY l.project_id, l.hashtag_id
)
SELECT
    ph.project_id, ph.added_at,
    h.id, h.name, pl.name AS platform,
    coalesce(s.total_posts, 0) AS total_posts,
    CASE WHEN s.engaged_posts > 0
         THEN CAST(s.total_engagement AS DOUBLE) / s.engaged_posts END AS avg_engagement,
    s.total_engagement, s.total_views, s.first_post_at, s.last_post_at
FROM project_hashtags AS ph
JOIN hashtags AS h ON h.id = ph.hashtag_id
JOIN platforms AS pl ON pl.id = h.platform_id
LEFT JOIN stats AS s
  ON s.project_id = ph.project_id AND s.hashtag_id = ph.hashtag_id
