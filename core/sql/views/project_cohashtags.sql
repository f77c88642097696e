-- project_cohashtags: one row per project and unordered pair of hashtags that
-- occur together on a post in scope. Hashtags are taken from post_hashtags, by
-- name: the same name on two platforms is one hashtag. hashtag_a < hashtag_b
-- in the order of their UTF-8 bytes.
--
-- posts: posts in scope with both. jaccard = both / (a + b - both), where a
--   and b are the posts in scope with either one.
-- total_engagement: of the posts with both; NULL if none has one.
--
-- Order of rows: project_id, posts descending, hashtag_a, hashtag_b.
WITH names AS (
    -- Small integers in the order of the names: cheaper to pair than text.
    SELECT id, CAST(dense_rank() OVER (ORDER BY name) AS INTEGER) AS tag FROM hashtags
),
labels AS (
    SELECT name, CAST(row_number() OVER (ORDER BY name) AS INTEGER) AS tag
    FROM (SELECT DISTINCT name FROM hashtags) AS n
),
numbered AS (
    -- For the same reason, a number for each post within its project.
    SELECT
        project_id, id, engagement,
        row_number() OVER (PARTITION BY project_id ORDER BY id) AS post
    FROM project_posts
),
tagged AS (
    SELECT DISTINCT p.project_id, p.post, n.tag, p.engagement
    FROM numbered AS p
    JOIN post_hashtags AS l ON l.post_id = p.id
    JOIN names AS n ON n.id = l.hashtag_id
),
-- Pairs, and each hashtag paired with itself, which counts its posts.
pairs AS (
    SELECT
        a.project_id, a.tag AS a, b.tag AS b,
        count(*) AS posts,
        CAST(sum(a.engagement) AS BIGINT) AS total_engagement
    FROM tagged AS a
    JOIN tagged AS b
      ON b.project_id = a.project_id AND b.post = a.post AND a.tag <= b.tag
    GROUP BY a.project_id, a.tag, b.tag
),
counted AS (
    SELECT
        project_id, a, b, posts, total_engagement,
        max(CASE WHEN a = b THEN posts END) OVER (PARTITION BY project_id, a) AS posts_a,
        max(CASE WHEN a = b THEN posts END) OVER (PARTITION BY project_id, b) AS posts_b
    FROM pairs
)
SELECT
    c.project_id, la.name AS hashtag_a, lb.name AS hashtag_b, c.posts,
    CAST(c.posts AS DOUBLE) / (c.posts_a + c.posts_b - c.posts) AS jaccard,
    c.total_engagement
FROM counted AS c
JOIN labels AS la ON la.tag = c.a
JOIN labels AS lb ON lb.tag = c.b
WHERE c.a < c.b
