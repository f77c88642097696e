//! The arguments of a command line as inputs: files, folders, patterns, `-`.

use std::path::{Path, PathBuf};

use super::input::Input;
use crate::error::{Error, ErrorKind, Result};

/// The files that are taken from a folder, with `.gz` or `.zst` after it or not.
const EXTENSIONS: [&str; 10] = [
    "json", "ndjson", "jsonl", "csv", "tsv", "txt", "parquet", "arrow", "ipc", "feather",
];

/// The inputs that `arguments` stand for, each argument's sorted by path.
///
/// A path that exists is taken as it is, a folder with all data files in it,
/// hidden ones left out; `-` is the standard input; anything else is a pattern
/// such as `exports/*.json` or `**/*.csv.gz`.
///
/// # Errors
/// If an argument stands for no file at all, or a folder cannot be read.
pub fn expand<S: AsRef<str>>(arguments: impl IntoIterator<Item = S>) -> Result<Vec<Input>> {
    let mut inputs = Vec::new();
    for argument in arguments {
        let argument = argument.as_ref();
        if argument == "-" {
            inputs.push(Input::stdin());
            continue;
        }
        let mut files = Vec::new();
        let path = Path::new(argument);
        // Also where a name holds `*` or `[`: what exists is meant.
        if path.symlink_metadata().is_ok() {
            if path.is_dir() {
                walk(path, &mut files)?;
                if files.is_empty() {
                    return Err(none(
                        argument,
                        "there is no data file in this folder",
                        &known(),
                    ));
                }
            } else {
                files.push(path.to_owned());
            }
        } else {
            files = matches(argument)?;
        }
        files.sort();
        inputs.extend(files.into_iter().map(Input::path));
    }
    Ok(inputs)
}

fn matches(pattern: &str) -> Result<Vec<PathBuf>> {
    if !pattern.contains(['*', '?', '[']) {
        return Err(none(
            pattern,
            "no such file or folder",
            "check the spelling; relative paths start at the working directory",
        ));
    }
    let options = glob::MatchOptions {
        require_literal_leading_dot: true,
        require_literal_separator: true,
        ..glob::MatchOptions::new()
    };
    let paths = glob::glob_with(pattern, options).map_err(|error| {
        Error::new(ErrorKind::Argument, format!("`{pattern}` is no pattern: {error}"))
            .hint("`*` stands for any part of a name, `**` for any folders, `[ab]` for one of these characters")
    })?;
    let mut files = Vec::new();
    for path in paths {
        let path = path.map_err(|error| {
            let name = error.path().display().to_string();
            Error::from(std::io::Error::from(error)).in_source(name)
        })?;
        if path.is_dir() {
            // Its own data files, as if it were named; an empty one is no match.
            if !pattern.contains("**") {
                walk(&path, &mut files)?;
            }
        } else {
            files.push(path);
        }
    }
    if files.is_empty() {
        return Err(none(
            pattern,
            "no file matches",
            "patterns are relative to the working directory; `**` reaches into folders",
        ));
    }
    Ok(files)
}

/// The data files in `folder` and those in it. Links to folders are not
/// followed, so that no ring is walked for ever.
fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let of_folder =
        |error: std::io::Error| Error::from(error).in_source(folder.display().to_string());
    let mut folders = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(of_folder)? {
        let entry = entry.map_err(of_folder)?;
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        let path = entry.path();
        if entry.file_type().map_err(of_folder)?.is_dir() {
            folders.push(path);
        } else if is_data(&path) && path.is_file() {
            files.push(path);
        }
    }
    folders.iter().try_for_each(|folder| walk(folder, files))
}

fn is_data(path: &Path) -> bool {
    let extension = |path: &Path| {
        path.extension()
            .and_then(|extension| extension.to_str())
            .map(str::to_ascii_lowercase)
    };
    let own = extension(path);
    let inner = match own.as_deref() {
        Some("gz" | "zst") => extension(&path.with_extension("")),
        _ => own,
    };
    inner.is_some_and(|name| EXTENSIONS.contains(&name.as_str()))
}

fn known() -> String {
    format!(
        "taken are .{}, also with .gz or .zst after it",
        EXTENSIONS.join(", .")
    )
}

fn none(argument: &str, message: &str, hint: &str) -> Error {
    Error::new(ErrorKind::NotFound, message)
        .in_source(argument)
        .hint(hint)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn folder(names: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in names {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        }
        folder
    }

    /// What an argument below `folder` stands for, relative to it.
    fn expanded(folder: &tempfile::TempDir, argument: &str) -> Result<Vec<String>> {
        let argument = folder.path().join(argument).display().to_string();
        let root = format!("{}/", folder.path().display());
        let inputs = expand([argument])?;
        let names = inputs.iter().map(|input| input.name().replace(&root, ""));
        Ok(names.collect())
    }

    #[test]
    fn folders_give_their_data_files_in_order() {
        let folder = folder(&[
            "b.csv.gz",
            "a.json",
            "c/d.NDJSON",
            "c/e.parquet.bak",
            ".hidden.json",
            ".git/x.json",
            "notes.md",
            "x.gz",
            "f.feather",
            "g.jsonl.zst",
        ]);
        let names = expanded(&folder, "").unwrap();
        assert_eq!(
            names,
            [
                "a.json",
                "b.csv.gz",
                "c/d.NDJSON",
                "f.feather",
                "g.jsonl.zst"
            ]
        );
    }

    #[test]
    fn patterns_are_expanded_and_names_are_not() {
        let folder = folder(&[
            "a1.json",
            "a2.json",
            "b[1].json",
            "b1.json",
            "sub/a3.json",
            ".a.json",
        ]);
        assert_eq!(
            expanded(&folder, "a*.json").unwrap(),
            ["a1.json", "a2.json"]
        );
        assert_eq!(
            expanded(&folder, "**/a*.json").unwrap(),
            ["a1.json", "a2.json", "sub/a3.json"]
        );
        assert_eq!(expanded(&folder, "b[1].json").unwrap(), ["b[1].json"]);
        assert_eq!(expanded(&folder, "s*").unwrap(), ["sub/a3.json"]);
    }

    #[test]
    fn no_file_is_told() {
        let folder = folder(&["notes.md"]);
        for argument in ["missing.json", "*.json", ""] {
            let error = expanded(&folder, argument).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::NotFound);
            assert!(error.position().source.is_some() && error.advice().is_some());
        }
        assert_eq!(
            expanded(&folder, "a[.json").unwrap_err().kind(),
            ErrorKind::Argument
        );
        assert_eq!(expand(["-"]).unwrap()[0].name(), "<stdin>");
    }
}
