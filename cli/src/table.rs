//! Results as tables for a terminal.

use std::io::Write;

use arrow::array::RecordBatch;
use arrow::datatypes::{DataType, SchemaRef};
use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{Cell, CellAlignment, ContentArrangement, Table};
use veyl_core::Result;
use veyl_core::write::{BatchWriter, cell_text};

/// The longest text shown in a cell, in characters.
const WIDEST_CELL: usize = 60;

/// Draws a result as a table: numbers to the right, NULL visible, long texts
/// and long results cut with a note.
pub(crate) struct TableWriter<W: Write> {
    out: W,
    table: Table,
    kinds: Vec<DataType>,
    most: usize,
    rows: usize,
}

impl<W: Write> TableWriter<W> {
    /// Shows at most `most` rows; 0 shows all.
    pub(crate) fn new(out: W, most: usize) -> Self {
        Self {
            out,
            table: empty(),
            kinds: Vec::new(),
            most: if most == 0 { usize::MAX } else { most },
            rows: 0,
        }
    }
}

fn empty() -> Table {
    let mut table = Table::new();
    table
        .load_preset(UTF8_FULL_CONDENSED)
        .set_content_arrangement(ContentArrangement::Dynamic);
    table
}

impl<W: Write> BatchWriter for TableWriter<W> {
    fn start(&mut self, schema: &SchemaRef) -> Result<()> {
        self.table
            .set_header(schema.fields().iter().map(|field| shown(field.name())));
        self.kinds = schema
            .fields()
            .iter()
            .map(|field| field.data_type().clone())
            .collect();
        Ok(())
    }

    fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        for row in 0..batch.num_rows() {
            self.rows += 1;
            if self.rows > self.most {
                continue;
            }
            let mut cells = Vec::with_capacity(self.kinds.len());
            for (column, kind) in batch.columns().iter().zip(&self.kinds) {
                let text = match cell_text(column, row)? {
                    None => "NULL".to_owned(),
                    Some(text) if kind.is_floating() => rounded(&text),
                    Some(text) => shown(&text),
                };
                let alignment = if kind.is_numeric() {
                    CellAlignment::Right
                } else {
                    CellAlignment::Left
                };
                cells.push(Cell::new(text).set_alignment(alignment));
            }
            self.table.add_row(cells);
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<()> {
        writeln!(self.out, "{}", self.table)?;
        let hidden = self.rows.saturating_sub(self.most);
        if hidden > 0 {
            writeln!(
                self.out,
                "{} rows, of which {hidden} are not shown; --rows 0 shows all",
                self.rows
            )?;
        }
        Ok(self.out.flush()?)
    }
}

/// A small table of texts; the columns from `numbers` on are aligned to the right.
pub(crate) fn plain(header: &[&str], rows: &[Vec<String>], numbers: usize) -> String {
    let mut table = empty();
    table.set_header(header);
    for row in rows {
        table.add_row(row.iter().map(|text| Cell::new(shown(text))));
    }
    for column in table.column_iter_mut().skip(numbers) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    format!("{table}\n")
}

/// Text on one line, without control characters (a caption must not steer the
/// terminal), cut where it is long.
fn shown(text: &str) -> String {
    let mut short = String::new();
    for (place, letter) in text.chars().enumerate() {
        if place == WIDEST_CELL {
            short.push('…');
            break;
        }
        match letter {
            '\n' | '\r' | '\t' => short.push(' '),
            // Direction overrides would rearrange the rest of the line.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            letter if letter.is_control() => {}
            letter => short.push(letter),
        }
    }
    short
}

/// A float for reading: four decimals, or the whole where it is small or huge.
fn rounded(text: &str) -> String {
    match text.parse::<f64>() {
        Ok(number) if number == 0.0 || (1e-3..1e15).contains(&number.abs()) => {
            let fixed = format!("{number:.4}");
            fixed.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_can_not_steer_the_terminal() {
        assert_eq!(shown("a\u{1b}[31mb\nc\u{202e}d"), "a[31mb cd");
        assert_eq!(shown(&"x".repeat(100)).chars().count(), WIDEST_CELL + 1);
    }

    #[test]
    fn floats_are_rounded_for_reading() {
        for (text, short) in [
            ("0.123456", "0.1235"),
            ("12.0", "12"),
            ("1e-9", "1e-9"),
            ("0.0", "0"),
        ] {
            assert_eq!(rounded(text), short);
        }
    }
}
