//! Pages of reports: their figures are those of the views, they say what is
//! missing and rejected, nothing in them is markup of the data, and they open
//! offline.

// What can not be set up fails its test.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, RecordBatch};
use serde_json::Value;
use sha2::{Digest, Sha256};
use veyl_core::report::{ReportOptions, report};
use veyl_core::sql::{Projects, Store, StoreOptions};
use veyl_core::view::View;
use veyl_core::write::{Compression, Format};
use veyl_tests::browser::{chromium, seen};
use veyl_tests::html::{figures, rows, section, text};
use veyl_tests::{root, run, sample_store, succeed, texts};

fn open(folder: &Path) -> Store {
    Store::open(&folder.join("veyl.duckdb"), &StoreOptions::default()).unwrap()
}

fn options(folder: &Path, name: &str) -> ReportOptions {
    ReportOptions {
        folder: folder.join(name),
        format: Format::Parquet,
        compression: Compression::Zstd,
        html: true,
        graph: None,
        now: 1_790_000_000_000_000,
    }
}

/// The rows of a view of one project, these columns only, as texts.
fn of_view(store: &Store, view: &str, project: i32, columns: &[&str]) -> Vec<Vec<String>> {
    let view = View::named(view).unwrap();
    let batches = store.view(view, Projects::Only(&[project])).unwrap();
    let chosen = batches.iter().map(|batch| {
        let columns = columns
            .iter()
            .map(|name| (*name, column(batch, name), true));
        RecordBatch::try_from_iter_with_nullable(columns).unwrap()
    });
    texts(&chosen.collect::<Vec<_>>())
}

/// A column, or a field of the metrics.
fn column(batch: &RecordBatch, name: &str) -> ArrayRef {
    let metrics = batch.column_by_name("metrics").map(AsArray::as_struct);
    let of_metrics = metrics.and_then(|metrics| metrics.column_by_name(name));
    let column = of_metrics.or_else(|| batch.column_by_name(name));
    Arc::clone(column.unwrap())
}

/// Whether a figure is that of the view: to the last bit, but for means of
/// floats, of which pages have twelve digits.
fn is_same(page: &str, view: &str) -> bool {
    let number = |text: &str| {
        text.contains('.')
            .then(|| text.parse::<f64>().ok())
            .flatten()
    };
    match (number(page), number(view)) {
        (Some(page), Some(view)) => (page - view).abs() <= 1e-11 * view.abs(),
        _ => page == view,
    }
}

/// The page's cells of these columns against the view's.
fn same(page: &[Vec<String>], columns: &[usize], view: &[Vec<String>]) {
    assert!(!page.is_empty());
    for (place, (page, view)) in page.iter().zip(view).enumerate() {
        for (column, view) in columns.iter().zip(view) {
            let page = &page[*column];
            assert!(is_same(page, view), "row {place}: {page} {view}");
        }
    }
}

