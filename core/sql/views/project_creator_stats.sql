-- project_creator_stats: one row per creator a project follows, over the
-- project's posts in scope (project_posts) by that author on that platform.
-- Creators without posts are kept: 0 posts, NULL in every other figure.
--
-- total_engagement, total_views: NULL when no post has the figure.
-- avg_engagement, median_engagement: over the posts with an engagement; the
--   median of an even number is lo * 0.5 + hi * 0.5 of the middle two, in
--   DOUBLE.
-- engagement_rate_mean: mean of the posts' rates. engagement_rate_pooled:
--   sum of engagement / sum of views over the posts that have a rate.
-- posts_per_day = dated posts / UTC days from first to last, both counted;
--   NULL without a dated post.
-- share_of_voice = total_engagement / total engagement of all the project's
--   posts in scope; NULL when either is NULL or the latter is 0.
--
-- Order of rows: project_id, total_engagement descending with NULLs last,
-- creator_username, platform.
WITH stats AS (
    SELECT
        p.project_id, p.author, p.platform_id,
        count(*) AS posts,
        count(p.engagement) AS engaged_posts,
        count(p.posted_at) AS dated_posts,
        CAST(sum(p.engagement) AS BIGINT) AS total_engagement,
        median(p.engagement) AS median_engagement,
        CAST(sum(p.metrics.views) AS BIGINT) AS total_views,
        avg(p.engagement_rate) AS engagement_rate_mean,
        CAST(sum(CASE WHEN p.engagement_rate IS NOT NULL
                      THEN p.engagement END) AS BIGINT) AS rated_engagement,
        CAST(sum(CASE WHEN p.engagement_rate IS NOT NULL
                      THEN p.metrics.views END) AS BIGINT) AS rated_views,
        min(p.posted_at) AS first_post_at,
        max(p.posted_at) AS last_post_at
    FROM project_posts AS p
    JOIN project_creators AS pc
      ON pc.project_id = p.project_id AND pc.creator_username = p.author
     AND pc.platform_id = p.platform_id
    GROUP BY p.project_id, p.author, p.platform_id
),
totals AS (
    SELECT project_id, CAST(sum(engagement) AS BIGINT) AS total_engagement
    FROM project_posts
    GROUP BY project_id
)
SELECT
    pc.project_id, pc.creator_username, pl.name AS platform,
    coalesce(s.posts, 0) AS posts,
    s.total_engagement,
    CASE WHEN s.engaged_posts > 0
         THEN CAST(s.total_engagement AS DOUBLE) / s.engaged_posts END AS avg_engagement,
    s.median_engagement,
    s.total_views,
    s.engagement_rate_mean,
    CAST(s.rated_engagement AS DOUBLE) / s.rated_views AS engagement_rate_pooled,
    s.first_post_at,
    s.last_post_at,
    CASE WHEN s.dated_posts > 0
         THEN CAST(s.dated_posts AS DOUBLE)
              / (CAST(s.last_post_at AS DATE) - CAST(s.first_post_at AS DATE) + 1)
    END AS posts_per_day,
    CASE WHEN t.total_engagement > 0
         THEN CAST(s.total_engagement AS DOUBLE) / t.total_engagement END AS share_of_voice
FROM project_creators AS pc
JOIN platforms AS pl ON pl.id = pc.platform_id
LEFT JOIN stats AS s
  ON s.project_id = pc.project_id AND s.author = pc.creator_username
 AND s.platform_id = pc.platform_id
LEFT JOIN totals AS t ON t.project_id = pc.project_id
