//! The rules of the canonical tables: `veyl check` names what breaks them, and
//! what is removed takes along what hangs from it.

// What can not be set up fails its test.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use serde_json::Value;
use veyl_tests::{fail, run, sample_store, succeed};

/// Checks files; every finding as `table, field or key: rule`.
fn findings(folder: &Path, files: &[&str]) -> Vec<String> {
    let output = run(folder, &[&["check", "--json"], files].concat());
    let code = output.status.code();
    let findings: Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = |value: &Value, name: &str| value[name].as_str().unwrap().to_owned();
    let mut lines = Vec::new();
    for breach in findings["breaches"].as_array().unwrap() {
        let (table, key) = (text(breach, "table"), text(breach, "key"));
        lines.push(format!("{table}, {key}: {}", text(breach, "rule")));
    }
    for reject in findings["rejects"].as_array().unwrap() {
        let place = format!("record {}, {}", reject["record"], text(reject, "field"));
        lines.push(format!(
            "{}, {place}: {}",
            text(reject, "table"),
            text(reject, "reason")
        ));
    }
    lines.sort();
    assert_eq!(code, Some(i32::from(!lines.is_empty())));
    lines
}

#[test]
fn files_that_keep_every_rule() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    succeed(
        path,
        &[
            "generate",
            "--posts",
            "200",
            "--projects",
            "5",
            "--out",
            "dump",
        ],
    );
    assert_eq!(findings(path, &["dump"]), Vec::<String>::new());
    let said = succeed(path, &["check", "dump"]);
    assert_eq!(said, "dump keeps every rule\n");
    assert!(!path.join("veyl.duckdb").exists());
}

#[test]
fn every_breach_of_files_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let files = [
        (
            "platforms.csv",
            "id,name\n1,instagram\n2,tiktok\n2,tiktok2\n",
        ),
        ("users.csv", "id,email,name\n1,,Ann\n"),
        ("subscriptions.csv", "user_id,plan\n1,free\n9,free\n"),
        ("hashtags.csv", "id,name,platform_id\n1,cats,1\n2,dogs,9\n"),
        (
            "posts.ndjson",
            "{\"id\":\"instagram_1\",\"platform_id\":1,\"author\":\"ann\",\"metrics\":{\"likes\":-7}}\n\
             {\"id\":\"tiktok_2\",\"platform_id\":1,\"author\":\"ann\",\"metrics\":{}}\n\
             {\"id\":\"instagram_3\",\"platform_id\":7,\"author\":\"ann\",\"metrics\":{}}\n\
             {\"id\":\"instagram_4\",\"platform_id\":1,\"author\":\"ann\",\"sentiment\":1.5}\n\
             {\"id\":\"instagram_5\",\"platform_id\":1,\"author\":\"ann\",\"hashtags\":[\"cats\"]}\n",
        ),
        (
            "post_hashtags.csv",
            "post_id,hashtag_id\ninstagram_5,1\ninstagram_9,1\n",
        ),
        (
            "projects.csv",
            "id,user_id,name,scope_type,scope_query,created_at,updated_at\n\
             1,1,One,both,,2026-01-01,2026-01-01\n\
             2,8,Two,both,,2026-01-01,2026-01-01\n\
             3,1,Three,all,,2026-01-01,2026-01-01\n\
             4,1,Four,both,likes>,2026-01-01,2026-01-01\n",
        ),
        (
            "project_hashtags.csv",
            "id,project_id,hashtag_id,added_at\n1,1,1,2026-01-01\n2,1,66,2026-01-01\n",
        ),
        (
            "project_creators.csv",
            "id,project_id,creator_username,platform_id,added_at\n1,1,ann,5,2026-01-01\n",
        ),
    ];
    fs::create_dir(path.join("dump")).unwrap();
    for (name, text) in files {
        fs::write(path.join("dump").join(name), text).unwrap();
    }
    let found = findings(path, &["dump"]);
    for expected in [
        "platforms, 1 rows of dump/platforms.csv: no two rows share their key (id)",
        "subscriptions, record 2, user_id: ",
        "hashtags, record 2, platform_id: ",
        "posts, record 1, likes: ",
        "posts, record 2, id: ",
        "posts, record 3, platform_id: ",
        "posts, record 4, sentiment: ",
        "post_hashtags, record 2, post_id: ",
        "projects, record 2, user_id: ",
        "projects, record 3, scope_type: ",
        "projects, record 4, scope_query: ",
        "project_hashtags, record 2, hashtag_id: ",
        "project_creators, record 1, platform_id: ",
    ] {
        let named = found
            .iter()
            .filter(|line| line.starts_with(expected))
            .count();
        assert_eq!(named, 1, "{expected}\n{}", found.join("\n"));
    }
    assert_eq!(found.len(), 13, "{}", found.join("\n"));
    let said = fail(path, &["check", "dump"]);
    assert!(said.contains("13 places"), "{said}");
}

/// A store with the sample, its projects and two users, one of whom owns one.
fn store() -> tempfile::TempDir {
    let folder = sample_store();
    let path = folder.path();
    change(
        path,
        "INSERT INTO users VALUES (1, NULL, 'Ann'), (2, NULL, 'Bob');
         INSERT INTO oauth_accounts VALUES (1, 'github'), (2, 'github');
         INSERT INTO subscriptions VALUES (1, 'free', NULL), (2, 'free', 7);
         UPDATE projects SET user_id = 1 WHERE id = 3",
    );
    succeed(path, &["check"]);
    folder
}

