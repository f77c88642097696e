//! What comes from data is text in every output of a notebook: no markup, no
//! script, no place for a value. Seen by reading the outputs, by PyPI's
//! nbformat and by a browser, where they are there.

// What can not be set up fails its test.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::process::Command;

use veyl_tests::browser::{chromium, seen};
use veyl_tests::{root, succeed};

/// Captions that mean something to HTML, Markdown, notebooks or scripts.
const CAPTIONS: [&str; 12] = [
    "<script>document.title='owned'</script>",
    "</script><script>document.title='owned'</script>",
    "<img src=x onerror=\"document.title='owned'\">",
    "</td></tr></table><h1 id=owned>x</h1>",
    "{{t.caption}} {{params.who}}",
    "```\n# out\n```sql u\nSELECT 1\n```",
    "`code` **bold** [link](javascript:alert(1)) ![image](http://example.com/a.png)",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "# heading\n- list\n1. list\n> quote\n---\n===",
    "&lt;b&gt; &amp; &#60;script&#62; \\<b\\>",
    "$\\href{javascript:alert(1)}{x}$ $$y$$",
    "a\u{202e}b\u{0007}\u{2028}c \u{e000}0\u{e001}",
];

const NOTEBOOK: &str = "---\ntitle: '<b>T</b> & `x`'\nparams:\n  who: { type: text, default: '<i>who</i>' }\n---\n\
    First: {{n0.caption}} {{n1.caption}} {{n2.caption}} {{n3.caption}}\n\n{{n4.caption}}\n\n- {{n5.caption}}\n\n\
    {{n6.caption}}\n\n> {{n7.caption}}\n\n# {{n8.caption}}\n\n**{{n9.caption}}** {{n10.caption}} {{n11.caption}} {{params.who}}\n\n\
    <script>document.title='owned'</script>\n\n[x](javascript:document.title='owned') ![y](http://example.com/a.png) `{{kept}}`\n\n\
    ```sql t\nSELECT caption, caption AS \"<i>col</i> | `x`\" FROM posts ORDER BY id\n```\n\n\
    ```vega-lite data=t\n{\"mark\": \"bar\", \"encoding\": {\"y\": {\"field\": \"caption\", \"type\": \"nominal\"}}}\n```\n\n";

/// A folder with a store of such captions and a notebook that shows them all.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let posts: String = CAPTIONS
        .iter()
        .enumerate()
        .map(|(place, caption)| {
            let caption = serde_json::Value::from(*caption);
            format!("{{\"id\":\"x_{place:02}\",\"platform\":\"x\",\"author\":\"a\",\"caption\":{caption},\"likes\":1}}\n")
        })
        .collect();
    fs::write(folder.path().join("posts.ndjson"), posts).unwrap();
    succeed(folder.path(), &["load", "posts.ndjson", "--platform", "x"]);
    let mut notebook = NOTEBOOK.to_owned();
    for place in 0..CAPTIONS.len() {
        notebook +=
            &format!("```sql n{place} hide\nSELECT caption FROM t OFFSET {place} LIMIT 1\n```\n\n");
    }
    fs::write(folder.path().join("n.md"), notebook).unwrap();
    folder
}

fn output(folder: &Path, name: &str) -> String {
    succeed(folder, &["notebook", "run", "n.md", "-o", name]);
    fs::read_to_string(folder.join(name)).unwrap()
}

/// A page with its script elements, and what they hold, cut out.
fn without_scripts(page: &str) -> String {
    let mut parts = page.split("<script");
    let mut rest = parts.next().unwrap_or_default().to_owned();
    rest.extend(parts.map(|part| part.split_once("</script>").map_or("", |(_, after)| after)));
    rest
}

#[test]
fn html_holds_no_markup_of_the_data() {
    let folder = folder();
    let page = output(folder.path(), "o.html");
    let scripts = page.matches("<script").count();
    let ends = page.matches("</script>").count();
    assert_eq!(scripts, ends, "an element is opened or closed by data");
    // What draws charts is not ours, and holds what it likes.
    let ours = without_scripts(&page);
    assert!(!page.contains("<script>document"));
    for part in ["<img", "<h1 id", "<i>", "href=\"javascript", "\u{202e}"] {
        assert!(!ours.contains(part), "{part}");
    }
    // The signs that hold a place for a value are text where the data has them.
    assert!(ours.contains("c \u{e000}0\u{e001}</td>"));
    assert!(page.contains("&lt;script&gt;document.title=&#39;owned&#39;&lt;/script&gt;"));
    // A value that looks like a place for one stays as it is.
    assert!(page.contains("<td>{{t.caption}} {{params.who}}</td>"));
    assert!(page.contains("<code>{{kept}}</code>"));
    assert!(page.contains("<title>&lt;b&gt;T&lt;/b&gt; &amp; `x`</title>"));
    assert!(page.contains("default-src 'none'"));
}

