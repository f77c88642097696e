//! A notebook for an editor: where each piece stands in the text, and what a
//! program that runs the cells itself must know.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::Result;
use crate::notebook::model::{Block, Notebook};
use crate::notebook::param;

/// A notebook as an editor sees it. Places in the text are counted in units of
/// UTF-16, as JavaScript does; lines from 1.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Outline {
    /// What the front matter says.
    pub front: OutlineFront,
    /// Where the text after the front matter begins.
    pub front_end: usize,
    /// The values, as text, of the parameters that have one.
    pub params: BTreeMap<String, String>,
    /// The pieces, in the order of the text.
    pub blocks: Vec<OutlineBlock>,
    /// The places of the cells with SQL in the order in which they run.
    pub order: Vec<usize>,
}

/// The front matter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OutlineFront {
    /// The title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The project that the project views speak of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project: Option<String>,
    /// How many rows of a table are shown.
    pub rows: usize,
    /// How long a cell may run, in seconds.
    pub limit: u64,
    /// The parameters.
    pub params: Vec<OutlineParam>,
}

/// A parameter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OutlineParam {
    /// Its name.
    pub name: String,
    /// The name of its type.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Its value where none is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
}

/// A piece and where it stands, fences included.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OutlineBlock {
    /// Where it begins.
    pub begin: usize,
    /// Where it ends.
    pub end: usize,
    /// The line of the text that its own text begins on.
    pub line: u64,
    /// What it is.
    #[serde(flatten)]
    pub piece: Piece,
}

/// What a piece is.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Piece {
    /// Markdown.
    Prose {
        /// The text as it is written.
        text: String,
        /// What in it stands for values.
        holes: Vec<OutlineHole>,
    },
    /// A cell with SQL.
    Query {
        /// Its name.
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// The SQL as it is written.
        sql: String,
        /// The SQL with `$1`, `$2` … for parameters.
        bound: String,
        /// Their names, in that order.
        params: Vec<String>,
        /// The places of the cells that it reads.
        reads: Vec<usize>,
        /// Rows to show, where it says.
        #[serde(skip_serializing_if = "Option::is_none")]
        rows: Option<usize>,
        /// How long it may run, in seconds, where it says.
        #[serde(skip_serializing_if = "Option::is_none")]
        limit: Option<u64>,
        /// Whether its result is only used.
        hide: bool,
    },
    /// A chart.
    Chart {
        /// The name of the cell that it draws.
        name: String,
        /// The place of that cell.
        data: usize,
        /// The Vega-Lite specification, without data.
        spec: Map<String, Value>,
        /// The specification as it is written.
        text: String,
    },
}

/// What in a piece of prose stands for a value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OutlineHole {
    /// Where it begins within the piece's text.
    pub begin: usize,
    /// Where it ends there.
    pub end: usize,
    /// The cell, or `params`.
    pub relation: String,
    /// The column, or the parameter.
    pub column: String,
    /// The name of the format; empty where the value is written as it is.
    pub format: &'static str,
    /// The line.
    pub line: u64,
}

impl Notebook {
    /// The notebook for an editor of `text`, the text it was read from, with the
    /// values `given` for parameters. One that has no value is no error yet.
    ///
    /// # Errors
    /// `Notebook` where a parameter is given that is not declared, or has a value
    /// that its type has not.
    pub fn outline(&self, text: &str, given: &BTreeMap<String, String>) -> Result<Outline> {
        let places = Places::new(text);
        let body = places.normal.len() - self.body.len();
        let at = |place: usize| places.units[body + place];
        let values = param::values(self, given)?;
        let front = &self.front;
        let blocks = self.blocks.iter().map(|block| {
            let range = block.range();
            OutlineBlock {
                begin: at(range.start),
                end: at(range.end),
                line: match block {
                    Block::Prose(prose) => self.file_lines_before(prose) + 1,
                    Block::Query(query) => query.line,
                    Block::Chart(chart) => chart.line,
                },
                piece: self.piece(block),
            }
        });
        Ok(Outline {
            front: OutlineFront {
                title: front.title.clone(),
                project: front.project.clone(),
                rows: front.rows,
                limit: front.limit.as_secs(),
                params: front
                    .params
                    .iter()
                    .map(|param| OutlineParam {
                        name: param.name.clone(),
                        kind: param.kind.name(),
                        default: param.default.as_ref().map(ToString::to_string),
                        about: param.about.clone(),
                    })
                    .collect(),
            },
            front_end: at(0),
            params: values
                .into_iter()
                .map(|(name, value)| (name, value.to_string()))
                .collect(),
            blocks: blocks.collect(),
            order: self.order()?,
        })
    }

