//! Files with their sizes and hashes.

use std::fmt::Write as _;
use std::io::{self, Write};

use sha2::{Digest, Sha256};

use crate::report::{BesideFile, ReportFile};
use crate::view::View;

/// Bytes on their way into a file, counted and hashed.
#[derive(Debug)]
pub(super) struct Hashed<W> {
    out: W,
    digest: Sha256,
    bytes: u64,
}

impl<W> Hashed<W> {
    pub(super) fn new(out: W) -> Self {
        Self {
            out,
            digest: Sha256::new(),
            bytes: 0,
        }
    }

    /// What the manifest says of the file of a view.
    pub(super) fn describe(self, view: &View, file: String, rows: u64) -> ReportFile {
        ReportFile {
            view: view.name.to_owned(),
            file,
            rows,
            bytes: self.bytes,
            sha256: self.hash(),
        }
    }

    /// What the manifest says of a file that is no view.
    pub(super) fn beside(self, file: String, project: Option<i32>) -> BesideFile {
        BesideFile {
            project,
            file,
            bytes: self.bytes,
            sha256: self.hash(),
        }
    }

    fn hash(self) -> String {
        self.digest
            .finalize()
            .iter()
            .fold(String::new(), |mut hex, byte| {
                let _ = write!(hex, "{byte:02x}");
                hex
            })
    }
}

impl<W: Write> Write for Hashed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.digest.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// What the manifest says of a file that someone else has written.
#[cfg(feature = "duckdb")]
pub(crate) fn described(
    view: &View,
    folder: &std::path::Path,
    file: String,
    rows: u64,
) -> crate::Result<ReportFile> {
    let mut hashed = Hashed::new(io::sink());
    io::copy(&mut std::fs::File::open(folder.join(&file))?, &mut hashed)?;
    Ok(hashed.describe(view, file, rows))
}
