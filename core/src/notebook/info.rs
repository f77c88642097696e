//! The word after the fence of a cell: ` ```sql name rows=20 limit=30s hide `.

use std::time::Duration;

use crate::Result;
use crate::notebook::front::is_name;
use crate::notebook::wrong;
use crate::value::shorten;

/// What a fence says of the cell in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Info {
    /// A question.
    Sql {
        name: Option<String>,
        rows: Option<usize>,
        limit: Option<Duration>,
        hide: bool,
    },
    /// A chart of the relation of that name.
    Chart { data: String },
    /// Any other code, which stays as it is.
    Code,
}

/// Reads the text after a fence.
///
/// # Errors
/// `Notebook` where it begins as a cell and goes on as none.
pub(super) fn info(text: &str) -> Result<Info> {
    let mut words = text.split_whitespace();
    match words.next() {
        Some("sql") => sql(words),
        Some("vega-lite") => chart(words),
        _ => Ok(Info::Code),
    }
}

fn sql<'t>(words: impl Iterator<Item = &'t str>) -> Result<Info> {
    let (mut name, mut rows, mut limit, mut hide) = (None, None, None, false);
    for (place, word) in words.enumerate() {
        match word.split_once('=') {
            Some(("rows", number)) => match number.parse() {
                Ok(number) => rows = Some(number),
                Err(_) => {
                    return Err(wrong(format!("rows={} is no number", shorten(number)))
                        .hint("rows=20 shows 20 rows"));
                }
            },
            Some(("limit", time)) => limit = Some(seconds(time)?),
            None if place == 0 => name = Some(cell_name(word)?),
            None if word == "hide" => hide = true,
            _ => {
                return Err(
                    wrong(format!("`{}` says nothing about a cell", shorten(word)))
                        .hint("after ```sql stand a name, rows=N, limit=Ns, hide"),
                );
            }
        }
    }
    Ok(Info::Sql {
        name,
        rows,
        limit,
        hide,
    })
}

fn chart<'t>(words: impl Iterator<Item = &'t str>) -> Result<Info> {
    let mut data = None;
    for word in words {
        match word.split_once('=') {
            Some(("data", name)) => data = Some(cell_name(name)?),
            _ => {
                return Err(
                    wrong(format!("`{}` says nothing about a chart", shorten(word)))
                        .hint("```vega-lite data=NAME draws the result of the cell NAME"),
                );
            }
        }
    }
    match data {
        Some(data) => Ok(Info::Chart { data }),
        None => Err(wrong("the chart does not say what it draws")
            .hint("```vega-lite data=NAME draws the result of the cell NAME")),
    }
}

/// Names are those of SQL without quotes, in lower case: SQL does not tell cases apart.
fn cell_name(text: &str) -> Result<String> {
    let name = text.to_ascii_lowercase();
    if !is_name(&name) {
        return Err(wrong(format!("`{}` can not name a cell", shorten(text)))
            .hint("letters, digits and _, beginning with a letter"));
    }
    if name == "params" {
        return Err(wrong("`params` can not name a cell").hint("it stands for the parameters"));
    }
    Ok(name)
}

fn seconds(text: &str) -> Result<Duration> {
    let number = text.strip_suffix('s').unwrap_or(text);
    number
        .parse()
        .ok()
        .filter(|seconds| *seconds > 0)
        .map(Duration::from_secs)
        .ok_or_else(|| {
            wrong(format!("limit={} is no time", shorten(text))).hint("limit=30s is 30 seconds")
        })
}
