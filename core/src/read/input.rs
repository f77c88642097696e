//! Where bytes come from.

use std::fmt;
use std::io::{BufReader, Cursor, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;

use crate::error::{Error, Result};

/// Bytes to be read once, from the start.
pub(super) type Source = Box<dyn Read + Send>;

/// Bytes that lie elsewhere, such as in a file that a page was given, and are
/// read from any place.
pub trait ReadAt: fmt::Debug + Send + Sync {
    /// How many there are.
    fn size(&self) -> u64;

    /// Reads some of the bytes from `offset` on into `out`; how many, 0 only at
    /// the end.
    ///
    /// # Errors
    /// Where they can not be read.
    fn read_at(&self, offset: u64, out: &mut [u8]) -> std::io::Result<usize>;
}

/// One source of records: a file, the standard input, or bytes in memory or elsewhere.
#[derive(Debug, Clone)]
pub struct Input {
    pub(super) name: String,
    pub(super) origin: Origin,
}

#[derive(Debug, Clone)]
pub(super) enum Origin {
    Bytes(Bytes),
    Elsewhere(Arc<dyn ReadAt>),
    #[cfg(not(target_family = "wasm"))]
    File(std::path::PathBuf),
    #[cfg(not(target_family = "wasm"))]
    Stdin,
}

impl Input {
    /// Bytes in memory, under the name by which messages speak of them.
    pub fn bytes(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self {
            name: name.into(),
            origin: Origin::Bytes(bytes.into()),
        }
    }

    /// Bytes that are read as they are needed.
    pub fn elsewhere(name: impl Into<String>, place: Arc<dyn ReadAt>) -> Self {
        Self {
            name: name.into(),
            origin: Origin::Elsewhere(place),
        }
    }

    /// The path, `<stdin>`, or the name the bytes were given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The number of bytes, compressed or not, where it is known beforehand.
    pub fn size(&self) -> Option<u64> {
        match &self.origin {
            Origin::Bytes(bytes) => Some(bytes.len() as u64),
            Origin::Elsewhere(place) => Some(place.size()),
            #[cfg(not(target_family = "wasm"))]
            Origin::File(path) => super::native::file_size(path),
            #[cfg(not(target_family = "wasm"))]
            Origin::Stdin => None,
        }
    }

    /// The bytes from the start, counted in `read` as they go out.
    pub(super) fn open(&self, read: &Arc<AtomicU64>) -> Result<Source> {
        let source: Source = match &self.origin {
            Origin::Bytes(bytes) => Box::new(Cursor::new(bytes.clone())),
            Origin::Elsewhere(place) => Box::new(BufReader::with_capacity(STEP, At::new(place, 0))),
            #[cfg(not(target_family = "wasm"))]
            Origin::File(path) => Box::new(super::native::open_file(path)?),
            #[cfg(not(target_family = "wasm"))]
            Origin::Stdin => Box::new(std::io::stdin()),
        };
        Ok(Box::new(Counted {
            source,
            read: Arc::clone(read),
        }))
    }
}

/// How much is read at a time of what lies elsewhere: asking costs something.
const STEP: usize = 1 << 20;

/// A place in bytes elsewhere.
pub(super) struct At {
    place: Arc<dyn ReadAt>,
    offset: u64,
}

impl At {
    pub(super) fn new(place: &Arc<dyn ReadAt>, offset: u64) -> Self {
        Self {
            place: Arc::clone(place),
            offset,
        }
    }
}

impl Read for At {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let count = self.place.read_at(self.offset, out)?;
        self.offset += count as u64;
        Ok(count)
    }
}

impl Seek for At {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        let offset = match to {
            SeekFrom::Start(offset) => Some(offset),
            SeekFrom::End(offset) => self.place.size().checked_add_signed(offset),
            SeekFrom::Current(offset) => self.offset.checked_add_signed(offset),
        };
        self.offset = offset.ok_or(std::io::ErrorKind::InvalidInput)?;
        Ok(self.offset)
    }
}

/// Counts what goes through, for progress and for the place of a damage.
struct Counted {
    source: Source,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let count = self.source.read(out)?;
        self.read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

/// The first bytes of `source`, at least `wanted` unless it ends before, and
/// the whole of it, these bytes included.
pub(super) fn peek(mut source: Source, wanted: usize) -> std::io::Result<(Vec<u8>, Source)> {
    let mut head = Vec::new();
    source.by_ref().take(wanted as u64).read_to_end(&mut head)?;
    let whole = Cursor::new(head.clone()).chain(source);
    Ok((head, Box::new(whole)))
}

/// What a reader underneath reported: our own error if it sent one through, or a failure of the system.
pub(super) fn read_error(error: std::io::Error) -> Error {
    match error.downcast::<Error>() {
        Ok(own) => own,
        Err(other) => Error::from(other),
    }
}
