//! `--check`: whether a notebook still gives what was written down.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use veyl_core::notebook::{Notebook, Origin, Ran, to_markdown_with_origins};

use crate::args::NotebookFormat;
use crate::output::one_line_each;

/// Fails with the first line that differs, and the cell it is of, where `path`
/// does not hold `written`.
pub(super) fn unchanged(
    notebook: &Notebook,
    ran: &Ran,
    path: &Path,
    written: &str,
    format: NotebookFormat,
) -> Result<()> {
    let shown = path.display();
    let recorded = fs::read_to_string(path)
        .with_context(|| format!("the recorded output {shown} can not be read"))?;
    if recorded == written {
        return Ok(());
    }
    let mut lines = recorded.lines().zip(written.lines());
    let same = lines.by_ref().take_while(|(old, new)| old == new).count();
    let line = same + 1;
    let short = |text: &str| {
        let text = text.lines().nth(same).unwrap_or("(nothing)");
        one_line_each(&text.chars().take(100).collect::<String>())
    };
    let mut of = notebook.source().to_owned();
    if format == NotebookFormat::Markdown {
        let (_, origins) = to_markdown_with_origins(notebook, ran)?;
        of = place(notebook, &origins, line as u64);
    }
    bail!(
        "{of}: its output has changed: line {line} of {shown} was\n  {}\nand now is\n  {}\n\
         without --check, it is written anew",
        short(&recorded),
        short(written)
    )
}

/// The file, line and cell that a line of the output comes from.
fn place(notebook: &Notebook, origins: &[Origin], line: u64) -> String {
    let source = notebook.source();
    match origins.iter().rev().find(|origin| origin.first <= line) {
        Some(Origin {
            line,
            name: Some(name),
            ..
        }) => format!("{source}, line {line}, cell `{name}`"),
        Some(origin) => format!("{source}, line {}", origin.line),
        None => source.to_owned(),
    }
}
