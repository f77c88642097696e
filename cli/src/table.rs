//! Results as tables for a terminal.

use std::io::Write;

use arrow::array::RecordBatch;
use arrow::datatypes::{DataType, SchemaRef};
use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table};
use veyl_core::Result;
use veyl_core::write::{BatchWriter, cell_text};

/// The longest text shown in a cell, in characters.
const WIDEST_CELL: usize = 60;

/// A column narrower than this is not made to wrap.
const NARROWEST_TEXT: usize = 24;

/// Draws a result as a table: numbers to the right, NULL visible, long texts
/// and long results cut with a note. Where a terminal is too narrow for the
/// columns, row by row instead, one column a line.
pub(crate) struct TableWriter<W: Write> {
    out: W,
    header: Vec<String>,
    kinds: Vec<DataType>,
    shown: Vec<Vec<String>>,
    most: usize,
    width: Option<usize>,
    types: bool,
    rows: usize,
    more: &'static str,
}

impl<W: Write> TableWriter<W> {
    /// Shows at most `most` rows, 0 shows all; `width` is that of the
    /// terminal, if it is one.
    pub(crate) fn new(out: W, most: usize, width: Option<usize>) -> Self {
        Self {
            out,
            header: Vec::new(),
            kinds: Vec::new(),
            shown: Vec::new(),
            most: if most == 0 { usize::MAX } else { most },
            width,
            types: false,
            rows: 0,
            more: "--rows 0 shows all",
        }
    }

    /// Says how to see the rows that are not shown.
    pub(crate) fn with_more(mut self, more: &'static str) -> Self {
        self.more = more;
        self
    }

    /// Counts rows that were left out before they came here.
    pub(crate) fn leave_out(&mut self, rows: usize) {
        self.rows += rows;
    }

    /// Shows the type of each column under its name.
    pub(crate) fn with_types(mut self) -> Self {
        self.types = true;
        self
    }

    fn is_number(&self, column: usize) -> bool {
        self.kinds.get(column).is_some_and(DataType::is_numeric)
    }

    /// The table as a table, if it fits; long texts may wrap.
    fn as_table(&self) -> Option<Table> {
        let mut table = empty(self.width);
        if self.types {
            let typed = self.header.iter().zip(&self.kinds);
            table.set_header(typed.map(|(name, kind)| format!("{name}\n{}", sql_type(kind))));
        } else {
            table.set_header(&self.header);
        }
        for row in &self.shown {
            table.add_row(row);
        }
        for (place, column) in table.column_iter_mut().enumerate() {
            if self.is_number(place) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        let widths = table.column_max_content_widths();
        let narrowest = widths.iter().enumerate().map(|(place, width)| {
            let width = usize::from(*width);
            let least = if self.is_number(place) {
                width
            } else {
                width.min(NARROWEST_TEXT)
            };
            // A border and a blank on both sides.
            least + 3
        });
        let fits = self
            .width
            .is_none_or(|most| narrowest.sum::<usize>() < most);
        fits.then_some(table)
    }

    /// The rows one below the other, one column a line.
    fn as_records(&self) -> String {
        if self.shown.is_empty() {
            return format!("no rows of {}\n", self.header.join(", "));
        }
        let longest = self.header.iter().map(|name| name.chars().count()).max();
        let longest = longest.unwrap_or_default();
        let mut text = String::new();
        for (place, row) in self.shown.iter().enumerate() {
            let title = format!("── row {} ", place + 1);
            let line = self.width.unwrap_or_default().min(60);
            text += &format!("{title:─<line$}\n");
            for (name, value) in self.header.iter().zip(row) {
                text += &format!("{name:longest$}  {value}\n");
            }
        }
        text
    }
}

/// The width of the terminal that standard output is, if it is one.
pub(crate) fn terminal_width() -> Option<usize> {
    Table::new().width().map(usize::from)
}

fn empty(width: Option<usize>) -> Table {
    let mut table = Table::new();
    table.load_preset(UTF8_FULL_CONDENSED);
    if let Some(width) = width.and_then(|width| u16::try_from(width).ok()) {
        table
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(width);
    }
    table
}

impl<W: Write> BatchWriter for TableWriter<W> {
    fn start(&mut self, schema: &SchemaRef) -> Result<()> {
        let fields = schema.fields().iter();
        self.header = fields.clone().map(|field| shown(field.name())).collect();
        self.kinds = fields.map(|field| field.data_type().clone()).collect();
        Ok(())
    }

    fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        for row in 0..batch.num_rows() {
            self.rows += 1;
            if self.rows > self.most {
                continue;
            }
            let cells = batch.columns().iter().zip(&self.kinds);
            let cells = cells.map(|(column, kind)| {
                Ok(match cell_text(column, row)? {
                    None => "NULL".to_owned(),
                    Some(text) if kind.is_floating() => rounded(&text),
                    Some(text) => shown(&text),
                })
            });
            self.shown.push(cells.collect::<Result<_>>()?);
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<()> {
        match self.as_table() {
            Some(table) => writeln!(self.out, "{table}")?,
            None => self.out.write_all(self.as_records().as_bytes())?,
        }
        let hidden = self.rows.saturating_sub(self.shown.len());
        if hidden > 0 {
            writeln!(
                self.out,
                "{} rows, of which {hidden} are not shown; {}",
                self.rows, self.more
            )?;
        }
        Ok(self.out.flush()?)
    }
}

/// A type as SQL calls it.
fn sql_type(kind: &DataType) -> String {
    match kind {
        DataType::Null => "NULL".to_owned(),
        DataType::Boolean => "BOOLEAN".to_owned(),
        DataType::Int8 => "TINYINT".to_owned(),
        DataType::Int16 => "SMALLINT".to_owned(),
        DataType::Int32 => "INTEGER".to_owned(),
        DataType::Int64 => "BIGINT".to_owned(),
        DataType::UInt8 => "UTINYINT".to_owned(),
        DataType::UInt16 => "USMALLINT".to_owned(),
        DataType::UInt32 => "UINTEGER".to_owned(),
        DataType::UInt64 => "UBIGINT".to_owned(),
        DataType::Float32 => "FLOAT".to_owned(),
        DataType::Float64 => "DOUBLE".to_owned(),
        DataType::Utf8 => "VARCHAR".to_owned(),
        DataType::Binary => "BLOB".to_owned(),
        DataType::Date32 => "DATE".to_owned(),
        DataType::Time64(_) => "TIME".to_owned(),
        DataType::Timestamp(_, None) => "TIMESTAMP".to_owned(),
        DataType::Timestamp(_, Some(_)) => "TIMESTAMPTZ".to_owned(),
        DataType::Interval(_) => "INTERVAL".to_owned(),
        // What DuckDB makes of sums of integers.
        DataType::Decimal128(38, 0) => "HUGEINT".to_owned(),
        DataType::Decimal128(digits, scale) => format!("DECIMAL({digits},{scale})"),
        DataType::List(item) => sql_type(item.data_type()) + "[]",
        DataType::Struct(_) => "STRUCT".to_owned(),
        DataType::Map(..) => "MAP".to_owned(),
        other => other.to_string(),
    }
}

/// A small table of texts, whole ones; the columns from `numbers` on are
/// aligned to the right.
pub(crate) fn plain(header: &[&str], rows: &[Vec<String>], numbers: usize) -> String {
    let mut table = empty(terminal_width());
    table.set_header(header);
    for row in rows {
        table.add_row(row.iter().map(|text| on_one_line(text, usize::MAX)));
    }
    for column in table.column_iter_mut().skip(numbers) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    // What a row is called is not broken where there is room.
    let first = table.column_max_content_widths().first().copied();
    if let (Some(first), Some(width)) = (first, terminal_width())
        && usize::from(first) < width / 2
        && let Some(column) = table.column_mut(0)
    {
        column.set_constraint(ColumnConstraint::ContentWidth);
    }
    format!("{table}\n")
}

/// A cell of a result, cut where it is long.
fn shown(text: &str) -> String {
    on_one_line(text, WIDEST_CELL)
}

/// At most so many characters of a text, on one line, without control
/// characters: a caption must not steer the terminal.
fn on_one_line(text: &str, most: usize) -> String {
    let mut short = String::new();
    for (place, letter) in text.chars().enumerate() {
        if place == most {
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
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn captions_can_not_steer_the_terminal() {
        assert_eq!(shown("a\u{1b}[31mb\nc\u{202e}d"), "a[31mb cd");
        assert_eq!(shown(&"x".repeat(100)).chars().count(), WIDEST_CELL + 1);
    }

    /// Two columns of text and five of numbers, as a terminal of `width` shows them.
    fn drawn(width: Option<usize>) -> String {
        use std::sync::Arc;

        use arrow::array::{ArrayRef, Int64Array, StringArray};

        let text = || Arc::new(StringArray::from(vec!["word ".repeat(9), "x".to_owned()]));
        let number = || Arc::new(Int64Array::from(vec![Some(1_234_567), None]));
        let columns: Vec<(String, ArrayRef)> = (0..7)
            .map(|place| {
                let values: ArrayRef = if place < 2 { text() } else { number() };
                (format!("column_{place}"), values)
            })
            .collect();
        let batch = RecordBatch::try_from_iter(columns).unwrap();
        let mut out = Vec::new();
        let mut table = TableWriter::new(&mut out, 0, width);
        table.start(&batch.schema()).unwrap();
        table.write(&batch).unwrap();
        table.finish().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_wide_table_wraps_and_then_becomes_records() {
        let widest = |text: &str| text.lines().map(|line| line.chars().count()).max();
        // To a file: as wide as it is.
        assert!(widest(&drawn(None)) > Some(130));
        let wrapped = drawn(Some(125));
        assert!(wrapped.starts_with('┌') && widest(&wrapped) <= Some(125));
        let records = drawn(Some(80));
        assert!(widest(&records) <= Some(80), "{records}");
        assert_eq!(records.lines().count(), 2 * 8, "{records}");
        assert!(records.contains("\ncolumn_6  1234567\n"), "{records}");
        assert!(records.contains("── row 2 ─"), "{records}");
        assert!(records.contains("\ncolumn_2  NULL\n"), "{records}");
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
