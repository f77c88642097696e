//! Ad hoc SQL stays within the store: every way out that we know of is tried,
//! refused with a clear error, and leaves neither a file nor a changed store.

// What can not be set up fails its test.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use veyl_core::sql::split_statements;
use veyl_tests::jupyter::Kernel;
use veyl_tests::terminal::Terminal;
use veyl_tests::{fail, root, run, state, succeed};

/// A store with the sample, `secret.txt` to be read, and a link to follow.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let data = root().join("data/sample/apify-instagram.json");
    succeed(folder.path(), &["load", &data.display().to_string()]);
    fs::write(folder.path().join("secret.txt"), "hidden,1\n").unwrap();
    #[cfg(unix)]
    {
        // DuckDB lets SQL use the folder it would spill to.
        let scratch = folder.path().join("veyl.duckdb.tmp");
        fs::create_dir(&scratch).unwrap();
        std::os::unix::fs::symlink(folder.path(), scratch.join("up")).unwrap();
    }
    folder
}

/// Tries each statement; none may pass, print what it should not, or write.
fn refused(arguments: &[&str], escapes: &[&str]) {
    let folder = folder();
    let path = folder.path();
    let before = state(path);
    for escape in escapes {
        let mut line = vec!["sql", "-c", escape, "--format", "csv"];
        line.extend(arguments);
        let output = run(path, &line);
        let said = String::from_utf8_lossy(&output.stderr);
        let printed = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(1), "{escape}\n{printed}{said}");
        assert!(said.starts_with("veyl: "), "{escape}\n{said}");
        assert!(!said.contains("panicked"), "{escape}\n{said}");
        for text in [&printed, &said] {
            assert!(!text.contains("hidden"), "{escape}\n{text}");
            assert!(!text.contains("root:"), "{escape}\n{text}");
        }
        assert!(state(path) == before, "{escape} wrote something");
    }
}

