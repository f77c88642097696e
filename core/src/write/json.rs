//! NDJSON and JSON, with the columns in their order and NULL written out.

use std::io::{BufWriter, Write};

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use serde_json::Value;

use crate::Result;
use crate::write::BatchWriter;
use crate::write::cell::cell_json;
use crate::write::cell_text;

/// Writes objects, one per line: as lines, or as one list.
pub(crate) struct JsonWriter<W: Write> {
    out: BufWriter<W>,
    names: Vec<String>,
    list: bool,
    any: bool,
}

impl<W: Write> JsonWriter<W> {
    /// One object per line.
    pub(crate) fn lines(out: W) -> Self {
        Self::new(out, false)
    }

    /// One list of objects.
    pub(crate) fn list(out: W) -> Self {
        Self::new(out, true)
    }

    fn new(out: W, list: bool) -> Self {
        Self {
            out: BufWriter::new(out),
            names: Vec::new(),
            list,
            any: false,
        }
    }
}

impl<W: Write> BatchWriter for JsonWriter<W> {
    fn start(&mut self, schema: &SchemaRef) -> Result<()> {
        for field in schema.fields() {
            self.names
                .push(Value::from(field.name().as_str()).to_string());
        }
        if self.list {
            self.out.write_all(b"[")?;
        }
        Ok(())
    }

    fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        for row in 0..batch.num_rows() {
            if self.list {
                self.out.write_all(if self.any { b",\n" } else { b"\n" })?;
            }
            self.any = true;
            let mut before = b'{';
            for (name, column) in self.names.iter().zip(batch.columns()) {
                self.out.write_all(&[before])?;
                before = b',';
                write!(self.out, "{name}:")?;
                let value = match cell_json(column, row)? {
                    // A date has no JSON form of its own.
                    Value::String(_) => cell_text(column, row)?.map_or(Value::Null, Value::String),
                    other => other,
                };
                serde_json::to_writer(&mut self.out, &value).map_err(std::io::Error::from)?;
            }
            self.out
                .write_all(if before == b'{' { b"{}" } else { b"}" })?;
            if !self.list {
                self.out.write_all(b"\n")?;
            }
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<()> {
        if self.list {
            self.out.write_all(b"\n]\n")?;
        }
        Ok(self.out.flush()?)
    }
}
