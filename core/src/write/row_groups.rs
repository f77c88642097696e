//! Parquet files whose row groups are encoded apart, on any thread.

use std::io::Write;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::{
    ArrowColumnChunk, ArrowColumnWriter, ArrowRowGroupWriterFactory, compute_leaves,
};
use parquet::file::writer::SerializedFileWriter;

use crate::Result;
use crate::write::Compression;
use crate::write::parquet::properties;

/// A Parquet file that takes encoded row groups.
pub(crate) struct RowGroupFile<W: Write + Send> {
    writer: SerializedFileWriter<W>,
}

/// Encodes row groups of one file.
pub(crate) struct RowGroupEncoder {
    schema: SchemaRef,
    factory: ArrowRowGroupWriterFactory,
}

/// An encoded row group.
pub(crate) struct RowGroup(Vec<ArrowColumnChunk>);

/// A file and the encoder of its row groups.
pub(crate) fn row_groups<W: Write + Send>(
    out: W,
    schema: &SchemaRef,
    compression: Compression,
) -> Result<(RowGroupFile<W>, RowGroupEncoder)> {
    let properties = properties(compression, schema)?;
    let writer = ArrowWriter::try_new(out, Arc::clone(schema), Some(properties))?;
    let (writer, factory) = writer.into_serialized_writer()?;
    let encoder = RowGroupEncoder {
        schema: Arc::clone(schema),
        factory,
    };
    Ok((RowGroupFile { writer }, encoder))
}

impl RowGroupEncoder {
    /// The batches as one row group.
    pub(crate) fn encode(&self, batches: &[RecordBatch]) -> Result<RowGroup> {
        let mut writers = self.factory.create_column_writers(0)?;
        for batch in batches {
            let mut columns = writers.iter_mut();
            for (field, array) in self.schema.fields().iter().zip(batch.columns()) {
                for (leaf, writer) in compute_leaves(field, array)?.iter().zip(&mut columns) {
                    writer.write(leaf)?;
                }
            }
        }
        let chunks = writers.into_iter().map(ArrowColumnWriter::close);
        Ok(RowGroup(chunks.collect::<Result<_, _>>()?))
    }
}

impl<W: Write + Send> RowGroupFile<W> {
    /// Writes the next row group.
    pub(crate) fn append(&mut self, group: RowGroup) -> Result<()> {
        let mut writer = self.writer.next_row_group()?;
        for chunk in group.0 {
            chunk.append_to_row_group(&mut writer)?;
        }
        writer.close()?;
        Ok(())
    }

    /// Ends the file, and gives back what it was written into.
    pub(crate) fn finish(self) -> Result<W> {
        Ok(self.writer.into_inner()?)
    }
}
