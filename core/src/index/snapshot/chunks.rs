//! Sections on their way out, one after the other.

use std::io::Write;

use crate::Result;
use crate::index::snapshot::layout::{ALIGN, Entry, Piece, Stored, Trailer, header};
use crate::index::texts::ordinal;

/// Bytes that are gathered before they go out.
const CHUNK: usize = 1 << 16;

/// Writes sections, then the table of them.
pub(super) struct Writer<'w> {
    out: &'w mut dyn Write,
    /// Bytes written so far.
    at: u64,
    entries: Vec<Entry>,
    chunk: Vec<u8>,
}

impl<'w> Writer<'w> {
    /// Begins a snapshot.
    pub(super) fn new(out: &'w mut dyn Write) -> Result<Self> {
        let mut writer = Self {
            out,
            at: 0,
            entries: Vec::new(),
            chunk: Vec::with_capacity(CHUNK + ALIGN),
        };
        writer.write(&header())?;
        Ok(writer)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.out.write_all(bytes)?;
        self.at += bytes.len() as u64;
        Ok(())
    }

    /// Writes a section of values. How many there were.
    pub(super) fn section<T: Stored>(
        &mut self,
        name: &str,
        values: impl IntoIterator<Item = T>,
    ) -> Result<u64> {
        let mut values = values.into_iter();
        let length = self.stream(name, T::KIND, &mut |chunk| {
            while chunk.len() < CHUNK {
                let Some(value) = values.next() else {
                    return false;
                };
                value.encode(chunk);
            }
            true
        })?;
        Ok(length / size_of::<T>() as u64)
    }

    /// Writes a section of bytes, given in pieces.
    pub(super) fn bytes<'b>(
        &mut self,
        name: &str,
        pieces: impl IntoIterator<Item = &'b [u8]>,
    ) -> Result<()> {
        let mut pieces = pieces.into_iter();
        self.stream(name, u8::KIND, &mut |chunk| {
            while chunk.len() < CHUNK {
                let Some(piece) = pieces.next() else {
                    return false;
                };
                chunk.extend_from_slice(piece);
            }
            true
        })?;
        Ok(())
    }

    /// Writes a section of values of a type. `fill` fills a chunk, and says whether
    /// there may be more. The bytes of the section.
    fn stream(
        &mut self,
        name: &str,
        kind: u32,
        fill: &mut dyn FnMut(&mut Vec<u8>) -> bool,
    ) -> Result<u64> {
        let mut entry = Entry {
            name: Entry::name(name),
            kind,
            checksum: 0,
            offset: self.at,
            length: 0,
        };
        let mut sum = crc32fast::Hasher::new();
        let mut chunk = std::mem::take(&mut self.chunk);
        loop {
            let more = fill(&mut chunk);
            sum.update(&chunk);
            entry.length += chunk.len() as u64;
            self.write(&chunk)?;
            chunk.clear();
            if !more {
                break;
            }
        }
        self.chunk = chunk;
        entry.checksum = sum.finalize();
        let length = entry.length;
        self.entries.push(entry);
        let past = usize::try_from(length % ALIGN as u64).unwrap_or_default();
        self.write(&[0; ALIGN][..(ALIGN - past) % ALIGN])?;
        Ok(length)
    }

    /// Writes a column of texts; without NULLs there is no section that says so.
    pub(super) fn texts<'t, I>(&mut self, name: &str, texts: impl Fn() -> I) -> Result<()>
    where
        I: Iterator<Item = Option<&'t str>>,
    {
        let mut end = 0_i64;
        let ends = texts().map(|text| {
            end += text.map_or(0, str::len).cast_signed() as i64;
            end
        });
        let offsets = std::iter::once(0).chain(ends);
        self.section(&format!("{name}.offsets"), offsets)?;
        let bytes = texts().map(|text| text.unwrap_or_default().as_bytes());
        self.bytes(&format!("{name}.bytes"), bytes)?;
        if texts().any(|text| text.is_none()) {
            self.section(
                &format!("{name}.valid"),
                words(texts().map(|text| text.is_some())),
            )?;
        }
        Ok(())
    }

    /// Writes lists of ordinals. How many ordinals there were.
    pub(super) fn lists<I, L>(&mut self, name: &str, lists: impl Fn() -> I) -> Result<u64>
    where
        I: Iterator<Item = L>,
        L: IntoIterator<Item = u32>,
    {
        let lengths = lists().map(|list| list.into_iter().count());
        self.starts(name, lengths)?;
        self.section(&format!("{name}.items"), lists().flatten())
    }

    /// Writes where lists of these lengths begin.
    pub(super) fn starts(
        &mut self,
        name: &str,
        lengths: impl Iterator<Item = usize>,
    ) -> Result<()> {
        let mut end = 0_u32;
        let ends = lengths.map(|length| {
            // A data set holds fewer than 2^32 links.
            end += ordinal(length);
            end
        });
        let starts = std::iter::once(0).chain(ends);
        self.section(&format!("{name}.starts"), starts)?;
        Ok(())
    }

    /// Writes the table and the trailer. The bytes of the snapshot.
    pub(super) fn finish(mut self, posts: u64, links: u64) -> Result<u64> {
        let trailer = Trailer {
            table: self.at,
            length: self.at + ((self.entries.len() + 1) * ALIGN) as u64,
            posts,
            links,
            sections: ordinal(self.entries.len()),
        };
        let table: Vec<Piece> = self.entries.iter().map(Entry::write).collect();
        self.write(table.as_flattened())?;
        self.write(&trailer.write(&header(), &table))?;
        self.out.flush()?;
        Ok(self.at)
    }
}

/// Bits as words, from the lowest on.
fn words(mut bits: impl Iterator<Item = bool>) -> impl Iterator<Item = u64> {
    std::iter::from_fn(move || {
        let mut word = u64::from(bits.next()?);
        for place in 1..64 {
            match bits.next() {
                Some(bit) => word |= u64::from(bit) << place,
                None => break,
            }
        }
        Some(word)
    })
}