/// The Markdown, read as Markdown, has the captions as text and nothing else.
#[test]
fn markdown_of_the_data_is_text() {
    let folder = folder();
    let text = output(folder.path(), "o.md");
    // One heading from the title, one of the author's; one list, one quotation.
    let begins = |sign: &str| text.lines().filter(|line| line.starts_with(sign)).count();
    assert_eq!(begins("# "), 2, "{text}");
    assert_eq!(begins("> "), 1, "{text}");
    assert_eq!(begins("```sql"), 1 + CAPTIONS.len(), "{text}");
    assert_eq!(begins("```"), 2 * (2 + CAPTIONS.len()), "{text}");
    assert_eq!(begins("| a "), 0, "{text}");
    for part in [
        "<img", "</td>", "[link](", "![image]", " `code`", "**bold**", "$\\href", " {{t",
    ] {
        assert!(!text.contains(part), "{part}\n{text}");
    }
    assert!(text.contains("\\*\\*bold\\*\\*"), "{text}");
}

#[test]
fn jupyter_reads_what_is_written() {
    let folder = folder();
    let text = output(folder.path(), "o.ipynb");
    let read: serde_json::Value = serde_json::from_str(&text).unwrap();
    let cells = read["cells"].as_array().unwrap();
    let mut markdown = String::new();
    for cell in cells {
        if cell["cell_type"] == "markdown" {
            for line in cell["source"].as_array().unwrap() {
                markdown += line.as_str().unwrap();
            }
        }
        for output in cell["outputs"].as_array().unwrap_or(&Vec::new()) {
            let html = output["data"]["text/html"].to_string();
            for part in ["<script", "<img", "<h1", "<i>"] {
                assert!(!html.contains(part), "{part}\n{html}");
            }
        }
    }
    for part in ["<img", "[link](", "$\\href"] {
        assert!(!markdown.contains(part), "{part}\n{markdown}");
    }
    let chart = cells
        .iter()
        .find_map(|cell| cell["outputs"][0]["data"].get("application/vnd.vegalite.v5+json"));
    let values = chart.unwrap()["data"]["values"].as_array().unwrap().len();
    assert_eq!(values, CAPTIONS.len());
}

/// Jupyter's own validator, on this notebook and on those that come with veyl.
#[test]
fn jupyter_finds_nothing_wrong() {
    let python = std::env::var_os("VEYL_PYTHON").unwrap_or("python3".into());
    let has = Command::new(&python)
        .args(["-c", "import nbformat"])
        .output();
    if !has.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: {} has no nbformat", python.display());
        return;
    }
    let folder = folder();
    output(folder.path(), "o.ipynb");
    for (place, source) in sample(folder.path()).iter().enumerate() {
        let name = format!("{place}.ipynb");
        let run = [
            "--db",
            "sample.duckdb",
            "notebook",
            "run",
            source,
            "-o",
            &name,
        ];
        succeed(folder.path(), &run);
    }
    for name in ["o.ipynb", "0.ipynb", "1.ipynb", "2.ipynb"] {
        let checked = Command::new(&python)
            .args(["-W", "error", "-c", "import nbformat, sys; nbformat.validate(nbformat.read(sys.argv[1], as_version=nbformat.NO_CONVERT))", name])
            .current_dir(folder.path())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&checked.stderr);
        assert!(checked.status.success(), "{name}\n{said}");
    }
}

/// The notebooks that come with veyl, and a store `sample.duckdb` for them.
fn sample(folder: &Path) -> Vec<String> {
    let data = root().join("data/sample");
    let db = ["--db", "sample.duckdb"];
    succeed(
        folder,
        &[&db[..], &["load", &data.display().to_string()]].concat(),
    );
    let projects = data.join("projects.toml").display().to_string();
    succeed(
        folder,
        &[&db[..], &["project", "apply", &projects]].concat(),
    );
    ["month", "hashtags", "compare"]
        .iter()
        .map(|name| {
            root()
                .join(format!("data/notebooks/{name}.md"))
                .display()
                .to_string()
        })
        .collect()
}

#[test]
fn pages_open_offline_with_their_charts_drawn() {
    let Some(browser) = chromium() else { return };
    let folder = folder();
    let path = folder.path();
    let hostile = output(path, "o.html");
    // A build without Vega shows tables in the place of charts, and has no figure to draw.
    let draws = hostile.contains("application/json");
    if !draws {
        eprintln!("charts are not looked at: this build has no Vega (VEYL_VEGA_DIR)");
    }
    let mut pages = vec![("o.html".to_owned(), 1)];
    for (source, charts) in sample(path).iter().zip([1, 1, 1]) {
        let name = Path::new(source).with_extension("html");
        let name = name.file_name().unwrap().to_string_lossy().into_owned();
        succeed(
            path,
            &[
                "--db",
                "sample.duckdb",
                "notebook",
                "run",
                source,
                "-o",
                &name,
            ],
        );
        pages.push((name, charts));
    }
    for (page, charts) in pages {
        let (document, console) = seen(&browser, path, &page);
        // What the policy refuses is the author's own link in the hostile one.
        assert!(console.is_empty(), "{page}: {console:?}");
        assert!(document.contains("</table>"), "{page}: {document}");
        assert!(!document.contains("<title>owned"), "{page}");
        assert!(!document.contains("<h1 id=\"owned\""), "{page}");
        assert!(
            document.contains("<button type=\"button\">"),
            "{page} does not sort"
        );
        if draws {
            let pictures = document.matches("data-state=\"drawn\"").count();
            assert_eq!(pictures, charts, "{page}");
            assert!(document.contains("<svg"), "{page}");
        }
    }
}
