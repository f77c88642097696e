//! Parquet files.

use std::io::Write;
use std::str::FromStr;

use arrow::array::RecordBatch;
use arrow::datatypes::{DataType, Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::basic::ZstdLevel;
use parquet::file::properties::WriterProperties;
use parquet::schema::types::ColumnPath;

use crate::write::BatchWriter;
use crate::write::dictionary::{open, open_schema};
use crate::{Error, ErrorKind, Result};

/// How the pages of a Parquet file are compressed: by Zstandard, unless said
/// otherwise. In a page by Snappy: what compresses by the other would be a fiftieth
/// of the module.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Compression {
    /// Zstandard: smaller.
    #[cfg_attr(not(target_family = "wasm"), default)]
    Zstd,
    /// Snappy: read by everything.
    #[cfg_attr(target_family = "wasm", default)]
    Snappy,
}

impl Compression {
    /// Its name on the command line and in DuckDB.
    pub fn name(self) -> &'static str {
        match self {
            Self::Zstd => "zstd",
            Self::Snappy => "snappy",
        }
    }
}

impl FromStr for Compression {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "zstd" => Ok(Self::Zstd),
            "snappy" => Ok(Self::Snappy),
            _ => Err(Error::new(
                ErrorKind::Argument,
                format!("there is no compression called `{text}`"),
            )
            .hint("it is zstd or snappy")),
        }
    }
}

/// Rows of one row group at most: as many as DuckDB's.
pub(crate) const ROW_GROUP: usize = 122_880;

/// Columns of texts that hardly repeat within a row group.
const DISTINCT: [&str; 3] = ["id", "post_id", "caption"];

/// How our Parquet files are written.
///
/// Zstandard at its first level: a third less time than at the third, for 3 in 100
/// bytes more. Columns whose values hardly repeat (texts by name, times and
/// doubles by type) have no dictionary, which would take time and bytes.
pub(super) fn properties(compression: Compression, schema: &Schema) -> Result<WriterProperties> {
    let compression = match compression {
        Compression::Zstd => parquet::basic::Compression::ZSTD(ZstdLevel::try_new(1)?),
        Compression::Snappy => parquet::basic::Compression::SNAPPY,
    };
    let mut properties = WriterProperties::builder()
        .set_compression(compression)
        // The items of lists are called `element`, as the format says and DuckDB does.
        .set_coerce_types(true)
        .set_max_row_group_row_count(Some(ROW_GROUP));
    for field in schema.fields() {
        let distinct = match field.data_type() {
            DataType::Timestamp(..) | DataType::Float64 => true,
            DataType::Utf8 => DISTINCT.contains(&field.name().as_str()),
            _ => false,
        };
        if distinct {
            // A path of one part, whatever the name has in it.
            let column = ColumnPath::new(vec![field.name().clone()]);
            properties = properties.set_column_dictionary_enabled(column, false);
        }
    }
    Ok(properties.build())
}

/// Writes one Parquet file.
pub struct ParquetWriter<W: Write + Send> {
    compression: Compression,
    /// Without dictionaries: Parquet makes its own.
    schema: Option<SchemaRef>,
    out: Option<W>,
    writer: Option<ArrowWriter<W>>,
}

impl<W: Write + Send> ParquetWriter<W> {
    /// A writer onto `out`.
    pub fn new(out: W, compression: Compression) -> Self {
        Self {
            compression,
            schema: None,
            out: Some(out),
            writer: None,
        }
    }
}

impl<W: Write + Send> BatchWriter for ParquetWriter<W> {
    fn start(&mut self, schema: &SchemaRef) -> Result<()> {
        if let Some(out) = self.out.take() {
            let schema = self.schema.insert(open_schema(schema)?);
            let properties = properties(self.compression, schema)?;
            self.writer = Some(ArrowWriter::try_new(
                out,
                SchemaRef::clone(schema),
                Some(properties),
            )?);
        }
        Ok(())
    }

    fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        if let (Some(writer), Some(schema)) = (&mut self.writer, &self.schema) {
            writer.write(&open(batch, schema)?)?;
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<()> {
        if let Some(writer) = self.writer.take() {
            writer.into_inner()?.flush()?;
        }
        Ok(())
    }
}
