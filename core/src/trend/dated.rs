//! A folder as a report of a day, checked before anything of it is read.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use arrow::datatypes::DataType;
use chrono::{DateTime, NaiveDate};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde::Deserialize;

use crate::report::described;
use crate::trend::figures::SOURCES;
use crate::view::View;

/// What a report says of itself.
pub(super) const MANIFEST: &str = "manifest.json";

/// A report that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedReport {
    /// Its folder.
    pub folder: PathBuf,
    /// Its day (UTC): that with which the folder's name begins, else the day on
    /// which it was made.
    pub day: NaiveDate,
    /// When it was made, in UTC microseconds.
    pub created_at: i64,
    /// The names of its files, as [`SOURCES`] has their views.
    pub(super) files: [String; SOURCES.len()],
}

/// A folder that was passed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassedOver {
    /// The folder, or the argument where there is none.
    pub folder: PathBuf,
    /// Why.
    pub reason: String,
}

/// Of a manifest, what trends need.
#[derive(Deserialize)]
struct Manifest {
    veyl: String,
    created_at: String,
    format: String,
    files: Vec<ManifestFile>,
}

#[derive(Deserialize)]
struct ManifestFile {
    view: String,
    file: String,
    bytes: u64,
    sha256: String,
}

/// The report in `folder`, or why there is none that can be read: every file of
/// its manifest must be there in its size, and those that are read must be the
/// bytes that were written.
pub(super) fn read(folder: &Path) -> Result<DatedReport, String> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    if name.starts_with('.') {
        return Err("half-written: the report was broken off".to_owned());
    }
    let text = match std::fs::read_to_string(folder.join(MANIFEST)) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(format!("no {MANIFEST} in it: no report, or half of one"));
        }
        Err(error) => return Err(format!("{MANIFEST} can not be read: {error}")),
    };
    let manifest: Manifest = serde_json::from_str(&text)
        .map_err(|error| format!("{MANIFEST} is not that of a report: {error}"))?;
    let ours = env!("CARGO_PKG_VERSION");
    if line_of(&manifest.veyl) != line_of(ours) {
        return Err(format!(
            "written by veyl {}, which this veyl {ours} does not read",
            manifest.veyl
        ));
    }
    if manifest.format != "parquet" {
        return Err(format!(
            "its files are {}; trends read reports in Parquet",
            manifest.format
        ));
    }
    for file in &manifest.files {
        let known = folder.join(&file.file).metadata();
        let bytes = known
            .map_err(|_| format!("{} is missing", file.file))?
            .len();
        if bytes != file.bytes {
            return Err(format!(
                "{} has {bytes} bytes and not {}, as the manifest says",
                file.file, file.bytes
            ));
        }
    }
    let created_at = DateTime::parse_from_rfc3339(&manifest.created_at)
        .map_err(|_| format!("`{}` in its manifest is no time", manifest.created_at))?;
    let mut files = [const { String::new() }; SOURCES.len()];
    for (view, place) in SOURCES.iter().zip(&mut files) {
        *place = checked(folder, &manifest, view)?;
    }
    Ok(DatedReport {
        folder: folder.to_owned(),
        day: day_of(&name).unwrap_or_else(|| created_at.to_utc().date_naive()),
        created_at: created_at.timestamp_micros(),
        files,
    })
}

/// The name of a view's file, which must be whole and of the view's columns.
fn checked(folder: &Path, manifest: &Manifest, view: &str) -> Result<String, String> {
    let mut files = manifest.files.iter();
    let file = files
        .find(|file| file.view == view)
        .ok_or_else(|| format!("it has no {view}"))?;
    let name = &file.file;
    let broken = |error: &dyn std::fmt::Display| format!("{name} can not be read: {error}");
    let view = View::named(view).map_err(|error| broken(&error))?;
    let there = described(view, folder, name.clone(), 0).map_err(|error| broken(&error))?;
    if there.sha256 != file.sha256 {
        return Err(format!(
            "{name} is not as it was written: its SHA-256 differs"
        ));
    }
    let bytes = File::open(folder.join(name)).map_err(|error| broken(&error))?;
    let reader = ParquetRecordBatchReaderBuilder::try_new(bytes).map_err(|error| broken(&error))?;
    for wanted in view.arrow().fields() {
        let there = reader.schema().field_with_name(wanted.name());
        if there.map_or(&DataType::Null, |field| field.data_type()) != wanted.data_type() {
            return Err(format!(
                "written by another version: {name} has no column `{}` as {} has it now",
                wanted.name(),
                view.name
            ));
        }
    }
    Ok(name.clone())
}

/// Of a version, what must be the same for reports to be read: the first number,
/// and the second too where the first is 0.
fn line_of(version: &str) -> (&str, &str) {
    let mut numbers = version.split('.');
    match (numbers.next(), numbers.next()) {
        (Some("0"), Some(minor)) => ("0", minor),
        (Some(major), _) => (major, ""),
        (None, _) => ("", ""),
    }
}

/// The day with which the name of a folder begins: `2026-01-31`, `2026-01-31T120000Z`.
fn day_of(name: &str) -> Option<NaiveDate> {
    let day = name.get(..10)?;
    let ends = !name[10..].starts_with(|next: char| next.is_ascii_digit());
    let day = NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()?;
    (ends && name.as_bytes()[4] == b'-').then_some(day)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_what_a_name_begins_with() {
        let day = NaiveDate::from_ymd_opt(2026, 1, 31);
        for (name, known) in [
            ("2026-01-31", day),
            ("2026-01-31T120000Z", day),
            ("2026-01-31 again", day),
            ("2026-01-311", None),
            ("2026-02-31", None),
            ("2026-1-31", None),
            ("january", None),
            ("20260131", None),
            ("2026-01-3é", None),
        ] {
            assert_eq!(day_of(name), known, "{name}");
        }
    }

    #[test]
    fn versions_of_one_line_read_each_other() {
        for (one, other, same) in [
            ("0.1.0", "0.1.7", true),
            ("0.1.0", "0.2.0", false),
            ("1.2.0", "1.9.3", true),
            ("1.2.0", "2.2.0", false),
            ("0.1.0", "", false),
        ] {
            assert_eq!(line_of(one) == line_of(other), same, "{one} {other}");
        }
    }
}
