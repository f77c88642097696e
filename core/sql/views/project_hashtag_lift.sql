-- project_hashtag_lift: one row per project and hashtag on its posts in scope.
-- Hashtags are taken from post_hashtags, by name: the same name on two
-- platforms is one hashtag, and counts once per post.
--
-- avg_engagement_with, _without: mean over the posts in scope that have an
--   engagement and carry, or do not carry, the hashtag; NULL if none.
-- lift = with / without; NULL where either is NULL or `without` is 0.
--
-- Order of rows: project_id, posts_with descending, hashtag.
WITH tagged AS (
    SELECT DISTINCT p.project_id, p.id, h.name, p.engagement
    FROM project_posts AS p
    JOIN post_hashtags AS l ON l.post_id = p.id
    JOIN hashtags AS h ON h.id = l.hashtag_id
),
by_hashtag AS (
    SELECT
        project_id, name AS hashtag,
        count(*) AS posts,
        count(engagement) AS engaged,
        CAST(coalesce(sum(engagement), 0) AS BIGINT) AS engagement
    FROM tagged
    GROUP BY project_id, name
),
totals AS (
    SELECT
        project_id,
        count(*) AS posts,
        count(engagement) AS engaged,
        CAST(coalesce(sum(engagement), 0) AS BIGINT) AS engagement
    FROM project_posts
    GROUP BY project_id
),
means AS (
    SELECT
        h.project_id, h.hashtag,
        h.posts AS posts_with,
        t.posts - h.posts AS posts_without,
        CASE WHEN h.engaged > 0
             THEN CAST(h.engagement AS DOUBLE) / h.engaged END AS avg_engagement_with,
        CASE WHEN t.engaged > h.engaged
             THEN CAST(t.engagement - h.engagement AS DOUBLE) / (t.engaged - h.engaged)
        END AS avg_engagement_without
    FROM by_hashtag AS h
    JOIN totals AS t ON t.project_id = h.project_id
)
SELECT
    project_id, hashtag, posts_with, posts_without,
    avg_engagement_with, avg_engagement_without,
    CASE WHEN avg_engagement_without > 0
         THEN avg_engagement_with / avg_engagement_without END AS lift
FROM means
