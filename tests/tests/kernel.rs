//! The Jupyter kernel, asked by PyPI's `jupyter_client` and by nbconvert, where
//! they are there.

// What can not be set up fails its test.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use veyl_tests::jupyter::{Kernel, in_jupyter, install, python};
use veyl_tests::{fail, root, sample_store, succeed};

/// Captions that mean something to HTML, to terminals or to Jupyter.
const CAPTIONS: [&str; 6] = [
    "<script>document.title='owned'</script>",
    "</td></tr></table><img src=x onerror=\"alert(1)\">",
    "&lt;b&gt; & 'quotes' \"too\"",
    "a\u{1b}[31mred\u{7}b\u{202e}c",
    "{{t.caption}} $\\href{javascript:alert(1)}{x}$",
    "line\nbreak\ttab",
];

/// A folder with a store of posts with these captions.
fn captions() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let post = |(place, caption): (usize, &&str)| {
        json!({ "id": format!("x_{place}"), "platform": "x", "author": "a", "caption": caption, "likes": 1 })
            .to_string()
            + "\n"
    };
    let posts: String = CAPTIONS.iter().enumerate().map(post).collect();
    fs::write(folder.path().join("posts.ndjson"), posts).unwrap();
    succeed(folder.path(), &["load", "posts.ndjson", "--platform", "x"]);
    folder
}

#[test]
fn cells_build_on_each_other() {
    let folder = sample_store();
    let Some(mut kernel) = Kernel::start(folder.path()) else {
        return;
    };
    let info = kernel.ask(&json!({ "do": "kernel_info" }));
    assert_eq!(info["language_info"]["name"], "sql");

    let ran = kernel.run("SELECT 41 + 1 AS answer, NULL AS nothing");
    assert_eq!(ran.status(), "ok");
    assert_eq!(ran.0["reply"]["execution_count"], 1);
    assert!(ran.text("text/html").contains(">42</td>"), "{ran:?}");
    assert!(ran.text("text/plain").contains("INTEGER"), "{ran:?}");
    assert!(ran.text("text/plain").contains("NULL"), "{ran:?}");

    // A result is kept under its name, and again when the cell runs again.
    let cell = "%%sql Tops rows=2\nSELECT id, engagement FROM project_top_posts WHERE project_id = 1 ORDER BY rank LIMIT 7";
    for _ in 0..2 {
        let ran = kernel.run(cell);
        assert!(
            ran.text("text/html").contains("the first 2 of 7 rows"),
            "{ran:?}"
        );
        assert!(
            ran.text("text/plain").contains("7 rows, of which 5"),
            "{ran:?}"
        );
    }
    let ran = kernel.run("SELECT count(*) AS n FROM tops");
    assert!(ran.text("text/html").contains(">7</td>"), "{ran:?}");

    let ran = kernel.run(
        "%%vega-lite data=tops\n{\"mark\": \"bar\", \"encoding\": {\"x\": {\"field\": \"id\", \"type\": \"nominal\"}}}",
    );
    let charts = ran.media("application/vnd.vegalite.v5+json");
    assert_eq!(charts.len(), 1, "{ran:?}");
    assert_eq!(charts[0]["data"]["values"].as_array().unwrap().len(), 7);
    assert_eq!(ran.text("text/plain"), "a chart of tops");

    // Front matter: parameters are bound, and views speak of one project.
    let ran = kernel.run(
        "---\nproject: Night markets\nrows: 3\nparams:\n  least: { type: int, default: 1000 }\n  who: { type: text, default: \"x' OR 'x' = 'x\" }\n---",
    );
    assert_eq!(ran.status(), "ok", "{ran:?}");
    let ran = kernel.run(
        "SELECT count(*) FILTER (engagement >= $least) > 0, count(*) FILTER (author = $who), count(DISTINCT project_id) FROM project_posts",
    );
    let row = ran.text("text/html").replace("</td>", "");
    assert!(
        row.contains("<td>true") && row.contains(">0<") && row.contains(">1<"),
        "{ran:?}"
    );
    let ran = kernel.run("FROM posts");
    assert!(
        ran.text("text/html").contains("the first 3 of 3900 rows"),
        "{ran:?}"
    );
    let ran = kernel.run(".project\n.maxrows 1\n.timer on\n.tables");
    assert!(ran.said().contains("all projects"), "{ran:?}");
    assert!(ran.said().contains("project_top_posts"), "{ran:?}");
    let ran = kernel.run("FROM projects; FROM platforms ORDER BY id");
    assert_eq!(ran.media("text/html").len(), 2, "{ran:?}");
    assert!(
        ran.text("text/html").contains("the first 1 of 5 rows"),
        "{ran:?}"
    );
    assert!(ran.said().ends_with(" s\n"), "{ran:?}");

    // The store is let go of, and then can be written to; the next cell opens it again.
    let said = fail(
        folder.path(),
        &["project", "add", "Late", "--hashtag", "late"],
    );
    assert!(said.contains("in use"), "{said}");
    kernel.run(".close");
    succeed(
        folder.path(),
        &["project", "add", "Late", "--hashtag", "late"],
    );
    let ran = kernel.run("SELECT count(*) FROM projects");
    assert!(ran.text("text/html").contains(">4</td>"), "{ran:?}");
    assert_eq!(kernel.run("FROM tops").status(), "error");

    let ended = kernel.ask(&json!({ "do": "shutdown" }));
    assert_eq!(ended["alive"], false);
    assert!(ended["seconds"].as_f64().unwrap() < 5.0, "{ended}");
}