/// Ways to files, network, settings and extensions, for readers and writers alike.
const ESCAPES: &[&str] = &[
    // Out to files.
    "COPY posts TO 'out.csv'",
    "COPY (SELECT 1) TO 'out.parquet' (FORMAT parquet)",
    "COPY posts TO '/dev/stdout'",
    "COPY (SELECT 1) TO 'out' (FORMAT csv, PER_THREAD_OUTPUT true)",
    "(COPY posts TO 'out.csv')",
    "/* SELECT */ copy posts TO 'out.csv'",
    "EXPORT DATABASE 'dump'",
    "COPY FROM DATABASE veyl TO temp",
    // The store's own file, its log and its scratch folder are known to DuckDB.
    "COPY (SELECT 1) TO 'veyl.duckdb' (FORMAT csv, USE_TMP_FILE false)",
    "COPY (SELECT 1) TO 'veyl.duckdb.wal' (FORMAT csv)",
    "COPY (SELECT 1) TO 'veyl.duckdb.tmp/x.csv' (FORMAT csv)",
    "FROM read_blob('veyl.duckdb')",
    "FROM read_text('veyl.duckdb.tmp/up/secret.txt')",
    "FROM 'veyl.duckdb.tmp/up/secret.txt'",
    "FROM 'veyl.duckdb.tmp/../secret.txt'",
    // In from files.
    "FROM read_csv('secret.txt')",
    "FROM read_text('/etc/passwd')",
    "FROM read_blob('/etc/passwd')",
    "FROM read_json('secret.txt')",
    "FROM parquet_scan('secret.txt')",
    "FROM parquet_metadata('secret.txt')",
    "FROM sniff_csv('secret.txt')",
    "FROM main.\"READ_text\" /* here */ ('secret.txt')",
    "FROM 'secret.txt'",
    "FROM '/etc/passwd'",
    "SUMMARIZE 'secret.txt'",
    "DESCRIBE FROM 'secret.txt'",
    "FROM glob('/etc/*')",
    "COPY posts FROM 'secret.txt'",
    "IMPORT DATABASE 'dump'",
    "CREATE TEMP TABLE t AS FROM 'secret.txt'",
    "CREATE TEMP VIEW v AS FROM 'secret.txt'",
    "CREATE TEMP MACRO m() AS TABLE FROM read_text('/etc/passwd')",
    "CREATE OR REPLACE TEMP FUNCTION f() AS (SELECT content FROM read_text('/etc/passwd'))",
    "SET VARIABLE f = '/etc/passwd'; FROM read_text(getvariable('f'))",
    // The network.
    "FROM 'https://example.com/a.csv'",
    "FROM read_parquet('s3://bucket/a.parquet')",
    "ATTACH 'https://example.com/a.duckdb' AS far",
    // Other databases.
    "ATTACH 'other.duckdb' AS other",
    "ATTACH 'veyl.duckdb' AS again (READ_WRITE)",
    "ATTACH 'veyl.duckdb.tmp/other.duckdb' AS other",
    "ATTACH ':memory:' AS other",
    "DETACH veyl",
    "USE memory",
    // Extensions and settings.
    "INSTALL httpfs",
    "FORCE INSTALL httpfs FROM community",
    "LOAD httpfs",
    "LOAD './evil.duckdb_extension'",
    "UPDATE EXTENSIONS",
    "SET enable_external_access = true",
    "SET GLOBAL allowed_directories = ['/']",
    "RESET enable_external_access",
    "SET lock_configuration = false",
    "SET temp_directory = '.'",
    "PRAGMA enable_profiling",
    "PRAGMA profiling_output = 'profile.json'",
    "CALL pragma_version()",
    "SELECT getenv('HOME')",
    // Logs go to files and to standard output.
    "CALL enable_logging(storage = 'file', storage_path = 'veyl.duckdb.tmp')",
    "FROM enable_logging(storage = 'file', storage_path = 'logs'); SELECT 1",
    "FROM system.main.\"enable_logging\"(storage = 'stdout')",
    // Secrets.
    "CREATE SECRET s (TYPE s3, KEY_ID 'a', SECRET 'b')",
    "CREATE OR REPLACE TEMPORARY SECRET s (TYPE http, BEARER_TOKEN 'b')",
    "DROP SECRET s",
    "FROM duckdb_secrets()",
    // Text that becomes SQL.
    "FROM query('FROM enable_' || 'logging()')",
    "FROM query('COPY posts TO ''out.csv''')",
    "FROM query_table('secret.txt')",
    "FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
    "PREPARE p AS COPY posts TO 'out.csv'",
    "PREPARE p AS FROM read_text(?); EXECUTE p('/etc/passwd')",
    "EXPLAIN ANALYZE COPY posts TO 'out.csv'",
    "EXPLAIN (ANALYZE, FORMAT json) COPY posts TO 'out.csv'",
    // Raw memory.
    "FROM arrow_scan(1, 2, 3)",
    // Behind another statement, also where the end of the first is hard to see.
    "SELECT 1; COPY posts TO 'out.csv'; SELECT 2",
    "SELECT E'\\''; COPY posts TO 'out.csv'; --'",
    "SELECT E'a'\n'\\''; COPY posts TO 'out.csv'; --'",
    "SELECT 1 -- \r; COPY posts TO 'out.csv'",
    "SELECT 1 AS a$x$; COPY posts TO 'out.csv'; SELECT 2 AS b$x$",
    "SELECT 1 /* /* */ ; COPY posts TO 'out.csv' /* */ */",
];

