//! The part of a text that is in memory: filled at its end, cut at its front.

use super::input::{Source, read_error};
use crate::error::Result;

/// A text that is read through: `buffer[..at]` is done, the rest is to come.
pub(super) struct Window {
    source: Source,
    pub(super) buffer: Vec<u8>,
    pub(super) at: usize,
    /// Bytes of the text that went before `buffer[at]`, less `at`; wraps
    /// nowhere, since bytes are only ever dropped behind `at`.
    gone: u64,
    /// `line` is the number of the line that `buffer[counted]` stands on.
    counted: usize,
    line: u64,
    ended: bool,
}

impl Window {
    pub(super) fn new(source: Source) -> Self {
        Self {
            source,
            buffer: Vec::new(),
            at: 0,
            gone: 0,
            counted: 0,
            line: 1,
            ended: false,
        }
    }

    /// A text that is in memory whole, and starts on `line`.
    pub(super) fn whole(text: Vec<u8>, line: u64) -> Self {
        Self {
            buffer: text,
            line,
            ended: true,
            ..Self::new(Box::new(std::io::empty()))
        }
    }

    /// What is in memory and to come.
    pub(super) fn rest(&self) -> &[u8] {
        &self.buffer[self.at..]
    }

    /// Whether nothing more can be filled in.
    pub(super) fn ended(&self) -> bool {
        self.ended
    }

    /// The number of bytes of the text before `at`.
    pub(super) fn offset(&self) -> u64 {
        self.gone + self.at as u64
    }

    /// Reads up to `wanted` bytes more; fewer only at the end of the text.
    /// Says whether there were any.
    pub(super) fn fill(&mut self, wanted: usize) -> Result<bool> {
        let old = self.buffer.len();
        if self.ended {
            return Ok(false);
        }
        if old == 0 && self.buffer.capacity() < wanted {
            // Memory that is fresh from the system is zero already.
            self.buffer = vec![0; wanted];
        } else {
            self.buffer.resize(old + wanted, 0);
        }
        let mut end = old;
        while end < self.buffer.len() {
            match self.source.read(&mut self.buffer[end..]) {
                Ok(0) => {
                    self.ended = true;
                    break;
                }
                Ok(count) => end += count,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.buffer.truncate(end);
                    return Err(read_error(error));
                }
            }
        }
        self.buffer.truncate(end);
        Ok(end > old)
    }

    /// The number of the line that the byte at `index` stands on; indices
    /// must not decrease.
    pub(super) fn line_at(&mut self, index: usize) -> u64 {
        if index > self.counted {
            let newlines = memchr::memchr_iter(b'\n', &self.buffer[self.counted..index]).count();
            self.line += newlines as u64;
            self.counted = index;
        }
        self.line
    }

    /// Drops what was done from `start` on, and says how many bytes that were.
    pub(super) fn forget(&mut self, start: usize) -> u64 {
        self.line_at(self.at);
        let count = self.at - start;
        self.buffer.drain(start..self.at);
        self.gone += count as u64;
        self.at = start;
        self.counted = start;
        count as u64
    }

    /// Takes the text before `end`; `end` is not past `at`. With `room` for
    /// what follows, so that filling does not move it.
    pub(super) fn take(&mut self, end: usize, room: usize) -> Vec<u8> {
        self.line_at(end);
        let tail = &self.buffer[end..];
        let mut rest = Vec::new();
        if !tail.is_empty() {
            rest.reserve(tail.len() + room);
            rest.extend_from_slice(tail);
        }
        let mut taken = std::mem::replace(&mut self.buffer, rest);
        taken.truncate(end);
        self.gone += end as u64;
        self.at -= end;
        self.counted -= end;
        taken
    }
}
