//! A notebook in pieces.

use std::ops::Range;
use std::time::Duration;

use serde_json::{Map, Value};

use crate::notebook::front::Front;
use crate::notebook::hole::Hole;

/// A notebook: its front matter and its blocks, in the order of the file.
#[derive(Debug, Clone)]
pub struct Notebook {
    /// The file it was read from, for messages.
    pub(super) source: String,
    /// The front matter.
    pub(super) front: Front,
    /// The Markdown after the front matter.
    pub(super) body: String,
    /// Lines of the file before the body.
    pub(super) before: u64,
    pub(super) blocks: Vec<Block>,
}

/// A piece of a notebook.
#[derive(Debug, Clone)]
pub enum Block {
    /// Markdown.
    Prose(Prose),
    /// A cell with SQL.
    Query(Query),
    /// A chart of a cell's result.
    Chart(Chart),
}

/// Markdown between cells.
#[derive(Debug, Clone)]
pub struct Prose {
    /// The text as it is written.
    pub(super) text: String,
    /// Where in the body it begins, in bytes.
    pub(super) begin: usize,
    /// What in it stands for values.
    pub(super) holes: Vec<Hole>,
}

/// A cell with SQL.
#[derive(Debug, Clone)]
pub struct Query {
    /// Its name, in lower case; later cells use its result by it.
    pub name: Option<String>,
    /// The SQL as it is written.
    pub sql: String,
    /// The 1-based line of the file on which the SQL begins.
    pub line: u64,
    /// Rows of its result to show, where the cell says.
    pub rows: Option<usize>,
    /// How long it may run, where the cell says.
    pub limit: Option<Duration>,
    /// Whether its result is not shown, only used.
    pub hide: bool,
    /// The SQL with `$1`, `$2` … in place of the names of parameters.
    pub(crate) bound: String,
    /// The names of those parameters, in order.
    pub(crate) params: Vec<String>,
    /// The blocks whose relations it reads.
    pub(crate) reads: Vec<usize>,
    /// Where its fence stands in the body, in bytes.
    pub(super) range: Range<usize>,
}

/// A chart.
#[derive(Debug, Clone)]
pub struct Chart {
    /// The block whose result it draws.
    pub(super) data: usize,
    /// The name of that cell.
    pub(super) name: String,
    /// The Vega-Lite specification, without data.
    pub(super) spec: Map<String, Value>,
    /// The specification as it is written.
    pub(super) text: String,
    /// The 1-based line on which it begins.
    pub(super) line: u64,
    /// Where its fence stands in the body, in bytes.
    pub(super) range: Range<usize>,
}

impl Block {
    /// Where it stands in the body, in bytes.
    pub(super) fn range(&self) -> Range<usize> {
        match self {
            Self::Prose(prose) => prose.begin..prose.begin + prose.text.len(),
            Self::Query(query) => query.range.clone(),
            Self::Chart(chart) => chart.range.clone(),
        }
    }
}

impl Notebook {
    /// The file it was read from.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// What its front matter says.
    pub fn front(&self) -> &Front {
        &self.front
    }

    /// Its pieces, in the order of the file.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Lines of the file before a piece of prose.
    pub(super) fn file_lines_before(&self, prose: &Prose) -> u64 {
        self.before + self.body[..prose.begin].matches('\n').count() as u64
    }

    /// The query at a place, if there is one.
    pub(crate) fn query(&self, place: usize) -> Option<&Query> {
        match self.blocks.get(place) {
            Some(Block::Query(query)) => Some(query),
            _ => None,
        }
    }

    /// The place of the cell of that name.
    pub(super) fn named(&self, name: &str) -> Option<usize> {
        self.blocks.iter().position(
            |block| matches!(block, Block::Query(query) if query.name.as_deref() == Some(name)),
        )
    }

    /// How many rows of the cell at `place` are shown.
    pub(super) fn rows_shown(&self, query: &Query) -> usize {
        query.rows.unwrap_or(self.front.rows)
    }

    /// How many rows of the result of the cell at `place` the outputs want.
    #[cfg_attr(
        not(feature = "duckdb"),
        allow(dead_code, reason = "what runs a notebook asks for it")
    )]
    pub(crate) fn rows_wanted(&self, place: usize) -> usize {
        let drawn = self
            .blocks
            .iter()
            .any(|block| matches!(block, Block::Chart(chart) if chart.data == place));
        let shown = self
            .query(place)
            .map_or(0, |query| self.rows_shown(query).max(1));
        if drawn {
            shown.max(super::chart::MOST_ROWS + 1)
        } else {
            shown
        }
    }
}
