//! Snapshots taken apart by the documentation of their format, not by the code
//! that reads them, and forged ones: bytes changed and checksums made right
//! again. The fuzz targets include this file too.

use std::collections::BTreeMap;
use std::ops::Range;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use bytes::Bytes;
use veyl_core::Result;
use veyl_core::index::Dataset;
use veyl_core::view::{Projects, VIEWS};
use veyl_core::write::BatchWriter;

/// Header, trailer, and a place in the table are of this size.
const PIECE: usize = 64;

/// The sections of a snapshot by name, each with the place of its entry in the
/// table and its bytes; those that lie outside the file are left out.
pub fn sections(file: &[u8]) -> BTreeMap<String, (usize, Range<usize>)> {
    let mut sections = BTreeMap::new();
    for entry in entries(file) {
        let piece = &file[entry..entry + PIECE];
        let name = String::from_utf8_lossy(&piece[..40]);
        if let Some(bytes) = range(file, number(file, entry + 48), number(file, entry + 56)) {
            sections.insert(name.trim_end_matches('\0').to_owned(), (entry, bytes));
        }
    }
    sections
}

/// Makes the checksums right, of whatever the bytes are now.
pub fn seal(file: &mut [u8]) {
    for (entry, bytes) in sections(file).into_values() {
        let sum = crc32fast::hash(&file[bytes]);
        file[entry + 44..entry + 48].copy_from_slice(&sum.to_le_bytes());
    }
    let Some(trailer) = file.len().checked_sub(PIECE).filter(|at| *at >= PIECE) else {
        return;
    };
    let table = usize::try_from(number(file, trailer)).unwrap_or(usize::MAX);
    let mut sum = crc32fast::Hasher::new();
    sum.update(&file[..PIECE]);
    sum.update(file.get(table..trailer).unwrap_or_default());
    sum.update(&file[trailer..trailer + 52]);
    let sum = sum.finalize();
    file[trailer + 52..trailer + 56].copy_from_slice(&sum.to_le_bytes());
}

/// Where the entries of the table are, as far as they are in the file.
fn entries(file: &[u8]) -> impl Iterator<Item = usize> {
    let trailer = file.len().saturating_sub(PIECE);
    let table = if file.len() >= 2 * PIECE {
        usize::try_from(number(file, trailer)).unwrap_or(usize::MAX)
    } else {
        usize::MAX
    };
    (table..trailer)
        .step_by(PIECE)
        .filter(move |entry| entry + PIECE <= trailer)
}

fn number(file: &[u8], at: usize) -> u64 {
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&file[at..at + 8]);
    u64::from_le_bytes(bytes)
}

fn range(file: &[u8], offset: u64, length: u64) -> Option<Range<usize>> {
    let begin = usize::try_from(offset).ok()?;
    let end = begin.checked_add(usize::try_from(length).ok()?)?;
    (end <= file.len()).then_some(begin..end)
}

/// The snapshot of a data set.
///
/// # Panics
/// Where it can not be written.
#[allow(clippy::expect_used)]
pub fn written(dataset: &Dataset) -> Vec<u8> {
    let mut bytes = Vec::new();
    let length = dataset
        .write_snapshot(&mut bytes)
        .expect("a snapshot can be written");
    assert_eq!(length, bytes.len() as u64);
    bytes
}

/// Reads bytes that may be anything. What can be read has every view, or an
/// error in its place, and is written and read again as the same.
///
/// # Panics
/// Where that is not so.
#[allow(clippy::expect_used)]
///
/// # Errors
/// What reading the snapshot or a view says.
pub fn exercise(bytes: Bytes) -> Result<()> {
    let dataset = Dataset::from_snapshot(bytes)?;
    for view in &VIEWS {
        // A sum may leave the range of BIGINT.
        let _ = dataset.view_into(view, Projects::All, &mut Sink);
    }
    let again = written(&dataset);
    let read = Dataset::from_snapshot(again.clone().into()).expect("what was written can be read");
    assert!(written(&read) == again, "what was read is not the same");
    Ok(())
}

/// Takes batches and forgets them.
struct Sink;

impl BatchWriter for Sink {
    fn start(&mut self, _: &SchemaRef) -> Result<()> {
        Ok(())
    }

    fn write(&mut self, _: &RecordBatch) -> Result<()> {
        Ok(())
    }

    fn finish(&mut self) -> Result<()> {
        Ok(())
    }
}
