//! Snapshots as files.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::index::dataset::Dataset;
use crate::index::snapshot::map::map;
use crate::{Error, ErrorKind, Result};

/// Tells the files apart that one process writes at the same time.
static NUMBER: AtomicU32 = AtomicU32::new(0);

impl Dataset {
    /// Writes the data set to a file, as [`Dataset::write_snapshot`]. A file of
    /// that name gives way once the new one is whole and on the disk, and whoever
    /// has it open keeps it as it was.
    ///
    /// # Errors
    /// As [`Dataset::write_snapshot`]; `Io` where the file can not be written.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<u64> {
        let path = path.as_ref();
        let mut name = OsString::from(path.file_name().unwrap_or_default());
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        name.push(format!(".partial-{}-{number}", std::process::id()));
        let beside = path.with_file_name(name);
        let write = || {
            let mut out = BufWriter::new(File::create(&beside)?);
            let bytes = self.write_snapshot(&mut out)?;
            out.get_ref().sync_all()?;
            fs::rename(&beside, path)?;
            Ok(bytes)
        };
        write().map_err(|error: Error| {
            let _ = fs::remove_file(&beside);
            let error = error.in_source(path.display().to_string());
            match error.kind() {
                ErrorKind::Io => error.hint("see that the folder is there and can be written to"),
                _ => error,
            }
        })
    }

    /// Maps a file that [`Dataset::save`] has written into memory, as
    /// [`Dataset::from_snapshot`]. Its pages are those of the system's cache:
    /// programs that open the same file share them.
    ///
    /// While the data set lives, the file must not be written to or cut off:
    /// texts might no longer be texts, which Rust holds for impossible, and
    /// reading what is gone ends the process. Replacing it by another, as
    /// [`Dataset::save`] does, or removing it is fine. Where others may write to
    /// it, read it instead: `Dataset::from_snapshot(std::fs::read(path)?.into())`.
    ///
    /// # Errors
    /// As [`Dataset::from_snapshot`]; `Io` where the file can not be opened.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let open = || Self::from_snapshot(map(&File::open(path)?)?);
        open().map_err(|error| error.in_source(path.display().to_string()))
    }
}