#[test]
#[allow(
    clippy::too_many_lines,
    reason = "one section of the page after the other"
)]
fn every_figure_is_that_of_the_view() {
    let folder = sample_store();
    let path = folder.path();
    let store = open(path);
    let everyone = (Projects::All, &mut |_: &View| ());
    store
        .report(everyone.0, &options(path, "r"), everyone.1)
        .unwrap();
    for (project, name) in [
        (1, "night-markets"),
        (2, "people-who-cycle"),
        (3, "grow-your-own"),
    ] {
        let file = path.join(format!("r/project-{project}-{name}.html"));
        let page = fs::read_to_string(file).unwrap();
        let view = |name: &str, columns: &[&str]| of_view(&store, name, project, columns);

        let tiles = figures(section(&page, "summary"));
        assert_eq!(tiles.len(), 12);
        for (column, figure) in tiles {
            let view = &view("project_summary", &[&column])[0][0];
            assert!(is_same(&figure, view), "{column}: {figure} {view}");
        }

        let mut days = view(
            "project_timeline",
            &[
                "day",
                "posts",
                "total_engagement",
                "total_views",
                "authors",
                "posts_7d",
                "engagement_7d",
            ],
        );
        days.reverse();
        let shown = rows(&page, "result days");
        assert_eq!(shown.len(), days.len().min(60));
        same(&shown, &[0, 1, 2, 3, 4, 5, 6], &days);

        let hours = section(&page, "hours");
        for (place, column) in ["posts", "avg_engagement"].iter().enumerate() {
            let map = hours.split("<figure").nth(place + 1).unwrap();
            let shown: Vec<_> = rows(map, "")
                .into_iter()
                .flat_map(|row| row[1..].to_vec())
                .collect();
            let cells = view("project_heatmap", &[column]);
            assert_eq!(shown.len(), 168);
            same(&[shown], &(0..168).collect::<Vec<_>>(), &[cells.concat()]);
        }

        let lift = view(
            "project_hashtag_lift",
            &[
                "posts_with",
                "posts_without",
                "avg_engagement_with",
                "avg_engagement_without",
                "lift",
            ],
        );
        let shown = rows(&page, "result lift");
        assert_eq!(shown.len(), lift.len().min(30));
        same(&shown, &[1, 2, 3, 4, 5], &lift);
        let note = format!(
            "The first 30 of {} hashtags, by number of posts.",
            lift.len()
        );
        assert!(text(section(&page, "hashtags")).contains(&note), "{note}");

        let pairs = view(
            "project_cohashtags",
            &["posts", "jaccard", "total_engagement"],
        );
        same(&rows(&page, "result pairs"), &[2, 3, 4], &pairs);

        let columns = [
            "creator_username",
            "platform",
            "share_of_voice",
            "posts",
            "total_engagement",
            "avg_engagement",
            "median_engagement",
            "total_views",
            "engagement_rate_mean",
            "engagement_rate_pooled",
            "posts_per_day",
        ];
        let creators = view("project_creator_stats", &columns);
        let shown = rows(&page, "result creators");
        assert_eq!(shown.len(), creators.len().min(30));
        if !creators.is_empty() {
            same(&shown, &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], &creators);
        }

        let columns = [
            "rank",
            "engagement",
            "likes",
            "comments",
            "shares",
            "views",
            "expected",
            "overperforming",
        ];
        let mut posts = view("project_top_posts", &columns);
        let lists = section(&page, "posts");
        let (top, over) = lists.split_once("id=\"over\"").unwrap();
        same(
            &rows(top, "result posts"),
            &[0, 3, 4, 5, 6, 7, 8, 9],
            &posts,
        );
        let overperforming = |row: &Vec<String>| row[7].parse::<f64>().unwrap_or(f64::MIN);
        posts.retain(|row| overperforming(row) > 1.0);
        posts.sort_by(|a, b| overperforming(b).total_cmp(&overperforming(a)));
        let ranked: Vec<_> = posts.iter().map(|row| row[1..].to_vec()).collect();
        same(&rows(over, "result posts"), &[2, 3, 4, 5, 6, 7, 8], &ranked);

        let mut signals = view("project_signals", &["value", "expected"]);
        signals.reverse();
        same(&rows(&page, "result signals"), &[3, 4], &signals);

        let lacking = rows(&page, "result lacking");
        let all = lacking.last().unwrap();
        let columns = [
            "likes",
            "comments",
            "shares",
            "views",
            "engagement",
            "engagement_rate",
            "posted_at",
            "caption",
            "sentiment",
        ];
        let posts = view("project_posts", &columns);
        assert_eq!(all[1], posts.len().to_string());
        for place in 0..columns.len() {
            let lacking = posts.iter().filter(|row| row[place] == "NULL").count();
            assert_eq!(all[place + 2], lacking.to_string(), "{}", columns[place]);
        }
    }
}

