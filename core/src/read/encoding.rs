//! Text in any encoding, brought to UTF-8.

use std::io::{self, Read};

use super::charset::{Decoder, Encoding};
use super::input::Source;
use crate::error::{Error, ErrorKind, Result};

/// Why a record of a source that is taken for UTF-8 is broken, in the words
/// that a mapping file takes.
pub(crate) const NOT_UTF_8: &str = "not valid UTF-8: declare the encoding in a mapping file, for example `encoding = \"windows-1252\"`, and give it with --map";

/// How a source's text is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Text {
    pub(super) encoding: Encoding,
    /// The length of the byte-order mark, to be left out.
    mark: usize,
}

/// The encoding of a text that begins with `head`.
///
/// A byte-order mark is certain, and outweighs what was `declared`.
pub(super) fn detect(head: &[u8], declared: Option<&str>) -> Result<Text> {
    let declared = declared.map(by_label).transpose()?;
    let text = |encoding, mark| Ok(Text { encoding, mark });
    match head {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Err(Error::new(
            ErrorKind::Corrupt,
            "UTF-32 text, which is not supported",
        )
        .hint("convert it, e.g. `iconv -f utf-32 -t utf-8`")),
        [0xef, 0xbb, 0xbf, ..] => text(Encoding::UTF_8, 3),
        [0xff, 0xfe, ..] => text(Encoding::UTF_16LE, 2),
        [0xfe, 0xff, ..] => text(Encoding::UTF_16BE, 2),
        _ => text(
            declared.or_else(|| utf_16(head)).unwrap_or(Encoding::UTF_8),
            0,
        ),
    }
}

/// Fails where text in the encoding called `label` could not be read.
pub(crate) fn known(label: &str) -> Result<()> {
    by_label(label).map(drop)
}

fn by_label(label: &str) -> Result<Encoding> {
    Encoding::for_label(label).ok_or_else(|| {
        Error::new(ErrorKind::Argument, format!("unknown encoding `{label}`"))
            .hint("for example utf-8, windows-1252, iso-8859-15, utf-16le, shift_jis, gbk, koi8-r")
    })
}

/// UTF-16 without a mark, if `head` can be nothing else.
///
/// Separators, quotes, digits and line ends have a NUL as their high byte in
/// every script, and text in another encoding has no NUL at all: NULs on one
/// side only, the first character among them, and not few, leave no doubt.
fn utf_16(head: &[u8]) -> Option<Encoding> {
    let (mut first, mut second) = (0_usize, 0_usize);
    let pairs = head.chunks_exact(2);
    let count = pairs.len();
    for pair in pairs {
        first += usize::from(pair[0] == 0);
        second += usize::from(pair[1] == 0);
    }
    match head {
        [a, 0, ..] if *a != 0 && first == 0 && second * 8 >= count => Some(Encoding::UTF_16LE),
        [0, b, ..] if *b != 0 && second == 0 && first * 8 >= count => Some(Encoding::UTF_16BE),
        _ => None,
    }
}

impl Text {
    /// Whether the bytes are UTF-8 as they stand, but for a mark.
    pub(super) fn is_utf_8(self) -> bool {
        self.encoding == Encoding::UTF_8
    }

    /// `source` as UTF-8, without its mark. Text declared UTF-8 goes through
    /// unchecked: who takes it apart checks it, record by record.
    pub(super) fn decode(self, mut source: Source) -> io::Result<Source> {
        let mut mark = [0; 3];
        source.read_exact(&mut mark[..self.mark])?;
        if self.is_utf_8() {
            return Ok(source);
        }
        Ok(Box::new(Decoded {
            source,
            decoder: self.encoding.decoder(),
            raw: vec![0; 64 << 10],
            ended: false,
            text: Vec::new(),
            given: 0,
        }))
    }
}

