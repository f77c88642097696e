//! Results and errors as Jupyter takes them.

use anyhow::Result;
use jupyter_protocol::{
    DisplayData, ExecuteResult, ExecutionCount, JupyterMessageContent, MediaType, ReplyError,
    StreamContent, Transient,
};
use serde_json::Value;
use veyl_core::notebook::Relation;
use veyl_core::write::BatchWriter;

use crate::output::one_line_each;
use crate::table::TableWriter;

/// Where the outputs of a cell go.
pub(super) struct Show<'p> {
    count: ExecutionCount,
    publish: Box<dyn Fn(JupyterMessageContent) + 'p>,
}

impl<'p> Show<'p> {
    pub(super) fn new(count: ExecutionCount, publish: impl Fn(JupyterMessageContent) + 'p) -> Self {
        Self {
            count,
            publish: Box::new(publish),
        }
    }

    pub(super) fn content(&self, content: JupyterMessageContent) {
        (self.publish)(content);
    }

    /// Text for the reader.
    pub(super) fn text(&self, text: &str) {
        self.content(StreamContent::stdout(&one_line_each(text)).into());
    }

    /// Something beside the result.
    pub(super) fn note(&self, text: impl std::fmt::Display) {
        self.content(StreamContent::stderr(&format!("{text}\n")).into());
    }

    /// A table: `rows` of it as HTML and as text. The last one of a cell is its result.
    pub(super) fn table(&self, relation: &Relation, rows: usize, last: bool) -> Result<()> {
        let media = vec![
            MediaType::Html(relation.to_html(rows)?),
            MediaType::Plain(plain(relation, rows)?),
        ];
        if last {
            let mut result = ExecuteResult::from((self.count, media));
            result.transient = Some(Transient::default());
            self.content(result.into());
        } else {
            self.content(DisplayData::from(media).into());
        }
        Ok(())
    }

    /// A chart; where Jupyter does not draw it, a word in its place.
    pub(super) fn chart(&self, spec: Value, name: &str) {
        let media = vec![
            MediaType::VegaLiteV5(spec),
            MediaType::Plain(format!("a chart of {name}")),
        ];
        self.content(DisplayData::from(media).into());
    }
}

fn plain(relation: &Relation, rows: usize) -> Result<String> {
    let mut text = Vec::new();
    let most = if rows == usize::MAX { 0 } else { rows };
    let mut table = TableWriter::new(&mut text, most, None)
        .with_types()
        .with_more(".maxrows 0 shows all");
    table.start(&relation.schema)?;
    let mut here = 0;
    for batch in &relation.batches {
        here += batch.num_rows();
        table.write(batch)?;
    }
    let total = usize::try_from(relation.total).unwrap_or(usize::MAX);
    table.leave_out(total.saturating_sub(here));
    table.finish()?;
    drop(table);
    Ok(String::from_utf8_lossy(&text).trim_end().to_owned())
}

/// An error, with the line of the cell and the caret below it where DuckDB gives one.
pub(super) fn failure(error: &anyhow::Error, stopped: bool) -> ReplyError {
    if stopped {
        return ReplyError {
            ename: "Interrupted".to_owned(),
            evalue: "the cell was stopped".to_owned(),
            traceback: vec!["Interrupted: the cell was stopped".to_owned()],
        };
    }
    let told = one_line_each(&crate::told(error));
    let first = told.lines().next().unwrap_or_default();
    // DuckDB's errors begin with their kind: `Parser Error: ...`.
    let (ename, evalue) = match first.split_once(" Error: ") {
        Some((kind, rest)) if kind.chars().all(char::is_alphabetic) => {
            (format!("{kind} Error"), rest)
        }
        _ => ("Error".to_owned(), first),
    };
    ReplyError {
        evalue: evalue.to_owned(),
        traceback: told.lines().map(str::to_owned).collect(),
        ename,
    }
}
