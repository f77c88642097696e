//! The export formats, described for people.

use serde::Serialize;

use crate::adapt::builtin::{ADAPTERS, SYNONYMS};
use crate::adapt::spec::Spec;

/// An export format and how it is recognised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FormatInfo {
    /// The name that `--format` takes.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// The platform of its posts; `None` where the records or the user say it.
    pub platform: Option<String>,
    /// Paths that its records have.
    pub has: Vec<String>,
    /// Paths of which its records have at least one.
    pub any: Vec<String>,
    /// Paths that its records do not have.
    pub lacks: Vec<String>,
    /// Where the list of records may lie in a file that wraps it.
    pub lists: Vec<String>,
}

impl FormatInfo {
    /// How it is recognised, in words.
    pub fn recognised_by(&self) -> String {
        if self.has.is_empty() {
            return "column names".to_owned();
        }
        let mut text = self.has.join(", ");
        if !self.any.is_empty() {
            text += &format!(", {}", self.any.join(" or "));
        }
        if !self.lacks.is_empty() {
            text += &format!(", no {}", self.lacks.join(", "));
        }
        text
    }
}

/// Every export format, the table in general last.
pub fn formats() -> Vec<FormatInfo> {
    ADAPTERS
        .iter()
        .chain(std::iter::once(&*SYNONYMS))
        .map(describe)
        .collect()
}

fn describe(spec: &Spec) -> FormatInfo {
    FormatInfo {
        name: spec.name.clone(),
        title: spec.title.clone(),
        platform: spec.platform.clone(),
        has: spec.recognise.has.clone(),
        any: spec.recognise.any.clone(),
        lacks: spec.recognise.lacks.clone(),
        lists: spec.lists.clone(),
    }
}
