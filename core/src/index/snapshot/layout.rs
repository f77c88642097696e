//! Where things are in the file: header, table, trailer, and the types of arrays.

use arrow::datatypes::ArrowNativeType;

/// The first and the last eight bytes of a snapshot. Not text, and changed by
/// whatever changes line ends.
pub const MAGIC: [u8; 8] = *b"\x89veyl\r\n\x1a";

/// The version of the format that is written, and the only one that is read.
pub const VERSION: u32 = 1;

/// Everything begins at a multiple of this: a cache line.
pub(super) const ALIGN: usize = 64;

/// More sections than a snapshot has.
pub(super) const MOST_SECTIONS: usize = 256;

/// Bytes of a section's name.
pub(super) const NAME: usize = 40;

/// A place in the table of sections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) name: [u8; NAME],
    pub(super) kind: u32,
    pub(super) checksum: u32,
    pub(super) offset: u64,
    pub(super) length: u64,
}

/// What stands at the end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Trailer {
    pub(super) table: u64,
    pub(super) length: u64,
    pub(super) posts: u64,
    pub(super) links: u64,
    pub(super) sections: u32,
}

/// A piece of [`ALIGN`] bytes.
pub(super) type Piece = [u8; ALIGN];

/// The header.
pub(super) fn header() -> Piece {
    let mut piece = [0; ALIGN];
    piece[..8].copy_from_slice(&MAGIC);
    piece[8..12].copy_from_slice(&VERSION.to_le_bytes());
    piece
}

/// The version that a header names; `None` where it is no header of a snapshot.
pub(super) fn version(header: &Piece) -> Option<u32> {
    (header[..8] == MAGIC).then(|| number(header, 8))
}

impl Entry {
    /// The name as bytes of an entry.
    pub(super) fn name(name: &str) -> [u8; NAME] {
        let mut bytes = [0; NAME];
        for (byte, of_name) in bytes.iter_mut().zip(name.bytes()) {
            *byte = of_name;
        }
        bytes
    }

    pub(super) fn write(&self) -> Piece {
        let mut piece = [0; ALIGN];
        piece[..40].copy_from_slice(&self.name);
        piece[40..44].copy_from_slice(&self.kind.to_le_bytes());
        piece[44..48].copy_from_slice(&self.checksum.to_le_bytes());
        piece[48..56].copy_from_slice(&self.offset.to_le_bytes());
        piece[56..].copy_from_slice(&self.length.to_le_bytes());
        piece
    }

    pub(super) fn read(piece: &Piece) -> Self {
        let mut name = [0; NAME];
        name.copy_from_slice(&piece[..NAME]);
        Self {
            name,
            kind: number(piece, 40),
            checksum: number(piece, 44),
            offset: large(piece, 48),
            length: large(piece, 56),
        }
    }
}

impl Trailer {
    /// Header, table and trailer are summed up together.
    pub(super) fn checksum(piece: &Piece, header: &Piece, table: &[Piece]) -> u32 {
        let mut sum = crc32fast::Hasher::new();
        sum.update(header);
        sum.update(table.as_flattened());
        sum.update(&piece[..52]);
        sum.finalize()
    }

    pub(super) fn write(&self, header: &Piece, table: &[Piece]) -> Piece {
        let mut piece = [0; ALIGN];
        let large = [self.table, self.length, self.posts, self.links];
        for (place, number) in large.iter().enumerate() {
            piece[place * 8..place * 8 + 8].copy_from_slice(&number.to_le_bytes());
        }
        piece[32..36].copy_from_slice(&self.sections.to_le_bytes());
        let checksum = Self::checksum(&piece, header, table);
        piece[52..56].copy_from_slice(&checksum.to_le_bytes());
        piece[56..].copy_from_slice(&MAGIC);
        piece
    }

    /// The trailer, and the checksum in it; `None` where it does not end as one.
    pub(super) fn read(piece: &Piece) -> Option<(Self, u32)> {
        let trailer = Self {
            table: large(piece, 0),
            length: large(piece, 8),
            posts: large(piece, 16),
            links: large(piece, 24),
            sections: number(piece, 32),
        };
        (piece[56..] == MAGIC).then(|| (trailer, number(piece, 52)))
    }
}

fn number(piece: &Piece, at: usize) -> u32 {
    u32::decode(&piece[at..at + 4])
}

fn large(piece: &Piece, at: usize) -> u64 {
    u64::decode(&piece[at..at + 8])
}

/// A type that sections are arrays of.
pub(super) trait Stored: ArrowNativeType {
    /// Its number in the table.
    const KIND: u32;

    /// Its name in messages.
    const NAME: &'static str;

    /// Appends its bytes.
    fn encode(self, bytes: &mut Vec<u8>);

    /// From as many bytes as it takes.
    fn decode(bytes: &[u8]) -> Self;
}

macro_rules! stored {
    ($($kind:literal $type:ty)*) => {$(
        impl Stored for $type {
            const KIND: u32 = $kind;
            const NAME: &'static str = stringify!($type);

            fn encode(self, bytes: &mut Vec<u8>) {
                bytes.extend_from_slice(&self.to_le_bytes());
            }

            fn decode(bytes: &[u8]) -> Self {
                let mut own = [0; size_of::<Self>()];
                own.copy_from_slice(bytes);
                Self::from_le_bytes(own)
            }
        }
    )*};
}

stored! { 1 u8  2 u16  3 u32  4 i32  5 u64  6 i64  7 f64 }
