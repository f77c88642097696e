//! Parquet: columns, read by row group.

use std::io::{BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, Length};

use super::block::{Block, Rows};
use super::input::{At, Input, Origin, ReadAt, Source, read_error};
use crate::error::{Error, ErrorKind, Result};

/// Rows in a batch.
pub(super) const BATCH: usize = 8192;

/// Columns of so small a part of a file are read along rather than left out.
const FEW: u64 = 4;

/// Reads the batches of a Parquet file.
pub(super) struct Parquet {
    columns: Vec<String>,
    /// The columns of the file itself, each with its bytes when it is unpacked: those
    /// that hold nothing are none of the above.
    roots: Vec<(String, u64)>,
    state: State,
    record: u64,
}

enum State {
    Ready(ParquetRecordBatchReaderBuilder<Chunks>),
    Reading(ParquetRecordBatchReader),
    Ended,
}

impl Parquet {
    /// `plain` is the input if it can be read from any place; else `source` is read into memory.
    pub(super) fn open(
        plain: Option<&Input>,
        source: Source,
        read: &Arc<AtomicU64>,
    ) -> Result<Self> {
        let chunks = Chunks::open(plain, source, read)?;
        // Parquet's own types say enough. The Arrow schema that some writers add
        // varies them (dictionaries, views), and is taken on trust by the crate.
        let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
        let builder = ParquetRecordBatchReaderBuilder::try_new_with_options(chunks, options)
            .map_err(damaged)?;
        let fields = builder.schema().fields().iter();
        let columns = fields.map(|field| field.name().clone()).collect();
        let schema = builder.parquet_schema();
        let roots = schema.root_schema().get_fields().iter();
        let mut roots: Vec<_> = roots.map(|root| (root.name().to_owned(), 0_u64)).collect();
        for group in builder.metadata().row_groups() {
            for (leaf, chunk) in group.columns().iter().enumerate() {
                let bytes = u64::try_from(chunk.uncompressed_size()).unwrap_or_default();
                let (_, size) = &mut roots[schema.get_column_root_idx(leaf)];
                // A damaged file may name sizes of any kind.
                *size = size.saturating_add(bytes);
            }
        }
        Ok(Self {
            columns,
            roots,
            state: State::Ready(builder),
            record: 0,
        })
    }

    pub(super) fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Whether all but these columns are at most one in [`FEW`] of the bytes.
    pub(super) fn are_most(&self, columns: &[String]) -> bool {
        let bytes = |sum: u64, (_, size): &(String, u64)| sum.saturating_add(*size);
        let wanted = self.roots.iter().filter(|(name, _)| columns.contains(name));
        let all = self.roots.iter().fold(0, bytes);
        all - wanted.fold(0, bytes) <= all / FEW
    }

    pub(super) fn project(&mut self, columns: &[String]) -> Result<()> {
        self.state = match std::mem::replace(&mut self.state, State::Ended) {
            State::Ready(builder) => {
                let roots = self.roots.iter().map(|(name, _)| name);
                let wanted = wanted(roots, columns);
                let mask = ProjectionMask::roots(builder.parquet_schema(), wanted);
                State::Ready(builder.with_projection(mask))
            }
            other => {
                self.state = other;
                return Err(too_late());
            }
        };
        Ok(())
    }

    pub(super) fn next_block(&mut self) -> Result<Option<Block>> {
        if matches!(self.state, State::Ready(_))
            && let State::Ready(builder) = std::mem::replace(&mut self.state, State::Ended)
        {
            let reader = builder.with_batch_size(BATCH).build().map_err(damaged)?;
            self.state = State::Reading(reader);
        }
        let State::Reading(reader) = &mut self.state else {
            return Ok(None);
        };
        for batch in reader {
            let batch = batch.map_err(|error| damaged(error).at_record(self.record + 1))?;
            if batch.num_rows() > 0 {
                let first_record = self.record + 1;
                self.record += batch.num_rows() as u64;
                return Ok(Some(Block {
                    first_record,
                    rows: Rows::Arrow(batch),
                    broken: Vec::new(),
                }));
            }
        }
        Ok(None)
    }
}

