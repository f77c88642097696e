//! Results as tables in HTML, Markdown and plain text.

use std::fmt::Write;

use arrow::datatypes::DataType;

use crate::Result;
use crate::notebook::escape;
use crate::notebook::format::rounded;
use crate::notebook::ran::Relation;
use crate::write::cell_text;

/// The longest text shown in a cell, in characters.
const LONGEST: usize = 300;

/// The first rows of a result, as texts.
pub(super) struct Shown {
    header: Vec<(String, DataType)>,
    rows: Vec<Vec<Cell>>,
    total: u64,
}

struct Cell {
    /// What is shown; `None` for NULL.
    shown: Option<String>,
    /// What sorts: the exact number.
    exact: Option<String>,
}

impl Shown {
    /// The first `most` rows of `result`.
    pub(super) fn new(result: &Relation, most: usize) -> Result<Self> {
        let fields = result.schema.fields().iter();
        let header: Vec<_> = fields
            .map(|field| (field.name().clone(), field.data_type().clone()))
            .collect();
        let rows = result.rows().take(most).map(|(batch, row)| {
            let columns = batch.columns().iter().zip(&header);
            columns
                .map(|(column, (_, kind))| {
                    let text = cell_text(column, row)?;
                    let exact = text.clone().filter(|_| kind.is_numeric());
                    let shown = text.map(|text| match kind {
                        kind if kind.is_floating() => rounded(&text),
                        kind if kind.is_numeric() => text,
                        _ => shortened(text),
                    });
                    Ok(Cell { shown, exact })
                })
                .collect::<Result<Vec<_>>>()
        });
        Ok(Self {
            rows: rows.collect::<Result<_>>()?,
            header,
            total: result.total,
        })
    }

    /// What is left out, in words; `None` where nothing is.
    fn note(&self) -> Option<String> {
        let shown = self.rows.len() as u64;
        match self.total {
            0 => Some("no rows".to_owned()),
            total if total > shown => Some(format!("the first {shown} of {total} rows")),
            _ => None,
        }
    }

    /// A table of HTML; nothing of the data is markup.
    pub(super) fn html(&self) -> String {
        let mut text = String::from("<table class=\"result\">\n<thead><tr>");
        for (name, kind) in &self.header {
            let class = class(kind);
            // Writing into a text does not fail.
            let _ = write!(text, "<th{class} scope=\"col\">{}</th>", escape::html(name));
        }
        text.push_str("</tr></thead>\n<tbody>\n");
        for row in &self.rows {
            text.push_str("<tr>");
            for (cell, (_, kind)) in row.iter().zip(&self.header) {
                match (&cell.shown, &cell.exact) {
                    (None, _) => text.push_str("<td class=\"null\">NULL</td>"),
                    (Some(shown), Some(exact)) if kind.is_numeric() => {
                        let (shown, exact) = (escape::html(shown), escape::html(exact));
                        let _ = write!(text, "<td class=\"n\" data-n=\"{exact}\">{shown}</td>");
                    }
                    (Some(shown), _) => {
                        let class = class(kind);
                        let _ = write!(text, "<td{class}>{}</td>", escape::html(shown));
                    }
                }
            }
            text.push_str("</tr>\n");
        }
        text.push_str("</tbody>\n</table>\n");
        if let Some(note) = self.note() {
            let _ = writeln!(text, "<p class=\"note\">{note}</p>");
        }
        text
    }

    /// A table of Markdown.
    pub(super) fn markdown(&self) -> String {
        let mut text = String::new();
        for (name, _) in &self.header {
            let _ = write!(text, "| {} ", escape::markdown(name));
        }
        text.push_str("|\n");
        for (_, kind) in &self.header {
            text.push_str(if kind.is_numeric() { "|---:" } else { "|---" });
        }
        text.push_str("|\n");
        for row in &self.rows {
            for cell in row {
                let cell = cell.shown.as_deref();
                let cell = cell.map_or("*NULL*".to_owned(), escape::markdown);
                let _ = write!(text, "| {cell} ");
            }
            text.push_str("|\n");
        }
        if let Some(note) = self.note() {
            let _ = write!(text, "\n*{note}*\n");
        }
        text
    }

    /// Lines of text, columns parted by tabs.
    #[cfg_attr(
        not(feature = "duckdb"),
        allow(dead_code, reason = "what runs a notebook asks for it")
    )]
    pub(super) fn plain(&self) -> String {
        let line = |cells: Vec<String>| cells.join("\t") + "\n";
        let mut text = line(self.header.iter().map(|(name, _)| name.clone()).collect());
        for row in &self.rows {
            let cells = row.iter().map(|cell| {
                let cell = cell.shown.as_deref().unwrap_or("NULL");
                let blank = cell.replace(['\t', '\n', '\r'], " ");
                // Text of the data must not steer a terminal.
                blank.replace(char::is_control, "")
            });
            text += &line(cells.collect());
        }
        if let Some(note) = self.note() {
            text += &format!("({note})\n");
        }
        text
    }
}

/// Numbers stand to the right, and times on one line.
fn class(kind: &DataType) -> &'static str {
    match kind {
        kind if kind.is_numeric() => " class=\"n\"",
        kind if kind.is_temporal() => " class=\"t\"",
        _ => "",
    }
}

fn shortened(text: String) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => text[..end].to_owned() + "…",
        None => text,
    }
}
