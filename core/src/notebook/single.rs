//! A cell on its own, without the file around it: what a Jupyter kernel is given.
//!
//! Its first line says what a fence says in a notebook file: `%%sql NAME rows=20`
//! for ` ```sql NAME rows=20 `, `%%vega-lite data=NAME` for a chart. A cell that
//! begins with a line of `---` is the front matter. Anything else is SQL.

use crate::notebook::front::{Front, front};
use crate::notebook::info::{Info, info};
use crate::notebook::model::{Chart, Query};
use crate::notebook::parse::{not_of_the_store, read_chart, within};
use crate::notebook::{bind, wrong};
use crate::value::shorten;
use crate::{Error, Result};

/// What a cell is.
#[derive(Debug, Clone)]
pub enum Cell {
    /// Front matter, for itself and the cells after it.
    Front(Front),
    /// A question whose result is kept under its name, if it has one.
    Query(Query),
    /// A chart of a result that was kept.
    Chart(Chart),
    /// Any number of statements.
    Statements,
}

impl Cell {
    /// Reads a cell; `front` declares the parameters that it can use.
    ///
    /// # Errors
    /// `Notebook` with the line within the cell: a first line that says
    /// nothing, front matter that is none, a parameter that there is not, a
    /// chart that is no JSON, a name that is a table's.
    pub fn parse(text: &str, declared: &Front) -> Result<Self> {
        if text.lines().next().map(str::trim_end) == Some("---") {
            let (read, end) = front(text)?;
            if !text[end..].trim().is_empty() {
                let line = text[..end].matches('\n').count() as u64 + 1;
                return Err(wrong("something follows the front matter")
                    .at_line(line)
                    .hint("the next cell is the place for it"));
            }
            return Ok(Self::Front(read));
        }
        let Some(rest) = text.strip_prefix("%%") else {
            return Ok(Self::Statements);
        };
        let (first, body) = rest.split_once('\n').unwrap_or((rest, ""));
        let at_first = |error: Error| error.at_line(1);
        match info(first).map_err(at_first)? {
            Info::Sql {
                name,
                rows,
                limit,
                hide,
            } => {
                if let Some(name) = &name {
                    not_of_the_store(name).map_err(at_first)?;
                }
                let (bound, params) =
                    bind::bind(body, &declared.params).map_err(|error| within(error, 2))?;
                Ok(Self::Query(Query {
                    name,
                    sql: body.to_owned(),
                    line: 2,
                    range: 0..text.len(),
                    rows,
                    limit,
                    hide,
                    bound,
                    params,
                    reads: Vec::new(),
                }))
            }
            Info::Chart { data } => read_chart(body, &data, 1, 0..text.len())
                .map(Self::Chart)
                .map_err(at_first),
            Info::Code => {
                let word = first.split_whitespace().next().unwrap_or_default();
                Err(
                    wrong(format!("there is no %%{}", shorten(word)))
                        .at_line(1)
                        .hint("%%sql NAME keeps a result, %%vega-lite data=NAME draws one; SQL needs no such line"),
                )
            }
        }
    }
}

/// SQL with `$1`, `$2` … in place of the names of parameters, and those names in
/// order. Where none are declared, `$1` means what it means to the engine.
///
/// # Errors
/// `Notebook` with the line within `sql` where a parameter is not declared.
#[cfg(feature = "duckdb")]
pub(crate) fn bound(sql: &str, declared: &Front) -> Result<(String, Vec<String>)> {
    if declared.params.is_empty() {
        return Ok((sql.to_owned(), Vec::new()));
    }
    bind::bind(sql, &declared.params)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<Cell> {
        Cell::parse(text, &Front::default())
    }

    #[test]
    fn the_first_line_says_what_a_cell_is() {
        assert!(matches!(parsed("SELECT 1"), Ok(Cell::Statements)));
        assert!(matches!(parsed(""), Ok(Cell::Statements)));
        let Ok(Cell::Query(query)) = parsed("%%sql Best rows=3 limit=5s hide\nSELECT 1\n") else {
            panic!("no query");
        };
        assert_eq!(
            (query.name.as_deref(), query.rows, query.hide),
            (Some("best"), Some(3), true)
        );
        assert_eq!(query.bound, "SELECT 1\n");
        let Ok(Cell::Chart(chart)) = parsed("%%vega-lite data=best\n{\"mark\": \"bar\"}") else {
            panic!("no chart");
        };
        assert_eq!(chart.data_name(), "best");
        let Ok(Cell::Front(front)) =
            parsed("---\nproject: P\nparams:\n  least: { type: int, default: 3 }\n---\n")
        else {
            panic!("no front matter");
        };
        assert_eq!(front.project.as_deref(), Some("P"));
        let Ok(Cell::Query(query)) = Cell::parse("%%sql\nSELECT $least", &front) else {
            panic!("no query");
        };
        assert_eq!(
            (query.bound.as_str(), query.params),
            ("SELECT $1", vec!["least".to_owned()])
        );
    }

    #[test]
    fn what_is_wrong_has_its_line() {
        for (text, line, word) in [
            ("%%bash\nls", 1, "no %%bash"),
            ("%%sql a b\nSELECT 1", 1, "`b` says nothing"),
            ("%%sql posts\nSELECT 1", 1, "is a table or view"),
            ("%%sql a\nSELECT 1,\n$least", 3, "no parameter `$least`"),
            ("%%vega-lite\n{}", 1, "what it draws"),
            ("%%vega-lite data=a\n{\"mark\":\n}", 3, "no JSON object"),
            ("%%vega-lite data=a\n{\"data\": 1}", 1, "data of its own"),
            ("---\nwhat: 1\n---", 2, "can not be read"),
            ("---\nrows: 1\n---\nSELECT 1", 4, "follows the front matter"),
            ("---\nrows: 1", 1, "never closed"),
        ] {
            let error = parsed(text).err().map(|error| {
                let line = error.position().line;
                (line, error.to_string())
            });
            let Some((Some(found), said)) = error else {
                panic!("{text}: {error:?}");
            };
            assert_eq!(found, line, "{text}: {said}");
            assert!(said.contains(word), "{text}: {said}");
        }
    }
}
