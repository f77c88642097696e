//! gzip and zstd undone, told by their magic bytes.

use std::io::{self, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;

use super::input::Source;
use crate::error::{Error, ErrorKind, Result};

/// A compression this reader undoes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compression {
    Gzip,
    Zstd,
}

/// The compression that `head`, the first bytes of a source, begins.
pub(super) fn detect(head: &[u8]) -> Option<Compression> {
    match head {
        [0x1f, 0x8b, ..] => Some(Compression::Gzip),
        // A frame, or a skippable frame before it.
        [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => {
            Some(Compression::Zstd)
        }
        _ => None,
    }
}

/// The bytes that `source` holds compressed: all members or frames, one after the other.
///
/// `read` counts the compressed bytes taken, for the place of a damage.
pub(super) fn decompress(
    source: Source,
    compression: Compression,
    read: &Arc<AtomicU64>,
) -> Result<Source> {
    let source = BufReader::with_capacity(64 << 10, source);
    let decoder: Source = match compression {
        Compression::Gzip => Box::new(MultiGzDecoder::new(source)),
        Compression::Zstd => Box::new(zstd::stream::read::Decoder::with_buffer(source)?),
    };
    Ok(Box::new(Guarded {
        decoder,
        compression,
        read: Arc::clone(read),
    }))
}

/// Turns what a decoder reports into our error, with place and advice.
struct Guarded {
    decoder: Source,
    compression: Compression,
    read: Arc<AtomicU64>,
}

impl Read for Guarded {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.decoder.read(out).map_err(|error| {
            // An error of the disk underneath is not damage in the data.
            if error.raw_os_error().is_some() || error.kind() == io::ErrorKind::Interrupted {
                return error;
            }
            let (name, test) = match self.compression {
                Compression::Gzip => ("gzip", "gzip -t"),
                Compression::Zstd => ("zstd", "zstd -t"),
            };
            let at = self.read.load(Ordering::Relaxed);
            let message = if error.kind() == io::ErrorKind::UnexpectedEof {
                format!(
                    "the {name} data is cut off: it ends after byte {at}, inside a compressed part"
                )
            } else {
                format!("the {name} data is damaged before byte {at}: {error}")
            };
            io::Error::new(
                io::ErrorKind::InvalidData,
                Error::new(ErrorKind::Corrupt, message)
                    .hint(format!(
                        "copy or download the file again; `{test}` checks it"
                    ))
                    .caused_by(error),
            )
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::{Cursor, Write};

    use super::super::input::read_error;
    use super::*;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn read_all(bytes: Vec<u8>) -> Result<Vec<u8>> {
        let compression = detect(&bytes).unwrap();
        let read = Arc::new(AtomicU64::new(bytes.len() as u64));
        let mut source = decompress(Box::new(Cursor::new(bytes)), compression, &read)?;
        let mut out = Vec::new();
        source.read_to_end(&mut out).map_err(read_error)?;
        Ok(out)
    }

    #[test]
    fn all_members_and_frames_are_read() {
        let members = [gzip(b"one "), gzip(b"two")].concat();
        assert_eq!(read_all(members).unwrap(), b"one two");
        let frames = [
            zstd::encode_all(&b"one "[..], 1).unwrap(),
            zstd::encode_all(&b"two"[..], 1).unwrap(),
        ]
        .concat();
        assert_eq!(read_all(frames).unwrap(), b"one two");
    }

    #[test]
    fn a_cut_is_told_with_its_place() {
        let text: Vec<u8> = (0..100_000_u32).flat_map(u32::to_le_bytes).collect();
        for mut bytes in [gzip(&text), zstd::encode_all(&text[..], 1).unwrap()] {
            for length in [bytes.len() - 1, bytes.len() / 2, 5] {
                bytes.truncate(length);
                let error = read_all(bytes.clone()).unwrap_err();
                assert_eq!(error.kind(), ErrorKind::Corrupt);
                let place = format!("ends after byte {length}");
                assert!(error.message().contains(&place), "{error}");
                assert!(error.advice().is_some());
            }
        }
    }

    #[test]
    fn damage_is_told() {
        let mut bytes = gzip(&[b'x'; 1000]);
        let last = bytes.len() - 8;
        bytes[last] ^= 0xff;
        let error = read_all(bytes).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Corrupt);
        assert!(error.message().contains("damaged"), "{error}");
    }
}
