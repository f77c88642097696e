//! A record that was left out: where it stood and why.

use serde::Serialize;

use crate::adapt::rule::Misfit;
use crate::read::Broken;
use crate::value;

/// A record that was left out. The source is known to whoever holds the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reject {
    /// The 1-based number of the record within its source.
    pub record: u64,
    /// The 1-based line within its source, for text formats.
    pub line: Option<u64>,
    /// The field of the canonical table that could not be made, or the column
    /// that is no text; empty where the record as a whole is broken.
    pub field: String,
    /// The value found, shortened; of a broken record, what stands around the fault.
    pub value: String,
    /// What is wrong, in the same words for every record, so that rejects can
    /// be counted by it.
    pub reason: String,
}

impl Reject {
    /// A record whose values do not make a row.
    pub(crate) fn misfit(misfit: Misfit, record: u64, line: Option<u64>) -> Self {
        Self {
            record,
            line,
            field: misfit.field.to_owned(),
            value: value::shorten(&misfit.value),
            reason: misfit.reason.into_owned(),
        }
    }

    /// A record that the reader already could not make out.
    pub(crate) fn broken(broken: &Broken) -> Self {
        Self {
            record: broken.record,
            line: broken.line,
            field: broken.column.clone().unwrap_or_default(),
            value: broken.excerpt.clone(),
            reason: broken.reason.clone(),
        }
    }
}
