//! The part of a text that is in memory: filled at its end, cut at its front.

use std::sync::Arc;

use super::buffer::{Buffer, Pool};
use super::input::{Source, read_error};
use crate::error::Result;

/// A text that is read through: what is before `at` is done, the rest is to come.
pub(super) struct Window {
    source: Source,
    /// Memory that can be written to; the text in it ends at `end`.
    memory: Vec<u8>,
    end: usize,
    pub(super) at: usize,
    /// The bytes of the text that were taken or dropped.
    gone: u64,
    /// `line` is the number of the line that the byte at `counted` stands on.
    counted: usize,
    line: u64,
    ended: bool,
    /// Where taken text goes in the end.
    pool: Option<Arc<Pool>>,
}

impl Window {
    /// A text of which about `block` bytes are taken at a time.
    pub(super) fn new(source: Source, block: usize) -> Self {
        Self {
            source,
            memory: Vec::new(),
            end: 0,
            at: 0,
            gone: 0,
            counted: 0,
            line: 1,
            ended: false,
            pool: Some(Arc::new(Pool::new(block))),
        }
    }

    /// A text that is in memory whole, and starts on `line`.
    pub(super) fn whole(text: Vec<u8>, line: u64) -> Self {
        Self {
            source: Box::new(std::io::empty()),
            end: text.len(),
            memory: text,
            at: 0,
            gone: 0,
            counted: 0,
            line,
            ended: true,
            pool: None,
        }
    }

    /// All that is in memory.
    pub(super) fn text(&self) -> &[u8] {
        &self.memory[..self.end]
    }

    /// What is in memory and to come.
    pub(super) fn rest(&self) -> &[u8] {
        &self.memory[self.at..self.end]
    }

    /// Goes to the end of what is in memory.
    pub(super) fn skip_rest(&mut self) {
        self.at = self.end;
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
        let old = self.end;
        let most = old + wanted;
        if self.memory.len() < most && !self.ended {
            self.memory.resize(most, 0);
        }
        while self.end < most && !self.ended {
            match self.source.read(&mut self.memory[self.end..most]) {
                Ok(0) => self.ended = true,
                Ok(count) => self.end += count,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(read_error(error)),
            }
        }
        Ok(self.end > old)
    }

    /// The number of the line that the byte at `index` stands on; indices
    /// must not decrease.
    pub(super) fn line_at(&mut self, index: usize) -> u64 {
        if index > self.counted {
            let newlines = memchr::memchr_iter(b'\n', &self.memory[self.counted..index]).count();
            self.line += newlines as u64;
            self.counted = index;
        }
        self.line
    }

    /// Drops what was done from `start` on, and says how many bytes that were.
    pub(super) fn forget(&mut self, start: usize) -> u64 {
        self.line_at(self.at);
        let count = self.at - start;
        self.memory.copy_within(self.at..self.end, start);
        self.end -= count;
        self.gone += count as u64;
        self.at = start;
        self.counted = start;
        count as u64
    }

    /// Takes the text before `end`, which is not past `at`; what follows stays.
    pub(super) fn take(&mut self, end: usize) -> Buffer {
        self.line_at(end);
        self.take_uncounted(end)
    }

    /// As `take`, for a caller that counts the lines itself.
    pub(super) fn take_uncounted(&mut self, end: usize) -> Buffer {
        self.counted = self.counted.max(end);
        let mut rest = self
            .pool
            .as_ref()
            .map(|pool| pool.get())
            .unwrap_or_default();
        let tail = &self.memory[end..self.end];
        if rest.len() < tail.len() {
            rest.clear();
            rest.extend_from_slice(tail);
        } else {
            rest[..tail.len()].copy_from_slice(tail);
        }
        let memory = std::mem::replace(&mut self.memory, rest);
        self.gone += end as u64;
        self.at -= end;
        self.counted -= end;
        self.end -= end;
        Buffer::new(memory, end, self.pool.clone())
    }
}
