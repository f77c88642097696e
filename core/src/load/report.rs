//! What a load read and what became of it.

use std::collections::BTreeMap;

use serde::Serialize;

/// How many different reasons are told apart.
const MOST_REASONS: usize = 100;

/// What became of one source. `read` is always `accepted + duplicates + rejected`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SourceReport {
    /// The file, or `<stdin>`.
    pub source: String,
    /// The name of the export format it was taken for.
    pub format: String,
    /// Why it was taken for that.
    pub why: String,
    /// The canonical table its rows went to.
    pub table: String,
    /// Records read.
    pub read: u64,
    /// Rows that are in the store after the load.
    pub accepted: u64,
    /// Rows that gave way to a better one of the same id in the same load.
    pub duplicates: u64,
    /// Records left out, each with a reason.
    pub rejected: u64,
}

/// What became of a whole load.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct LoadReport {
    /// One entry per source, in the order given.
    pub sources: Vec<SourceReport>,
    /// Rejected rows by reason, as `field: reason`.
    pub reasons: BTreeMap<String, u64>,
    /// Posts that the store did not have.
    pub new_posts: u64,
    /// Posts whose values changed.
    pub updated_posts: u64,
    /// Posts that the store had just so.
    pub unchanged_posts: u64,
    /// Links between posts and hashtags on which the files disagree: tables of
    /// their own say one thing, the posts' own lists another. Both are kept.
    pub disagreements: u64,
    /// Whether the store changed; false after a dry run.
    pub changed: bool,
}

impl LoadReport {
    /// All records read.
    pub fn read(&self) -> u64 {
        self.sources.iter().map(|source| source.read).sum()
    }

    /// All rows accepted.
    pub fn accepted(&self) -> u64 {
        self.sources.iter().map(|source| source.accepted).sum()
    }

    /// All duplicates.
    pub fn duplicates(&self) -> u64 {
        self.sources.iter().map(|source| source.duplicates).sum()
    }

    /// All rejects.
    pub fn rejected(&self) -> u64 {
        self.sources.iter().map(|source| source.rejected).sum()
    }

    /// The reason of most rejects, as `field: reason`, and their number.
    pub fn commonest_reason(&self) -> Option<(&str, u64)> {
        let mut commonest = None;
        for (reason, rows) in &self.reasons {
            if commonest.is_none_or(|(_, most)| *rows > most) {
                commonest = Some((reason.as_str(), *rows));
            }
        }
        commonest
    }

    /// Counts a reject under its reason.
    pub(crate) fn count_reason(&mut self, field: &str, reason: &str, rows: u64) {
        let key = if field.is_empty() {
            reason.to_owned()
        } else {
            format!("{field}: {reason}")
        };
        // Reasons are few; a broken file must not make them many.
        let key = if self.reasons.len() >= MOST_REASONS && !self.reasons.contains_key(&key) {
            "other reasons".to_owned()
        } else {
            key
        };
        *self.reasons.entry(key).or_default() += rows;
    }
}
