//! Networks of hashtags: XML that programs for networks read, with the figures of
//! the views; and reports in CSV that no spreadsheet runs.

// What can not be set up fails its test.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use veyl_tests::{fail, sample_store, succeed};

/// A folder with a store of the sample and its projects, and one project with a
/// name that XML has no form for.
fn folder() -> tempfile::TempDir {
    let folder = sample_store();
    let odd = "<&\"'\u{1}]]> --> 屋";
    succeed(
        folder.path(),
        &["project", "add", odd, "--hashtag", "tacos"],
    );
    folder
}

/// The rows of a view as objects.
fn view(folder: &Path, name: &str, project: &str) -> Vec<Value> {
    let printed = succeed(folder, &["--json", "view", name, "-p", project]);
    serde_json::from_str(&printed).unwrap()
}

#[test]
fn a_network_has_the_figures_of_the_views() {
    let folder = folder();
    let path = folder.path();
    let pairs = view(path, "project_cohashtags", "1");
    let hashtags = view(path, "project_hashtag_lift", "1");
    let command = ["view", "project_cohashtags", "-p", "Night markets"];
    let gexf = succeed(path, &[&command[..], &["--format", "gexf"]].concat());
    assert_eq!(gexf.matches("<node ").count(), hashtags.len());
    assert_eq!(gexf.matches("<edge ").count(), pairs.len());
    let first = &pairs[0];
    let edge = format!(
        "<edge id=\"0\" source={} target={} weight=\"{}\">",
        first["hashtag_a"], first["hashtag_b"], first["posts"]
    );
    assert!(gexf.contains(&edge), "{edge}");
    let lift = format!("<attvalue for=\"lift\" value=\"{}\"/>", hashtags[0]["lift"]);
    assert!(gexf.contains(&lift), "{lift}");

    succeed(path, &[&command[..], &["-o", "n.graphml"]].concat());
    let graphml = fs::read_to_string(path.join("n.graphml")).unwrap();
    assert_eq!(graphml.matches("<node ").count(), hashtags.len());
    assert_eq!(graphml.matches("<edge ").count(), pairs.len());
    // NULL is left out.
    let known = hashtags.iter().filter(|row| !row["lift"].is_null()).count();
    assert_eq!(graphml.matches("<data key=\"lift\">").count(), known);

    // The same in a report, from either engine.
    for engine in ["duckdb", "index"] {
        let report = [
            "report", "--all", "--out", "r", "--name", engine, "--engine", engine,
        ];
        let printed = succeed(
            path,
            &[&report[..], &["--graph", "gexf", "--json"]].concat(),
        );
        let printed: Value = serde_json::from_str(&printed).unwrap();
        let graphs = printed["graphs"].as_array().unwrap();
        assert_eq!(graphs.len(), 4);
        assert_eq!(graphs[0]["file"], "project-1-night-markets.gexf");
        let file = path
            .join("r")
            .join(engine)
            .join("project-1-night-markets.gexf");
        assert_eq!(fs::read_to_string(file).unwrap(), gexf, "{engine}");
    }
}

#[test]
fn a_network_is_of_the_pairs_of_one_project() {
    let folder = folder();
    for wrong in [
        &["view", "project_cohashtags", "--format", "gexf"][..],
        &[
            "view",
            "project_cohashtags",
            "-p",
            "1",
            "-p",
            "2",
            "--format",
            "gexf",
        ],
        &["view", "project_summary", "-p", "1", "-o", "x.graphml"],
        &["sql", "-c", "SELECT 1", "--format", "graphml"],
    ] {
        let said = fail(folder.path(), wrong);
        assert!(said.contains("project_cohashtags"), "{said}");
        assert!(!folder.path().join("x.graphml").exists());
    }
}

/// What networkx reads: nodes, edges, and sums of their figures.
const READ: &str = "
import json, sys, networkx as nx
from xml.etree import ElementTree
path = sys.argv[1]
ElementTree.parse(path)
graph = nx.read_gexf(path, version='1.3') if path.endswith('gexf') else nx.read_graphml(path)
assert not graph.is_directed()
label = lambda node: graph.nodes[node]['label']
print(json.dumps({
    'nodes': {label(n): [d.get('posts_with'), d.get('lift')] for n, d in graph.nodes(data=True)},
    'edges': [sorted([label(a), label(b)]) + [d['weight'], d['jaccard'], d.get('total_engagement')]
              for a, b, d in graph.edges(data=True)],
}))";

