//! The moves of a walk through a JSON text, and what is said where it cannot go on.

use super::block::excerpt;
use super::document::{Documents, Dropped};
use super::split::{Splitter, Unbalanced};
use crate::error::{Error, ErrorKind, Result};

/// How much is read at a time; what follows a block's last record is copied on.
const STEP: usize = 256 << 10;

impl Documents {
    /// Passes over the value that begins here. Where more than `limit` bytes
    /// from `start` on would have to be kept for it, they are dropped.
    pub(super) fn value(&mut self, start: usize, limit: usize) -> Result<Dropped> {
        let mut splitter = Splitter::default();
        let mut dropped = Dropped::default();
        loop {
            match splitter.scan(self.window.rest()) {
                Ok(Some(end)) => {
                    self.window.at += end;
                    return Ok(dropped);
                }
                Ok(None) => self.window.skip_rest(),
                Err(Unbalanced(index)) => {
                    self.window.at += index;
                    let found = self.window.rest().first().copied().unwrap_or_default();
                    return Err(self.unexpected(found, "the bracket that closes the last one"));
                }
            }
            if self.window.at - start > limit {
                let text = &self.window.text()[start..];
                dropped.excerpt.get_or_insert_with(|| excerpt(text));
                dropped.bytes += self.window.forget(start);
            }
            if !self.fill()? {
                return Err(self.cut_off());
            }
        }
    }

    /// The next byte that is no white space, which is not passed; `None` at the end of the text.
    pub(super) fn skip_space(&mut self) -> Result<Option<u8>> {
        loop {
            let start = self.window.at;
            let rest = self.window.rest();
            if let Some(count) = rest.iter().position(|byte| !byte.is_ascii_whitespace()) {
                self.window.at += count;
                return Ok(self.window.rest().first().copied());
            }
            // White space between values is nothing to keep.
            self.window.skip_rest();
            self.window.forget(start);
            if !self.fill()? {
                return Ok(None);
            }
        }
    }

    pub(super) fn fill(&mut self) -> Result<bool> {
        self.window.fill(self.block.clamp(1, STEP))
    }

    /// `found` stands where something else must.
    pub(super) fn unexpected(&mut self, found: u8, expected: &str) -> Error {
        let line = self.window.line_at(self.window.at);
        let error = Error::new(
            ErrorKind::Corrupt,
            format!(
                "found `{}` at byte {}, expected {expected}",
                excerpt(&[found]),
                self.window.offset()
            ),
        )
        .at_line(line)
        .hint("the JSON is damaged here, or several files were joined");
        match self.within {
            Some(record) => error.at_record(record),
            None => error,
        }
    }

    /// The text ends where it must not.
    pub(super) fn cut_off(&self) -> Error {
        let bytes = self.window.offset();
        let message = match self.within {
            Some(record) => format!("ends inside record {record}, after {bytes} bytes"),
            None => format!(
                "ends before its list is closed, after record {} and {bytes} bytes",
                self.record
            ),
        };
        Error::new(
            ErrorKind::Corrupt,
            format!("{message}; the file is cut off"),
        )
        .hint("export or download it again")
    }
}
