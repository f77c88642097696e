//! Separated values: rows of fields under a header.

use std::sync::Arc;

use csv_core::ReadRecordResult;
use encoding_rs::Encoding;

use super::block::{Block, Broken, Rows, TableRows, excerpt, too_large};
use super::dialect::{self, Dialect};
use super::input::Source;
use super::reader::ReadOptions;
use super::window::Window;
use crate::error::{Error, ErrorKind, Result};

/// How much text is read at a time.
const STEP: usize = 256 << 10;

/// Room for fields that is made at a time.
const ROOM: usize = 64 << 10;

/// Cuts a text into rows.
pub(super) struct Table {
    window: Window,
    reader: csv_core::Reader,
    dialect: Dialect,
    encoding: &'static Encoding,
    header: Arc<[String]>,
    max_record: usize,
    block: usize,
    /// Rows handed out or in `fields`.
    record: u64,
    line: u64,
    fields: Fields,
}

/// The fields of the rows since the last block, one after the other.
#[derive(Default)]
struct Fields {
    text: Vec<u8>,
    text_end: usize,
    ends: Vec<usize>,
    ends_end: usize,
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
        encoding: &'static Encoding,
        options: &ReadOptions,
    ) -> Result<Self> {
        let dialect = dialect::detect(head, options.separator);
        let mut table = Self {
            window: Window::new(source),
            reader: dialect.reader(),
            dialect,
            encoding,
            header: Arc::default(),
            max_record: options.max_record_bytes,
            block: options.block_bytes.max(1),
            record: 0,
            line: 1,
            fields: Fields::default(),
        };
        table.header = table.read_header()?;
        Ok(table)
    }

    pub(super) fn header(&self) -> &[String] {
        &self.header
    }

    fn read_header(&mut self) -> Result<Arc<[String]>> {
        let row = self.read_row()?;
        if row.is_none_or(|row| row.too_large.is_some()) {
            return Err(Error::new(ErrorKind::Corrupt, "has no header row")
                .hint("the first row must name the columns"));
        }
        let fields = std::mem::take(&mut self.fields);
        let mut start = 0;
        let mut names = Vec::with_capacity(fields.ends_end);
        for end in &fields.ends[..fields.ends_end] {
            let name = std::str::from_utf8(&fields.text[start..*end]).map_err(|error| {
                Error::new(ErrorKind::Corrupt, self.not_text(names.len(), &error)).at_line(1)
            })?;
            names.push(name.trim().to_owned());
            start = *end;
        }
        if names.iter().all(String::is_empty) {
            return Err(Error::new(ErrorKind::Corrupt, "the header names no column")
                .hint("the first row must name the columns"));
        }
        Ok(unique(names).into())
    }

    pub(super) fn next_block(&mut self) -> Result<Option<Block>> {
        let first_record = self.record + 1;
        let mut places = Vec::new();
        let mut broken = Vec::new();
        while self.fields.text_end < self.block {
            let (text_start, ends_start) = (self.fields.text_end, self.fields.ends_end);
            let Some(row) = self.read_row()? else {
                break;
            };
            self.record += 1;
            let width = self.fields.ends_end - ends_start;
            let expected = self.header.len();
            let problem = if let Some(excerpt) = row.too_large {
                Some((too_large(row.length, self.max_record), excerpt))
            } else if width != expected {
                let fields = format!("expected {expected} fields, found {width}");
                Some((fields, self.show(text_start, ends_start)))
            } else {
                None
            };
            match problem {
                None => places.push((self.record, row.line)),
                Some((reason, excerpt)) => {
                    self.fields.text_end = text_start;
                    self.fields.ends_end = ends_start;
                    broken.push(Broken {
                        record: self.record,
                        line: Some(row.line),
                        reason,
                        excerpt,
                    });
                }
            }
        }
        if places.is_empty() && broken.is_empty() {
            return Ok(None);
        }
        let rows = self.rows(places, &mut broken);
        Ok(Some(Block {
            first_record,
            rows: Rows::Table(rows),
            broken,
        }))
    }

    /// The fields since the last block as text; rows that are not text become broken.
    fn rows(&mut self, mut places: Vec<(u64, u64)>, broken: &mut Vec<Broken>) -> TableRows {
        let mut fields = std::mem::take(&mut self.fields);
        fields.text.truncate(fields.text_end);
        fields.ends.truncate(fields.ends_end);
        let on_boundaries = |text: &str| fields.ends.iter().all(|end| text.is_char_boundary(*end));
        let text = match String::from_utf8(fields.text) {
            Ok(text) if on_boundaries(&text) => text,
            other => {
                let bytes =
                    other.map_or_else(std::string::FromUtf8Error::into_bytes, String::into_bytes);
                let (text, ends) = self.only_text(&bytes, &fields.ends, &mut places, broken);
                fields.ends = ends;
                text
            }
        };
        TableRows::new(Arc::clone(&self.header), text, fields.ends, places)
    }

    /// The rows of which every field is UTF-8.
    fn only_text(
        &self,
        bytes: &[u8],
        ends: &[usize],
        places: &mut Vec<(u64, u64)>,
        broken: &mut Vec<Broken>,
    ) -> (String, Vec<usize>) {
        let mut text = String::with_capacity(bytes.len());
        let mut kept = Vec::with_capacity(ends.len());
        let mut rows = ends.chunks_exact(self.header.len());
        let mut row_start = 0;
        places.retain(|(record, line)| {
            let row = rows.next().unwrap_or_default();
            let (text_length, kept_length) = (text.len(), kept.len());
            let mut start = row_start;
            for (column, end) in row.iter().enumerate() {
                match std::str::from_utf8(&bytes[start..*end]) {
                    Ok(field) => {
                        text.push_str(field);
                        kept.push(text.len());
                        start = *end;
                    }
                    Err(error) => {
                        broken.push(Broken {
                            record: *record,
                            line: Some(*line),
                            reason: self.not_text(column, &error),
                            excerpt: excerpt(&bytes[start..*end]),
                        });
                        text.truncate(text_length);
                        kept.truncate(kept_length);
                        break;
                    }
                }
            }
            row_start = row.last().copied().unwrap_or(row_start);
            kept.len() > kept_length
        });
        broken.sort_by_key(|broken| broken.record);
        (text, kept)
    }

    fn not_text(&self, column: usize, error: &std::str::Utf8Error) -> String {
        let encoding = self.encoding.name();
        let at = error.valid_up_to() + 1;
        let field = match self.header.get(column) {
            Some(name) => format!("field `{name}`"),
            None => format!("column {}", column + 1),
        };
        if self.encoding == encoding_rs::UTF_8 {
            format!(
                "{field} is not valid UTF-8 at byte {at}; declare the encoding, e.g. windows-1252, in a mapping"
            )
        } else {
            format!("{field} is not valid {encoding} at byte {at}; it may be in another encoding")
        }
    }

    /// A row that is there, for people.
    fn show(&self, text_start: usize, ends_start: usize) -> String {
        let mut row = Vec::new();
        let mut start = text_start;
        for end in &self.fields.ends[ends_start..self.fields.ends_end] {
            row.extend_from_slice(&self.fields.text[start..*end]);
            row.push(self.dialect.separator);
            start = *end;
            if row.len() > 1000 {
                break;
            }
        }
        row.pop();
        excerpt(&row)
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
                row.too_large = Some(self.show_start(text_start));
            }
            if row.too_large.is_some() {
                self.fields.text_end = text_start;
                self.fields.ends_end = ends_start;
            }
            if ended {
                return Ok(Some(row));
            }
        }
    }

    fn show_start(&self, text_start: usize) -> String {
        excerpt(&self.fields.text[text_start..self.fields.text_end])
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
        self.window.at = self.window.buffer.len();
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

impl Fields {
    fn make_room(&mut self) {
        if self.text.len() < self.text_end + ROOM / 2 {
            self.text.resize((self.text.len() * 2).max(ROOM), 0);
        }
        if self.ends.len() < self.ends_end + ROOM / 32 {
            self.ends.resize((self.ends.len() * 2).max(ROOM / 8), 0);
        }
    }
}

/// Names that tell the columns apart: one without a name is `column_N` after
/// its place, one that was there before gets `_2`, `_3` ...
fn unique(names: Vec<String>) -> Vec<String> {
    let mut seen: Vec<String> = Vec::with_capacity(names.len());
    for (index, name) in names.into_iter().enumerate() {
        let base = if name.is_empty() {
            format!("column_{}", index + 1)
        } else {
            name
        };
        let mut name = base.clone();
        let mut count = 1;
        while seen.contains(&name) {
            count += 1;
            name = format!("{base}_{count}");
        }
        seen.push(name);
    }
    seen
}
