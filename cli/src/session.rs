//! What every command shares: which store, and how to answer.

use std::path::PathBuf;

use anyhow::Result;
use chrono::Utc;
use serde::Serialize;
use veyl_core::load::LoadReport;
use veyl_core::read::Input;
use veyl_core::sql::{Store, StoreOptions};

/// The store that is meant, and whether answers are for programs.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) db: PathBuf,
    pub(crate) json: bool,
    pub(crate) verbose: bool,
}

impl Session {
    /// The store, for reading.
    pub(crate) fn open(&self) -> Result<Store> {
        Ok(Store::open(&self.db, &StoreOptions::default())?)
    }

    /// The store, for writing; made if there is none.
    pub(crate) fn open_for_writing(&self) -> Result<Store> {
        Ok(Store::open_for_writing(&self.db, &StoreOptions::default())?)
    }

    /// The store, for writing; an error if there is none.
    pub(crate) fn open_existing_for_writing(&self) -> Result<Store> {
        if !self.db.exists() {
            // The error for a missing store is the same for reading.
            self.open()?;
        }
        self.open_for_writing()
    }

    /// Says on standard error what only those want to know who ask for more.
    pub(crate) fn explain(&self, text: impl std::fmt::Display) {
        if self.verbose {
            crate::output::tell(text);
        }
    }

    /// Prints `value` as JSON, or `text` for people.
    pub(crate) fn answer<T: Serialize>(
        &self,
        value: &T,
        text: impl FnOnce() -> String,
    ) -> Result<()> {
        let text = if self.json {
            serde_json::to_string_pretty(value)? + "\n"
        } else {
            text()
        };
        crate::output::print(&text)
    }
}

/// Now, in UTC microseconds: the only place where the program reads the clock.
pub(crate) fn now() -> i64 {
    Utc::now().timestamp_micros()
}

/// The inputs that arguments name.
pub(crate) fn inputs(arguments: &[String]) -> Result<Vec<Input>> {
    Ok(veyl_core::read::expand(arguments)?)
}

/// Says how many rows of files that no store takes in were rejected.
pub(crate) fn tell_rejected(report: &LoadReport) {
    if report.rejected() > 0 {
        crate::output::tell(format_args!(
            "{} of {} rows were rejected; `veyl check FILE` names them",
            report.rejected(),
            report.read()
        ));
    }
}
