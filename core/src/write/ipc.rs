//! Arrow IPC: files, and streams for programs that read as they come.

use std::io::{BufWriter, Write};

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use arrow::ipc::writer::{FileWriter, StreamWriter};

use crate::Result;
use crate::write::BatchWriter;

/// Writes one Arrow IPC file, uncompressed.
pub(crate) struct IpcWriter<W: Write> {
    out: Option<W>,
    writer: Option<FileWriter<BufWriter<W>>>,
}

impl<W: Write> IpcWriter<W> {
    pub(crate) fn new(out: W) -> Self {
        Self {
            out: Some(out),
            writer: None,
        }
    }
}

impl<W: Write> BatchWriter for IpcWriter<W> {
    fn start(&mut self, schema: &SchemaRef) -> Result<()> {
        if let Some(out) = self.out.take() {
            self.writer = Some(FileWriter::try_new_buffered(out, schema)?);
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
        if let Some(mut writer) = self.writer.take() {
            writer.finish()?;
        }
        Ok(())
    }
}

/// Writes one Arrow IPC stream, uncompressed, with the mark of its end.
pub struct IpcStreamWriter<W: Write> {
    out: Option<W>,
    writer: Option<StreamWriter<W>>,
}

impl<W: Write> IpcStreamWriter<W> {
    /// A writer onto `out`.
    pub fn new(out: W) -> Self {
        Self {
            out: Some(out),
            writer: None,
        }
    }
}

impl<W: Write> BatchWriter for IpcStreamWriter<W> {
    fn start(&mut self, schema: &SchemaRef) -> Result<()> {
        if let Some(out) = self.out.take() {
            self.writer = Some(StreamWriter::try_new(out, schema)?);
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
        if let Some(mut writer) = self.writer.take() {
            writer.finish()?;
        }
        Ok(())
    }
}
