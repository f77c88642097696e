-- project_posts_by_creator: one row per (project, creator, post) match: the
-- post's author is the creator's user name and the platforms are the same.
-- As in project_posts_by_hashtag, scope_type, platforms and scope_query are
-- not looked at.
--
-- A user name followed on two platforms is two creators; each matches its own
-- platform's posts only, so a post has at most one row per project.
--
-- Order of rows: project_id, creator_username, id.
SELECT
    pc.project_id, pc.creator_username,
    p.id, p.platform_id, p.author, p.caption, p.hashtags, p.metrics,
    p.posted_at, p.sentiment, p.score, p.score_trend
FROM project_creators AS pc
JOIN posts AS p
  ON p.author = pc.creator_username AND p.platform_id = pc.platform_id
