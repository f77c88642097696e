//! What an outermost JSON object is: a record, or a page whose list holds the records.
//!
//! It is a record until a wrapper's list is found in it, and kept so long. A
//! page is dropped on the way but for its elements, unless a wrapper wants the
//! value of a side key: then it is kept whole, up to the record limit, since
//! that key often comes after the list.

use std::ops::Range;

use super::block::Rows;
use super::document::{Documents, Dropped};
use super::reader::Wrapper;
use super::window::Window;
use crate::error::Result;

/// The most that is kept of a page's key.
const KEY: usize = 4096;

/// A wrapper, its path taken apart.
#[derive(Clone)]
pub(super) struct Path {
    list: Vec<String>,
    side: Option<String>,
}

impl Path {
    pub(super) fn new(wrapper: &Wrapper) -> Self {
        Self {
            list: wrapper.list.split('.').map(str::to_owned).collect(),
            side: wrapper.side.clone(),
        }
    }
}

/// What a key may mean, by its place; what its value is decides.
#[derive(Default)]
pub(super) struct Roles {
    /// Where the member starts in the window.
    start: usize,
    /// The key, if a wrapper's list may be further in.
    inward: Option<String>,
    /// The wrappers whose list it would be.
    lists: Vec<usize>,
    /// The wrappers whose side it would be.
    sides: Vec<usize>,
}

/// An object at the top.
pub(super) struct Object {
    /// Where it starts in the window, as long as it is kept.
    start: usize,
    line: u64,
    /// What was dropped of it, because it is too large for a record.
    dropped: Dropped,
    /// The side values seen, each with its wrapper.
    sides: Vec<(usize, Range<usize>)>,
    kind: Kind,
}

enum Kind {
    /// A record, so far.
    Record,
    /// A list was found that these wrappers name; its side is still wanted if `held`.
    Page { wrappers: Vec<usize>, held: bool },
}

impl Object {
    pub(super) fn new(start: usize, line: u64) -> Self {
        Self {
            start,
            line,
            dropped: Dropped::default(),
            sides: Vec::new(),
            kind: Kind::Record,
        }
    }

    /// Whether its bytes must stay in the window.
    pub(super) fn is_kept(&self) -> bool {
        match self.kind {
            Kind::Record => true,
            Kind::Page { held, .. } => held,
        }
    }

    /// Gives up the side of a page that is larger than `limit`.
    pub(super) fn release_beyond(&mut self, end: usize, limit: usize) {
        if let Kind::Page { held, .. } = &mut self.kind
            && *held
            && end - self.start > limit
        {
            *held = false;
        }
    }
}

impl Documents {
    /// Whether an object is a page of records, and not a record.
    pub(super) fn is_page(&self, text: &[u8]) -> bool {
        let window = Window::whole(text.to_vec(), 1);
        let mut probe = Self::along(window, self.paths.clone(), usize::MAX, usize::MAX);
        let mut wrapped = false;
        while let Ok(Some(block)) = probe.next_block() {
            wrapped |= matches!(
                block.rows,
                Rows::Json {
                    wrapper: Some(_),
                    ..
                }
            );
        }
        wrapped
    }

    /// Reads the key that begins here, and what it may mean.
    pub(super) fn key(&mut self) -> Result<Roles> {
        let start = self.window.at;
        let (from, limit) = match &self.object {
            Some(Object {
                start,
                kind: Kind::Record,
                ..
            }) => (*start, self.max_record),
            _ => (start, KEY),
        };
        let dropped = self.value(from, limit)?;
        if dropped.bytes > 0 {
            self.dropped(dropped);
            return Ok(Roles {
                start: self.window.at.min(start),
                ..Roles::default()
            });
        }
        let key = &self.window.text()[start + 1..self.window.at - 1];
        let mut roles = Roles {
            start,
            ..Roles::default()
        };
        let depth = self.keys.len();
        for (index, path) in self.paths.iter().enumerate() {
            let (Some(parents), Some(own)) = (path.list.get(..depth), path.list.get(depth)) else {
                continue;
            };
            if parents != self.keys {
                continue;
            }
            let last = path.list.len() == depth + 1;
            if own.as_bytes() == key {
                if last {
                    roles.lists.push(index);
                } else {
                    roles.inward = Some(own.clone());
                }
            }
            if last
                && path
                    .side
                    .as_ref()
                    .is_some_and(|side| side.as_bytes() == key)
            {
                roles.sides.push(index);
            }
        }
        Ok(roles)
    }

