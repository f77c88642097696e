-- project_posts_by_hashtag: one row per (project, hashtag, post) match, as the
-- plain join gives it: scope_type, platforms and scope_query are not looked
-- at (project_posts does that), and a post with two of a project's hashtags
-- has two rows.
--
-- Order of rows: project_id, hashtag_id, id.
SELECT
    ph.project_id, ph.hashtag_id,
    p.id, p.platform_id, p.author, p.caption, p.hashtags, p.metrics,
    p.posted_at, p.sentiment, p.score, p.score_trend
FROM project_hashtags AS ph
JOIN post_hashtags AS l ON l.hashtag_id = ph.hashtag_id
JOIN posts AS p ON p.id = l.post_id