/// Changes, which only writers may make.
const CHANGES: &[&str] = &[
    "INSERT INTO posts SELECT * FROM posts",
    "UPDATE posts SET author = 'x'",
    "DELETE FROM posts",
    "TRUNCATE posts",
    "MERGE INTO posts USING posts AS p ON posts.id = p.id WHEN MATCHED THEN DELETE",
    "DROP TABLE posts",
    "DROP VIEW project_posts",
    "ALTER TABLE posts ADD COLUMN z INTEGER",
    "CREATE TABLE t AS SELECT 1",
    "CREATE VIEW v AS SELECT 1",
    "CREATE MACRO f(a) AS a + 1",
    "CREATE SCHEMA s",
    "CREATE SEQUENCE s",
    "CREATE TYPE mood AS ENUM ('a')",
    "CREATE INDEX i ON posts (id)",
    "COMMENT ON TABLE posts IS 'x'",
    "DELETE FROM veyl_internal.meta",
    "EXPLAIN ANALYZE DELETE FROM posts",
    "PREPARE p AS DELETE FROM posts; EXECUTE p",
    "WITH d AS (DELETE FROM posts RETURNING *) FROM d",
    "WITH d AS (SELECT 1) DELETE FROM posts",
    "BEGIN; DELETE FROM posts; COMMIT",
    "FROM query('DELETE FROM posts')",
];

#[test]
fn no_way_out_for_readers() {
    refused(&[], ESCAPES);
}

#[test]
fn no_way_out_for_writers() {
    refused(&["--write"], ESCAPES);
}

/// Tries each statement as the cell of a notebook; none may pass or write.
fn refused_in_notebooks(escapes: &[&str]) {
    let folder = folder();
    let path = folder.path();
    for escape in escapes {
        let notebook = format!("# Try\n\n```sql try\n{escape}\n```\n");
        fs::write(path.join("try.md"), notebook).unwrap();
        let before = state(path);
        let said = fail(path, &["notebook", "run", "try.md", "-o", "try.html"]);
        assert!(said.starts_with("veyl: try.md, line "), "{escape}\n{said}");
        assert!(!said.contains("hidden,1"), "{escape}\n{said}");
        assert!(!said.contains("root:"), "{escape}\n{said}");
        assert!(state(path) == before, "{escape} wrote something");
    }
}

#[test]
fn no_way_out_of_notebooks() {
    refused_in_notebooks(ESCAPES);
    refused_in_notebooks(CHANGES);
    // Statements that the shell runs, and that are no questions.
    refused_in_notebooks(&[
        "CREATE TEMP TABLE t AS SELECT 1",
        "SET VARIABLE x = 1",
        "BEGIN",
        "EXPLAIN SELECT 1",
        "SELECT 1; SELECT 2",
        "WITH gone AS (DELETE FROM posts RETURNING *) FROM gone",
        "",
        "-- nothing",
    ]);
}

/// Tries each statement in the Jupyter kernel, as it is and as a result to be kept.
fn refused_in_jupyter(kernel: &mut Kernel, folder: &Path, escapes: &[&str]) {
    // Open from here on.
    assert_eq!(kernel.run("SELECT 1").status(), "ok");
    let before = state(folder);
    for escape in escapes {
        for cell in [(*escape).to_owned(), format!("%%sql try\n{escape}")] {
            let ran = kernel.run(&cell);
            assert_eq!(ran.status(), "error", "{cell}\n{ran:?}");
            let said = ran.0.to_string();
            assert!(!said.contains("hidden"), "{cell}\n{said}");
            assert!(!said.contains("root:"), "{cell}\n{said}");
            assert!(state(folder) == before, "{cell} wrote something");
        }
    }
}

#[test]
fn no_way_out_of_jupyter() {
    let folder = folder();
    let Some(mut kernel) = Kernel::start(folder.path()) else {
        return;
    };
    refused_in_jupyter(&mut kernel, folder.path(), ESCAPES);
    refused_in_jupyter(&mut kernel, folder.path(), CHANGES);
    // The shell's commands that reach files are none of a cell's.
    refused_in_jupyter(
        &mut kernel,
        folder.path(),
        &[
            ".output out.csv",
            ".read secret.txt",
            ".mode csv",
            ".shell ls",
        ],
    );
    let chart = "{\"mark\": \"bar\", \"data\": {\"url\": \"/etc/passwd\"}}";
    let ran = kernel.run(&format!("%%vega-lite data=try\n{chart}"));
    assert!(ran.error().contains("data of its own"), "{ran:?}");
}