/// The places of those of `names` that are asked for.
pub(super) fn wanted<'n>(
    names: impl Iterator<Item = &'n String>,
    columns: &[String],
) -> Vec<usize> {
    let places = names.enumerate();
    places
        .filter(|(_, name)| columns.contains(name))
        .map(|(index, _)| index)
        .collect()
}

pub(super) fn too_late() -> Error {
    Error::new(
        ErrorKind::Argument,
        "the columns to read must be chosen before the first block",
    )
}

fn damaged(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::new(
        ErrorKind::Corrupt,
        format!("the Parquet file is cut off or damaged: {error}"),
    )
    .hint("write or download it again")
    .caused_by(error)
}

/// A source that is read from any place, and counts what goes out.
struct Chunks {
    place: Place,
    read: Arc<AtomicU64>,
}

enum Place {
    Memory(Bytes),
    Elsewhere(Arc<dyn ReadAt>),
    #[cfg(not(target_family = "wasm"))]
    File(std::fs::File),
}

impl Chunks {
    fn open(plain: Option<&Input>, mut source: Source, read: &Arc<AtomicU64>) -> Result<Self> {
        let place = match plain.map(|input| &input.origin) {
            Some(Origin::Bytes(bytes)) => Place::Memory(bytes.clone()),
            Some(Origin::Elsewhere(place)) => Place::Elsewhere(Arc::clone(place)),
            #[cfg(not(target_family = "wasm"))]
            Some(Origin::File(path)) => Place::File(super::native::open_file(path)?),
            _ => {
                let mut bytes = Vec::new();
                source.read_to_end(&mut bytes).map_err(read_error)?;
                // All is counted already.
                return Ok(Self {
                    place: Place::Memory(bytes.into()),
                    read: Arc::default(),
                });
            }
        };
        read.store(0, Ordering::Relaxed);
        Ok(Self {
            place,
            read: Arc::clone(read),
        })
    }

    /// A damaged file may name places outside of it; no memory is asked for those.
    fn check(&self, start: u64, length: u64) -> Result<(), ParquetError> {
        match start.checked_add(length) {
            Some(end) if end <= Length::len(self) => Ok(()),
            _ => Err(ParquetError::EOF(format!(
                "bytes {start} and {length} more are not in the file"
            ))),
        }
    }
}

impl Length for Chunks {
    fn len(&self) -> u64 {
        match &self.place {
            Place::Memory(bytes) => bytes.len() as u64,
            Place::Elsewhere(place) => place.size(),
            #[cfg(not(target_family = "wasm"))]
            Place::File(file) => Length::len(file),
        }
    }
}

impl ChunkReader for Chunks {
    type T = Box<dyn Read>;

    fn get_read(&self, start: u64) -> Result<Self::T, ParquetError> {
        self.check(start, 0)?;
        Ok(match &self.place {
            Place::Memory(bytes) => Box::new(bytes.get_read(start)?),
            Place::Elsewhere(place) => Box::new(BufReader::new(At::new(place, start))),
            #[cfg(not(target_family = "wasm"))]
            Place::File(file) => Box::new(file.get_read(start)?),
        })
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        self.check(start, length as u64)?;
        self.read.fetch_add(length as u64, Ordering::Relaxed);
        match &self.place {
            Place::Memory(bytes) => bytes.get_bytes(start, length),
            Place::Elsewhere(place) => {
                let mut bytes = vec![0; length];
                At::new(place, start).read_exact(&mut bytes)?;
                Ok(bytes.into())
            }
            #[cfg(not(target_family = "wasm"))]
            Place::File(file) => file.get_bytes(start, length),
        }
    }
}
