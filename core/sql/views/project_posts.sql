-- project_posts: one row per project and distinct post in its scope.
--
-- A post is in scope when
--   * a source that scope_type lets count matches it: a hashtag of the project
--     through post_hashtags, or a creator by user name and platform;
--   * the project's list of platforms is absent, empty, or names the post's;
--   * the project has no scope_query, or the post satisfies it, which is what
--     veyl_internal.scope_matches records.
-- matched_by is 'hashtag', 'creator' or 'both', of the sources that count: in
-- a project of scope 'hashtags' it is always 'hashtag'.
--
-- engagement      = likes + comments + shares, absent ones left out; NULL when
--                   all three are absent. A sum past BIGINT is an error.
-- engagement_rate = engagement / views; NULL without engagement, or where
--                   views are absent or 0.
--
-- Order of rows: project_id, posted_at descending with NULLs last, id.
WITH matches AS (
    SELECT ph.project_id, l.post_id, 1 AS by_hashtag, 0 AS by_creator, 0 AS by_query
    FROM project_hashtags AS ph
    JOIN projects AS pr ON pr.id = ph.project_id
    JOIN post_hashtags AS l ON l.hashtag_id = ph.hashtag_id
    WHERE pr.scope_type IN ('hashtags', 'both')
    UNION ALL
    SELECT pc.project_id, p.id, 0, 1, 0
    FROM project_creators AS pc
    JOIN projects AS pr ON pr.id = pc.project_id
    JOIN posts AS p
      ON p.author = pc.creator_username AND p.platform_id = pc.platform_id
    WHERE pr.scope_type IN ('creators', 'both')
    UNION ALL
    SELECT s.project_id, s.post_id, 0, 0, 1
    FROM veyl_internal.scope_matches AS s
),
matched AS (
    SELECT
        project_id, post_id,
        max(by_hashtag) AS by_hashtag,
        max(by_creator) AS by_creator,
        max(by_query) AS by_query
    FROM matches
    GROUP BY project_id, post_id
),
scoped AS (
    SELECT
        m.project_id,
        CASE WHEN m.by_creator = 0 THEN 'hashtag'
             WHEN m.by_hashtag = 0 THEN 'creator'
             ELSE 'both' END AS matched_by,
        pl.name AS platform,
        p.id, p.platform_id, p.author, p.caption, p.hashtags, p.metrics,
        p.posted_at, p.sentiment, p.score, p.score_trend,
        CASE WHEN p.metrics.likes IS NULL AND p.metrics.comments IS NULL
                  AND p.metrics.shares IS NULL THEN NULL
             ELSE coalesce(p.metrics.likes, 0) + coalesce(p.metrics.comments, 0)
                  + coalesce(p.metrics.shares, 0) END AS engagement
    FROM matched AS m
    JOIN projects AS pr ON pr.id = m.project_id
    JOIN posts AS p ON p.id = m.post_id
    JOIN platforms AS pl ON pl.id = p.platform_id
    WHERE (m.by_hashtag = 1 OR m.by_creator = 1)
      AND (pr.scope_query IS NULL OR m.by_query = 1)
      AND (pr.platforms IS NULL OR pr.platforms = '[]'
           OR contains(pr.platforms, '"' || pl.name || '"'))
)
SELECT
    project_id, matched_by, platform,
    id, platform_id, author, caption, hashtags, metrics,
    posted_at, sentiment, score, score_trend,
    engagement,
    CASE WHEN metrics.views > 0
         THEN CAST(engagement AS DOUBLE) / metrics.views END AS engagement_rate
FROM scoped
