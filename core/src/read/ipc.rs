//! Arrow IPC: files (Feather version 2) and streams.

use std::io::{BufReader, Cursor, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use arrow::array::{Array, MutableArrayData, RecordBatch, RecordBatchOptions, make_array};
use arrow::buffer::Buffer;
use arrow::datatypes::{DataType, SchemaRef};
use arrow::error::ArrowError;
use arrow::ipc;
use arrow::ipc::reader::{FileReader, StreamDecoder};
use bytes::Bytes;

use super::block::{Block, Rows};
use super::input::{At, Input, Origin, Source, peek, read_error};
use super::ipc_schema;
use super::parquet::{BATCH, too_late, wanted};
use super::sniff::HEAD;
use crate::error::{Error, ErrorKind, Result};

/// How much of a stream is read at a time.
const STEP: usize = 1 << 20;

/// Reads the batches of an IPC file or stream.
pub(super) struct Ipc {
    schema: SchemaRef,
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
    Stream(Box<Stream>),
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
        let (batches, schema) = if head.starts_with(b"ARROW1") {
            let mut place = seekable(plain, source, read)?;
            check_footer(&mut place)?;
            let reader = FileReader::try_new(place, None).map_err(damaged)?;
            let schema = reader.schema();
            (Batches::File(Box::new(reader)), schema)
        } else {
            let (stream, schema) = Stream::open(source)?;
            (Batches::Stream(Box::new(stream)), schema)
        };
        let fields = schema.fields().iter();
        Ok(Self {
            columns: fields.map(|field| field.name().clone()).collect(),
            schema,
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
        if self.batch.is_some() {
            return Err(too_late());
        }
        self.projection = Some(wanted(self.columns.iter(), columns));
        Ok(())
    }

    pub(super) fn next_block(&mut self) -> Result<Option<Block>> {
        loop {
            if let Some((batch, done)) = &mut self.batch
                && *done < batch.num_rows()
            {
                let count = BATCH.min(batch.num_rows() - *done);
                let rows = part(batch, *done, count).map_err(damaged)?;
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
                Batches::File(reader) => reader.next().transpose().map_err(damaged),
                Batches::Stream(stream) => stream.next(),
            };
            let Some(mut batch) = next.map_err(|error| error.at_record(self.record + 1))? else {
                return Ok(None);
            };
            if let Some(projection) = &self.projection {
                batch = batch.project(projection).map_err(damaged)?;
            }
            self.batch = Some((batch, 0));
        }
    }
}

/// The schema and the rows of an Arrow IPC file or stream in memory.
///
/// # Errors
/// `Corrupt` where it is cut off, damaged, or not Arrow IPC.
pub fn read_arrow(bytes: impl Into<Bytes>) -> Result<(SchemaRef, Vec<RecordBatch>)> {
    let input = Input::bytes("Arrow IPC", bytes);
    let read = Arc::default();
    let (head, source) = peek(input.open(&read)?, HEAD).map_err(read_error)?;
    let mut ipc = Ipc::open(Some(&input), &head, source, &read)?;
    let mut batches = Vec::new();
    while let Some(block) = ipc.next_block()? {
        if let Rows::Arrow(batch) = block.rows {
            batches.push(batch);
        }
    }
    Ok((ipc.schema, batches))
}

/// Some rows of a batch. What is cut off an array, or one of several columns, holds
/// on to the bytes of the whole batch, so what posts are made of is copied.
fn part(batch: &RecordBatch, start: usize, rows: usize) -> Result<RecordBatch, ArrowError> {
    let columns = batch.columns().iter().map(|column| {
        if !is_plain(column.data_type()) {
            return column.slice(start, rows);
        }
        let data = column.to_data();
        let mut own = MutableArrayData::new(vec![&data], false, rows);
        own.extend(0, start, start + rows);
        make_array(own.freeze())
    });
    let count = RecordBatchOptions::new().with_row_count(Some(rows));
    RecordBatch::try_new_with_options(batch.schema(), columns.collect(), &count)
}

/// Whether values are texts, or numbers of at most 8 bytes, or lists of them.
fn is_plain(kind: &DataType) -> bool {
    match kind {
        DataType::Boolean
        | DataType::Utf8
        | DataType::LargeUtf8
        | DataType::Binary
        | DataType::LargeBinary => true,
        DataType::List(items) | DataType::LargeList(items) => is_plain(items.data_type()),
        DataType::Struct(fields) => fields.iter().all(|field| is_plain(field.data_type())),
        other => other.primitive_width().is_some_and(|width| width <= 8),
    }
}

/// Looks through the footer of a file: its schema, and whether the blocks it
/// names are in the file, since memory is asked for them as they are named.
fn check_footer(place: &mut impl Seekable) -> Result<()> {
    let size = place.seek(SeekFrom::End(0))?;
    let mut tail = [0; 10];
    let Some(tail_start) = size.checked_sub(tail.len() as u64) else {
        return Err(damaged("it has no footer"));
    };
    place.seek(SeekFrom::Start(tail_start))?;
    place.read_exact(&mut tail)?;
    let length = ipc::reader::read_footer_length(tail).map_err(damaged)?;
    let Some(start) = tail_start.checked_sub(length as u64) else {
        return Err(damaged("its footer is longer than the file"));
    };
    let mut footer = vec![0; length];
    place.seek(SeekFrom::Start(start))?;
    place.read_exact(&mut footer)?;
    place.seek(SeekFrom::Start(0))?;
    let footer = ipc::root_as_footer(&footer).map_err(|error| damaged(error.to_string()))?;
    let schema = footer.schema().ok_or_else(|| damaged("it has no schema"))?;
    ipc_schema::check(schema).map_err(damaged)?;
    let dictionaries = footer.dictionaries().into_iter().flatten();
    for block in footer
        .recordBatches()
        .into_iter()
        .flatten()
        .chain(dictionaries)
    {
        let parts = [
            block.offset(),
            i64::from(block.metaDataLength()),
            block.bodyLength(),
        ];
        let end = parts.into_iter().try_fold(0_u64, |end, part| {
            end.checked_add(u64::try_from(part).ok()?)
        });
        if end.is_none_or(|end| end > size) {
            return Err(damaged("a batch is outside of the file"));
        }
    }
    Ok(())
}

/// Reads the batches of a stream, with no more memory than what came in.
struct Stream {
    source: Source,
    decoder: StreamDecoder,
    bytes: Buffer,
}

impl Stream {
    fn open(mut source: Source) -> Result<(Self, SchemaRef)> {
        // The first message: a mark, its length, and the schema.
        let mut start = Vec::new();
        source
            .by_ref()
            .take(8)
            .read_to_end(&mut start)
            .map_err(read_error)?;
        let length = match start[..] {
            [_, _, _, _, a, b, c, d] => u32::from_le_bytes([a, b, c, d]),
            _ => return Err(damaged("it ends before its schema")),
        };
        let wanted = u64::from(length);
        source
            .by_ref()
            .take(wanted)
            .read_to_end(&mut start)
            .map_err(read_error)?;
        if start.len() as u64 - 8 < wanted {
            return Err(damaged("it ends inside its schema"));
        }
        let message =
            ipc::root_as_message(&start[8..]).map_err(|error| damaged(error.to_string()))?;
        let schema = message
            .header_as_schema()
            .ok_or_else(|| damaged("it does not begin with a schema"))?;
        ipc_schema::check(schema).map_err(damaged)?;
        let schema = Arc::new(ipc::convert::fb_to_schema(schema));
        let stream = Self {
            source,
            decoder: StreamDecoder::new(),
            bytes: Buffer::from_vec(start),
        };
        Ok((stream, schema))
    }

    fn next(&mut self) -> Result<Option<RecordBatch>> {
        loop {
            if let Some(batch) = self.decoder.decode(&mut self.bytes).map_err(damaged)? {
                return Ok(Some(batch));
            }
            let mut bytes = Vec::new();
            let mut step = self.source.by_ref().take(STEP as u64);
            step.read_to_end(&mut bytes).map_err(read_error)?;
            if bytes.is_empty() {
                self.decoder.finish().map_err(damaged)?;
                return Ok(None);
            }
            self.bytes = Buffer::from_vec(bytes);
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
        Some(Origin::Elsewhere(place)) => Ok(counted(At::new(place, 0), read)),
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

fn damaged(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    let cause = cause.into();
    Error::new(
        ErrorKind::Corrupt,
        format!("the Arrow data is cut off or damaged: {cause}"),
    )
    .hint("write or download it again")
    .caused_by(cause)
}
