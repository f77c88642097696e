//! A project's network of hashtags, for Gephi and its kin: hashtags are the
//! nodes, and two that occur on one post are joined.
//!
//! A node has what `project_hashtag_lift` says of the hashtag, an edge what
//! `project_cohashtags` says of the pair; its weight is the number of posts with
//! both. What is NULL there is left out here.

mod gexf;
mod graphml;

use std::collections::HashMap;
use std::fmt;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::str::FromStr;

use arrow::array::RecordBatch;

use crate::engine::Engine;
use crate::report::hashed::Hashed;
use crate::report::html::stem;
use crate::report::row::rows;
use crate::report::{BesideFile, ReportedProject};
use crate::view::{Projects, View};
use crate::{Error, ErrorKind, Result};

/// The file formats of networks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GraphFormat {
    /// GEXF 1.3, Gephi's own.
    Gexf,
    /// GraphML, which most programs for networks read.
    GraphMl,
}

impl GraphFormat {
    /// Its name on the command line, and the extension of its files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gexf => "gexf",
            Self::GraphMl => "graphml",
        }
    }
}

impl fmt::Display for GraphFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for GraphFormat {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        [Self::Gexf, Self::GraphMl]
            .into_iter()
            .find(|format| format.name() == text)
            .ok_or_else(|| {
                Error::new(
                    ErrorKind::Argument,
                    format!("there is no format of networks called `{text}`"),
                )
                .hint("it is gexf or graphml")
            })
    }
}

/// A figure of a node or an edge.
#[derive(Debug, Clone, Copy)]
struct Attribute {
    /// Its name, the column of the view.
    name: &'static str,
    /// Its type, which has the same name in both formats.
    kind: &'static str,
}

const fn attribute(name: &'static str, kind: &'static str) -> Attribute {
    Attribute { name, kind }
}

const OF_NODES: [Attribute; 3] = [
    attribute("posts_with", "long"),
    attribute("avg_engagement_with", "double"),
    attribute("lift", "double"),
];

const OF_EDGES: [Attribute; 2] = [
    attribute("jaccard", "double"),
    attribute("total_engagement", "long"),
];

/// A network of hashtags.
struct Graph {
    /// What it is, for people.
    about: String,
    nodes: Vec<Node>,
    edges: Vec<Edge>,
}

struct Node {
    name: String,
    figures: [Option<String>; OF_NODES.len()],
}

struct Edge {
    /// Places of the nodes.
    ends: [usize; 2],
    /// Posts with both.
    weight: i64,
    figures: [Option<String>; OF_EDGES.len()],
}

/// Writes the network of a project's hashtags.
///
/// # Errors
/// As [`Engine::view`], and `Io`.
pub fn write_graph(
    engine: &dyn Engine,
    project: &ReportedProject,
    format: GraphFormat,
    out: &mut dyn Write,
) -> Result<()> {
    let of = |view: &str| engine.view(View::named(view)?, Projects::Only(&[project.id]));
    let about = format!(
        "Hashtags on the posts of the project {}, joined where they are on the same post",
        project.name
    );
    let graph = Graph::new(
        about,
        &of("project_hashtag_lift")?,
        &of("project_cohashtags")?,
    )?;
    let mut out = io::BufWriter::new(out);
    match format {
        GraphFormat::Gexf => gexf::write(&graph, &mut out)?,
        GraphFormat::GraphMl => graphml::write(&graph, &mut out)?,
    }
    Ok(out.flush()?)
}

/// Writes the network of each project into a file of its own.
///
/// # Errors
/// As [`write_graph`].
pub(super) fn write_graphs(
    engine: &dyn Engine,
    projects: &[ReportedProject],
    format: GraphFormat,
    folder: &Path,
) -> Result<Vec<BesideFile>> {
    let files = projects.iter().map(|project| {
        let name = format!("{}.{format}", stem(project.id, &project.name));
        let mut out = Hashed::new(File::create(folder.join(&name))?);
        write_graph(engine, project, format, &mut out)?;
        Ok(out.beside(name, Some(project.id)))
    });
    files.collect()
}

impl Graph {
    fn new(about: String, hashtags: &[RecordBatch], pairs: &[RecordBatch]) -> Result<Self> {
        let mut nodes = Vec::new();
        let mut places = HashMap::new();
        for row in hashtags.iter().flat_map(rows) {
            let name = row.name("hashtag")?;
            places.insert(name.clone(), nodes.len());
            let mut figures = [const { None }; OF_NODES.len()];
            for (figure, attribute) in figures.iter_mut().zip(OF_NODES) {
                *figure = row.exact(attribute.name)?;
            }
            nodes.push(Node { name, figures });
        }
        let mut edges = Vec::new();
        for row in pairs.iter().flat_map(rows) {
            let end = |column: &str| {
                let name = row.name(column)?;
                places.get(&name).copied().ok_or_else(|| {
                    Error::new(
                        ErrorKind::Rule,
                        format!("the hashtag `{name}` is in a pair and not by itself"),
                    )
                })
            };
            let mut figures = [const { None }; OF_EDGES.len()];
            for (figure, attribute) in figures.iter_mut().zip(OF_EDGES) {
                *figure = row.exact(attribute.name)?;
            }
            edges.push(Edge {
                ends: [end("hashtag_a")?, end("hashtag_b")?],
                weight: row.number("posts")?,
                figures,
            });
        }
        Ok(Self {
            about: xml(&about),
            nodes,
            edges,
        })
    }
}

/// Text without what XML 1.0 has no form for: control characters and
/// non-characters.
fn xml(text: &str) -> String {
    text.chars()
        .filter(
            |letter| matches!(letter, '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..),
        )
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_known_by_name() {
        assert_eq!("gexf".parse::<GraphFormat>().unwrap(), GraphFormat::Gexf);
        assert_eq!(
            "graphml".parse::<GraphFormat>().unwrap(),
            GraphFormat::GraphMl
        );
        let error = "dot".parse::<GraphFormat>().unwrap_err();
        assert_eq!(error.advice(), Some("it is gexf or graphml"));
    }

    #[test]
    fn what_xml_has_no_form_for_is_left_out() {
        assert_eq!(xml("a\u{0}\u{7}b\u{ffff}\n屋😀"), "ab\n屋😀");
    }
}
