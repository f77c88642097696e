-- project_signals: one row per signal in a project, of three kinds.
--
-- overperforming_post: a post in scope with overperforming >= 3
--   (project_top_posts). at = posted_at, value = engagement, expected as there.
-- hashtag_surge: for each name among the project's hashtags, value = posts in
--   scope carrying it on day d or the six days before it, expected = those of
--   the 28 days before these / 4; value >= 5 and value >= 3 * expected. A post
--   counts once even where two hashtags share the name.
-- engagement_surge: the same with sums of the daily engagement, as in
--   project_timeline: days that are NULL are passed over, and where value or
--   expected is NULL there is no signal; at least 5 posts in the 7 days, and
--   value > 0.
--
-- Surges are looked for on the UTC days from the project's first dated post in
-- scope to its last, from the 35th on, so that all 35 days lie within its
-- history. at = 00:00 of the first day of each unbroken run of days that
-- qualify; value and expected are that day's. Comparisons are of DOUBLEs.
--
-- post_id is NULL for surges, hashtag for all but hashtag_surge.
--
-- Order of rows: project_id, "at", signal, post_id, hashtag.
WITH followed AS (
    SELECT DISTINCT ph.project_id, h.name
    FROM project_hashtags AS ph
    JOIN hashtags AS h ON h.id = ph.hashtag_id
),
tagged AS (
    SELECT DISTINCT p.project_id, h.name, CAST(p.posted_at AS DATE) AS day, p.id
    FROM project_posts AS p
    JOIN post_hashtags AS l ON l.post_id = p.id
    JOIN hashtags AS h ON h.id = l.hashtag_id
    JOIN followed AS f ON f.project_id = p.project_id AND f.name = h.name
    WHERE p.posted_at IS NOT NULL
),
tagged_days AS (
    SELECT project_id, name, day, count(*) AS posts
    FROM tagged
    GROUP BY project_id, name, day
),
-- A hashtag with fewer than 5 posts in all cannot surge.
frequent AS (
    SELECT project_id, name
    FROM tagged_days
    GROUP BY project_id, name
    HAVING sum(posts) >= 5
),
series AS (
    SELECT
        project_id, 'engagement_surge' AS signal, NULL AS hashtag,
        day, posts, total_engagement AS amount
    FROM project_timeline
    UNION ALL
    SELECT
        f.project_id, 'hashtag_surge', f.name,
        t.day, coalesce(d.posts, 0), coalesce(d.posts, 0)
    FROM frequent AS f
    JOIN project_timeline AS t ON t.project_id = f.project_id
    LEFT JOIN tagged_days AS d
      ON d.project_id = f.project_id AND d.name = f.name AND d.day = t.day
),
sums AS (
    SELECT
        project_id, signal, hashtag, day,
        row_number() OVER past AS day_number,
        sum(posts) OVER (past ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) AS posts_7d,
        CAST(CAST(sum(amount) OVER (
            past ROWS BETWEEN 6 PRECEDING AND CURRENT ROW
        ) AS BIGINT) AS DOUBLE) AS value,
        CAST(CAST(sum(amount) OVER (
            past ROWS BETWEEN 34 PRECEDING AND 7 PRECEDING
        ) AS BIGINT) AS DOUBLE) / 4 AS expected
    FROM series
    WINDOW past AS (PARTITION BY project_id, signal, hashtag ORDER BY day)
),
tested AS (
    SELECT
        project_id, signal, hashtag, day, value, expected,
        CASE WHEN day_number >= 35 AND posts_7d >= 5
                  AND value > 0 AND value >= 3 * expected
             THEN 1 ELSE 0 END AS surging
    FROM sums
),
runs AS (
    SELECT
        project_id, signal, hashtag, day, value, expected, surging,
        lag(surging, 1, 0) OVER (
            PARTITION BY project_id, signal, hashtag ORDER BY day
        ) AS surging_before
    FROM tested
)
SELECT
    project_id, 'overperforming_post' AS signal, posted_at AS "at",
    id AS post_id, NULL AS hashtag,
    CAST(engagement AS DOUBLE) AS value, expected
FROM project_top_posts
WHERE overperforming >= 3
UNION ALL
SELECT
    project_id, signal, CAST(day AS TIMESTAMP) AS "at",
    NULL AS post_id, hashtag, value, expected
FROM runs
WHERE surging = 1 AND surging_before = 0
