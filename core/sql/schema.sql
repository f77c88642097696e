-- The canonical tables, in the names and columns of the monitoring schema the
-- project serves. Running this file again changes nothing.
--
-- There are no primary or foreign keys here. A load checks keys and references
-- itself and `veyl check` verifies them over a whole store. DuckDB would back
-- every key with an in-memory ART index, which slows bulk loads, and whose
-- delete + insert of the same key within one transaction (what a load that
-- updates posts does) is refused as a duplicate.
--
-- Times are UTC microseconds, hence TIMESTAMP without a zone. In posts.metrics
-- an absent figure is NULL, never 0.

CREATE TABLE IF NOT EXISTS platforms (
    id   INTEGER NOT NULL,
    name VARCHAR NOT NULL
);

CREATE TABLE IF NOT EXISTS users (
    id    INTEGER NOT NULL,
    email VARCHAR,
    name  VARCHAR
);

CREATE TABLE IF NOT EXISTS oauth_accounts (
    user_id  INTEGER NOT NULL,
    provider VARCHAR NOT NULL
);

CREATE TABLE IF NOT EXISTS subscriptions (
    user_id INTEGER NOT NULL,
    plan    VARCHAR NOT NULL,
    quota   BIGINT
);

CREATE TABLE IF NOT EXISTS hashtags (
    id           INTEGER NOT NULL,
    name         VARCHAR NOT NULL,
    platform_id  INTEGER NOT NULL,
    last_scraped TIMESTAMP,
    updated_at   TIMESTAMP
);

CREATE TABLE IF NOT EXISTS posts (
    id          VARCHAR NOT NULL,
    platform_id INTEGER NOT NULL,
    author      VARCHAR NOT NULL,
    caption     VARCHAR,
    hashtags    VARCHAR[] NOT NULL,
    metrics     STRUCT(likes BIGINT, comments BIGINT, shares BIGINT, views BIGINT) NOT NULL,
    posted_at   TIMESTAMP,
    sentiment   DOUBLE,
    score       DOUBLE,
    score_trend DOUBLE
);

CREATE TABLE IF NOT EXISTS post_hashtags (
    post_id    VARCHAR NOT NULL,
    hashtag_id INTEGER NOT NULL
);

-- `platforms` is JSON text in one normal form, `["instagram","tiktok"]`: no
-- spaces, and no quotes within a name. Loads put it into that form; the views
-- search it as text. posts_count, creators_count, signals_count, last_run_at
-- and last_signal_at are a cache that `veyl run` fills.
CREATE TABLE IF NOT EXISTS projects (
    id             INTEGER NOT NULL,
    user_id        INTEGER,
    name           VARCHAR NOT NULL,
    description    VARCHAR,
    status         VARCHAR NOT NULL DEFAULT 'draft',
    platforms      VARCHAR,
    scope_type     VARCHAR NOT NULL CHECK (scope_type IN ('hashtags', 'creators', 'both')),
    scope_query    VARCHAR,
    creators_count INTEGER NOT NULL DEFAULT 0,
    posts_count    INTEGER NOT NULL DEFAULT 0,
    signals_count  INTEGER NOT NULL DEFAULT 0,
    last_run_at    TIMESTAMP,
    last_signal_at TIMESTAMP,
    created_at     TIMESTAMP NOT NULL,
    updated_at     TIMESTAMP NOT NULL
);

CREATE TABLE IF NOT EXISTS project_hashtags (
    id         INTEGER NOT NULL,
    project_id INTEGER NOT NULL,
    hashtag_id INTEGER NOT NULL,
    added_at   TIMESTAMP NOT NULL
);

CREATE TABLE IF NOT EXISTS project_creators (
    id               INTEGER NOT NULL,
    project_id       INTEGER NOT NULL,
    creator_username VARCHAR NOT NULL,
    platform_id      INTEGER NOT NULL,
    added_at         TIMESTAMP NOT NULL
);

-- What the engine keeps for itself. The schema is not called `veyl`, because
-- DuckDB names a database after its file: in veyl.duckdb, the default, the
-- name `veyl.meta` would be ambiguous and every use of it an error.
CREATE SCHEMA IF NOT EXISTS veyl_internal;

CREATE TABLE IF NOT EXISTS veyl_internal.meta (
    key   VARCHAR NOT NULL,
    value VARCHAR NOT NULL
);

-- The posts among a project's hashtag and creator matches that satisfy its
-- scope_query. Only projects with a scope_query have rows. The engine brings
-- it up to date in the same transaction as any change to posts or projects, so
-- the views need neither a parser nor a scan of all posts.
CREATE TABLE IF NOT EXISTS veyl_internal.scope_matches (
    project_id INTEGER NOT NULL,
    post_id    VARCHAR NOT NULL
);

-- Hashtags and creators that a project follows by name alone: on its platforms,
-- or on every one, also one that a later load brings. `kind` is 'hashtag' or
-- 'creator'.
CREATE TABLE IF NOT EXISTS veyl_internal.followed_by_name (
    project_id INTEGER NOT NULL,
    kind       VARCHAR NOT NULL,
    name       VARCHAR NOT NULL
);
