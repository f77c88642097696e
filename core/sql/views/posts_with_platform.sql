-- posts_with_platform: one row per post, with the name of its platform.
--
-- Order of rows: id.
SELECT
    p.id, p.platform_id, p.author, p.caption, p.hashtags, p.metrics,
    p.posted_at, p.sentiment, p.score, p.score_trend,
    pl.name AS platform
FROM posts AS p
JOIN platforms AS pl ON pl.id = p.platform_id
