//! Arrow IPC: files, and streams for programs that read as they come.

use std::io::{BufWriter, Write};

use arrow::array::RecordBatch;
use arrow::datatypes::{Schema, SchemaRef};
use arrow::error::ArrowError;
use arrow::ipc::writer::{FileWriter, StreamWriter};
use arrow::record_batch::RecordBatchWriter;

use crate::Result;
use crate::write::BatchWriter;

/// Writes Arrow IPC, uncompressed, in the form of `A`.
pub struct IpcWriter<W, A> {
    out: Option<W>,
    open: fn(W, &Schema) -> Result<A, ArrowError>,
    writer: Option<A>,
}

/// Writes one Arrow IPC file.
pub(crate) type IpcFileWriter<W> = IpcWriter<W, FileWriter<BufWriter<W>>>;

/// Writes one Arrow IPC stream, with the mark of its end.
pub type IpcStreamWriter<W> = IpcWriter<W, StreamWriter<W>>;

impl<W: Write> IpcFileWriter<W> {
    pub(crate) fn new(out: W) -> Self {
        Self::opened_by(out, FileWriter::try_new_buffered)
    }
}

impl<W: Write> IpcStreamWriter<W> {
    /// A writer onto `out`.
    pub fn new(out: W) -> Self {
        Self::opened_by(out, StreamWriter::try_new)
    }
}

impl<W, A> IpcWriter<W, A> {
    fn opened_by(out: W, open: fn(W, &Schema) -> Result<A, ArrowError>) -> Self {
        Self {
            out: Some(out),
            open,
            writer: None,
        }
    }
}

impl<W: Write, A: RecordBatchWriter> BatchWriter for IpcWriter<W, A> {
    fn start(&mut self, schema: &SchemaRef) -> Result<()> {
        if let Some(out) = self.out.take() {
            self.writer = Some((self.open)(out, schema)?);
        }
        Ok(())
    }

    fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        if let Some(writer) = &mut self.writer {
            writer.write(batch)?;
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<()> {
        // Closing writes what ends a file or a stream.
        if let Some(writer) = self.writer.take() {
            writer.close()?;
        }
        Ok(())
    }
}
