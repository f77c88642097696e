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

#[cfg(test)]
mod tests {
    use super::*;

    fn explained(text: &str) -> Error {
        let code = duckdb::ffi::Error::new(1);
        let error = duckdb::Error::DuckDBFailure(code, Some(text.to_owned()));
        explain(Path::new("a.duckdb"), &error)
    }

    #[test]
    fn a_lock_is_told_by_more_than_a_word() {
        let error = explained(
            "IO Error: Could not set lock on file \"/x (PID 1)/a.duckdb\": Conflicting lock is \
             held in /usr/bin/veyl (PID 77) by user ann. See also https://duckdb.org/",
        );
        assert_eq!(error.kind(), ErrorKind::Locked);
        assert!(
            error.message().ends_with("another process (PID 77)"),
            "{error}"
        );
        let error = explained("IO Error: Cannot open file \"/lock/a.duckdb\": No such file");
        assert_eq!(error.kind(), ErrorKind::Store);
    }

    #[test]
    fn another_version_is_named() {
        let error = explained(
            "IO Error: Trying to read a database file with version number 99, but we can only \
             read versions between 64 and 67.\nThe storage is not yet stable ... in block 1",
        );
        let said = error.to_string();
        assert!(
            said.starts_with("a.duckdb: the store was written by another version"),
            "{said}"
        );
        assert_eq!(said.lines().count(), 1, "{said}");
    }
}