#[test]
fn errors_show_the_line_and_a_caret() {
    let folder = sample_store();
    let Some(mut kernel) = Kernel::start(folder.path()) else {
        return;
    };
    for (code, shown) in [
        (
            "SELECT 1;\n\nSELECT 2,\n       nope FROM posts",
            "LINE 4:        nope FROM posts\n               ^",
        ),
        (
            "%%sql a\nSELECT 1,\n  nope FROM posts",
            "LINE 3:   nope FROM posts\n          ^",
        ),
        ("%%sql\nSELEC 1", "begins with SELEC"),
        ("SELECT 'open", "ends within quotes"),
        (
            "%%sql posts\nSELECT 1",
            "line 1: `posts` is a table or view",
        ),
        ("%%bash\nls", "line 1: there is no %%bash"),
        (
            "%%vega-lite data=gone\n{\"mark\": \"bar\"}",
            "no cell has kept a result as `gone`",
        ),
        (
            "%%vega-lite data=gone\n{\"mark\":\n]",
            "line 3: the chart is no JSON",
        ),
        ("---\nproject: Nowhere\n---", "Nowhere"),
        (
            "---\nparams:\n  a: { type: int }\n---",
            "the parameter `a` has no value",
        ),
        (".nothing", "there is no .nothing"),
        (".output x.csv", "there is no .output"),
    ] {
        let ran = kernel.run(code);
        assert_eq!(ran.status(), "error", "{code}");
        assert!(ran.error().contains(shown), "{code}\n{}", ran.error());
        let told = ran.0["outputs"].as_array().unwrap().last().unwrap();
        assert_eq!(told["type"], "error", "{code}");
        assert_eq!(told["traceback"], ran.0["reply"]["traceback"], "{code}");
    }
    // The cells that were sent along with one that fails do not run; later ones do.
    let states = kernel
        .ask(&json!({ "do": "together", "codes": ["SELECT 1", "SELEC", "SELECT 2", "SELECT 3"] }));
    assert_eq!(
        states["states"],
        json!(["ok", "error", "aborted", "aborted"])
    );
    assert_eq!(kernel.run("SELECT 4").status(), "ok");
    // A silent cell leaves no trace.
    let ran = kernel.ask(&json!({ "do": "execute", "code": "SELECT 5", "silent": true }));
    assert_eq!(ran["outputs"], json!([]));
}

#[test]
fn a_query_is_interrupted_and_the_kernel_lives() {
    let folder = sample_store();
    let Some(mut kernel) = Kernel::start(folder.path()) else {
        return;
    };
    kernel.run("%%sql kept\nSELECT 7 AS seven");
    // Each would run for minutes: one long query, and many short ones.
    let many = "SELECT count(*) FROM range(3000000) WHERE hash(range) % 7 = 3;\n".repeat(5_000);
    for code in [
        "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE hash(a.range + b.range) % 1000003 = 7",
        "%%sql long\nSELECT count(*) FROM range(10000000) a, range(10000000) b WHERE hash(a.range + b.range) % 1000003 = 7",
        &many,
    ] {
        let answer = kernel.ask(&json!({ "do": "interrupt", "code": code, "after": 0.5 }));
        let code = code.get(..80).unwrap_or(code);
        assert_eq!(answer.get("early"), None, "{code}: it ended by itself");
        assert_eq!(answer["reply"]["status"], "error", "{code}");
        assert_eq!(answer["reply"]["ename"], "Interrupted", "{code}");
        let seconds = answer["seconds"].as_f64().unwrap();
        assert!(seconds < 1.0, "{code}: {seconds} s");
    }
    let ran = kernel.run("SELECT seven FROM kept");
    assert!(ran.text("text/html").contains(">7</td>"), "{ran:?}");
    // A limit of the cell's own.
    let ran = kernel.run("%%sql long limit=1s\nSELECT count(*) FROM range(10000000) a, range(10000000) b WHERE hash(a.range + b.range) % 1000003 = 7");
    assert!(ran.error().contains("ran longer than its 1 s"), "{ran:?}");
}

