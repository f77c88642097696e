//! Why a store does not open, in words that say what to do.

use std::path::Path;

use crate::sql::open::store_error;
use crate::{Error, ErrorKind};

/// DuckDB's words on opening `path`, as ours. They hold the path, which may
/// hold any word: what tells one error from another is longer than a word.
pub(crate) fn explain(path: &Path, error: &duckdb::Error) -> Error {
    let error = store_error(error);
    let text = error.message();
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let named =
        |kind, message: String| Error::new(kind, message).in_source(path.display().to_string());

    if says(&["Could not set lock on file", "used by another process"]) {
        return named(
            ErrorKind::Locked,
            format!("the store is in use by {}", holder(text)),
        )
        .hint("one process can write, or many can read; wait until it is done");
    }
    if says(&[
        "it is not a valid DuckDB database file",
        "Extension \"sqlite",
    ]) {
        return named(
            ErrorKind::Store,
            "this file is not a DuckDB database".to_owned(),
        )
        .hint("--db names the store; files to load are given without --db");
    }
    let first = text.lines().next().unwrap_or_default();
    if says(&["a database file with version number"]) {
        return named(
            ErrorKind::Store,
            format!("the store was written by another version of DuckDB: {first}"),
        )
        .hint("use the veyl that wrote it, or load the exports into a new store");
    }
    if says(&[
        "Corrupt database file",
        "Could not read enough bytes",
        "checksum",
    ]) {
        return named(
            ErrorKind::Store,
            format!("the store is damaged or cut off: {first}"),
        )
        .hint("put a copy of it back, or load the exports into a new store");
    }
    named(error.kind(), first.to_owned())
}

/// Who holds the lock, as far as DuckDB says.
fn holder(text: &str) -> String {
    let number: String = text
        .rsplit_once("(PID ")
        .map(|(_, rest)| rest.chars().take_while(char::is_ascii_digit).collect())
        .unwrap_or_default();
    if number.is_empty() {
        "another process".to_owned()
    } else {
        format!("another process (PID {number})")
    }
}
