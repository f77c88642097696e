//! CSV, with spreadsheet formulas defused.

use std::io::Write;

use arrow::array::RecordBatch;
use arrow::datatypes::{DataType, SchemaRef};

use crate::write::{BatchWriter, cell_text};
use crate::{Error, ErrorKind, Result};

/// Writes comma-separated values: a header row, `""` around what needs it, an
/// empty cell for NULL, JSON text for nested values.
pub(crate) struct CsvWriter<W: Write> {
    out: csv::Writer<W>,
    defuse: bool,
}

impl<W: Write> CsvWriter<W> {
    /// Texts that a spreadsheet would run as formulas are defused.
    pub(crate) fn for_spreadsheets(out: W) -> Self {
        Self {
            out: csv::Writer::from_writer(out),
            defuse: true,
        }
    }

    /// Texts exactly as they are.
    pub(crate) fn exact(out: W) -> Self {
        Self {
            out: csv::Writer::from_writer(out),
            defuse: false,
        }
    }
}

impl<W: Write> BatchWriter for CsvWriter<W> {
    fn start(&mut self, schema: &SchemaRef) -> Result<()> {
        let names = schema.fields().iter().map(|field| field.name());
        self.out.write_record(names).map_err(failed)
    }

    fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        for row in 0..batch.num_rows() {
            for column in batch.columns() {
                let text = cell_text(column, row)?.unwrap_or_default();
                let text = match column.data_type() {
                    DataType::Utf8 if self.defuse => defused(text),
                    _ => text,
                };
                self.out.write_field(text).map_err(failed)?;
            }
            self.out.write_record(None::<&[u8]>).map_err(failed)?;
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<()> {
        Ok(self.out.flush()?)
    }
}

/// A text that a spreadsheet would run as a formula gets a `'` before it, as
/// OWASP advises against CSV injection.
fn defused(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text
    }
}

/// The error underneath, which csv keeps to itself.
fn failed(error: csv::Error) -> Error {
    let text = error.to_string();
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error.into(),
        _ => Error::new(ErrorKind::Io, text),
    }
}
