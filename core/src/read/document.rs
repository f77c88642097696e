//! JSON by structure: a list of records, or objects that are records or hold a list of them.
//!
//! The text is walked value by value, without recursion and without looking
//! into the values. This file knows the grammar; what an outermost object
//! turns out to be, a record or a page of them, is `page`'s.

use std::ops::Range;

use super::block::{Block, Broken, Rows, Span, excerpt};
use super::page::{Object, Path};
use super::reader::Wrapper;
use super::window::Window;
use crate::error::Result;

/// Walks a text of JSON values, and hands out the records block by block.
pub(super) struct Documents {
    pub(super) window: Window,
    pub(super) paths: Vec<Path>,
    pub(super) max_record: usize,
    pub(super) block: usize,
    /// Records seen.
    pub(super) record: u64,
    /// The record that is being read, for messages.
    pub(super) within: Option<u64>,
    /// The containers that are walked into, the outermost first.
    pub(super) frames: Vec<Frame>,
    /// The keys that lead to the innermost object of the frames.
    pub(super) keys: Vec<String>,
    /// What the text is a sequence of, once its first value is seen.
    sequence: Option<Sequence>,
    /// Whether the objects in the outermost list are pages, once the first is seen.
    listed_pages: Option<bool>,
    /// The outermost object, while it is walked through.
    pub(super) object: Option<Object>,
    /// The block being made, and the one before if it is still to go out.
    pub(super) records: Vec<Span>,
    broken: Vec<Broken>,
    pub(super) wrapper: Option<usize>,
    pub(super) side: Option<Range<usize>>,
    ready: Option<Block>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sequence {
    Lists,
    Objects,
}

/// A container that is walked into.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    list: bool,
    /// Nothing was read of it yet, so no comma is due.
    fresh: bool,
}

/// What was dropped of a value, because it is larger than it may be.
#[derive(Default)]
pub(super) struct Dropped {
    pub(super) bytes: u64,
    pub(super) excerpt: Option<String>,
}

impl Documents {
    pub(super) fn new(
        window: Window,
        wrappers: &[Wrapper],
        max_record: usize,
        block: usize,
    ) -> Self {
        let paths = wrappers.iter().map(Path::new).collect();
        Self::along(window, paths, max_record, block)
    }

    /// As `new`, with the paths of wrappers taken apart already.
    pub(super) fn along(window: Window, paths: Vec<Path>, max_record: usize, block: usize) -> Self {
        Self {
            window,
            paths,
            max_record,
            block,
            record: 0,
            within: None,
            frames: Vec::new(),
            keys: Vec::new(),
            sequence: None,
            listed_pages: None,
            object: None,
            records: Vec::new(),
            broken: Vec::new(),
            wrapper: None,
            side: None,
            ready: None,
        }
    }

    /// Numbers the records from the one after `record`.
    pub(super) fn after(mut self, record: u64) -> Self {
        self.record = record;
        self
    }

    /// The next records; `None` at the end of the text.
    pub(super) fn next_block(&mut self) -> Result<Option<Block>> {
        let mut more = true;
        while self.ready.is_none() && more {
            more = match self.frames.last().copied() {
                None => self.top()?,
                Some(frame) if frame.list => self.element(frame)?,
                Some(frame) => self.member(frame)?,
            };
            // An object that may yet be a record, or a page that is kept for
            // the sake of its side, stays in the window.
            let kept = self.object.as_ref().is_some_and(Object::is_kept);
            if !more || self.window.at >= self.block && !kept {
                self.emit(self.window.at);
            }
        }
        Ok(self.ready.take())
    }

    /// Ends the block being made: its text ends before `end`.
    pub(super) fn emit(&mut self, end: usize) {
        let bytes = self.window.take(end);
        let records = std::mem::take(&mut self.records);
        let broken = std::mem::take(&mut self.broken);
        let count = (records.len() + broken.len()) as u64;
        let side = self.side.take();
        if count > 0 {
            self.ready = Some(Block {
                first_record: self.record - count + 1,
                rows: Rows::Json {
                    bytes,
                    records,
                    wrapper: self.wrapper,
                    side,
                },
                broken,
            });
        }
    }

