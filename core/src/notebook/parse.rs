//! Markdown to blocks: fences with `sql` and `vega-lite` are cells, all else is prose.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use serde_json::{Map, Value};

use crate::notebook::front::front;
use crate::notebook::hole::holes;
use crate::notebook::info::{Info, info};
use crate::notebook::model::{Block, Chart, Notebook, Prose, Query};
use crate::notebook::{bind, chart, names, wrong};
use crate::schema::TABLES;
use crate::view::VIEWS;
use crate::{Error, Result};

/// More cells than this are no notebook.
const MOST_CELLS: usize = 1000;

/// The Markdown that notebooks are written in: CommonMark with tables,
/// footnotes, struck-out text and task lists.
pub(super) const MARKDOWN: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS);

/// A fence with a cell in it.
struct Fenced {
    info: Info,
    /// Of the whole block within the body.
    range: Range<usize>,
    text: String,
    /// The 1-based line of the file on which the fence stands.
    line: u64,
}

impl Notebook {
    /// Reads the text of a notebook; `source` is its file, for messages.
    ///
    /// # Errors
    /// `Notebook` with file and line: front matter that is none, a cell that is
    /// not closed, a name twice, a parameter or cell that there is not, a chart
    /// that is no JSON, or cells that read each other in a circle.
    pub fn parse(source: &str, text: &str) -> Result<Self> {
        // Git on Windows writes these line ends.
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        read(source, &text).map_err(|error| error.in_source(source))
    }
}

fn read(source: &str, text: &str) -> Result<Notebook> {
    let (front, begin) = front(text)?;
    let before = text[..begin].matches('\n').count() as u64;
    let body = &text[begin..];
    let (fences, code) = fences(body, before)?;
    if fences.len() > MOST_CELLS {
        return Err(wrong(format!("a notebook has at most {MOST_CELLS} cells")));
    }
    let mut notebook = Notebook {
        source: source.to_owned(),
        front,
        body: body.to_owned(),
        before,
        blocks: Vec::new(),
    };
    let mut charts = Vec::new();
    let mut at = 0;
    for fence in fences {
        notebook.prose(at..fence.range.start, &code)?;
        at = fence.range.end;
        match fence.info {
            Info::Chart { ref data } => {
                charts.push((notebook.blocks.len(), data.clone()));
                let chart = read_chart(&fence.text, data, fence.line, fence.range.clone())
                    .map_err(|error| error.at_line(fence.line))?;
                notebook.blocks.push(Block::Chart(chart));
            }
            Info::Sql {
                ref name,
                rows,
                limit,
                hide,
            } => {
                let line = fence.line + 1;
                let bound = bind::bind(&fence.text, &notebook.front.params);
                let (bound, params) = bound.map_err(|error| within(error, line))?;
                notebook
                    .known_name(name.as_deref())
                    .map_err(|error| error.at_line(fence.line))?;
                notebook.blocks.push(Block::Query(Query {
                    name: name.clone(),
                    sql: fence.text,
                    line,
                    rows,
                    limit,
                    hide,
                    bound,
                    params,
                    reads: Vec::new(),
                    range: fence.range,
                }));
            }
            Info::Code => {}
        }
    }
    notebook.prose(at..body.len(), &code)?;
    for (place, data) in charts {
        notebook.lead_chart(place, &data)?;
    }
    notebook.lead_queries()?;
    notebook.check_holes()?;
    notebook.order()?;
    Ok(notebook)
}

/// The cells of a text, and where in it code stands.
fn fences(body: &str, before: u64) -> Result<(Vec<Fenced>, Vec<Range<usize>>)> {
    let mut fences: Vec<Fenced> = Vec::new();
    let mut code = Vec::new();
    let mut depth = 0_usize;
    let mut inside = false;
    for (event, range) in Parser::new_ext(body, MARKDOWN).into_offset_iter() {
        let line = before + body[..range.start].matches('\n').count() as u64 + 1;
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(words))) => {
                let read = info(&words).map_err(|error| error.at_line(line))?;
                code.push(range.clone());
                if read != Info::Code {
                    if depth > 0 {
                        return Err(wrong("a cell stands within a list or a quotation")
                            .at_line(line)
                            .hint("move it to the margin; a fence with ```text is not run"));
                    }
                    closed(&body[range.clone()]).map_err(|error| error.at_line(line))?;
                    inside = true;
                    fences.push(Fenced {
                        info: read,
                        range,
                        text: String::new(),
                        line,
                    });
                }
                depth += 1;
            }
            Event::Start(tag) => {
                if let Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } = &tag
                    && dest_url.contains("{{")
                {
                    return Err(
                        wrong("a value can not be part of the address of a link").at_line(line)
                    );
                }
                if matches!(tag, Tag::CodeBlock(_)) {
                    code.push(range);
                }
                depth += 1;
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                inside &= end != TagEnd::CodeBlock;
            }
            Event::Text(text) if inside => {
                if let Some(fence) = fences.last_mut() {
                    fence.text.push_str(&text);
                }
            }
            Event::Code(_) => code.push(range),
            _ => {}
        }
    }
    Ok((fences, code))
}

