//! Batches out to bytes: Parquet, Arrow, CSV, NDJSON, JSON, Markdown.

mod cell;
mod delimited;
mod dictionary;
mod ipc;
mod json;
mod markdown;
mod parquet;
#[cfg(not(target_family = "wasm"))]
mod row_groups;

use std::io::Write;
use std::str::FromStr;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;

use crate::{Error, ErrorKind, Result};

pub(crate) use cell::cell_json;
pub use cell::cell_text;
pub use ipc::IpcStreamWriter;
pub(crate) use markdown::escaped as markdown_text;
#[cfg(not(target_family = "wasm"))]
pub(crate) use parquet::ROW_GROUP;
pub use parquet::{Compression, ParquetWriter};
#[cfg(not(target_family = "wasm"))]
pub(crate) use row_groups::{RowGroup, RowGroupEncoder, RowGroupFile, row_groups};

/// Takes the batches of one result, in order.
pub trait BatchWriter {
    /// The schema, before the first batch; called once, also for an empty result.
    ///
    /// # Errors
    /// `Io` where it can not be written.
    fn start(&mut self, schema: &SchemaRef) -> Result<()>;

    /// A batch of that schema.
    ///
    /// # Errors
    /// `Io` where it can not be written.
    fn write(&mut self, batch: &RecordBatch) -> Result<()>;

    /// The end of the result: what is still buffered is written.
    ///
    /// # Errors
    /// `Io` where it can not be written.
    fn finish(&mut self) -> Result<()>;
}

/// The file formats that a result can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Apache Parquet.
    Parquet,
    /// Arrow IPC file.
    Arrow,
    /// Comma-separated values with a header row; nested values as JSON text.
    Csv,
    /// One JSON object per line.
    Ndjson,
    /// One JSON list of objects.
    Json,
    /// A Markdown table.
    Markdown,
}

impl Format {
    /// Every format, in the order of documentation.
    pub const ALL: [Self; 6] = [
        Self::Parquet,
        Self::Arrow,
        Self::Csv,
        Self::Ndjson,
        Self::Json,
        Self::Markdown,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Arrow => "arrow",
            Self::Csv => "csv",
            Self::Ndjson => "ndjson",
            Self::Json => "json",
            Self::Markdown => "markdown",
        }
    }

    /// The extension of its files, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            other => other.name(),
        }
    }

    /// A writer of this format onto `out`.
    pub fn writer<'w, W: Write + Send + 'w>(self, out: W) -> Box<dyn BatchWriter + 'w> {
        match self {
            Self::Parquet => Box::new(ParquetWriter::new(out, Compression::default())),
            Self::Arrow => Box::new(ipc::IpcFileWriter::new(out)),
            Self::Csv => Box::new(delimited::CsvWriter::for_spreadsheets(out)),
            Self::Ndjson => Box::new(json::JsonWriter::lines(out)),
            Self::Json => Box::new(json::JsonWriter::list(out)),
            Self::Markdown => Box::new(markdown::MarkdownWriter::new(out)),
        }
    }

    /// As [`Format::writer`], but a CSV has the texts exactly as they are, for
    /// programs: a spreadsheet could run what looks like a formula.
    pub fn exact_writer<'w, W: Write + Send + 'w>(self, out: W) -> Box<dyn BatchWriter + 'w> {
        match self {
            Self::Csv => Box::new(delimited::CsvWriter::exact(out)),
            other => other.writer(out),
        }
    }
}

impl FromStr for Format {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::ALL
            .into_iter()
            .find(|format| format.name() == text || format.extension() == text)
            .ok_or_else(|| {
                let names = Self::ALL.map(Self::name);
                Error::new(
                    ErrorKind::Argument,
                    format!("there is no format called `{text}`"),
                )
                .hint(format!("the formats are {}", names.join(", ")))
            })
    }
}
