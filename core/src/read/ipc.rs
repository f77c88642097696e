//! Arrow IPC: files (Feather version 2) and streams.

use std::io::{BufReader, Cursor, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use arrow::array::RecordBatch;
use arrow::error::ArrowError;
use arrow::ipc::reader::{FileReader, StreamReader};
use bytes::Bytes;

use super::block::{Block, Rows};
use super::input::{Input, Origin, Source, read_error};
use super::parquet::{BATCH, too_late, wanted};
use crate::error::{Error, ErrorKind, Result};

/// Reads the batches of an IPC file or stream.
pub(super) struct Ipc {
    columns: Vec<String>,
    batches: Batches,
    /// The columns to keep, in the file's order.
    projection: Option<Vec<usize>>,
    /// The batch at hand and how many of its rows went out.
    batch: Option<(RecordBatch, usize)>,
    record: u64,
}

enum Batches {
    File(Box<FileReader<Box<dyn Seekable>>>),
    Stream(Box<StreamReader<BufReader<Source>>>),
}

/// What the file form is read from.
trait Seekable: Read + Seek + Send {}

impl<T: Read + Seek + Send> Seekable for T {}

impl Ipc {
    /// `plain` is the input if it can be read from any place; else a file is read into memory.
    pub(super) fn open(
        plain: Option<&Input>,
        head: &[u8],
        source: Source,
        read: &Arc<AtomicU64>,
    ) -> Result<Self> {
        let batches = if head.starts_with(b"ARROW1") {
            let place = seekable(plain, source, read)?;
            Batches::File(Box::new(FileReader::try_new(place, None).map_err(damaged)?))
        } else {
            let source = BufReader::new(source);
            Batches::Stream(Box::new(
                StreamReader::try_new(source, None).map_err(damaged)?,
            ))
        };
        let schema = match &batches {
            Batches::File(reader) => reader.schema(),
            Batches::Stream(reader) => reader.schema(),
        };
        let fields = schema.fields().iter();
        Ok(Self {
            columns: fields.map(|field| field.name().clone()).collect(),
            batches,
            projection: None,
            batch: None,
            record: 0,
        })
    }

    pub(super) fn columns(&self) -> &[String] {
        &self.columns
    }

    pub(super) fn project(&mut self, columns: &[String]) -> Result<()> {
        if self.record > 0 || self.batch.is_some() {
            return Err(too_late());
        }
        self.projection = Some(wanted(&self.columns, columns));
        Ok(())
    }

    pub(super) fn next_block(&mut self) -> Result<Option<Block>> {
        loop {
            if let Some((batch, done)) = &mut self.batch
                && *done < batch.num_rows()
            {
                let count = BATCH.min(batch.num_rows() - *done);
                let rows = batch.slice(*done, count);
                *done += count;
                let first_record = self.record + 1;
                self.record += count as u64;
                return Ok(Some(Block {
                    first_record,
                    rows: Rows::Arrow(rows),
                    broken: Vec::new(),
                }));
            }
            let next = match &mut self.batches {
                Batches::File(reader) => reader.next(),
                Batches::Stream(reader) => reader.next(),
            };
            let Some(batch) = next else {
                return Ok(None);
            };
            let mut batch = batch.map_err(|error| damaged(error).at_record(self.record + 1))?;
            if let Some(projection) = &self.projection {
                batch = batch.project(projection).map_err(damaged)?;
            }
            self.batch = Some((batch, 0));
        }
    }
}

fn seekable(
    plain: Option<&Input>,
    mut source: Source,
    read: &Arc<AtomicU64>,
) -> Result<Box<dyn Seekable>> {
    match plain.map(|input| &input.origin) {
        Some(Origin::Bytes(bytes)) => Ok(counted(Cursor::new(bytes.clone()), read)),
        #[cfg(not(target_family = "wasm"))]
        Some(Origin::File(path)) => Ok(counted(super::native::open_file(path)?, read)),
        _ => {
            let mut bytes = Vec::new();
            source.read_to_end(&mut bytes).map_err(read_error)?;
            Ok(Box::new(Cursor::new(Bytes::from(bytes))))
        }
    }
}

fn counted(place: impl Seekable + 'static, read: &Arc<AtomicU64>) -> Box<dyn Seekable> {
    use std::sync::atomic::Ordering;

    /// Counts what goes through.
    struct Counted<T>(T, Arc<AtomicU64>);

    impl<T: Read> Read for Counted<T> {
        fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
            let count = self.0.read(out)?;
            self.1.fetch_add(count as u64, Ordering::Relaxed);
            Ok(count)
        }
    }

    impl<T: Seek> Seek for Counted<T> {
        fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
            self.0.seek(to)
        }
    }

    read.store(0, Ordering::Relaxed);
    Box::new(BufReader::new(Counted(place, Arc::clone(read))))
}

fn damaged(error: ArrowError) -> Error {
    Error::new(
        ErrorKind::Corrupt,
        format!("the Arrow data is cut off or damaged: {error}"),
    )
    .hint("write or download it again")
    .caused_by(error)
}