    /// Notes that some of an object that was a record so far was dropped.
    fn dropped(&mut self, dropped: Dropped) {
        if let Some(object) = &mut self.object
            && dropped.bytes > 0
        {
            object.dropped.bytes += dropped.bytes;
            object.dropped.excerpt = object.dropped.excerpt.take().or(dropped.excerpt);
            object.sides.clear();
        }
    }

    /// Reads the value that begins with `first`, or steps into it.
    pub(super) fn member_value(&mut self, roles: Roles, first: u8) -> Result<()> {
        let Some(object) = &self.object else {
            return Ok(());
        };
        let at = self.window.at;
        let object_start = object.start;
        if let Kind::Page { held, wrappers } = &object.kind {
            let wanted = *held && roles.sides.iter().any(|side| wrappers.contains(side));
            return if wanted {
                self.side(&roles, object_start)
            } else {
                self.value(at, 0)?;
                self.window.forget(roles.start);
                Ok(())
            };
        }
        if first == b'{'
            && let Some(key) = roles.inward
        {
            self.keys.push(key);
            self.enter(false);
            return Ok(());
        }
        if first == b'[' && !roles.lists.is_empty() && self.holds_objects()? {
            self.begin_page(roles.lists);
            self.enter(true);
            return Ok(());
        }
        let dropped = self.value(object_start, self.max_record)?;
        if dropped.bytes > 0 {
            self.dropped(dropped);
        } else if let Some(object) = &mut self.object {
            let range = at..self.window.at;
            let sides = roles.sides.into_iter();
            object.sides.extend(sides.map(|side| (side, range.clone())));
        }
        Ok(())
    }

    /// Keeps the side value of a page, if the page stays within the limit with it.
    fn side(&mut self, roles: &Roles, object_start: usize) -> Result<()> {
        let at = self.window.at;
        let limit = self.max_record.saturating_sub(at - object_start);
        let dropped = self.value(at, limit)?;
        let too_large = dropped.bytes > 0 || self.window.at - at > limit;
        if too_large {
            self.window.forget(at);
        }
        let end = self.window.at;
        if let Some(object) = &mut self.object {
            if too_large {
                if let Kind::Page { held, .. } = &mut object.kind {
                    *held = false;
                }
            } else {
                let sides = roles.sides.iter();
                object.sides.extend(sides.map(|side| (*side, at..end)));
            }
        }
        Ok(())
    }

    /// Whether the list that begins here is empty or begins with an object, as records do.
    fn holds_objects(&mut self) -> Result<bool> {
        let mut next = self.window.at + 1;
        loop {
            while let Some(byte) = self.window.text().get(next) {
                if !byte.is_ascii_whitespace() {
                    return Ok(matches!(byte, b'{' | b']'));
                }
                next += 1;
            }
            if next - self.window.at > self.max_record || !self.fill()? {
                return Ok(false);
            }
        }
    }

    /// The list that begins here is the one that `wrappers` name: the object is a page.
    fn begin_page(&mut self, wrappers: Vec<usize>) {
        let Some(mut object) = self.object.take() else {
            return;
        };
        // Records before it stood elsewhere, so they go out in a block of their own.
        if object.start > 0 {
            let shift = object.start;
            self.emit(shift);
            object.start = 0;
            for (_, range) in &mut object.sides {
                *range = range.start - shift..range.end - shift;
            }
        }
        object.sides.retain(|(side, _)| wrappers.contains(side));
        let plain = wrappers
            .iter()
            .find(|index| self.paths[**index].side.is_none());
        self.wrapper = plain.or(wrappers.first()).copied();
        let has_side = wrappers
            .iter()
            .any(|index| self.paths[*index].side.is_some());
        let held = has_side && object.dropped.bytes == 0;
        if !held {
            self.window.forget(object.start);
        }
        object.kind = Kind::Page { wrappers, held };
        self.within = None;
        self.object = Some(object);
    }

    /// The outermost object has ended: one record, or a page of them.
    pub(super) fn end_object(&mut self) {
        let Some(object) = self.object.take() else {
            return;
        };
        match object.kind {
            Kind::Record => self.push_record(object.start, object.line, object.dropped),
            Kind::Page { held, .. } => {
                if held && let Some((wrapper, range)) = object.sides.into_iter().next() {
                    self.wrapper = Some(wrapper);
                    self.side = Some(range);
                }
                // Page by page, so that each block has its own side.
                self.emit(self.window.at);
                self.wrapper = None;
            }
        }
    }
}