    /// Between the values at the top.
    fn top(&mut self) -> Result<bool> {
        let Some(first) = self.skip_space()? else {
            return Ok(false);
        };
        let sequence = match (first, self.sequence) {
            (b'{', None | Some(Sequence::Objects)) => Sequence::Objects,
            // Lists one after the other: pages that were appended to one file.
            (b'[', None | Some(Sequence::Lists)) => Sequence::Lists,
            (_, None) => return Err(self.unexpected(first, "an object or a list")),
            (_, Some(Sequence::Lists)) => {
                return Err(self.unexpected(first, "nothing more after the list"));
            }
            (_, Some(Sequence::Objects)) => {
                return Err(self.unexpected(first, "another object, or nothing more"));
            }
        };
        self.sequence = Some(sequence);
        match sequence {
            Sequence::Objects => self.enter_object(),
            Sequence::Lists => self.enter(true),
        }
        Ok(true)
    }

    /// Steps into an object that is a record or a page.
    fn enter_object(&mut self) {
        let start = self.window.at;
        self.object = Some(Object::new(start, self.window.line_at(start)));
        self.within = Some(self.record + 1);
        self.enter(false);
    }

    /// Steps into the container that begins here.
    pub(super) fn enter(&mut self, list: bool) {
        self.frames.push(Frame { list, fresh: true });
        self.window.at += 1;
    }

    /// An element of a list, which is a record, or the list's end.
    fn element(&mut self, frame: Frame) -> Result<bool> {
        let Some(first) = self.next_in(frame, b']', "`,` or `]`")? else {
            self.frames.pop();
            return Ok(true);
        };
        if !begins_value(first) {
            return Err(self.unexpected(first, "a value"));
        }
        let outermost = first == b'{' && self.object.is_none();
        if outermost && self.listed_pages == Some(true) {
            self.enter_object();
            return Ok(true);
        }
        let start = self.window.at;
        let line = self.window.line_at(start);
        self.within = Some(self.record + 1);
        let dropped = self.value(start, self.max_record)?;
        if outermost && self.listed_pages.is_none() {
            let first = &self.window.text()[start..self.window.at];
            let is_page = dropped.bytes == 0 && self.is_page(first);
            self.listed_pages = Some(is_page);
            if is_page {
                self.window.at = start;
                self.enter_object();
                return Ok(true);
            }
        }
        self.push_record(start, line, dropped);
        if let Some(object) = &mut self.object {
            object.release_beyond(self.window.at, self.max_record);
        }
        Ok(true)
    }

    /// The record that ends here and starts at `start`, as far as it is there.
    pub(super) fn push_record(&mut self, start: usize, line: u64, dropped: Dropped) {
        self.record += 1;
        self.within = None;
        let end = self.window.at;
        let length = dropped.bytes + (end - start) as u64;
        if dropped.bytes > 0 || end - start > self.max_record {
            let text = &self.window.text()[start..end];
            let begins = dropped.excerpt.unwrap_or_else(|| excerpt(text));
            let limit = self.max_record;
            let broken = Broken::too_large(self.record, line, length, limit, &begins);
            self.broken.push(broken);
            self.window.forget(start);
        } else {
            self.records.push(Span {
                start,
                end,
                record: self.record,
                line,
            });
        }
    }

    /// A member of an object: its key is read here, its value where its meaning is known.
    fn member(&mut self, frame: Frame) -> Result<bool> {
        let Some(first) = self.next_in(frame, b'}', "`,` or `}`")? else {
            self.frames.pop();
            if self.keys.pop().is_none() {
                self.end_object();
            }
            return Ok(true);
        };
        if first != b'"' {
            return Err(self.unexpected(first, "a key in quotes"));
        }
        let roles = self.key()?;
        match self.skip_space()? {
            Some(b':') => self.window.at += 1,
            Some(other) => return Err(self.unexpected(other, "`:`")),
            None => return Err(self.cut_off()),
        }
        match self.skip_space()? {
            Some(first) if begins_value(first) => self.member_value(roles, first)?,
            Some(other) => return Err(self.unexpected(other, "a value")),
            None => return Err(self.cut_off()),
        }
        Ok(true)
    }

    /// The first byte of what comes next in a container; `None` at its end, which is passed.
    fn next_in(&mut self, frame: Frame, close: u8, expected: &str) -> Result<Option<u8>> {
        let Some(mut first) = self.skip_space()? else {
            return Err(self.cut_off());
        };
        if first == close {
            self.window.at += 1;
            return Ok(None);
        }
        if !frame.fresh {
            if first != b',' {
                return Err(self.unexpected(first, expected));
            }
            self.window.at += 1;
            first = self.skip_space()?.ok_or_else(|| self.cut_off())?;
        } else if let Some(frame) = self.frames.last_mut() {
            frame.fresh = false;
        }
        Ok(Some(first))
    }
}

fn begins_value(byte: u8) -> bool {
    matches!(byte, b'{' | b'[' | b'"' | b'-') || byte.is_ascii_alphanumeric()
}
