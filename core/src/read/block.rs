//! What a reader hands out: blocks of records, and the records it could not cut out.

use std::ops::Range;
use std::sync::Arc;

use arrow::array::RecordBatch;

use super::buffer::Buffer;

/// Some records that follow each other, to be parsed independently of other blocks.
#[derive(Debug, Clone)]
pub struct Block {
    /// The 1-based number of the block's first record, whole or broken.
    pub first_record: u64,
    /// The records that could be cut out.
    pub rows: Rows,
    /// Those that could not, in order.
    pub broken: Vec<Broken>,
}

impl Block {
    /// How many records the block stands for, the broken ones among them.
    pub fn records(&self) -> u64 {
        (self.rows.len() + self.broken.len()) as u64
    }
}

/// The records of a block, as raw as their container allows.
#[derive(Debug, Clone)]
pub enum Rows {
    /// JSON values, not yet parsed.
    Json {
        /// The text in which the records stand.
        bytes: Buffer,
        /// Where each record stands in `bytes`. Its contents may be invalid
        /// JSON or invalid UTF-8: the parser finds out.
        records: Vec<Span>,
        /// Which of [`ReadOptions::wrappers`](super::ReadOptions::wrappers)
        /// the records were found under; `None` for records that stand on their own.
        wrapper: Option<usize>,
        /// Where the value of the wrapper's side key stands in `bytes`, if the page has one.
        side: Option<Range<usize>>,
    },
    /// Rows of separated values.
    Table(TableRows),
    /// Columns.
    Arrow(RecordBatch),
}

impl Rows {
    /// The number of records.
    pub fn len(&self) -> usize {
        match self {
            Self::Json { records, .. } => records.len(),
            Self::Table(rows) => rows.len(),
            Self::Arrow(batch) => batch.num_rows(),
        }
    }

    /// Whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Where one JSON value stands, in its block and in its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first byte, in the block.
    pub start: usize,
    /// One past the last byte, in the block.
    pub end: usize,
    /// The 1-based number of the record in its source.
    pub record: u64,
    /// The 1-based line of the source it starts on.
    pub line: u64,
}

impl Span {
    /// The span's place in its block.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// Rows of a table that has a header, all with one field per column, in one allocation.
#[derive(Debug, Clone)]
pub struct TableRows {
    header: Arc<[String]>,
    text: String,
    /// The end of every field in `text`, row after row.
    ends: Vec<usize>,
    /// Record number and line of every row.
    places: Vec<(u64, u64)>,
}

impl TableRows {
    /// Rows of `places.len()` times `header.len()` fields; every end is a
    /// character boundary of `text`.
    pub(super) fn new(
        header: Arc<[String]>,
        text: String,
        ends: Vec<usize>,
        places: Vec<(u64, u64)>,
    ) -> Self {
        debug_assert_eq!(ends.len(), places.len() * header.len());
        Self {
            header,
            text,
            ends,
            places,
        }
    }

    /// The names of the columns.
    pub fn header(&self) -> &Arc<[String]> {
        &self.header
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The row at `index`, from 0.
    pub fn get(&self, index: usize) -> Option<TableRow<'_>> {
        (index < self.len()).then_some(TableRow { rows: self, index })
    }

    /// The rows in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = TableRow<'_>> {
        (0..self.len()).map(|index| TableRow { rows: self, index })
    }
}

/// One row of a table.
#[derive(Debug, Clone, Copy)]
pub struct TableRow<'a> {
    rows: &'a TableRows,
    index: usize,
}

impl<'a> TableRow<'a> {
    /// The 1-based number of the record in its source; the header is not counted.
    pub fn record(&self) -> u64 {
        self.rows.places[self.index].0
    }

    /// The 1-based line of the source it starts on.
    pub fn line(&self) -> u64 {
        self.rows.places[self.index].1
    }

    /// The field of the column at `column`, from 0; unquoted, otherwise as it stands.
    pub fn get(&self, column: usize) -> Option<&'a str> {
        let width = self.rows.header.len();
        if column >= width {
            return None;
        }
        let at = self.index * width + column;
        let start = if at == 0 { 0 } else { self.rows.ends[at - 1] };
        self.rows.text.get(start..self.rows.ends[at])
    }

    /// The fields in the order of the columns.
    pub fn iter(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let row = *self;
        (0..row.rows.header.len()).filter_map(move |column| row.get(column))
    }
}