/// Fails where a fence runs to the end of the text for want of its end.
fn closed(block: &str) -> Result<()> {
    let sign = block.trim_start().chars().next().unwrap_or('`');
    let last = block.trim_end().lines().skip(1).last().unwrap_or_default();
    if last.trim().len() >= 3 && last.trim().chars().all(|letter| letter == sign) {
        return Ok(());
    }
    Err(wrong("the cell is never closed").hint("a line of ``` ends it"))
}

/// The chart whose specification begins after `line` and whose fence stands at
/// `range`, with the place of its data still to be found.
pub(super) fn read_chart(text: &str, data: &str, line: u64, range: Range<usize>) -> Result<Chart> {
    let spec: Map<String, Value> = serde_json::from_str(text).map_err(|error| {
        wrong(format!("the chart is no JSON object: {error}")).at_line(line + error.line() as u64)
    })?;
    chart::check(&spec)?;
    Ok(Chart {
        data: usize::MAX,
        name: data.to_owned(),
        spec,
        text: text.to_owned(),
        line: line + 1,
        range,
    })
}

/// Fails where a cell would hide a table or view of the store.
pub(super) fn not_of_the_store(name: &str) -> Result<()> {
    let taken =
        TABLES.iter().any(|table| table.name == name) || VIEWS.iter().any(|view| view.name == name);
    if taken {
        return Err(wrong(format!("`{name}` is a table or view of the store"))
            .hint("give the cell another name"));
    }
    Ok(())
}

/// An error about a line within a cell, as one about a line of the file.
pub(super) fn within(error: Error, first: u64) -> Error {
    let line = error.position().line.map_or(first, |line| first + line - 1);
    let moved = Error::new(error.kind(), error.message()).at_line(line);
    match error.advice() {
        Some(advice) => moved.hint(advice),
        None => moved,
    }
}

impl Notebook {
    /// Adds what stands between two cells, if it is more than blank lines.
    fn prose(&mut self, range: Range<usize>, code: &[Range<usize>]) -> Result<()> {
        let text = &self.body[range.clone()];
        if text.trim().is_empty() {
            return Ok(());
        }
        let code: Vec<_> = code
            .iter()
            .filter(|code| code.start >= range.start && code.end <= range.end)
            .map(|code| code.start - range.start..code.end - range.start)
            .collect();
        let first = self.before + self.body[..range.start].matches('\n').count() as u64 + 1;
        let holes = holes(text, &code).map_err(|error| within(error, first))?;
        self.blocks.push(Block::Prose(Prose {
            text: text.to_owned(),
            begin: range.start,
            holes,
        }));
        Ok(())
    }

    /// Fails where a cell would go by the name of another, or of a table.
    fn known_name(&self, name: Option<&str>) -> Result<()> {
        let Some(name) = name else { return Ok(()) };
        if let Some(place) = self.named(name) {
            let line = self.query(place).map_or(0, |query| query.line - 1);
            return Err(wrong(format!("two cells are called `{name}`"))
                .hint(format!("the other one stands on line {line}")));
        }
        not_of_the_store(name)
    }

    fn lead_chart(&mut self, place: usize, name: &str) -> Result<()> {
        let found = self.named(name);
        let names = self.cell_names();
        if let Some(Block::Chart(chart)) = self.blocks.get_mut(place) {
            chart.data =
                found.ok_or_else(|| no_cell(name, &names).at_line(chart.line.saturating_sub(1)))?;
        }
        Ok(())
    }

    fn lead_queries(&mut self) -> Result<()> {
        for place in 0..self.blocks.len() {
            let Some(query) = self.query(place) else {
                continue;
            };
            let (read, defined) = names::relations(&query.sql);
            if let Some(name) = defined.iter().find(|name| self.named(name).is_some()) {
                return Err(wrong(format!(
                    "the `WITH` of this cell defines `{name}`, which is also a cell"
                ))
                .at_line(query.line)
                .hint("give one of the two another name"));
            }
            let reads = read.iter().filter_map(|name| self.named(name)).collect();
            if let Some(Block::Query(query)) = self.blocks.get_mut(place) {
                query.reads = reads;
            }
        }
        Ok(())
    }

    /// Fails where prose names a cell or a parameter that there is not.
    fn check_holes(&self) -> Result<()> {
        for block in &self.blocks {
            let Block::Prose(prose) = block else { continue };
            let lines = self.file_lines_before(prose);
            for hole in &prose.holes {
                let known = if hole.relation == "params" {
                    let params = &self.front.params;
                    params.iter().any(|param| param.name == hole.column)
                } else {
                    self.named(&hole.relation).is_some()
                };
                if known {
                    continue;
                }
                let error = if hole.relation == "params" {
                    wrong(format!("there is no parameter `{}`", hole.column))
                        .hint("parameters are declared in the front matter under `params:`")
                } else {
                    no_cell(&hole.relation, &self.cell_names())
                };
                return Err(error.at_line(lines + hole.line));
            }
        }
        Ok(())
    }

    fn cell_names(&self) -> Vec<String> {
        let names = self.blocks.iter().filter_map(|block| match block {
            Block::Query(query) => query.name.clone(),
            _ => None,
        });
        names.collect()
    }
}

fn no_cell(name: &str, names: &[String]) -> Error {
    let error = wrong(format!("there is no cell `{name}`"));
    if names.is_empty() {
        error.hint("```sql NAME begins one")
    } else {
        error.hint(format!("the cells are {}", names.join(", ")))
    }
}