#[test]
fn the_same_report_has_the_same_bytes_whichever_engine_makes_it() {
    let folder = sample_store();
    let path = folder.path();
    let store = open(path);
    let dataset = store.dataset().unwrap();
    let write = |name: &str, index: bool| {
        let options = options(path, name);
        let made = if index {
            report(
                &dataset,
                store.origin().unwrap(),
                Projects::All,
                &options,
                &mut |_| (),
            )
        } else {
            store.report(Projects::All, &options, &mut |_| ())
        };
        let pages = made.unwrap().pages;
        let read = |file: &str| fs::read_to_string(path.join(name).join(file)).unwrap();
        pages
            .iter()
            .map(|page| read(&page.file))
            .collect::<Vec<_>>()
    };
    let first = write("first", false);
    assert_eq!(first.len(), 4);
    assert!(first == write("second", false));
    let index = write("index", true);
    assert!(index == write("again", true));
    for (duckdb, index) in first.iter().zip(&index) {
        let index = index.replace("<code>index</code>", "<code>duckdb</code>");
        assert!(*duckdb == index);
    }
}

/// Captions, names and queries that mean something to HTML.
const HOSTILE: [&str; 6] = [
    "<script>document.title='owned'</script>",
    "</script><img src=x onerror=\"document.title='owned'\">",
    "</td></tr></table><h1 id=owned>x</h1>",
    "{{ about.veyl }} {% raw %}",
    "a\u{202e}b\u{2066}c\u{7}\u{1b}[31m",
    "' onmouseover='x' \" x=\"y",
];

fn hostile() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let mut posts = String::new();
    for (place, caption) in HOSTILE.iter().enumerate() {
        let post = serde_json::json!({
            "id": format!("javascript:alert({place})//{caption}"),
            "platform": "mastodon", "author": caption, "caption": caption,
            "hashtags": ["t"], "likes": 1000 - place,
            "posted_at": "2026-01-01T00:00:00Z",
        });
        posts += &format!("{post}\n");
    }
    posts += "{\"id\":\"1\",\"platform\":\"tiktok\",\"author\":\"a\\\"><b>\",\"caption\":null,\"hashtags\":[\"t\"]}\n";
    posts += "{\"id\":\"\",\"platform\":\"x\",\"author\":\"a\"}\n";
    fs::write(path.join("posts.ndjson"), posts).unwrap();
    let projects = format!(
        "[[project]]\nname = {name}\ndescription = {name}\nhashtags = [\"t\"]\ncreators = [{name}]\n",
        name = Value::from(HOSTILE[1]),
    );
    fs::write(path.join("projects.toml"), projects).unwrap();
    folder
}

#[test]
fn nothing_of_the_data_is_markup_and_what_was_rejected_is_told() {
    let folder = hostile();
    let path = folder.path();
    for engine in ["index", "duckdb"] {
        let printed = succeed(
            path,
            &[
                "report",
                "--from",
                "posts.ndjson",
                "--projects",
                "projects.toml",
                "--all",
                "--out",
                "r",
                "--name",
                engine,
                "--engine",
                engine,
                "--html",
                "--json",
            ],
        );
        let printed: Value = serde_json::from_str(&printed).unwrap();
        assert_eq!(printed["load"]["sources"][0]["rejected"], 1);
        for page in printed["pages"].as_array().unwrap() {
            let page = path
                .join("r")
                .join(engine)
                .join(page["file"].as_str().unwrap());
            let page = fs::read_to_string(page).unwrap();
            assert_eq!(page.matches("<script").count(), 1);
            for part in [
                "<img",
                "<h1 id",
                "<b>",
                "href=\"javascript",
                "\u{202e}",
                "\u{2066}",
                "\u{7}",
                "\u{1b}",
                " onmouseover='",
                " x=\"y",
            ] {
                assert!(!page.contains(part), "{part}");
            }
            let read = text(section(&page, "missing"));
            let told = "Records read: 8; taken: 7; duplicates that gave way to a better row of the same id: 0; rejected: 1.";
            assert!(read.contains(told), "{read}");
        }
        let page = format!("r/{engine}/project-1-script-img-src-x-onerror-document-title.html");
        let page = fs::read_to_string(path.join(page)).unwrap();
        assert!(
            page.contains("<bdi>&lt;script&gt;document.title=&#39;owned&#39;&lt;/script&gt;</bdi>")
        );
        assert!(page.contains("{{ about.veyl }} {% raw %}"));
        let links: Vec<_> = page.split("href=\"").skip(1).collect();
        for link in links {
            let safe = ["https://", "http://", "#", "index.html\""];
            assert!(
                safe.iter().any(|begin| link.starts_with(begin)),
                "{link:.60}"
            );
        }
        assert!(page.contains("href=\"https://www.tiktok.com/@a%22%3E%3Cb%3E/video/1\""));
    }
}

