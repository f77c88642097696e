//! Files and the standard input: what a page in a browser does not have.

use std::fs::File;
use std::path::{Path, PathBuf};

use super::input::{Input, Origin};
use crate::error::{Error, ErrorKind, Result};

impl Input {
    /// A file.
    pub fn path(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        Self {
            name: path.display().to_string(),
            origin: Origin::File(path),
        }
    }

    /// The standard input.
    pub fn stdin() -> Self {
        Self {
            name: "<stdin>".into(),
            origin: Origin::Stdin,
        }
    }
}

pub(super) fn file_size(path: &Path) -> Option<u64> {
    let metadata = std::fs::metadata(path).ok()?;
    // A pipe or a device says 0, and means that it does not know.
    metadata.is_file().then_some(metadata.len())
}

pub(super) fn open_file(path: &Path) -> Result<File> {
    let name = path.display().to_string();
    let file = File::open(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Error::new(ErrorKind::NotFound, "no such file")
            .in_source(&name)
            .hint("check the spelling; relative paths start at the working directory"),
        _ => Error::from(error).in_source(&name),
    })?;
    if file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
        return Err(Error::new(ErrorKind::Argument, "is a folder, not a file").in_source(name));
    }
    Ok(file)
}
