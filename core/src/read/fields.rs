//! The fields of a table's rows, in one stretch of memory, and what they must be: text.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::block::{Broken, TableRows, excerpt, excerpt_at};
use super::charset::Encoding;
use super::encoding::NOT_UTF_8;

/// Room that is made at a time.
const ROOM: usize = 64 << 10;

/// The fields of some rows, one after the other.
#[derive(Default)]
pub(super) struct Fields {
    /// The text of the fields; what is past `text_end` is room.
    pub(super) text: Vec<u8>,
    pub(super) text_end: usize,
    /// Where each field ends in `text`; what is past `ends_end` is room.
    pub(super) ends: Vec<usize>,
    pub(super) ends_end: usize,
}

/// The columns of a table, and how its text was encoded.
pub(super) struct Columns {
    pub(super) names: Arc<[String]>,
    pub(super) encoding: Encoding,
}

impl Fields {
    /// Makes room for more text and more fields, some of both.
    pub(super) fn make_room(&mut self) {
        if self.text.len() < self.text_end + ROOM / 2 {
            self.text.resize((self.text.len() * 2).max(ROOM), 0);
        }
        if self.ends.len() < self.ends_end + ROOM / 32 {
            self.ends.resize((self.ends.len() * 2).max(ROOM / 8), 0);
        }
    }

    /// Takes back what is past these ends.
    pub(super) fn truncate(&mut self, text_end: usize, ends_end: usize) {
        self.text_end = text_end;
        self.ends_end = ends_end;
    }

    /// The text of the row that starts here, joined by `separator`, for people.
    pub(super) fn show(&self, text_start: usize, ends_start: usize, separator: u8) -> String {
        let mut row = Vec::new();
        let mut start = text_start;
        for end in &self.ends[ends_start..self.ends_end] {
            row.extend_from_slice(&self.text[start..*end]);
            row.push(separator);
            start = *end;
            // More does not show.
            if row.len() > 1000 {
                break;
            }
        }
        row.extend_from_slice(&self.text[start..self.text_end.min(start + 1000)]);
        if row.ends_with(&[separator]) {
            row.pop();
        }
        excerpt(&row)
    }

    /// The fields as names of columns that differ from each other.
    pub(super) fn into_names(self, columns: &Columns) -> Result<Arc<[String]>, String> {
        let mut names = Vec::with_capacity(self.ends_end);
        let mut start = 0;
        for end in &self.ends[..self.ends_end] {
            let name = std::str::from_utf8(&self.text[start..*end])
                .map_err(|_| format!("the header is {}", columns.not_text()))?;
            names.push(name.trim());
            start = *end;
        }
        if names.iter().all(|name| name.is_empty()) {
            return Err("the header names no column".into());
        }
        Ok(unique(&names).into())
    }

    /// The fields as rows, which stand at `places`; rows that are not text become broken.
    pub(super) fn into_rows(
        mut self,
        columns: &Columns,
        mut places: Vec<(u64, u64)>,
        broken: &mut Vec<Broken>,
    ) -> TableRows {
        self.text.truncate(self.text_end);
        self.ends.truncate(self.ends_end);
        let mut ends = self.ends;
        // All at once is fast. The ends matter too: half a character here and
        // half a one there are text only if taken together.
        let on_boundaries = |text: &str| ends.iter().all(|end| text.is_char_boundary(*end));
        let text = match String::from_utf8(self.text) {
            Ok(text) if on_boundaries(&text) => text,
            other => {
                let bytes =
                    other.map_or_else(std::string::FromUtf8Error::into_bytes, String::into_bytes);
                let (text, kept) = columns.only_text(&bytes, &ends, &mut places, broken);
                ends = kept;
                text
            }
        };
        TableRows::new(Arc::clone(&columns.names), text, ends, places)
    }
}

impl Columns {
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
        let mut rows = ends.chunks_exact(self.names.len());
        let mut row_start = 0;
        places.retain(|(record, line)| {
            let row = rows.next().unwrap_or_default();
            let (text_length, kept_length) = (text.len(), kept.len());
            let mut start = row_start;
            row_start = row.last().copied().unwrap_or(row_start);
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
                            column: self.names.get(column).cloned(),
                            reason: self.not_text(),
                            excerpt: excerpt_at(&bytes[start..*end], error.valid_up_to()),
                        });
                        text.truncate(text_length);
                        kept.truncate(kept_length);
                        return false;
                    }
                }
            }
            true
        });
        broken.sort_by_key(|broken| broken.record);
        (text, kept)
    }

    /// Why bytes are no text, in the same words wherever they stand.
    fn not_text(&self) -> String {
        if self.encoding == Encoding::UTF_8 {
            return NOT_UTF_8.to_owned();
        }
        let encoding = self.encoding.name();
        format!("not valid {encoding}: it may be in another encoding than declared")
    }
}

/// Names that tell the columns apart: one without a name is `column_N` after
/// its place, one that was there before gets `_2`, `_3` ...
fn unique(names: &[&str]) -> Vec<String> {
    let mut seen = HashSet::with_capacity(names.len());
    let mut counts = HashMap::new();
    let mut unique = Vec::with_capacity(names.len());
    for (index, name) in names.iter().enumerate() {
        let base = if name.is_empty() {
            format!("column_{}", index + 1)
        } else {
            (*name).to_owned()
        };
        let mut name = base.clone();
        while !seen.insert(name.clone()) {
            let count = counts.entry(base.clone()).or_insert(1);
            *count += 1;
            name = format!("{base}_{count}");
        }
        unique.push(name);
    }
    unique
}
