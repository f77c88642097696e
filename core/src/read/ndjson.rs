//! One JSON value a line: lines are found, not looked into, so a bad one breaks only itself.

use super::block::{Broken, Span, excerpt};
use super::buffer::Buffer;
use super::window::Window;
use crate::error::Result;

/// How much is read at a time to find the end of a line longer than a block.
const STEP: usize = 1 << 20;

/// Lines that follow each other, blank ones left out.
pub(super) struct Lines {
    pub(super) bytes: Buffer,
    pub(super) records: Vec<Span>,
    pub(super) broken: Vec<Broken>,
}

impl Lines {
    /// The number of the first of them, whole or broken.
    pub(super) fn first_record(&self) -> u64 {
        let whole = self.records.first().map(|span| span.record);
        let broken = self.broken.first().map(|line| line.record);
        whole.into_iter().chain(broken).min().unwrap_or(1)
    }
}

/// Cuts a text at its newlines, block after block.
pub(super) struct LineReader {
    window: Window,
    max_record: usize,
    block: usize,
    /// Records handed out.
    record: u64,
    /// Lines handed out.
    line: u64,
    /// Records in the last block, for the room the next will need.
    usual: usize,
}

impl LineReader {
    pub(super) fn new(window: Window, max_record: usize, block: usize) -> Self {
        Self {
            window,
            max_record,
            block,
            record: 0,
            line: 0,
            usual: 0,
        }
    }

    /// The next lines; `None` at the end of the text.
    pub(super) fn next_lines(&mut self) -> Result<Option<Lines>> {
        loop {
            let Some(end) = self.whole_lines()? else {
                return self.skip_line().map(Some);
            };
            if end == 0 {
                return Ok(None);
            }
            self.window.at = end;
            let bytes = self.window.take_uncounted(end);
            let lines = self.cut(bytes);
            if !lines.records.is_empty() || !lines.broken.is_empty() {
                return Ok(Some(lines));
            }
        }
    }

    /// Fills the window with a block's worth of whole lines and says where
    /// they end; `None` if it holds only part of a line that is too long.
    fn whole_lines(&mut self) -> Result<Option<usize>> {
        let mut searched = 0;
        let mut wanted = self.block.saturating_sub(self.window.text().len());
        loop {
            self.window.fill(wanted)?;
            let text = self.window.text();
            if self.window.ended() {
                return Ok(Some(text.len()));
            }
            if let Some(newline) = memchr::memrchr(b'\n', &text[searched..]) {
                return Ok(Some(searched + newline + 1));
            }
            searched = text.len();
            if searched > self.max_record {
                return Ok(None);
            }
            wanted = self.block.clamp(1, STEP);
        }
    }

    /// Passes over the line that the window begins with, without holding it.
    fn skip_line(&mut self) -> Result<Lines> {
        let start = excerpt(self.window.text());
        let mut length = 0;
        loop {
            let newline = memchr::memchr(b'\n', self.window.text());
            let end = newline.unwrap_or(self.window.text().len());
            length += end as u64;
            self.window.at = newline.map_or(end, |newline| newline + 1);
            self.window.forget(0);
            if newline.is_some() || !self.window.fill(self.block.clamp(1, STEP))? {
                break;
            }
        }
        self.record += 1;
        self.line += 1;
        Ok(Lines {
            bytes: Buffer::default(),
            records: Vec::new(),
            broken: vec![Broken::too_large(
                self.record,
                self.line,
                length,
                self.max_record,
                &start,
            )],
        })
    }

    fn cut(&mut self, bytes: Buffer) -> Lines {
        let mut records = Vec::with_capacity(self.usual + self.usual / 8);
        let mut broken = Vec::new();
        let mut start = 0;
        let ends = memchr::memchr_iter(b'\n', &bytes);
        let last = (!bytes.ends_with(b"\n")).then_some(bytes.len());
        for end in ends.chain(last) {
            self.line += 1;
            if let Some((first, past)) = trimmed(&bytes, start, end) {
                self.record += 1;
                if past - first > self.max_record {
                    broken.push(Broken::too_large(
                        self.record,
                        self.line,
                        (past - first) as u64,
                        self.max_record,
                        &excerpt(&bytes[first..past]),
                    ));
                } else {
                    records.push(Span {
                        start: first,
                        end: past,
                        record: self.record,
                        line: self.line,
                    });
                }
            }
            start = end + 1;
        }
        self.usual = records.len();
        Lines {
            bytes,
            records,
            broken,
        }
    }
}

/// `start..end` without white space around it; `None` if it is nothing else.
fn trimmed(bytes: &[u8], mut start: usize, mut end: usize) -> Option<(usize, usize)> {
    while start < end && bytes[start].is_ascii_whitespace() {
        start += 1;
    }
    while start < end && bytes[end - 1].is_ascii_whitespace() {
        end -= 1;
    }
    (start < end).then_some((start, end))
}
