//! A run notebook as Markdown: prose with its values, cells with their tables.

use crate::Result;
use crate::notebook::escape;
use crate::notebook::model::{Block, Notebook, Prose, Query};
use crate::notebook::ran::Ran;
use crate::notebook::table::Shown;

/// Where a line of the output comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The first 1-based line of the output that comes from it.
    pub first: u64,
    /// The 1-based line of the notebook.
    pub line: u64,
    /// The cell's name, where it has one.
    pub name: Option<String>,
}

/// The notebook as Markdown; the same run gives the same bytes.
///
/// # Errors
/// `Notebook` with file and line where a value in prose is of no column or does
/// not fit its format.
pub fn to_markdown(notebook: &Notebook, ran: &Ran) -> Result<String> {
    Ok(to_markdown_with_origins(notebook, ran)?.0)
}

/// As [`to_markdown`], with where each part comes from, in order.
///
/// # Errors
/// As [`to_markdown`].
pub fn to_markdown_with_origins(notebook: &Notebook, ran: &Ran) -> Result<(String, Vec<Origin>)> {
    let mut text = head(notebook, ran);
    let mut origins = Vec::new();
    for (place, block) in notebook.blocks.iter().enumerate() {
        if !text.is_empty() {
            text.push('\n');
        }
        let (line, name) = match block {
            Block::Prose(prose) => (notebook.file_lines_before(prose) + 1, None),
            Block::Query(query) => (query.line, query.name.clone()),
            Block::Chart(chart) => (chart.line, None),
        };
        let first = text.matches('\n').count() as u64 + 1;
        origins.push(Origin { first, line, name });
        match block {
            Block::Prose(prose) => {
                text += filled(notebook, ran, prose)?.trim_matches('\n');
                text.push('\n');
            }
            Block::Query(query) => {
                text += &fenced(&info(query), &query.sql);
                if !query.hide {
                    let shown = Shown::new(ran.result(place)?, notebook.rows_shown(query))?;
                    text.push('\n');
                    text += &shown.markdown();
                }
            }
            Block::Chart(chart) => {
                text += &fenced(&format!("vega-lite data={}", chart.name), &chart.text);
            }
        }
    }
    Ok((text, origins))
}

/// The title, where the front matter has one, and the parameters.
pub(super) fn head(notebook: &Notebook, ran: &Ran) -> String {
    let mut text = String::new();
    if let Some(title) = &notebook.front.title {
        text += &format!("# {}\n", escape::markdown(title));
    }
    if !ran.params.is_empty() || ran.project.is_some() {
        if !text.is_empty() {
            text.push('\n');
        }
        if let Some(project) = &ran.project {
            text += &format!("- project: {}\n", escape::markdown(project));
        }
        for (name, value) in &ran.params {
            let value = escape::markdown(&value.to_string());
            text += &format!("- {}: {value}\n", escape::markdown(name));
        }
    }
    text
}

/// Prose with its values, which are escaped.
pub(super) fn filled(notebook: &Notebook, ran: &Ran, prose: &Prose) -> Result<String> {
    let mut text = String::with_capacity(prose.text.len());
    let mut at = 0;
    for hole in &prose.holes {
        text += &prose.text[at..hole.range.start];
        let line = text.rsplit('\n').next().unwrap_or_default();
        let begins = line
            .chars()
            .all(|letter| letter.is_whitespace() || ">*-+#".contains(letter));
        let value = ran.fill(notebook, prose, hole)?;
        at = hole.range.end;
        text += &if begins {
            escape::markdown_line(&value, &prose.text[at..])
        } else {
            escape::markdown(&value)
        };
    }
    text += &prose.text[at..];
    Ok(text)
}

/// The words after a cell's fence.
fn info(query: &Query) -> String {
    match &query.name {
        Some(name) => format!("sql {name}"),
        None => "sql".to_owned(),
    }
}

/// Code between fences that are longer than any in it.
fn fenced(info: &str, code: &str) -> String {
    let mut longest = 0;
    let mut run = 0;
    for letter in code.chars() {
        run = if letter == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}{info}\n{}\n{fence}\n", code.trim_end_matches('\n'))
}
