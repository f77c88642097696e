//! `veyl notebook` as people meet it: the three notebooks that come with veyl,
//! parameters, projects, errors with file and line, and `--check`.

// What can not be set up fails its test.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use veyl_tests::{fail, root, sample_store, state, succeed};

fn notebook(folder: &Path, text: &str) {
    fs::write(folder.join("n.md"), text).unwrap();
}

/// Runs `n.md` and hands back its Markdown.
fn ran(folder: &Path, text: &str, arguments: &[&str]) -> String {
    notebook(folder, text);
    succeed(folder, &[&["notebook", "run", "n.md"], arguments].concat())
}

fn failed(folder: &Path, text: &str, arguments: &[&str]) -> String {
    notebook(folder, text);
    let before = state(folder);
    let said = fail(
        folder,
        &[&["notebook", "run", "n.md", "-o", "o.md"], arguments].concat(),
    );
    assert!(state(folder) == before, "a failed run wrote something");
    said
}

#[test]
fn the_notebooks_that_come_along_run_the_same_twice() {
    let folder = sample_store();
    let path = folder.path();
    for name in ["month", "hashtags", "compare"] {
        let source = root().join(format!("data/notebooks/{name}.md"));
        let source = source.display().to_string();
        for extension in ["md", "html", "ipynb"] {
            let (one, two) = (format!("1.{extension}"), format!("2.{extension}"));
            succeed(path, &["notebook", "run", &source, "-o", &one]);
            succeed(path, &["notebook", "run", &source, "-o", &two]);
            let one = fs::read_to_string(path.join(&one)).unwrap();
            assert!(one.len() > 2000, "{name}.{extension} is too short");
            assert!(!one.contains("{{"), "{name}.{extension} has an open place");
            let two = fs::read_to_string(path.join(&two)).unwrap();
            assert!(one == two, "{name}.{extension} differs from run to run");
        }
    }
}

