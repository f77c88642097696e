//! Encodings by the host of the module.

use std::sync::OnceLock;

use super::MALFORMED;

/// A decoder of the host's.
pub trait HostDecoder: Send {
    /// What the bytes say, with U+FFFD where they say nothing; `last` where nothing
    /// follows them.
    fn decode(&mut self, bytes: &[u8], last: bool) -> String;
}

/// Opens a decoder of the encoding that the web calls so, and says its name.
pub type OpenDecoder = fn(label: &str) -> Option<(String, Box<dyn HostDecoder>)>;

static OPEN: OnceLock<OpenDecoder> = OnceLock::new();

/// Says who decodes text that is not UTF-8. The first one said stays.
pub fn decode_with(open: OpenDecoder) {
    let _ = OPEN.set(open);
}

/// The names of the encodings of the web, but for those that undo nothing.
const NAMES: [&str; 38] = [
    "UTF-8",
    "UTF-16LE",
    "UTF-16BE",
    "IBM866",
    "ISO-8859-2",
    "ISO-8859-3",
    "ISO-8859-4",
    "ISO-8859-5",
    "ISO-8859-6",
    "ISO-8859-7",
    "ISO-8859-8",
    "ISO-8859-8-I",
    "ISO-8859-10",
    "ISO-8859-13",
    "ISO-8859-14",
    "ISO-8859-15",
    "ISO-8859-16",
    "KOI8-R",
    "KOI8-U",
    "macintosh",
    "windows-874",
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "windows-1258",
    "x-mac-cyrillic",
    "GBK",
    "gb18030",
    "Big5",
    "EUC-JP",
    "ISO-2022-JP",
    "Shift_JIS",
    "EUC-KR",
];

/// An encoding of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) struct Encoding(&'static str);

impl Encoding {
    pub(in crate::read) const UTF_8: Self = Self(NAMES[0]);
    pub(in crate::read) const UTF_16LE: Self = Self(NAMES[1]);
    pub(in crate::read) const UTF_16BE: Self = Self(NAMES[2]);

    /// The encoding that the web calls so.
    pub(in crate::read) fn for_label(label: &str) -> Option<Self> {
        let (name, _) = OPEN.get()?(label)?;
        let mut names = NAMES.iter();
        names
            .find(|known| known.eq_ignore_ascii_case(&name))
            .copied()
            .map(Self)
    }

    pub(in crate::read) fn name(self) -> &'static str {
        self.0
    }

    pub(in crate::read) fn decoder(self) -> Decoder {
        let opened = OPEN.get().and_then(|open| open(self.0));
        Decoder(opened.map(|(_, decoder)| decoder))
    }
}

/// A text being decoded, piece by piece. Without a host nothing can be read.
pub(in crate::read) struct Decoder(Option<Box<dyn HostDecoder>>);

impl Decoder {
    /// Adds what `bytes` say to `text`, as UTF-8; `last` where nothing follows them.
    pub(in crate::read) fn decode(&mut self, bytes: &[u8], last: bool, text: &mut Vec<u8>) {
        let Some(decoder) = &mut self.0 else {
            text.extend(bytes.iter().map(|_| MALFORMED));
            return;
        };
        // No encoding but those of Unicode has this character, and there it means the same.
        for (place, good) in decoder.decode(bytes, last).split('\u{fffd}').enumerate() {
            if place > 0 {
                text.push(MALFORMED);
            }
            text.extend_from_slice(good.as_bytes());
        }
    }
}