fn change(folder: &Path, sql: &str) {
    succeed(folder, &["sql", "--write", "-c", sql]);
}

fn number(folder: &Path, sql: &str) -> u64 {
    let printed = succeed(folder, &["sql", "-c", sql, "--format", "csv"]);
    printed.lines().nth(1).unwrap().parse().unwrap()
}

#[test]
fn every_breach_of_a_store_is_named() {
    let folder = store();
    let path = folder.path();
    change(
        path,
        "UPDATE posts SET metrics = {'likes': -4, 'comments': NULL, 'shares': NULL, 'views': NULL}
             WHERE id = (SELECT min(id) FROM posts WHERE id LIKE 'instagram%');
         UPDATE hashtags SET name = '#Not Normal'
             WHERE id = (SELECT min(hashtag_id) FROM post_hashtags);
         INSERT INTO hashtags (id, name, platform_id) VALUES (1, 'again', 1)",
    );
    let found = findings(path, &[]);
    let named = |table: &str, rule: &str| {
        let start = format!("{table}, ");
        let of = |line: &&String| line.starts_with(&start) && line.ends_with(rule);
        found.iter().filter(of).count()
    };
    assert_eq!(
        named("posts", ": metrics.likes is not negative"),
        1,
        "{found:?}"
    );
    assert_eq!(
        named("hashtags", ": name is in normal form"),
        1,
        "{found:?}"
    );
    assert_eq!(
        named("hashtags", ", 1: no two rows share their key (id)"),
        1,
        "{found:?}"
    );
    assert!(
        named(
            "posts",
            ": every hashtag of a post has its link in post_hashtags"
        ) > 0
    );

    // A scope that does not parse is told as soon as it is written.
    let update = "UPDATE projects SET scope_query = 'likes>' WHERE id = 1";
    let said = fail(path, &["sql", "--write", "-c", update]);
    assert!(
        said.contains("the scope query of project 1, column 7"),
        "{said}"
    );
    let found = findings(path, &[]);
    assert!(
        found.contains(&"projects, 1: scope_query parses".to_owned()),
        "{found:?}"
    );
}

#[test]
fn removing_a_project_removes_its_links() {
    let folder = store();
    let path = folder.path();
    let posts = number(path, "SELECT count(*) FROM posts");
    change(path, "DELETE FROM projects WHERE id = 3");
    for table in [
        "project_hashtags",
        "project_creators",
        "veyl_internal.scope_matches",
    ] {
        let links = format!("SELECT count(*) FROM {table} WHERE project_id = 3");
        assert_eq!(number(path, &links), 0, "{table}");
    }
    assert_eq!(number(path, "SELECT count(*) FROM projects"), 2);
    assert_eq!(number(path, "SELECT count(*) FROM posts"), posts);
    assert!(number(path, "SELECT count(*) FROM project_hashtags") > 0);
    succeed(path, &["check"]);
}

#[test]
fn removing_a_hashtag_removes_what_hangs_from_it() {
    let folder = store();
    let path = folder.path();
    let tagged = "SELECT count(*) FROM posts WHERE list_contains(hashtags, 'streetfood')";
    let posts = number(path, "SELECT count(*) FROM posts");
    assert!(number(path, tagged) > 10);
    let tags = "SELECT sum(len(hashtags))::BIGINT FROM posts";
    let (all, gone) = (number(path, tags), number(path, tagged));
    change(path, "DELETE FROM hashtags WHERE name = 'streetfood'");
    assert_eq!(number(path, tagged), 0);
    assert_eq!(number(path, tags), all - gone);
    assert_eq!(number(path, "SELECT count(*) FROM posts"), posts);
    for table in ["post_hashtags", "project_hashtags"] {
        let links = format!(
            "SELECT count(*) FROM {table} WHERE hashtag_id NOT IN (SELECT id FROM hashtags)"
        );
        assert_eq!(number(path, &links), 0, "{table}");
    }
    succeed(path, &["check"]);
}

#[test]
fn removing_a_user_removes_what_hangs_from_it() {
    let folder = store();
    let path = folder.path();
    change(path, "DELETE FROM users WHERE id = 1");
    for table in ["oauth_accounts", "subscriptions"] {
        assert_eq!(
            number(path, &format!("SELECT sum(user_id)::INT FROM {table}")),
            2
        );
    }
    assert_eq!(
        number(path, "SELECT count(*) FROM projects WHERE id = 3"),
        0
    );
    assert_eq!(
        number(
            path,
            "SELECT count(*) FROM project_hashtags WHERE project_id = 3"
        ),
        0
    );
    assert_eq!(number(path, "SELECT count(*) FROM projects"), 2);
    succeed(path, &["check"]);
}

#[test]
fn an_open_transaction_is_not_kept() {
    let folder = store();
    let path = folder.path();
    let said = fail(
        path,
        &["sql", "--write", "-c", "BEGIN; DELETE FROM projects"],
    );
    assert!(
        said.contains("left open") && said.contains("COMMIT"),
        "{said}"
    );
    assert_eq!(number(path, "SELECT count(*) FROM projects"), 3);
    change(path, "BEGIN; DELETE FROM projects; COMMIT");
    assert_eq!(number(path, "SELECT count(*) FROM projects"), 0);
    assert_eq!(number(path, "SELECT count(*) FROM project_hashtags"), 0);
    succeed(path, &["check"]);
}
