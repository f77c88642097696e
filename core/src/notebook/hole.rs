//! `{{name.column|format}}` in prose, in whose place a value is shown.

use std::ops::Range;

use crate::Result;
use crate::notebook::format::ValueFormat;
use crate::notebook::front::is_name;
use crate::notebook::wrong;
use crate::value::shorten;

/// A place in prose where a value is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hole {
    /// Where it stands in the text it was found in, in bytes.
    pub(super) range: Range<usize>,
    /// The cell, or `params`.
    pub(super) relation: String,
    /// The column of its first row, or the parameter.
    pub(super) column: String,
    /// How the value is written.
    pub(super) format: ValueFormat,
    /// The 1-based line within the text it was found in.
    pub(super) line: u64,
}

/// The holes of a text, but for those within `code`; `\{{` is none.
///
/// # Errors
/// `Notebook`, with the line within the text, where `{{` begins something else.
pub(super) fn holes(text: &str, code: &[Range<usize>]) -> Result<Vec<Hole>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(place) = text[at..].find("{{") {
        let begin = at + place;
        at = begin + 2;
        let in_code = code.iter().find(|range| range.contains(&begin));
        if let Some(code) = in_code {
            at = at.max(code.end);
            continue;
        }
        if text[..begin].ends_with('\\') {
            continue;
        }
        let line = text[..begin].matches('\n').count() as u64 + 1;
        let broken = || {
            let shown = text[begin..].lines().next().unwrap_or_default();
            wrong(format!("`{}` names no value", shorten(shown)))
                .at_line(line)
                .hint("{{name.column}} is a value of the cell `name`, {{name.column|int}} one in a format; \\{{ is just text")
        };
        let end = text[at..].find("}}").map(|end| at + end);
        let end = end.ok_or_else(broken)?;
        let (path, format) = match text[at..end].split_once('|') {
            Some((path, format)) => (path, format.trim_end_matches('\\').trim()),
            None => (&text[at..end], ""),
        };
        // Within a table of Markdown, the `|` is written `\|`.
        let path = path.trim().trim_end_matches('\\');
        let (relation, column) = path.trim().split_once('.').ok_or_else(broken)?;
        let (relation, column) = (relation.trim(), column.trim());
        if !is_name(relation) || column.is_empty() || column.contains(['{', '}', '\n']) {
            return Err(broken());
        }
        found.push(Hole {
            range: begin..end + 2,
            relation: relation.to_ascii_lowercase(),
            column: column.to_owned(),
            format: format
                .parse()
                .map_err(|error: crate::Error| error.at_line(line))?,
            line,
        });
        at = end + 2;
    }
    Ok(found)
}
