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
    -- One number per name: quicker to group by than text.
    SELECT ph.project_id, h.name, min(h.id) AS tag
    FROM project_hashtags AS ph
    JOIN hashtags AS h ON h.id = ph.hashtag_id
    GROUP BY ph.project_id, h.name
),
-- A post carries the name through the hashtag of any platform.
links AS (
    SELECT f.project_id, f.tag, l.post_id
    FROM followed AS f
    JOIN hashtags AS h ON h.name = f.name
    JOIN post_hashtags AS l ON l.hashtag_id = h.id
),
tagged AS (
    SELECT DISTINCT p.project_id, l.tag, CAST(p.posted_at AS DATE) AS day, p.id
    FROM project_posts AS p
    JOIN links AS l ON l.project_id = p.project_id AND l.post_id = p.id
    WHERE p.posted_at IS NOT NULL
),
tagged_days AS (
    SELECT project_id, tag, day, count(*) AS posts
    FROM tagged
    GROUP BY project_id, tag, day
),
-- A hashtag with fewer than 5 posts in all cannot surge.
frequent AS (
    SELECT project_id, tag
    FROM tagged_days
    GROUP BY project_id, tag
    HAVING sum(posts) >= 5
),
-- The engagement of all posts is the series without a tag.
series AS (
    SELECT
        project_id, NULL AS tag,
        day, posts, total_engagement AS amount
    FROM project_timeline
    UNION ALL
    SELECT
        f.project_id, f.tag,
        t.day, coalesce(d.posts, 0), coalesce(d.posts, 0)
    FROM frequent AS f
    JOIN project_timeline AS t ON t.project_id = f.project_id
    LEFT JOIN tagged_days AS d
      ON d.project_id = f.project_id AND d.tag = f.tag AND d.day = t.day
),
sums AS (
    SELECT
        project_id, tag, day,
        row_number() OVER past AS day_number,
        sum(posts) OVER (past ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) AS posts_7d,
        CAST(CAST(sum(amount) OVER (
            past ROWS BETWEEN 6 PRECEDING AND CURRENT ROW
        ) AS BIGINT) AS DOUBLE) AS value,
        CAST(CAST(sum(amount) OVER (
            past ROWS BETWEEN 34 PRECEDING AND 7 PRECEDING
        ) AS BIGINT) AS DOUBLE) / 4 AS expected
    FROM series
    WINDOW past AS (PARTITION BY project_id, tag ORDER BY day)
),
tested AS (
    SELECT
        project_id, tag, day, value, expected,
        CASE WHEN day_number >= 35 AND posts_7d >= 5
                  AND value > 0 AND value >= 3 * expected
             THEN 1 ELSE 0 END AS surging
    FROM sums
),
runs AS (
    SELECT
        project_id, tag, day, value, expected, surging,
        lag(surging, 1, 0) OVER (
            PARTITION BY project_id, tag ORDER BY day
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
    r.project_id,
    CASE WHEN r.tag IS NULL THEN 'engagement_surge' ELSE 'hashtag_surge' END AS signal,
    CAST(r.day AS TIMESTAMP) AS "at",
    NULL AS post_id, h.name AS hashtag, r.value, r.expected
FROM runs AS r
LEFT JOIN hashtags AS h ON h.id = r.tag
WHERE r.surging = 1 AND r.surging_before = 0
