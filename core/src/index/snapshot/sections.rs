//! The sections of a snapshot that is read: found, checked against their
//! checksums, and seen as arrays.

use arrow::array::LargeStringArray;
use arrow::buffer::{BooleanBuffer, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use bytes::Bytes;

use crate::index::snapshot::check::{below, corrupt, starts};
use crate::index::snapshot::layout::{
    ALIGN, Entry, MOST_SECTIONS, Piece, Stored, Trailer, VERSION, header, version,
};
use crate::{Error, ErrorKind, Result};

/// The bytes of a snapshot and what is where in them.
#[derive(Debug)]
pub(super) struct Sections {
    bytes: Bytes,
    entries: Vec<Entry>,
    pub(super) trailer: Trailer,
}

impl Sections {
    /// Finds the sections.
    ///
    /// # Errors
    /// `Corrupt` where the bytes are no whole snapshot; `Store` where they are
    /// one of another version.
    pub(super) fn open(bytes: Bytes) -> Result<Self> {
        let Some(first) = bytes.first_chunk::<ALIGN>() else {
            return Err(corrupt("header", "is cut off"));
        };
        match version(first) {
            Some(VERSION) => {}
            None => return Err(corrupt("header", "is not that of a snapshot of veyl")),
            Some(other) => {
                return Err(Error::new(
                    ErrorKind::Store,
                    format!("the snapshot has version {other} of the format, and this veyl reads {VERSION}"),
                )
                .hint("make it again with this veyl, or read it with the one that wrote it"));
            }
        }
        if *first != header() {
            return Err(corrupt("header", "has bytes that are not zero"));
        }
        let last = bytes.last_chunk::<ALIGN>().and_then(Trailer::read);
        let Some((trailer, checksum)) = last else {
            return Err(corrupt("trailer", "is missing: the snapshot was cut off"));
        };
        if trailer.length != bytes.len() as u64 {
            return Err(corrupt(
                "trailer",
                format!(
                    "speaks of {} bytes, and there are {}",
                    trailer.length,
                    bytes.len()
                ),
            ));
        }
        let count = trailer.sections as usize;
        let table = place(trailer.table, (count * ALIGN) as u64)
            .filter(|table| count <= MOST_SECTIONS && table.end == bytes.len() - ALIGN)
            .and_then(|table| bytes.get(table));
        let Some(table) = table else {
            return Err(corrupt("table", "does not lie before the trailer"));
        };
        let (table, _): (&[Piece], _) = table.as_chunks();
        let own = bytes.last_chunk::<ALIGN>().unwrap_or(first);
        if Trailer::checksum(own, first, table) != checksum {
            return Err(corrupt("table", "does not match its checksum"));
        }
        let entries: Vec<Entry> = table.iter().map(Entry::read).collect();
        for (number, entry) in entries.iter().enumerate() {
            let name = entry.shown();
            if entries[..number]
                .iter()
                .any(|other| other.name == entry.name)
            {
                return Err(corrupt(&name, "is there twice"));
            }
            let within = place(entry.offset, entry.length)
                .is_some_and(|place| place.end as u64 <= trailer.table);
            if !within || entry.offset % ALIGN as u64 != 0 {
                return Err(corrupt(&name, "does not lie before the table"));
            }
        }
        Ok(Self {
            bytes,
            entries,
            trailer,
        })
    }

    /// The bytes of a section, with the type it has.
    fn bytes<T: Stored>(&self, name: &str) -> Result<Option<Bytes>> {
        let bytes = Entry::name(name);
        let Some(entry) = self.entries.iter().find(|entry| entry.name == bytes) else {
            return Ok(None);
        };
        if entry.kind != T::KIND {
            let what = format!("has type {} and not {} ({})", entry.kind, T::KIND, T::NAME);
            return Err(corrupt(name, what));
        }
        let place = place(entry.offset, entry.length);
        let Some(place) = place.filter(|place| place.end <= self.bytes.len()) else {
            return Err(corrupt(name, "does not lie in the file"));
        };
        let bytes = self.bytes.slice(place);
        if crc32fast::hash(&bytes) != entry.checksum {
            return Err(corrupt(name, "does not match its checksum"));
        }
        if !bytes.len().is_multiple_of(size_of::<T>()) {
            return Err(corrupt(name, "ends within a value"));
        }
        Ok(Some(bytes))
    }

    /// The values of a section; `None` where there is no such section.
    ///
    /// # Errors
    /// `Corrupt` where it is not what the table says.
    pub(super) fn get<T: Stored>(&self, name: &str) -> Result<Option<ScalarBuffer<T>>> {
        Ok(self.bytes::<T>(name)?.map(values))
    }

    /// The values of a section that must be there.
    ///
    /// # Errors
    /// As [`Sections::get`]; `Corrupt` where it is missing.
    pub(super) fn need<T: Stored>(&self, name: &str) -> Result<ScalarBuffer<T>> {
        self.get(name)?.ok_or_else(|| corrupt(name, "is missing"))
    }

    /// As many values as there must be.
    ///
    /// # Errors
    /// As [`Sections::need`]; `Corrupt` where there are others.
    pub(super) fn exactly<T: Stored>(&self, name: &str, count: usize) -> Result<ScalarBuffer<T>> {
        let values = self.need(name)?;
        if values.len() != count {
            let what = format!("has {} values in the place of {count}", values.len());
            return Err(corrupt(name, what));
        }
        Ok(values)
    }

    /// A column of `count` texts without NULLs.
    ///
    /// # Errors
    /// `Corrupt` where it is not one.
    pub(super) fn texts(&self, name: &str, count: usize) -> Result<LargeStringArray> {
        self.texts_and_nulls(name, count, None)
    }

    /// A column of `count` texts, each possibly NULL.
    ///
    /// # Errors
    /// `Corrupt` where it is not one.
    pub(super) fn nullable_texts(&self, name: &str, count: usize) -> Result<LargeStringArray> {
        let section = format!("{name}.valid");
        let nulls = match self.bytes::<u64>(&section)? {
            None => None,
            Some(bits) if bits.len() / 8 == count.div_ceil(64) => {
                let bits = BooleanBuffer::new(Buffer::from(bits), 0, count);
                Some(NullBuffer::new(bits))
            }
            Some(bits) => {
                let what = format!("has {} words for {count} texts", bits.len() / 8);
                return Err(corrupt(&section, what));
            }
        };
        self.texts_and_nulls(name, count, nulls)
    }

    fn texts_and_nulls(
        &self,
        name: &str,
        count: usize,
        nulls: Option<NullBuffer>,
    ) -> Result<LargeStringArray> {
        let section = format!("{name}.bytes");
        let Some(bytes) = self.bytes::<u8>(&section)? else {
            return Err(corrupt(&section, "is missing"));
        };
        let offsets_of = format!("{name}.offsets");
        let offsets = self.exactly::<i64>(&offsets_of, count + 1)?;
        let ends = offsets.first() == Some(&0)
            && offsets.last().and_then(|end| usize::try_from(*end).ok()) == Some(bytes.len());
        if !ends || !offsets.is_sorted() {
            let what = "does not ascend from 0 to the number of bytes";
            return Err(corrupt(&offsets_of, what));
        }
        let offsets = OffsetBuffer::new(offsets);
        // What is left to be wrong: bytes that are no texts.
        LargeStringArray::try_new(offsets, Buffer::from(bytes), nulls)
            .map_err(|error| corrupt(&section, "is not text in UTF-8").caused_by(error))
    }

    /// Where `count` lists begin, and their items.
    ///
    /// # Errors
    /// `Corrupt` where they are not that many, or an item is not below `limit`.
    pub(super) fn lists(
        &self,
        name: &str,
        count: usize,
        limit: usize,
    ) -> Result<(ScalarBuffer<u32>, ScalarBuffer<u32>)> {
        let items_of = format!("{name}.items");
        let items = self.need::<u32>(&items_of)?;
        let begins = self.starts(name, count, items.len())?;
        below(&items_of, &items, limit)?;
        Ok((begins, items))
    }

    /// Where `count` lists begin that have `end` items together.
    ///
    /// # Errors
    /// `Corrupt` where they do not.
    pub(super) fn starts(&self, name: &str, count: usize, end: usize) -> Result<ScalarBuffer<u32>> {
        let section = format!("{name}.starts");
        let begins = self.exactly::<u32>(&section, count + 1)?;
        starts(&section, &begins, end)?;
        Ok(begins)
    }

    /// How many texts a column has.
    ///
    /// # Errors
    /// `Corrupt` where it is missing.
    pub(super) fn count_of_texts(&self, name: &str) -> Result<usize> {
        let offsets = self.need::<i64>(&format!("{name}.offsets"))?;
        Ok(offsets.len().saturating_sub(1))
    }
}

impl Entry {
    /// Its name for a message.
    fn shown(&self) -> String {
        let length = self.name.iter().position(|byte| *byte == 0);
        let name = &self.name[..length.unwrap_or(self.name.len())];
        name.escape_ascii().to_string()
    }
}

/// From where to where, if memory can hold that much.
fn place(offset: u64, length: u64) -> Option<std::ops::Range<usize>> {
    let begin = usize::try_from(offset).ok()?;
    let end = begin.checked_add(usize::try_from(length).ok()?)?;
    Some(begin..end)
}

/// Bytes as values, in place where they are aligned for them, else copied.
fn values<T: Stored>(bytes: Bytes) -> ScalarBuffer<T> {
    let aligned = bytes.as_ptr().addr().is_multiple_of(align_of::<T>());
    if aligned && cfg!(target_endian = "little") {
        let count = bytes.len() / size_of::<T>();
        return ScalarBuffer::new(Buffer::from(bytes), 0, count);
    }
    bytes.chunks_exact(size_of::<T>()).map(T::decode).collect()
}