/// What can be typed in one line, typed in a terminal.
#[test]
fn no_way_out_of_a_terminal() {
    let folder = folder();
    let path = folder.path();
    let Some(shell) = Terminal::start(path, &["sql"], 200) else {
        return;
    };
    shell.prompts();
    let before = state(path);
    let mut tried = 0;
    for escape in ESCAPES.iter().chain(CHANGES) {
        let line = format!("{escape};");
        let ends = split_statements(&line).1.is_empty();
        if !ends || line.contains(char::is_control) {
            continue;
        }
        shell.clear();
        shell.line(&line);
        shell.prompts();
        let screen = shell.screen();
        let refusals = [" not run", " Error: ", "can not be told apart safely"];
        let refused = refusals.iter().any(|words| screen.contains(words));
        assert!(refused, "{escape}\n{screen}");
        assert!(!screen.contains("hidden"), "{escape}\n{screen}");
        assert!(!screen.contains("root:"), "{escape}\n{screen}");
        assert!(state(path) == before, "{escape} wrote something");
        tried += 1;
    }
    assert!(tried >= 60, "{tried}");
}

#[test]
fn no_way_out_of_questions_to_files() {
    let folder = folder();
    let data = root().join("data/sample/apify-instagram.json");
    let data = data.display().to_string();
    let before = state(folder.path());
    for escape in [
        "COPY posts TO 'out.csv'",
        "FROM 'secret.txt'",
        "ATTACH 'other.duckdb' AS other",
        "SET enable_external_access = true",
        "FROM enable_logging(storage = 'file', storage_path = 'logs')",
    ] {
        fail(folder.path(), &["sql", "--from", &data, "-c", escape]);
        assert!(state(folder.path()) == before, "{escape} wrote something");
    }
}

#[test]
fn readers_change_nothing() {
    refused(&[], CHANGES);
}

/// What is refused says what to do instead.
#[test]
fn refusals_are_clear() {
    let folder = folder();
    let path = folder.path();
    let said = fail(path, &["sql", "-c", "COPY posts TO 'out.csv'"]);
    assert!(said.contains("begins with COPY is not run"), "{said}");
    assert!(said.contains("veyl export"), "{said}");
    let said = fail(path, &["sql", "-c", "DELETE FROM posts"]);
    assert!(said.contains("--write"), "{said}");
    let said = fail(path, &["sql", "-c", "FROM 'https://example.com/a.csv'"]);
    assert!(said.contains("veyl load"), "{said}");
}

/// The fence leaves room for everything that only asks.
#[test]
fn questions_are_answered() {
    let folder = folder();
    let path = folder.path();
    for question in [
        "SELECT 'COPY posts TO ''x''; --' AS text",
        "FROM posts LIMIT 1",
        "(SELECT 1) UNION (SELECT 2)",
        "WITH a AS (SELECT count(*) FROM posts) SELECT * FROM a",
        "VALUES (1)",
        "TABLE platforms",
        "DESCRIBE posts",
        "SHOW TABLES",
        "SUMMARIZE platforms",
        "EXPLAIN ANALYZE SELECT 1",
        "PIVOT (SELECT platform_id, author FROM posts LIMIT 3) ON author",
        "CREATE TEMP TABLE t AS FROM range(3); INSERT INTO t VALUES (9); FROM t",
        "CREATE TEMP MACRO plus(a) AS a + 1; SELECT plus(1)",
        "PREPARE p AS SELECT count(*) FROM posts WHERE id > $1; EXECUTE p('a')",
        "SET VARIABLE x = 1; SELECT getvariable('x')",
        "FROM query_table('platforms')",
        "SELECT now() > TIMESTAMPTZ '2020-01-01 00:00:00+00', now(), split(caption, E'\\n') FROM posts LIMIT 1",
    ] {
        succeed(path, &["sql", "-c", question, "--format", "csv"]);
    }
}
