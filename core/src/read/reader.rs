//! The reader: one source opened, its container told, its blocks handed out.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::block::Block;
use super::input::{Input, Source, peek, read_error};
use super::ipc::Ipc;
use super::json::Json;
use super::parquet::Parquet;
use super::sniff::HEAD;
use super::table::Table;
use super::{decompress, encoding, sniff};
use crate::error::{Error, ErrorKind, Result};

/// How to read a source.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// The text's encoding by its label, e.g. `windows-1252`; UTF-8 unless
    /// the source shows that it is UTF-16. A byte-order mark outweighs it.
    pub encoding: Option<String>,
    /// The byte between the fields of a table; detected if absent.
    pub separator: Option<u8>,
    /// The lists inside an object whose elements are the records.
    pub wrappers: Vec<Wrapper>,
    /// Larger records are broken, and not held in memory.
    pub max_record_bytes: usize,
    /// About how much text a block holds.
    pub block_bytes: usize,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            encoding: None,
            separator: None,
            wrappers: Vec::new(),
            max_record_bytes: 64 << 20,
            block_bytes: 4 << 20,
        }
    }
}

impl ReadOptions {
    /// The size of a block, within reason.
    pub(super) fn block(&self) -> usize {
        self.block_bytes.clamp(1, 1 << 30)
    }
}

/// A list that stands inside an object, and whose elements are the records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wrapper {
    /// The dotted path of the list, e.g. `collector` or `data.videos`.
    pub list: String,
    /// A key beside the list whose value the records need, e.g. `includes`.
    pub side: Option<String>,
}

/// What holds the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Container {
    /// JSON: a value per line, a list, or an object.
    Json,
    /// Separated values with a header.
    Table,
    /// Apache Parquet.
    Parquet,
    /// Arrow IPC, file or stream; Feather version 2.
    Ipc,
}

impl fmt::Display for Container {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Json => "JSON",
            Self::Table => "table",
            Self::Parquet => "Parquet",
            Self::Ipc => "Arrow IPC",
        })
    }
}

/// Hands out the records of one source, block after block.
pub struct Reader {
    name: String,
    read: Arc<AtomicU64>,
    inner: Inner,
    /// After an error nothing can be cut out any more.
    failed: bool,
}

enum Inner {
    Json(Box<Json>),
    Table(Box<Table>),
    Parquet(Box<Parquet>),
    Ipc(Box<Ipc>),
}

impl Reader {
    /// Opens `input` and tells its container.
    ///
    /// # Errors
    /// Where the source cannot be opened, is empty, is in no container this
    /// reader knows, or is damaged at its very start.
    pub fn open(input: &Input, options: &ReadOptions) -> Result<Self> {
        let read = Arc::new(AtomicU64::new(0));
        let inner = open(input, options, &read).map_err(|error| error.in_source(input.name()))?;
        Ok(Self {
            name: input.name().to_owned(),
            read,
            inner,
            failed: false,
        })
    }

    /// What holds the records.
    pub fn container(&self) -> Container {
        match &self.inner {
            Inner::Json(_) => Container::Json,
            Inner::Table(_) => Container::Table,
            Inner::Parquet(_) => Container::Parquet,
            Inner::Ipc(_) => Container::Ipc,
        }
    }

    /// A table's header, or the top-level names of columns; JSON has none.
    pub fn columns(&self) -> Option<&[String]> {
        match &self.inner {
            Inner::Json(_) => None,
            Inner::Table(table) => Some(table.header()),
            Inner::Parquet(parquet) => Some(parquet.columns()),
            Inner::Ipc(ipc) => Some(ipc.columns()),
        }
    }

    /// Whether `columns` are most of a Parquet file by their bytes, so that to begin
    /// again without the others is not worth it. Of other containers they are.
    pub(crate) fn are_most(&self, columns: &[String]) -> bool {
        match &self.inner {
            Inner::Parquet(parquet) => parquet.are_most(columns),
            Inner::Json(_) | Inner::Table(_) | Inner::Ipc(_) => true,
        }
    }

    /// Reads only `columns` of Parquet and Arrow, in the file's order; names
    /// it does not have are left out. Text is always read whole.
    ///
    /// # Errors
    /// If a block was read already.
    pub fn project(&mut self, columns: &[String]) -> Result<()> {
        match &mut self.inner {
            Inner::Json(_) | Inner::Table(_) => Ok(()),
            Inner::Parquet(parquet) => parquet.project(columns),
            Inner::Ipc(ipc) => ipc.project(columns),
        }
        .map_err(|error| error.in_source(&self.name))
    }

    /// The next block; `None` after the last. No block is without a record.
    ///
    /// # Errors
    /// Where the source cannot be read on: it is cut off, damaged, or its
    /// structure is lost. No block follows an error.
    pub fn next_block(&mut self) -> Result<Option<Block>> {
        if self.failed {
            return Ok(None);
        }
        let block = match &mut self.inner {
            Inner::Json(json) => json.next_block(),
            Inner::Table(table) => table.next_block(),
            Inner::Parquet(parquet) => parquet.next_block(),
            Inner::Ipc(ipc) => ipc.next_block(),
        };
        self.failed = block.is_err();
        block.map_err(|error| error.in_source(&self.name))
    }

    /// The number of bytes taken from the source so far, as it is compressed.
    pub fn bytes_read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    /// The counter behind [`bytes_read`](Self::bytes_read), for showing
    /// progress while the reader is at work elsewhere.
    pub fn progress(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.read)
    }
}

fn open(input: &Input, options: &ReadOptions, read: &Arc<AtomicU64>) -> Result<Inner> {
    let (mut head, mut source) = peek(input.open(read)?, HEAD).map_err(read_error)?;
    let compression = decompress::detect(&head);
    if let Some(compression) = compression {
        let whole = decompress::decompress(source, compression, read)?;
        (head, source) = peek(whole, HEAD).map_err(read_error)?;
    }
    // Only a plain file can be read from any place in it.
    let plain = compression.is_none().then_some(input);
    match sniff::binary(&head) {
        Some(Container::Parquet) => {
            let parquet = Parquet::open(plain, source, read)?;
            Ok(Inner::Parquet(Box::new(parquet)))
        }
        Some(_) => Ok(Inner::Ipc(Box::new(Ipc::open(plain, &head, source, read)?))),
        None => open_text(&head, source, options),
    }
}

fn open_text(head: &[u8], source: Source, options: &ReadOptions) -> Result<Inner> {
    let text = encoding::detect(head, options.encoding.as_deref())?;
    let source = text.decode(source).map_err(read_error)?;
    let (head, source) = peek_text(source)?;
    Ok(if sniff::text(&head)? == Container::Json {
        Inner::Json(Box::new(Json::open(source, options)?))
    } else {
        let table = Table::open(source, &head, text.encoding, options)?;
        Inner::Table(Box::new(table))
    })
}

/// The head of a text, which reaches to its first character that is no white space.
fn peek_text(mut source: Source) -> Result<(Vec<u8>, Source)> {
    const MOST: usize = 1 << 20;
    let mut wanted = HEAD;
    loop {
        let (head, whole) = peek(source, wanted).map_err(read_error)?;
        if head.len() < wanted || !head.iter().all(u8::is_ascii_whitespace) {
            return Ok((head, whole));
        }
        if wanted >= MOST {
            return Err(Error::new(
                ErrorKind::Corrupt,
                "nothing but white space in the first MiB",
            ));
        }
        source = whole;
        wanted *= 4;
    }
}
