-- project_heatmap: one row per project, weekday (1 = Monday to 7 = Sunday) and
-- hour (0 to 23), in UTC: all 168 for every project. Posts in scope without
-- posted_at are left out.
--
-- avg_engagement: over the cell's posts with an engagement; NULL if none.
--
-- Order of rows: project_id, weekday, hour.
WITH cells AS (
    SELECT
        project_id,
        CAST(EXTRACT(ISODOW FROM posted_at) AS INTEGER) AS weekday,
        CAST(EXTRACT(HOUR FROM posted_at) AS INTEGER) AS hour,
        count(*) AS posts,
        count(engagement) AS engaged_posts,
        CAST(sum(engagement) AS BIGINT) AS total_engagement
    FROM project_posts
    WHERE posted_at IS NOT NULL
    GROUP BY project_id, EXTRACT(ISODOW FROM posted_at), EXTRACT(HOUR FROM posted_at)
),
grid AS (
    SELECT
        pr.id AS project_id,
        CAST(d.weekday AS INTEGER) AS weekday,
        CAST(h.hour AS INTEGER) AS hour
    FROM projects AS pr
    CROSS JOIN (SELECT unnest(range(1, 8)) AS weekday) AS d
    CROSS JOIN (SELECT unnest(range(0, 24)) AS hour) AS h
)
SELECT
    g.project_id, g.weekday, g.hour,
    coalesce(c.posts, 0) AS posts,
    CASE WHEN c.engaged_posts > 0
         THEN CAST(c.total_engagement AS DOUBLE) / c.engaged_posts END AS avg_engagement
FROM grid AS g
LEFT JOIN cells AS c
  ON c.project_id = g.project_id AND c.weekday = g.weekday AND c.hour = g.hour