#[test]
fn networkx_reads_what_is_written() {
    let python = std::env::var_os("VEYL_PYTHON").unwrap_or("python3".into());
    let has = Command::new(&python)
        .args(["-c", "import networkx"])
        .output();
    if !has.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: {} has no networkx", python.display());
        return;
    }
    let folder = folder();
    let path = folder.path();
    for (project, format) in [
        ("1", "gexf"),
        ("1", "graphml"),
        ("4", "gexf"),
        ("4", "graphml"),
    ] {
        let file = format!("{project}.{format}");
        succeed(
            path,
            &["view", "project_cohashtags", "-p", project, "-o", &file],
        );
        let read = Command::new(&python)
            .args(["-c", READ, &file])
            .current_dir(path)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&read.stderr);
        assert!(read.status.success(), "{file}\n{said}");
        let read: Value = serde_json::from_slice(&read.stdout).unwrap();
        let nodes: BTreeMap<_, _> = view(path, "project_hashtag_lift", project)
            .iter()
            .map(|row| {
                (
                    row["hashtag"].as_str().unwrap().to_owned(),
                    serde_json::json!([row["posts_with"], row["lift"]]),
                )
            })
            .collect();
        assert_eq!(read["nodes"], serde_json::json!(nodes), "{file}");
        let edge = |edge: &[&Value]| {
            let number = |value: &Value| {
                value
                    .as_f64()
                    .map_or("NULL".to_owned(), |number| format!("{number:?}"))
            };
            let names = [edge[0], edge[1]].map(|name| name.as_str().unwrap().to_owned());
            (names, [edge[2], edge[3], edge[4]].map(number))
        };
        let pairs = view(path, "project_cohashtags", project);
        let mut expected: Vec<_> = pairs
            .iter()
            .map(|row| {
                edge(
                    &[
                        "hashtag_a",
                        "hashtag_b",
                        "posts",
                        "jaccard",
                        "total_engagement",
                    ]
                    .map(|name| &row[name]),
                )
            })
            .collect();
        let edges = read["edges"].as_array().unwrap().iter();
        // Python sorts by code points, which is the order of UTF-8.
        let mut found: Vec<_> = edges
            .map(|row| edge(&row.as_array().unwrap().iter().collect::<Vec<_>>()))
            .collect();
        expected.sort();
        found.sort();
        assert_eq!(found, expected, "{file}");
    }
}

#[test]
fn no_spreadsheet_runs_what_a_report_holds() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let formulas = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"];
    let mut posts = String::new();
    for (place, formula) in formulas.iter().enumerate() {
        let post = serde_json::json!({
            "id": format!("x_{place}"), "platform": "x", "author": formula,
            "caption": formula, "hashtags": ["t"], "likes": 1,
        });
        posts += &format!("{post}\n");
    }
    fs::write(path.join("posts.ndjson"), posts).unwrap();
    fs::write(
        path.join("p.toml"),
        "[[project]]\nname = \"=cmd|' /C calc'!A0\"\nhashtags = [\"t\"]\n",
    )
    .unwrap();
    for engine in ["duckdb", "index"] {
        for format in ["csv", "ndjson", "arrow"] {
            let name = format!("{engine}-{format}");
            let report = [
                "report",
                "--from",
                "posts.ndjson",
                "--projects",
                "p.toml",
                "--all",
            ];
            let out = [
                "--out", "r", "--name", &name, "--format", format, "--engine", engine,
            ];
            succeed(path, &[&report[..], &out].concat());
        }
        let file =
            |format: &str, view: &str| path.join(format!("r/{engine}-{format}/{view}.{format}"));
        for entry in fs::read_dir(path.join(format!("r/{engine}-csv"))).unwrap() {
            let entry = entry.unwrap().path();
            if entry.extension().is_some_and(|end| end == "csv") {
                let text = fs::read_to_string(&entry).unwrap();
                let cells = text.lines().flat_map(|line| line.split(','));
                for cell in cells {
                    let cell = cell.trim_start_matches('"');
                    let number = cell.trim_end_matches('"').parse::<f64>().is_ok();
                    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
                    assert!(number || !formula, "{}: {cell}", entry.display());
                }
            }
        }
        // Programs get the texts as they are.
        let lines = fs::read_to_string(file("ndjson", "project_posts")).unwrap();
        let first: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
        assert_eq!(first["caption"], "=1+1");
        assert_eq!(first["metrics"]["likes"], 1);
        assert_eq!(first["metrics"]["views"], Value::Null);
        let arrow = fs::File::open(file("arrow", "project_posts")).unwrap();
        let reader = arrow::ipc::reader::FileReader::try_new(arrow, None).unwrap();
        assert_eq!(
            reader.schema(),
            veyl_core::view::View::named("project_posts")
                .unwrap()
                .arrow()
        );
        let rows: usize = reader.map(|batch| batch.unwrap().num_rows()).sum();
        assert_eq!(rows, formulas.len());
    }
}
