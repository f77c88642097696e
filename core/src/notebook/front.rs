//! The front matter: YAML between two lines of `---` at the top of the file.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;

use crate::notebook::param::{ParamSpec, ParamType};
use crate::notebook::wrong;
use crate::{Error, Result};

/// Rows of a table that are shown where nothing else is said.
const ROWS: usize = 50;

/// The time a cell has where nothing else is said.
const LIMIT: Duration = Duration::from_mins(1);

/// What the front matter of a notebook says.
#[derive(Debug, Clone, PartialEq)]
pub struct Front {
    /// The title; where absent, the first heading is one.
    pub title: Option<String>,
    /// The project that the project views speak of; all projects where absent.
    pub project: Option<String>,
    /// The parameters, by name.
    pub params: Vec<ParamSpec>,
    /// How many rows of a table are shown.
    pub rows: usize,
    /// How long a cell may run.
    pub limit: Duration,
}

impl Default for Front {
    fn default() -> Self {
        Self {
            title: None,
            project: None,
            params: Vec::new(),
            rows: ROWS,
            limit: LIMIT,
        }
    }
}

/// The front matter as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Written {
    title: Option<String>,
    project: Option<String>,
    params: BTreeMap<String, WrittenParam>,
    rows: Option<usize>,
    limit: Option<u64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenParam {
    r#type: String,
    #[serde(default)]
    default: Option<serde_json::Value>,
    #[serde(default)]
    about: Option<String>,
}

/// The front matter of `text`, and the byte at which the Markdown after it begins.
///
/// # Errors
/// `Notebook` with the line where it is not YAML, names a key that there is
/// not, or is never closed.
pub(super) fn front(text: &str) -> Result<(Front, usize)> {
    let mut lines = text.split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == "---") else {
        return Ok((Front::default(), 0));
    };
    let begin = first.len();
    let mut at = begin;
    for line in lines {
        if matches!(line.trim_end(), "---" | "...") {
            return Ok((read(&text[begin..at])?, at + line.len()));
        }
        at += line.len();
    }
    Err(wrong("the front matter is never closed")
        .at_line(1)
        .hint("a line of --- ends it"))
}

fn read(yaml: &str) -> Result<Front> {
    if yaml
        .lines()
        .all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'))
    {
        return Ok(Front::default());
    }
    let written: Written = serde_saphyr::from_str(yaml).map_err(|error| not_yaml(&error))?;
    let mut params = Vec::new();
    for (name, param) in written.params {
        let line = line_of(yaml, &name);
        params.push(declared(name, param).map_err(|error| error.at_line(line))?);
    }
    Ok(Front {
        title: written.title,
        project: written.project,
        params,
        rows: written.rows.unwrap_or(ROWS),
        limit: written.limit.map_or(LIMIT, Duration::from_secs),
    })
}

fn declared(name: String, written: WrittenParam) -> Result<ParamSpec> {
    if !is_name(&name) {
        return Err(wrong(format!("`{name}` can not name a parameter"))
            .hint("letters, digits and _, beginning with a letter"));
    }
    let kind: ParamType = written.r#type.parse()?;
    let default = match written.default {
        None | Some(serde_json::Value::Null) => None,
        Some(serde_json::Value::String(text)) => Some(kind.parse_value(&name, &text)?),
        Some(other) => Some(kind.parse_value(&name, &other.to_string())?),
    };
    Ok(ParamSpec {
        name,
        kind,
        default,
        about: written.about,
    })
}

/// Whether cells and parameters can be called so.
pub(super) fn is_name(text: &str) -> bool {
    let mut letters = text.chars();
    letters
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

/// The line of the file on which a parameter is declared; the first line is `---`.
fn line_of(yaml: &str, name: &str) -> u64 {
    let declares = |line: &str| {
        line.trim_start()
            .strip_prefix(name)
            .is_some_and(|rest| rest.trim_start().starts_with(':'))
    };
    let place = yaml.lines().position(declares).unwrap_or_default();
    place as u64 + 2
}

fn not_yaml(error: &serde_saphyr::Error) -> Error {
    let line = error.location().map_or(0, |place| place.line());
    // What follows the first line is a picture of the place, which we name ourselves.
    let text = error.to_string();
    let first = text.lines().next().unwrap_or_default();
    wrong(format!("the front matter can not be read: {first}"))
        .at_line(line + 1)
        .hint("it is YAML with the keys title, project, params, rows and limit")
}
