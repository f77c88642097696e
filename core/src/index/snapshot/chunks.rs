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
        let mut section = self.begin::<T>(name);
        for value in values {
            value.encode(&mut section.writer.chunk);
            section.flush_if_full()?;
        }
        Ok(section.end()? / size_of::<T>() as u64)
    }

    /// Writes a section of bytes, given in pieces.
    pub(super) fn bytes<'b>(
        &mut self,
        name: &str,
        pieces: impl IntoIterator<Item = &'b [u8]>,
    ) -> Result<()> {
        let mut section = self.begin::<u8>(name);
        for piece in pieces {
            section.writer.chunk.extend_from_slice(piece);
            section.flush_if_full()?;
        }
        section.end()?;
        Ok(())
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

    fn begin<T: Stored>(&mut self, name: &str) -> Section<'_, 'w> {
        let entry = Entry {
            name: Entry::name(name),
            kind: T::KIND,
            checksum: 0,
            offset: self.at,
            length: 0,
        };
        Section {
            writer: self,
            entry,
            sum: crc32fast::Hasher::new(),
        }
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

/// A section under way.
struct Section<'s, 'w> {
    writer: &'s mut Writer<'w>,
    entry: Entry,
    sum: crc32fast::Hasher,
}

impl Section<'_, '_> {
    fn flush_if_full(&mut self) -> Result<()> {
        if self.writer.chunk.len() < CHUNK {
            return Ok(());
        }
        self.flush()
    }

    fn flush(&mut self) -> Result<()> {
        let mut chunk = std::mem::take(&mut self.writer.chunk);
        self.sum.update(&chunk);
        self.entry.length += chunk.len() as u64;
        self.writer.write(&chunk)?;
        chunk.clear();
        self.writer.chunk = chunk;
        Ok(())
    }

    /// Its length in bytes.
    fn end(mut self) -> Result<u64> {
        self.flush()?;
        let Self {
            writer,
            mut entry,
            sum,
        } = self;
        entry.checksum = sum.finalize();
        writer.entries.push(entry);
        let past = usize::try_from(entry.length % ALIGN as u64).unwrap_or_default();
        writer.write(&[0; ALIGN][..(ALIGN - past) % ALIGN])?;
        Ok(entry.length)
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