#[test]
fn what_fits_is_offered() {
    let folder = sample_store();
    let Some(mut kernel) = Kernel::start(folder.path()) else {
        return;
    };
    kernel.run("%%sql my_result\nSELECT 1 AS my_column");
    for (code, offered, begin) in [
        ("SELECT * FROM project_summ", "project_summary", 14),
        ("SELECT 'é日' FROM my_res", "my_result", 17),
        ("SELECT my_col", "my_column", 7),
        ("SELECT date_tr", "date_trunc(", 7),
        ("SELECT p.capt", "caption", 9),
        (".ta", ".tables", 0),
        (".project Night", "Night markets", 9),
        ("%%ve", "%%vega-lite data=", 0),
    ] {
        let cursor = code.chars().count();
        let answer = kernel.ask(&json!({ "do": "complete", "code": code, "cursor": cursor }));
        let matches = answer["matches"].as_array().unwrap();
        assert!(matches.contains(&Value::from(offered)), "{code}: {answer}");
        assert_eq!(answer["cursor_start"], begin, "{code}: {answer}");
        assert_eq!(answer["cursor_end"], cursor, "{code}: {answer}");
    }
    for (code, found) in [
        ("FROM project_summary", "median_engagement  DOUBLE"),
        ("FROM my_result", "my_column  INTEGER"),
        ("SELECT strptime(", "strptime("),
    ] {
        let answer = kernel.ask(&json!({ "do": "inspect", "code": code, "cursor": 8 }));
        let text = answer["data"]["text/plain"].as_str().unwrap_or_default();
        assert!(text.contains(found), "{code}: {answer}");
    }
    for (code, status) in [
        ("SELECT 1", "incomplete"),
        ("SELECT 1;", "complete"),
        (".tables", "complete"),
    ] {
        let answer = kernel.ask(&json!({ "do": "is_complete", "code": code }));
        assert_eq!(answer["status"], status, "{code}");
    }
}

#[test]
fn data_is_text() {
    let folder = captions();
    let Some(mut kernel) = Kernel::start(folder.path()) else {
        return;
    };
    let ran =
        kernel.run("%%sql t\nSELECT caption, caption AS \"<i>col</i>\" FROM posts ORDER BY id");
    let html = ran.text("text/html");
    for part in ["<script", "<img", "<i>", "</table><", "\u{1b}", "\u{202e}"] {
        assert!(!html.contains(part), "{part}\n{html}");
    }
    assert!(
        html.contains("&lt;script&gt;document.title=&#39;owned&#39;&lt;/script&gt;"),
        "{html}"
    );
    let plain = ran.text("text/plain");
    let steers = |letter: char| letter.is_control() && letter != '\n';
    assert!(
        !plain.contains(steers) && !plain.contains('\u{202e}'),
        "{plain:?}"
    );
    // Charts get data as data.
    let ran = kernel.run("%%vega-lite data=t\n{\"mark\": \"bar\"}");
    let chart = ran.media("application/vnd.vegalite.v5+json")[0];
    assert_eq!(chart["data"]["values"][0]["caption"], CAPTIONS[0]);
    // Errors quote data: DuckDB says which text is no number.
    let ran = kernel.run("SELECT caption::INTEGER FROM posts WHERE caption LIKE '%red%'");
    assert_eq!(ran.status(), "error");
    assert!(
        ran.error().contains("red") && !ran.error().contains(steers),
        "{:?}",
        ran.error()
    );
}

/// A kernel whose store is not there says so in the cell, and finds it later.
#[test]
fn a_store_may_come_later() {
    let folder = tempfile::tempdir().unwrap();
    let Some(mut kernel) = Kernel::start(folder.path()) else {
        return;
    };
    let ran = kernel.run("SELECT 1");
    assert!(ran.error().contains("there is no store here"), "{ran:?}");
    assert_eq!(kernel.run(".help").status(), "ok");
    let data = root().join("data/sample/x-api.ndjson");
    succeed(folder.path(), &["load", &data.display().to_string()]);
    let ran = kernel.run("SELECT count(*) FROM posts");
    assert!(ran.text("text/html").contains(">650</td>"), "{ran:?}");
}