#[test]
fn the_manifest_names_the_pages_and_a_report_fails_whole() {
    let folder = sample_store();
    let path = folder.path();
    let report = ["report", "Grow your own", "--out", "r", "--html"];
    let printed = succeed(path, &[&report[..], &["--name", "a", "--json"]].concat());
    let printed: Value = serde_json::from_str(&printed).unwrap();
    let manifest = fs::read_to_string(path.join("r/a/manifest.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    assert_eq!(printed["pages"], manifest["pages"]);
    assert_eq!(manifest["load"], Value::Null);
    let pages = manifest["pages"].as_array().unwrap();
    assert_eq!(pages[0]["file"], "index.html");
    assert_eq!(pages[1]["file"], "project-3-grow-your-own.html");
    assert_eq!(pages[1]["project"], 3);
    for page in pages {
        let bytes = fs::read(path.join("r/a").join(page["file"].as_str().unwrap())).unwrap();
        assert_eq!(page["bytes"], bytes.len());
        let hash: String = Sha256::digest(&bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(page["sha256"], hash);
    }
    let files = manifest["files"].as_array().unwrap().len() + pages.len() + 1;
    assert_eq!(fs::read_dir(path.join("r/a")).unwrap().count(), files);
    let page = fs::read_to_string(path.join("r/a/project-3-grow-your-own.html")).unwrap();
    let read = text(section(&page, "missing"));
    assert!(
        read.contains("a store does not keep what its loads rejected"),
        "{read}"
    );
    assert!(text(&page).contains("Only posts on instagram, tiktok, youtube."));

    let printed = succeed(path, &[&report[..], &["--name", "b"]].concat());
    assert!(
        printed.contains("pages of 1 project: r/b/index.html"),
        "{printed}"
    );
    let failed = run(path, &[&report[..], &["--name", "a"]].concat());
    assert_eq!(failed.status.code(), Some(1));
    assert_eq!(fs::read_dir(path.join("r")).unwrap().count(), 2);
}

#[test]
fn pages_open_offline_with_heads_that_are_buttons() {
    let Some(browser) = chromium() else { return };
    let folder = hostile();
    let path = folder.path();
    let sample = root().join("data/sample");
    let [data, projects] =
        [sample.clone(), sample.join("projects.toml")].map(|path| path.display().to_string());
    for (name, from, projects) in [
        ("hostile", "posts.ndjson", "projects.toml"),
        ("sample", data.as_str(), projects.as_str()),
    ] {
        let report = ["report", "--from", from, "--projects", projects, "--all"];
        let out = ["--out", "r", "--name", name, "--html"];
        succeed(path, &[&report[..], &out].concat());
        for entry in fs::read_dir(path.join("r").join(name)).unwrap() {
            let file = entry.unwrap().path();
            if file.extension().is_none_or(|end| end != "html") {
                continue;
            }
            let page = file.strip_prefix(path).unwrap().display().to_string();
            let (document, console) = seen(&browser, path, &page);
            assert_eq!(console, Vec::<String>::new(), "{page}");
            assert!(!document.contains("<title>owned"), "{page}");
            assert!(!document.contains("id=\"owned\""), "{page}");
            // The program ran: heads of columns are buttons.
            let tables = document.matches("class=\"result").count();
            assert!(
                tables > 0 && document.contains("<th scope=\"col\"><button"),
                "{page}"
            );
            if page.contains("sample/project-1") {
                assert_eq!(document.matches("class=\"plot\"").count(), 2);
            }
        }
    }
}