/// A record that could not be cut out of its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The 1-based number of the record in its source.
    pub record: u64,
    /// The 1-based line it starts on, where the container has lines.
    pub line: Option<u64>,
    /// The column that is broken, where only one is.
    pub column: Option<String>,
    /// What is wrong with it, in the same words for every record.
    pub reason: String,
    /// How it begins, or what stands around the fault: printable, and short.
    pub excerpt: String,
}

/// The longest excerpt of a broken record, in characters.
const EXCERPT: usize = 160;

/// How `bytes` begin, printable: control characters as escapes, bytes that are
/// not UTF-8 as `\x..`, so that no replacement character appears that the
/// source does not hold.
pub(crate) fn excerpt(bytes: &[u8]) -> String {
    let mut text = String::new();
    let mut left = EXCERPT;
    let mut push = |part: &str| {
        let width = part.chars().count();
        let fits = width <= left;
        if fits {
            text.push_str(part);
            left -= width;
        } else {
            left = 0;
        }
        fits
    };
    // Four bytes a character at most: the rest cannot show.
    for chunk in bytes[..bytes.len().min(EXCERPT * 4)].utf8_chunks() {
        for character in chunk.valid().chars() {
            let shown = if character.is_control() {
                push(&character.escape_default().to_string())
            } else {
                push(character.encode_utf8(&mut [0; 4]))
            };
            if !shown {
                return text;
            }
        }
        for byte in chunk.invalid() {
            if !push(&format!("\\x{byte:02x}")) {
                return text;
            }
        }
    }
    text
}

/// What stands around byte `at` of `bytes`, printable, with a little of what
/// is before it.
pub(crate) fn excerpt_at(bytes: &[u8], at: usize) -> String {
    const BEFORE: usize = 30;
    let mut start = at.min(bytes.len()).saturating_sub(BEFORE);
    while start > 0 && bytes.get(start).is_some_and(|byte| byte & 0xc0 == 0x80) {
        start -= 1;
    }
    let cut = if start > 0 { "…" } else { "" };
    format!("{cut}{}", excerpt(&bytes[start..]))
}

/// `bytes` for people: `64 MiB`, `512 bytes`.
pub(super) fn size(bytes: usize) -> String {
    const KIB: usize = 1 << 10;
    const MIB: usize = 1 << 20;
    if bytes >= MIB && bytes.is_multiple_of(MIB) {
        format!("{} MiB", bytes / MIB)
    } else if bytes >= KIB && bytes.is_multiple_of(KIB) {
        format!("{} KiB", bytes / KIB)
    } else {
        format!("{bytes} bytes")
    }
}

impl Broken {
    /// A record of `length` bytes, of which `start` is the excerpt, where at
    /// most `limit` are taken.
    pub(super) fn too_large(
        record: u64,
        line: u64,
        length: u64,
        limit: usize,
        start: &str,
    ) -> Self {
        Self {
            record,
            line: Some(line),
            column: None,
            reason: format!("larger than the limit of {}", size(limit)),
            excerpt: format!("{length} bytes: {start}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excerpts_are_printable_and_short() {
        assert_eq!(excerpt("né\u{0}\r".as_bytes()), r"né\u{0}\r");
        assert_eq!(excerpt(b"caf\xe9"), r"caf\xe9");
        assert_eq!(excerpt(&[b'a'; 1000]).chars().count(), EXCERPT);
        assert!(excerpt(&[0xff; 1000]).chars().count() <= EXCERPT);
    }

    #[test]
    fn excerpts_show_what_stands_around_a_fault() {
        let text = "é".repeat(100);
        let bytes = [text.as_bytes(), b"caf\xe9!"].concat();
        let shown = excerpt_at(&bytes, 203);
        assert_eq!(shown, format!("…{}caf\\xe9!", "é".repeat(14)));
        assert_eq!(excerpt_at(b"ab", 99), "ab");
    }

    #[test]
    fn sizes_read_well() {
        assert_eq!(size(64 << 20), "64 MiB");
        assert_eq!(size(2048), "2 KiB");
        assert_eq!(size(1000), "1000 bytes");
    }
}