/// `nbconvert --execute`: the notebook comes back with its results, and a page of it
/// holds no markup of the data.
#[test]
fn nbconvert_runs_a_notebook() {
    let Some(python) = python("nbconvert, nbformat, jupyter_client") else {
        return;
    };
    let folder = captions();
    let path = folder.path();
    install(path);
    let cell = |place: usize, source: &str| json!({ "cell_type": "code", "id": format!("c{place}"), "metadata": {}, "execution_count": null, "outputs": [], "source": source });
    let cells = [
        "%%sql t\nSELECT id, caption FROM posts ORDER BY id",
        "%%vega-lite data=t\n{\"mark\": \"bar\"}",
        "SELECT count(*) AS posts FROM t",
    ];
    let notebook = json!({
        "cells": cells.iter().enumerate().map(|(place, source)| cell(place, source)).collect::<Vec<_>>(),
        "metadata": { "kernelspec": { "name": "veyl", "display_name": "veyl", "language": "sql" } },
        "nbformat": 4, "nbformat_minor": 5,
    });
    fs::write(path.join("n.ipynb"), notebook.to_string()).unwrap();
    convert(
        &python,
        path,
        &[
            "--to",
            "notebook",
            "--execute",
            "n.ipynb",
            "--output",
            "ran.ipynb",
        ],
    );
    let ran: Value = serde_json::from_slice(&fs::read(path.join("ran.ipynb")).unwrap()).unwrap();
    let output = |place: usize| &ran["cells"][place]["outputs"][0]["data"];
    assert!(
        output(0)["text/html"]
            .to_string()
            .contains("&lt;script&gt;")
    );
    assert!(output(1).get("application/vnd.vegalite.v5+json").is_some());
    assert!(output(2)["text/plain"].to_string().contains('6'));
    assert_eq!(ran["metadata"]["language_info"]["name"], "sql");
    convert(
        &python,
        path,
        &["--to", "html", "ran.ipynb", "--output", "ran.html"],
    );
    let page = fs::read_to_string(path.join("ran.html")).unwrap();
    assert!(page.contains("&lt;script&gt;document.title"));
    assert!(!page.contains("<script>document.title") && !page.contains("<img src=x"));
}

fn convert(python: &Path, folder: &Path, arguments: &[&str]) {
    let output = in_jupyter(python, folder)
        .args(["-m", "nbconvert"])
        .args(arguments)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "nbconvert {}\n{said}",
        arguments.join(" ")
    );
}

/// Without Jupyter: the folder is made, replaced, kept where it is another's, and removed.
#[test]
fn kernels_are_installed_and_removed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let install = |arguments: &[&str]| {
        let mut line = vec!["--db", "food.duckdb", "kernel", "install", "--prefix", "p"];
        line.extend(arguments);
        succeed(path, &line)
    };
    let said = install(&[]);
    assert!(said.starts_with("veyl: food is in Jupyter now"), "{said}");
    install(&["--name", "Other.one", "--display-name", "Äußerst"]);
    let file = path.join("p/share/jupyter/kernels/veyl/kernel.json");
    let kernel: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    let argv = kernel["argv"].as_array().unwrap();
    assert!(
        Path::new(argv[2].as_str().unwrap()).is_absolute(),
        "{kernel}"
    );
    assert_eq!(
        argv[3..],
        [json!("kernel"), json!("run"), json!("{connection_file}")]
    );
    assert_eq!(kernel["interrupt_mode"], "message");
    assert!(
        path.join("p/share/jupyter/kernels/other.one/kernel.json")
            .is_file()
    );

    let uninstall = ["kernel", "uninstall", "--prefix", "p"];
    succeed(path, &uninstall);
    assert!(!file.exists());
    let said = fail(path, &uninstall);
    assert!(said.contains("there is no kernel veyl"), "{said}");
    // A kernel of another program is neither replaced nor removed.
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(
        &file,
        "{\"argv\": [], \"display_name\": \"x\", \"language\": \"y\"}",
    )
    .unwrap();
    for action in ["install", "uninstall"] {
        let said = fail(path, &["kernel", action, "--prefix", "p"]);
        assert!(said.contains("a kernel of another program"), "{said}");
    }
    for name in ["../up", "a/b", "", ".."] {
        let said = fail(
            path,
            &["kernel", "install", "--prefix", "p", "--name", name],
        );
        assert!(said.contains("can not be called"), "{name}: {said}");
    }
    let said = fail(path, &["kernel", "run", "gone.json"]);
    assert!(said.contains("gone.json can not be read"), "{said}");
    fs::write(path.join("bad.json"), "{}").unwrap();
    let said = fail(path, &["kernel", "run", "bad.json"]);
    assert!(said.contains("is no connection file"), "{said}");
}