struct Decoded {
    source: Source,
    decoder: Decoder,
    raw: Vec<u8>,
    ended: bool,
    text: Vec<u8>,
    /// So much of the text went out.
    given: usize,
}

impl Decoded {
    /// Decodes some more text, unless the source is at its end.
    fn refill(&mut self) -> io::Result<()> {
        while self.given == self.text.len() && !self.ended {
            let count = self.source.read(&mut self.raw)?;
            self.ended = count == 0;
            self.text.clear();
            self.given = 0;
            self.decoder
                .decode(&self.raw[..count], self.ended, &mut self.text);
        }
        Ok(())
    }
}

impl Read for Decoded {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.refill()?;
        let text = &self.text[self.given..];
        let count = out.len().min(text.len());
        out[..count].copy_from_slice(&text[..count]);
        self.given += count;
        Ok(count)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn decode(bytes: &[u8], declared: Option<&str>) -> Result<Vec<u8>> {
        let source = Box::new(Cursor::new(bytes.to_vec()));
        let mut out = Vec::new();
        detect(bytes, declared)?
            .decode(source)?
            .read_to_end(&mut out)?;
        Ok(out)
    }

    fn utf_16le(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    fn utf_16be(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_be_bytes).collect()
    }

    #[test]
    fn marks_are_certain_and_left_out() {
        let text = "id,caf\u{e9} \u{1f600}\n";
        let utf_8 = [&[0xef, 0xbb, 0xbf], text.as_bytes()].concat();
        assert_eq!(
            decode(&utf_8, Some("windows-1252")).unwrap(),
            text.as_bytes()
        );
        let little = [vec![0xff, 0xfe], utf_16le(text)].concat();
        assert_eq!(decode(&little, None).unwrap(), text.as_bytes());
        let big = [vec![0xfe, 0xff], utf_16be(text)].concat();
        assert_eq!(decode(&big, None).unwrap(), text.as_bytes());
    }

    #[test]
    fn utf_16_without_a_mark_is_seen_where_certain() {
        let text = "id,text\n1,\u{65e5}\u{672c}\n";
        assert_eq!(decode(&utf_16le(text), None).unwrap(), text.as_bytes());
        assert_eq!(decode(&utf_16be(text), None).unwrap(), text.as_bytes());
        assert_eq!(decode(b"plain", None).unwrap(), b"plain");
        assert_eq!(utf_16(b"a\0\0b"), None);
    }

    #[test]
    fn declared_encodings_are_undone() {
        assert_eq!(
            decode(b"caf\xe9", Some("Windows-1252")).unwrap(),
            "caf\u{e9}".as_bytes()
        );
        assert_eq!(
            decode(b"\x93\xfa", Some("shift_jis")).unwrap(),
            "\u{65e5}".as_bytes()
        );
        let long = "\u{44f}".repeat(200_000);
        let (bytes, _, _) = encoding_rs::KOI8_R.encode(&long);
        assert_eq!(decode(&bytes, Some("koi8-r")).unwrap(), long.as_bytes());
    }

    #[test]
    fn an_unknown_label_is_told() {
        let error = decode(b"x", Some("latin-9000")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Argument);
        assert!(error.advice().unwrap().contains("windows-1252"));
    }

    #[test]
    fn what_is_malformed_is_marked_and_the_rest_stays() {
        assert_eq!(
            decode(b"a\x81\xff,b", Some("shift_jis")).unwrap(),
            b"a\xff,b"
        );
        // A lone surrogate, and a byte too many at the end.
        let mut bytes = utf_16le("ab");
        bytes.extend([0x00, 0xd8]);
        bytes.extend(utf_16le("c"));
        bytes.push(0x20);
        assert_eq!(decode(&bytes, Some("utf-16le")).unwrap(), b"ab\xffc\xff");
    }

    #[test]
    fn utf_32_is_refused() {
        assert!(decode(&[0xff, 0xfe, 0, 0, b'a', 0, 0, 0], None).is_err());
    }
}
