-- project_timeline: one row per project and UTC day, from the day of its first
-- dated post in scope to the day of its last, days without posts included.
-- Posts without posted_at are left out; a project without a dated post has no
-- rows.
--
-- total_engagement, total_views: 0 on a day without posts, as nothing was
--   missing; NULL on a day with posts none of which has the figure.
-- authors: distinct (platform, author) of the day.
-- posts_7d, engagement_7d: sums over this day and the six before it, as far
--   as the series goes back; engagement_7d passes over NULL days and is NULL
--   when all are.
--
-- Order of rows: project_id, day.
WITH by_author AS (
    SELECT
        project_id, CAST(posted_at AS DATE) AS day, platform_id, author,
        count(*) AS posts,
        sum(engagement) AS engagement,
        sum(metrics.views) AS views
    FROM project_posts
    WHERE posted_at IS NOT NULL
    GROUP BY project_id, CAST(posted_at AS DATE), platform_id, author
),
by_day AS (
    SELECT
        project_id, day,
        CAST(sum(posts) AS BIGINT) AS posts,
        CAST(sum(engagement) AS BIGINT) AS total_engagement,
        CAST(sum(views) AS BIGINT) AS total_views,
        count(*) AS authors
    FROM by_author
    GROUP BY project_id, day
),
spans AS (
    SELECT project_id, min(day) AS first_day, max(day) AS last_day
    FROM by_day
    GROUP BY project_id
),
-- The empty days, then all days: both rows of a day with posts are summed
-- into one, which spares a join.
days AS (
    SELECT project_id, day, posts, total_engagement, total_views, authors
    FROM by_day
    UNION ALL
    SELECT project_id, first_day + CAST(n AS INTEGER), 0, NULL, NULL, 0
    FROM (
        SELECT project_id, first_day, unnest(range(0, last_day - first_day + 1)) AS n
        FROM spans
    ) AS s
),
series AS (
    SELECT
        project_id, day,
        max(posts) AS posts,
        CASE WHEN max(posts) = 0 THEN 0 ELSE max(total_engagement) END AS total_engagement,
        CASE WHEN max(posts) = 0 THEN 0 ELSE max(total_views) END AS total_views,
        max(authors) AS authors
    FROM days
    GROUP BY project_id, day
)
SELECT
    project_id, day, posts, total_engagement, total_views, authors,
    CAST(sum(posts) OVER week AS BIGINT) AS posts_7d,
    CAST(sum(total_engagement) OVER week AS BIGINT) AS engagement_7d
FROM series
WINDOW week AS (
    PARTITION BY project_id ORDER BY day
    ROWS BETWEEN 6 PRECEDING AND CURRENT ROW
)