    fn piece(&self, block: &Block) -> Piece {
        match block {
            Block::Prose(prose) => {
                let units = |end: usize| prose.text[..end].encode_utf16().count();
                let holes = prose.holes.iter().map(|hole| OutlineHole {
                    begin: units(hole.range.start),
                    end: units(hole.range.end),
                    relation: hole.relation.clone(),
                    column: hole.column.clone(),
                    format: hole.format.name(),
                    line: self.file_lines_before(prose) + hole.line,
                });
                Piece::Prose {
                    text: prose.text.clone(),
                    holes: holes.collect(),
                }
            }
            Block::Query(query) => Piece::Query {
                name: query.name.clone(),
                sql: query.sql.clone(),
                bound: query.bound.clone(),
                params: query.params.clone(),
                reads: query.reads.clone(),
                rows: query.rows,
                limit: query.limit.map(|limit| limit.as_secs()),
                hide: query.hide,
            },
            Block::Chart(chart) => Piece::Chart {
                name: chart.name.clone(),
                data: chart.data,
                spec: chart.spec.clone(),
                text: chart.text.clone(),
            },
        }
    }
}

/// From bytes of the text as it was read, without its mark and the line ends of
/// Windows, to units of the text as it was given.
struct Places {
    normal: String,
    /// Of each byte, and of the end.
    units: Vec<usize>,
}

impl Places {
    fn new(text: &str) -> Self {
        let mut places = Self {
            normal: String::with_capacity(text.len()),
            units: Vec::with_capacity(text.len() + 1),
        };
        let mut unit = 0;
        let mut letters = text.chars().peekable();
        while let Some(letter) = letters.next() {
            let is_mark = letter == '\u{feff}' && places.normal.is_empty();
            let is_windows = letter == '\r' && letters.peek() == Some(&'\n');
            if !is_mark && !is_windows {
                places.normal.push(letter);
                places.units.resize(places.normal.len(), unit);
            }
            unit += letter.len_utf16();
        }
        places.units.push(unit);
        places
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const TEXT: &str = "---\ntitle: 𝄞\nparams:\n  least: { type: int, default: 5 }\n  day: { type: date }\n---\n\
        Café 𝄞 {{best.n|int}} and {{params.least}}\n\n\
        ```sql all limit=5s\nSELECT $least AS n\n```\n\n\
        ```sql best hide\nSELECT * FROM \"all\"\n```\n\
        ```vega-lite data=best\n{\"mark\": \"bar\"}\n```\n";

    fn slice(text: &str, begin: usize, end: usize) -> String {
        let units: Vec<u16> = text.encode_utf16().collect();
        String::from_utf16(&units[begin..end]).unwrap()
    }

    #[test]
    fn pieces_are_where_they_are_said_to_be() {
        for text in [
            TEXT.to_owned(),
            format!("\u{feff}{}", TEXT.replace('\n', "\r\n")),
        ] {
            let notebook = Notebook::parse("n.md", &text).unwrap();
            let given = BTreeMap::from([("least".to_owned(), "7".to_owned())]);
            let outline = notebook.outline(&text, &given).unwrap();
            assert_eq!(
                outline.params, given,
                "`day` has no value, which is no error"
            );
            assert_eq!(outline.front.params.len(), 2);
            assert_eq!(outline.order, [1, 2]);
            let at = |place: usize| {
                let block: &OutlineBlock = &outline.blocks[place];
                slice(&text, block.begin, block.end)
            };
            assert!(at(0).starts_with("Café 𝄞"), "{}", at(0));
            assert!(at(1).starts_with("```sql all limit=5s"), "{}", at(1));
            assert!(at(1).trim_end().ends_with("```"), "{}", at(1));
            assert!(at(3).contains("\"bar\""), "{}", at(3));
            assert!(
                slice(&text, 0, outline.front_end)
                    .trim_end()
                    .ends_with("---")
            );
            let Piece::Prose { text, holes } = &outline.blocks[0].piece else {
                panic!();
            };
            assert_eq!(slice(text, holes[0].begin, holes[0].end), "{{best.n|int}}");
            assert_eq!((holes[0].format, holes[0].line), ("int", 7));
            let Piece::Query {
                bound,
                params,
                limit,
                ..
            } = &outline.blocks[1].piece
            else {
                panic!();
            };
            assert_eq!(
                (bound.trim_end(), &params[..], *limit),
                ("SELECT $1 AS n", &["least".to_owned()][..], Some(5))
            );
            assert_eq!(outline.blocks[1].line, 10);
        }
    }

    #[test]
    fn wrong_values_of_parameters_are_told() {
        let notebook = Notebook::parse("n.md", TEXT).unwrap();
        for (name, value) in [("least", "few"), ("most", "5")] {
            let given = BTreeMap::from([(name.to_owned(), value.to_owned())]);
            let error = notebook.outline(TEXT, &given).unwrap_err();
            assert_eq!(error.kind(), crate::ErrorKind::Notebook);
        }
    }

    #[test]
    fn as_json() {
        let notebook = Notebook::parse("n.md", TEXT).unwrap();
        let outline = notebook.outline(TEXT, &BTreeMap::new()).unwrap();
        let json = serde_json::to_value(&outline).unwrap();
        assert_eq!(json["front"]["params"][1]["type"], "int");
        assert_eq!(json["blocks"][2]["kind"], "query");
        assert_eq!(json["blocks"][2]["reads"][0], 1);
        assert_eq!(json["blocks"][3]["spec"]["mark"], "bar");
        assert_eq!(json["frontEnd"], outline.front_end);
    }
}
