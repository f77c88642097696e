//! Arguments to report folders.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::trend::dated::{DatedReport, MANIFEST, PassedOver, read};
use crate::{Error, ErrorKind, Result};

/// The reports that were found, and what was passed over.
#[derive(Debug, Clone, Default)]
pub struct Reports {
    /// By day, then by the time at which they were made, then by folder.
    pub reports: Vec<DatedReport>,
    /// In the order of the arguments.
    pub passed_over: Vec<PassedOver>,
}

/// The reports in `arguments`: folders of reports, folders with such in them,
/// or patterns of folders such as `reports/2026-*`. What is missing, half-written
/// or of another version is passed over, with the reason.
///
/// # Errors
/// `Argument` where a pattern is none.
pub fn find<S: AsRef<str>>(arguments: impl IntoIterator<Item = S>) -> Result<Reports> {
    let mut found = Reports::default();
    let mut seen = BTreeSet::new();
    for argument in arguments {
        let argument = argument.as_ref();
        let folders = match folders(argument)? {
            Ok(folders) => folders,
            Err(reason) => {
                found.pass_over(Path::new(argument), reason.to_owned());
                continue;
            }
        };
        for folder in folders {
            // The same folder twice is one report.
            let real = folder.canonicalize().unwrap_or_else(|_| folder.clone());
            if !seen.insert(real) {
                continue;
            }
            match read(&folder) {
                Ok(report) => found.reports.push(report),
                Err(reason) => found.pass_over(&folder, reason),
            }
        }
    }
    found.reports.sort_by(|one, other| {
        let key = |report: &DatedReport| (report.day, report.created_at);
        (key(one), &one.folder).cmp(&(key(other), &other.folder))
    });
    Ok(found)
}

impl Reports {
    fn pass_over(&mut self, folder: &Path, reason: String) {
        self.passed_over.push(PassedOver {
            folder: folder.to_owned(),
            reason,
        });
    }
}

/// The folders that an argument stands for, or why it stands for none.
fn folders(argument: &str) -> Result<Result<Vec<PathBuf>, &'static str>> {
    let path = Path::new(argument);
    // Also where a name holds `*` or `[`: what exists is meant.
    if path.symlink_metadata().is_ok() {
        return Ok(within(path));
    }
    if !argument.contains(['*', '?', '[']) {
        return Ok(Err("there is no such folder"));
    }
    let paths = glob::glob(argument).map_err(|error| {
        Error::new(
            ErrorKind::Argument,
            format!("`{argument}` is no pattern: {error}"),
        )
        .hint("`*` stands for any part of a name, `[ab]` for one of these characters")
    })?;
    let mut folders = Vec::new();
    for path in paths.filter_map(Result::ok).filter(|path| path.is_dir()) {
        // One without reports in it is passed over by its own name.
        folders.extend(within(&path).unwrap_or_else(|_| vec![path.clone()]));
    }
    if folders.is_empty() {
        return Ok(Err("no folder matches"));
    }
    Ok(Ok(folders))
}

/// The folder itself where it is a report, else the folders in it.
fn within(path: &Path) -> Result<Vec<PathBuf>, &'static str> {
    if path.join(MANIFEST).exists() {
        return Ok(vec![path.to_owned()]);
    }
    let entries = fs::read_dir(path).map_err(|_| "it is no folder that can be read")?;
    let mut folders: Vec<_> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| path.is_dir() && !is_hidden(path))
        .collect();
    if folders.is_empty() {
        return Err("there is no report in it");
    }
    folders.sort();
    Ok(folders)
}

/// Hidden folders are none of ours, but for reports that were broken off.
fn is_hidden(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with('.') && !name.contains(".partial-")
}
