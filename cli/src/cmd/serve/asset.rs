//! One file that is served: its bytes, plain and compressed.

use std::io::{self, Read};
use std::sync::OnceLock;

use flate2::Compression;
use flate2::read::{GzDecoder, GzEncoder};
use hyper::body::Bytes;

use crate::cmd::serve::media;

/// A file. What it lacks, plain or compressed, is made when first asked for.
pub(super) struct Asset {
    pub(super) media: &'static str,
    /// Changes whenever the bytes do.
    pub(super) tag: String,
    plain: OnceLock<Bytes>,
    /// `None` inside where it would be no smaller.
    gzip: OnceLock<Option<Bytes>>,
}

impl Asset {
    /// A file that is compressed for whoever takes it so.
    pub(super) fn new(name: &str, bytes: Bytes) -> Self {
        Self {
            media: media::type_of(name),
            tag: tag(&bytes),
            plain: OnceLock::from(bytes),
            gzip: OnceLock::new(),
        }
    }

    /// A file that is sent as it is: compressing it would take longer than
    /// sending it, which on loopback takes no time.
    pub(super) fn as_is(name: &str, bytes: Bytes) -> Self {
        Self {
            gzip: OnceLock::from(None),
            ..Self::new(name, bytes)
        }
    }

    /// A file whose bytes are compressed already.
    pub(super) fn compressed(name: &str, gzip: &'static [u8]) -> Self {
        Self {
            media: media::type_of(name),
            tag: tag(gzip),
            plain: OnceLock::new(),
            gzip: OnceLock::from(Some(Bytes::from_static(gzip))),
        }
    }

    /// The bytes as they are.
    pub(super) fn plain(&self) -> io::Result<Bytes> {
        if let Some(bytes) = self.plain.get() {
            return Ok(bytes.clone());
        }
        let mut bytes = Vec::new();
        if let Some(Some(gzip)) = self.gzip.get() {
            GzDecoder::new(gzip.as_ref()).read_to_end(&mut bytes)?;
        }
        Ok(self.plain.get_or_init(|| Bytes::from(bytes)).clone())
    }

    /// The bytes compressed, where that makes them smaller.
    pub(super) fn gzip(&self) -> Option<Bytes> {
        let made = self.gzip.get_or_init(|| {
            let plain = self.plain.get()?;
            let mut bytes = Vec::new();
            // Reading from memory does not fail; were it to, the file goes plain.
            GzEncoder::new(plain.as_ref(), Compression::fast())
                .read_to_end(&mut bytes)
                .ok()?;
            (bytes.len() < plain.len()).then(|| Bytes::from(bytes))
        });
        made.clone()
    }
}

/// Length and checksum: enough to tell one state of a file from the next.
fn tag(bytes: &[u8]) -> String {
    format!("{:x}-{:08x}", bytes.len(), crc32fast::hash(bytes))
}
