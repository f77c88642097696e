//! Separated values: rows of fields under a header.

use std::sync::Arc;

use csv_core::ReadRecordResult;

use super::block::{Block, Broken, Rows, size};
use super::charset::Encoding;
use super::dialect::{self, Dialect};
use super::fields::{Columns, Fields};
use super::input::Source;
use super::reader::ReadOptions;
use super::window::Window;
use crate::error::{Error, ErrorKind, Result};

/// How much text is read at a time.
const STEP: usize = 256 << 10;

/// The most records of a block: where all rows are broken, no text adds up.
const RECORDS: usize = 1 << 16;

/// Cuts a text into rows.
pub(super) struct Table {
    window: Window,
    reader: csv_core::Reader,
    dialect: Dialect,
    columns: Columns,
    max_record: usize,
    block: usize,
    /// Rows handed out or in `fields`.
    record: u64,
    line: u64,
    fields: Fields,
}

/// A row as it was found.
struct Row {
    line: u64,
    /// Its bytes in the source, with separators and quotes.
    length: u64,
    /// How it begins, if it is too large to be kept.
    too_large: Option<String>,
}

impl Table {
    pub(super) fn open(
        source: Source,
        head: &[u8],
        encoding: Encoding,
        options: &ReadOptions,
    ) -> Result<Self> {
        let dialect = dialect::detect(head, options.separator);
        let mut table = Self {
            window: Window::new(source, options.block()),
            reader: dialect.reader(),
            dialect,
            columns: Columns {
                names: Arc::default(),
                encoding,
            },
            max_record: options.max_record_bytes,
            block: options.block(),
            record: 0,
            line: 1,
            fields: Fields::default(),
        };
        table.columns.names = table.read_header()?;
        Ok(table)
    }

    pub(super) fn header(&self) -> &[String] {
        &self.columns.names
    }

    fn read_header(&mut self) -> Result<Arc<[String]>> {
        let names = match self.read_row()? {
            None => Err("there is no header row".into()),
            Some(row) if row.too_large.is_some() => Err(format!(
                "the first row is larger than {}",
                size(self.max_record)
            )),
            Some(_) => std::mem::take(&mut self.fields).into_names(&self.columns),
        };
        names.map_err(|message| {
            Error::new(ErrorKind::Corrupt, message)
                .at_line(1)
                .hint("the first row must name the columns")
        })
    }

    pub(super) fn next_block(&mut self) -> Result<Option<Block>> {
        let first_record = self.record + 1;
        let mut places = Vec::new();
        let mut broken = Vec::new();
        while self.fields.text_end < self.block && places.len() + broken.len() < RECORDS {
            let (text_start, ends_start) = (self.fields.text_end, self.fields.ends_end);
            let Some(row) = self.read_row()? else {
                break;
            };
            self.record += 1;
            let width = self.fields.ends_end - ends_start;
            let expected = self.columns.names.len();
            let (record, line) = (self.record, row.line);
            let problem = if let Some(start) = row.too_large {
                let limit = self.max_record;
                Some(Broken::too_large(record, line, row.length, limit, &start))
            } else if width != expected {
                let separator = self.dialect.separator;
                let shown = self.fields.show(text_start, ends_start, separator);
                Some(Broken {
                    record,
                    line: Some(line),
                    column: None,
                    reason: format!("not the {expected} fields that the header has"),
                    excerpt: format!("{width} fields: {shown}"),
                })
            } else {
                None
            };
            match problem {
                None => places.push((record, line)),
                Some(problem) => {
                    self.fields.truncate(text_start, ends_start);
                    broken.push(problem);
                }
            }
        }
        if places.is_empty() && broken.is_empty() {
            return Ok(None);
        }
        let fields = std::mem::take(&mut self.fields);
        let rows = fields.into_rows(&self.columns, places, &mut broken);
        Ok(Some(Block {
            first_record,
            rows: Rows::Table(rows),
            broken,
        }))
    }

    /// Reads one row into `fields`; `None` at the end of the text.
    fn read_row(&mut self) -> Result<Option<Row>> {
        if !self.skip_line_ends()? {
            return Ok(None);
        }
        let (text_start, ends_start) = (self.fields.text_end, self.fields.ends_end);
        let mut row = Row {
            line: self.line,
            length: 0,
            too_large: None,
        };
        loop {
            let at_end = self.window.rest().is_empty() && !self.fill()?;
            let fields = &mut self.fields;
            fields.make_room();
            // A line end ends the last row too, unless it is inside quotes.
            let input = if at_end { b"\n" } else { self.window.rest() };
            let (result, read, text, ends) = self.reader.read_record(
                input,
                &mut fields.text[fields.text_end..],
                &mut fields.ends[fields.ends_end..],
            );
            let ended = matches!(result, ReadRecordResult::Record);
            if at_end && !ended {
                return Err(self.unclosed(&row, text_start, ends_start));
            }
            // The ends count from the start of their row.
            for end in &mut fields.ends[fields.ends_end..fields.ends_end + ends] {
                *end += text_start;
            }
            fields.text_end += text;
            fields.ends_end += ends;
            if !at_end {
                self.line += memchr::memchr_iter(b'\n', &input[..read]).count() as u64;
                self.window.at += read;
                row.length += read as u64;
            }
            let size = self.fields.text_end - text_start + self.fields.ends_end - ends_start;
            if size > self.max_record && row.too_large.is_none() {
                let separator = self.dialect.separator;
                row.too_large = Some(self.fields.show(text_start, ends_start, separator));
            }
            if row.too_large.is_some() {
                self.fields.truncate(text_start, ends_start);
            }
            if ended {
                return Ok(Some(row));
            }
        }
    }

    /// Passes over the line ends before a row, so that its line is known; false at the end of the text.
    fn skip_line_ends(&mut self) -> Result<bool> {
        loop {
            match self.window.rest().first() {
                Some(b'\n') => self.line += 1,
                Some(b'\r') => {}
                Some(_) => return Ok(true),
                None => {
                    if !self.fill()? {
                        return Ok(false);
                    }
                    continue;
                }
            }
            self.window.at += 1;
        }
    }

    fn fill(&mut self) -> Result<bool> {
        self.window.skip_rest();
        self.window.forget(0);
        self.window.fill(self.block.min(STEP))
    }

    /// The text ends inside quotes, in the last field of `row`.
    fn unclosed(&self, row: &Row, text_start: usize, ends_start: usize) -> Error {
        let fields = &self.fields;
        let before = match fields.ends[ends_start..fields.ends_end].last() {
            Some(end) if row.too_large.is_none() => &fields.text[text_start..*end],
            _ => &[],
        };
        let line = row.line + memchr::memchr_iter(b'\n', before).count() as u64;
        Error::new(
            ErrorKind::Corrupt,
            format!("the quote that opens on line {line} is never closed"),
        )
        .at_record(self.record + 1)
        .hint("the file is cut off inside this field, or a quote in it is not doubled")
    }
}
