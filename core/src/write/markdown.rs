//! Markdown tables (GitHub's form).

use std::io::{BufWriter, Write};

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;

use crate::Result;
use crate::write::{BatchWriter, cell_text};

/// Writes a Markdown table; numbers are aligned to the right.
pub(crate) struct MarkdownWriter<W: Write> {
    out: BufWriter<W>,
}

impl<W: Write> MarkdownWriter<W> {
    pub(crate) fn new(out: W) -> Self {
        Self {
            out: BufWriter::new(out),
        }
    }
}

impl<W: Write> BatchWriter for MarkdownWriter<W> {
    fn start(&mut self, schema: &SchemaRef) -> Result<()> {
        for field in schema.fields() {
            write!(self.out, "| {} ", escaped(field.name()))?;
        }
        self.out.write_all(b"|\n")?;
        for field in schema.fields() {
            let rule: &[u8] = if field.data_type().is_numeric() {
                b"|---:"
            } else {
                b"|---"
            };
            self.out.write_all(rule)?;
        }
        Ok(self.out.write_all(b"|\n")?)
    }

    fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        for row in 0..batch.num_rows() {
            for column in batch.columns() {
                let text = cell_text(column, row)?.unwrap_or_default();
                write!(self.out, "| {} ", escaped(&text))?;
            }
            self.out.write_all(b"|\n")?;
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<()> {
        Ok(self.out.flush()?)
    }
}

/// Text that means nothing to Markdown or HTML, on one line.
pub(crate) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\r' => safe.push(' '),
            '<' => safe.push_str("&lt;"),
            '&' => safe.push_str("&amp;"),
            // Some readers take what stands between two for a formula.
            '$' => safe.push_str("&#36;"),
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '~' | '!' | '{' | '}' => {
                safe.push('\\');
                safe.push(letter);
            }
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_in_a_cell_is_markup() {
        assert_eq!(
            escaped("a|b\n<b>*x*</b> `c` $d$"),
            "a\\|b &lt;b>\\*x\\*&lt;/b> \\`c\\` &#36;d&#36;"
        );
    }
}