/// What the notebooks say is what the views say.
#[test]
fn figures_of_notebooks_are_those_of_the_views() {
    let folder = sample_store();
    let compare = root().join("data/notebooks/compare.md");
    let text = succeed(
        folder.path(),
        &["notebook", "run", &compare.display().to_string()],
    );
    for line in [
        "| | Night markets | People who cycle |",
        "| posts | 677 | 476 |",
        "| engagement in all | 138.6k | 29.4k |",
        "| engagement of the post in the middle | 41 | 28 |",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
}

#[test]
fn cells_read_each_other_in_any_order() {
    let folder = sample_store();
    let text = "{{last.n|int}} and {{LAST.N}}\n\n\
        ```sql last\nSELECT count(*) * 1000 AS n FROM middle, \"first\"\n```\n\n\
        ```sql middle hide\nFROM First\n```\n\n\
        ```sql first hide\nSELECT * FROM range(40) AS r(i);\n-- done\n```\n";
    let written = ran(folder.path(), text, &[]);
    assert!(written.starts_with("1,600,000 and 1600000\n"), "{written}");
    assert!(
        written.contains("| n |\n|---:|\n| 1600000 |\n"),
        "{written}"
    );
}

#[test]
fn circles_are_shown() {
    let folder = sample_store();
    let circle = "x\n\n```sql a\nFROM b\n```\n```sql b\nSELECT 1 FROM (FROM c)\n```\n```sql c\nSELECT 1 FROM posts JOIN a ON true\n```\n";
    let said = failed(folder.path(), circle, &[]);
    assert!(said.contains("n.md, line 4"), "{said}");
    assert!(
        said.contains("a (line 4) reads b (line 7) reads c (line 10) reads a (line 4)"),
        "{said}"
    );
    let said = failed(folder.path(), "```sql a\nFROM a\n```\n", &[]);
    assert!(said.contains("a (line 2) reads itself"), "{said}");
}

const PARAMS: &str = "---\nparams:\n  who: { type: text, default: ann }\n  least: { type: int }\n  \
    from: { type: date, default: 2026-09-01 }\n  share: { type: float, default: 0.5 }\n  \
    at: { type: timestamp, default: '2026-09-01T10:00:00Z' }\n  all: { type: bool, default: false }\n---\n\
    {{params.who}} {{params.least}}\n\n\
    ```sql t\nSELECT $who AS who, $least + 1 AS least, $from + 1 AS \"from\", $share * 2 AS share, \
    $at AS at_, NOT $all AS all_, '$who' AS text, typeof($from) AS kind, $who || $who AS twice\n```\n";

#[test]
fn parameters_have_types_and_are_bound() {
    let folder = sample_store();
    let written = ran(folder.path(), PARAMS, &["--param", "least=41"]);
    assert!(written.contains("ann 41\n"), "{written}");
    assert!(written.contains("| ann | 42 | 2026-09-02"), "{written}");
    assert!(
        written.contains("| 1 | 2026-09-01T10:00:00Z | true | $who | DATE | annann |")
            || written.contains("| 1 | 2026-09-01T10:00:00Z | true | &#36;who | DATE | annann |"),
        "{written}"
    );
    for (given, part) in [
        ("least=4x", "type int"),
        ("least=", "type int"),
        ("from=2026-13-01", "type date"),
        ("share=NaN", "type float"),
        ("at=soon", "type timestamp"),
        ("all=perhaps", "type bool"),
        ("other=1", "there is no parameter `other`"),
        ("least", "has no `=`"),
    ] {
        let said = failed(
            folder.path(),
            PARAMS,
            &["--param", "least=1", "--param", given],
        );
        assert!(said.contains(part), "{given}\n{said}");
    }
    let said = failed(folder.path(), PARAMS, &[]);
    assert!(said.contains("--param least=VALUE"), "{said}");
}

/// Whatever a parameter says, it stays a text.
#[test]
fn parameters_can_not_become_sql() {
    let folder = sample_store();
    for attempt in [
        "'; DROP TABLE posts; --",
        "x' OR '1'='1",
        "'||(SELECT count(*) FROM posts)||'",
        "$least",
        "{{params.least}}",
        "1); COPY posts TO 'out.csv'; --",
        "\\'; ATTACH 'x'; --",
    ] {
        let given = format!("who={attempt}");
        let text = PARAMS.replace("$who || $who", "length($who)");
        let written = ran(
            folder.path(),
            &text,
            &["--param", "least=1", "--param", &given],
        );
        let length = attempt.chars().count();
        assert!(
            written.contains(&format!("| DATE | {length} |")),
            "{attempt}\n{written}"
        );
    }
    let posts = succeed(
        folder.path(),
        &["sql", "-c", "SELECT count(*) FROM posts", "--format", "csv"],
    );
    assert_eq!(posts.lines().last(), Some("3900"));
    assert!(!folder.path().join("out.csv").exists());
}

#[test]
fn projects_narrow_every_view_of_projects() {
    let folder = sample_store();
    let text = "---\nproject: People who cycle\n---\n```sql t\n\
        SELECT (SELECT count(DISTINCT project_id) FROM project_timeline) AS a, \
        (SELECT string_agg(name) FROM project_summary) AS b, \
        (SELECT count(*) FROM project_heatmap) AS c, \
        (SELECT count(*) FROM project_posts) AS d, \
        (SELECT max(rank) FROM project_top_posts) AS e, \
        (SELECT count(*) FROM projects) AS f\n```\n";
    let written = ran(folder.path(), text, &[]);
    assert!(
        written.contains("| 1 | People who cycle | 168 | 476 | 476 | 3 |"),
        "{written}"
    );
    let written = ran(folder.path(), text, &["-p", "1"]);
    assert!(
        written.contains("| 1 | Night markets | 168 | 677 | 677 | 3 |"),
        "{written}"
    );
    let said = failed(folder.path(), &text.replace("cycle", "walk"), &[]);
    assert!(said.contains("People who walk"), "{said}");
}

#[test]
fn errors_name_file_and_line() {
    let folder = sample_store();
    for (text, line, part) in [
        (
            "a\n\n```sql t\nSELECT 1,\n  nothing\nFROM posts\n```\n",
            5,
            "nothing",
        ),
        (
            "```sql t\nSELECT 1\n  2 3\nFROM posts\n```\n",
            3,
            "syntax error",
        ),
        ("```sql t\nFROM poss\n```\n", 2, "poss"),
        ("---\nproject: x\nprojekt: y\n---\n", 3, "projekt"),
        ("---\nproject: [\n---\n", 0, "front matter"),
        ("---\nproject: x\n", 1, "never closed"),
        (
            "---\nparams:\n  a: { type: number }\n---\n",
            3,
            "no parameter type",
        ),
        (
            "---\nparams:\n  b: { type: int }\n  a: { type: int, default: x }\n---\n",
            4,
            "type int",
        ),
        ("a\n```sql t\nSELECT 1\n", 2, "never closed"),
        (
            "```sql t\nSELECT 1\n```\n```sql T\nSELECT 1\n```\n",
            4,
            "two cells are called `t`",
        ),
        (
            "```sql posts\nSELECT 1\n```\n",
            1,
            "table or view of the store",
        ),
        ("```sql a-b\nSELECT 1\n```\n", 1, "can not name a cell"),
        ("```sql t fast\nSELECT 1\n```\n", 1, "`fast`"),
        ("```sql t\nSELECT 1\n  + $x\n```\n", 3, "no parameter `$x`"),
        ("\n\n{{t.a}}\n", 3, "no cell `t`"),
        (
            "\n{{t.a|euro}}\n```sql t\nSELECT 1 AS a\n```\n",
            2,
            "no format `euro`",
        ),
        ("\n{{t}}\n", 2, "names no value"),
        (
            "\nx {{t.b}}\n```sql t\nSELECT 1 AS a\n```\n",
            2,
            "the columns are a",
        ),
        (
            "{{t.a|date}}\n```sql t\nSELECT 1 AS a\n```\n",
            1,
            "not a date",
        ),
        ("a\n\n```vega-lite data=t\n{}\n```\n", 3, "no cell `t`"),
        (
            "```vega-lite data=t\n{\n  x\n}\n```\n```sql t\nSELECT 1\n```\n",
            3,
            "no JSON",
        ),
        (
            "```vega-lite data=t\n{\"mark\": {\"href\": \"x\"}}\n```\n```sql t\nSELECT 1\n```\n",
            1,
            "href",
        ),
        ("- a\n  ```sql t\n  SELECT 1\n  ```\n", 2, "within a list"),
        (
            "```sql t\nSELECT 1\n```\n```sql u\nWITH t AS (SELECT 2) FROM t\n```\n",
            5,
            "defines `t`",
        ),
        (
            "[a]({{t.a}})\n```sql t\nSELECT 1 AS a\n```\n",
            1,
            "address of a link",
        ),
    ] {
        let said = failed(folder.path(), text, &[]);
        if line > 0 {
            assert!(
                said.starts_with(&format!("veyl: n.md, line {line}: ")),
                "{text}\n{said}"
            );
        }
        assert!(said.starts_with("veyl: n.md"), "{text}\n{said}");
        assert!(said.contains(part), "{text}\n{said}");
    }
}

#[test]
fn cells_have_a_time_limit() {
    let folder = sample_store();
    let begin = Instant::now();
    let endless = "a\n```sql t limit=1s\nSELECT count(*) FROM range(1000000000000) AS a(x) WHERE x % 7 = 8\n```\n";
    let said = failed(folder.path(), endless, &[]);
    assert!(said.contains("n.md, line 3"), "{said}");
    assert!(said.contains("longer than its 1 s"), "{said}");
    assert!(begin.elapsed() < Duration::from_secs(20));
}

#[test]
fn long_tables_are_cut_with_a_count() {
    let folder = sample_store();
    let text = "---\nrows: 7\n---\n```sql long\nFROM range(1000) AS r(i) ORDER BY i DESC\n```\n\n\
        ```sql longer rows=2\nFROM range(500000) AS r(i) ORDER BY i DESC\n```\n";
    let written = ran(folder.path(), text, &[]);
    assert!(
        written.contains("| 993 |\n\n*the first 7 of 1000 rows*"),
        "{written}"
    );
    assert!(
        written.contains("| 499999 |\n| 499998 |\n\n*the first 2 of 500000 rows*"),
        "{written}"
    );
}

#[test]
fn a_check_tells_what_changed() {
    let folder = sample_store();
    let path = folder.path();
    let text = "# A\n\n```sql t\nSELECT count(*) AS n FROM posts\n```\n";
    for output in ["o.md", "o.html", "o.ipynb"] {
        notebook(path, text);
        let run = ["notebook", "run", "n.md", "-o", output];
        let check = ["notebook", "run", "n.md", "-o", output, "--check"];
        assert!(fail(path, &check).contains("can not be read"));
        succeed(path, &run);
        succeed(path, &check);
        let recorded = fs::read_to_string(path.join(output)).unwrap();
        fs::write(path.join(output), recorded.replace("3900", "3901")).unwrap();
        let before = state(path);
        let said = fail(path, &check);
        assert!(said.contains("its output has changed"), "{said}");
        assert!(said.contains("3901") && said.contains("3900"), "{said}");
        if output == "o.md" {
            assert!(said.contains("n.md, line 4, cell `t`"), "{said}");
        }
        assert!(state(path) == before);
    }
    notebook(path, "```sql t\nSELECT\n```\n");
    fail(path, &["notebook", "run", "n.md", "--check"]);
}

#[test]
fn a_new_notebook_runs() {
    let folder = sample_store();
    let path = folder.path();
    succeed(
        path,
        &["notebook", "new", "a.md", "--project", "Grow your own"],
    );
    succeed(path, &["notebook", "run", "a.md", "-o", "a.html"]);
    let written = succeed(path, &["notebook", "run", "a.md", "--param", "top=3"]);
    assert!(written.contains("175 posts by "), "{written}");
    assert!(written.contains("## The 3 posts"), "{written}");
    let title = "It's \"mine\": 100% #1 {{x}}";
    succeed(path, &["notebook", "new", "b.md", "--title", title]);
    succeed(path, &["notebook", "run", "b.md", "-o", "b.html"]);
    let before = state(path);
    assert!(fail(path, &["notebook", "new", "a.md"]).contains("can not be made"));
    assert!(fail(path, &["notebook", "new", "c.md", "-p", "none"]).contains("none"));
    assert!(fail(path, &["notebook", "run", "a.md", "-o", "a.md"]).contains("the notebook itself"));
    assert!(state(path) == before);
}
