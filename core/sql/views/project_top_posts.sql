-- project_top_posts: the posts in scope of each project, ranked by engagement.
--
-- rank: 1, 2, 3 ... by engagement descending with NULLs last, then id.
-- expected: over that author's last 100 posts on that platform before this one
--   (before = smaller (posted_at, id)), among all posts in the store that have
--   a posted_at and an engagement; NULL when they are fewer than 5. With n of
--   them, sorted by engagement, floor(n / 4) are dropped at each end; expected
--   is the mean of the rest, as their sum / their count. A post that itself
--   lacks posted_at or engagement has no expected.
-- overperforming: engagement / expected if that is at least 1, otherwise
--   -(expected / engagement), and -2 * expected for an engagement of 0. NULL
--   where expected is NULL or 0.
--
-- The score is the field's usual one, and an approximation: it takes no
-- account of a post's age.
--
-- Order of rows: project_id, rank.
WITH scoped AS (
    SELECT
        project_id, id, platform_id, author, posted_at, engagement,
        row_number() OVER (
            PARTITION BY project_id ORDER BY engagement DESC NULLS LAST, id
        ) AS rank
    FROM project_posts
),
scored AS (
    SELECT s.project_id, s.rank, s.id, s.engagement, e.expected
    FROM scoped AS s
    LEFT JOIN LATERAL (
        -- Correlated by author, so that only authors seen are looked at.
        SELECT
            h.id,
            CASE WHEN len(h.earlier) >= 5 THEN
                CAST(CAST(list_sum(list_slice(
                    h.earlier,
                    len(h.earlier) // 4 + 1,
                    len(h.earlier) - len(h.earlier) // 4
                )) AS BIGINT) AS DOUBLE) / (len(h.earlier) - 2 * (len(h.earlier) // 4))
            END AS expected
        FROM (
            -- min(x, 100): the 100 smallest of the frame, in ascending order,
            -- so all of it, sorted; several times faster than list_sort.
            SELECT
                m.id,
                min(m.engagement, 100) OVER (
                    ORDER BY m.posted_at, m.id
                    ROWS BETWEEN 100 PRECEDING AND 1 PRECEDING
                ) AS earlier
            FROM (
                SELECT
                    p.id, p.posted_at,
                    CASE WHEN p.metrics.likes IS NULL AND p.metrics.comments IS NULL
                              AND p.metrics.shares IS NULL THEN NULL
                         ELSE coalesce(p.metrics.likes, 0) + coalesce(p.metrics.comments, 0)
                              + coalesce(p.metrics.shares, 0) END AS engagement
                FROM posts AS p
                WHERE p.platform_id = s.platform_id AND p.author = s.author
            ) AS m
            WHERE m.posted_at IS NOT NULL AND m.engagement IS NOT NULL
        ) AS h
    ) AS e ON e.id = s.id
)
SELECT
    s.project_id, s.rank, s.engagement, s.expected,
    CASE WHEN s.expected > 0 THEN
        CASE WHEN s.engagement >= s.expected THEN s.engagement / s.expected
             WHEN s.engagement = 0 THEN -2 * s.expected
             ELSE -(s.expected / s.engagement) END
    END AS overperforming,
    p.id, p.platform_id, p.author, p.caption, p.hashtags, p.metrics,
    p.posted_at, p.sentiment, p.score, p.score_trend
FROM scored AS s
JOIN posts AS p ON p.id = s.id
