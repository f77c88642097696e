//! Text in any encoding, brought to UTF-8.

use std::io::{self, Read};

use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::input::Source;
use crate::error::{Error, ErrorKind, Result};

/// Stands where the source held bytes that its encoding does not have. It
/// never occurs in UTF-8, so the record it falls in is rejected downstream,
/// with its place; a U+FFFD would pass as text.
const MALFORMED: u8 = 0xff;

/// Why a record of a source that is taken for UTF-8 is broken, in the words
/// that a mapping file takes.
pub(crate) const NOT_UTF_8: &str = "not valid UTF-8: declare the encoding in a mapping file, for example `encoding = \"windows-1252\"`, and give it with --map";

/// How a source's text is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Text {
    pub(super) encoding: &'static Encoding,
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
        [0xef, 0xbb, 0xbf, ..] => text(UTF_8, 3),
        [0xff, 0xfe, ..] => text(UTF_16LE, 2),
        [0xfe, 0xff, ..] => text(UTF_16BE, 2),
        _ => text(declared.or_else(|| utf_16(head)).unwrap_or(UTF_8), 0),
    }
}

/// Fails where text in the encoding called `label` could not be read.
pub(crate) fn known(label: &str) -> Result<()> {
    by_label(label).map(drop)
}

fn by_label(label: &str) -> Result<&'static Encoding> {
    Encoding::for_label_no_replacement(label.as_bytes()).ok_or_else(|| {
        Error::new(ErrorKind::Argument, format!("unknown encoding `{label}`"))
            .hint("for example utf-8, windows-1252, iso-8859-15, utf-16le, shift_jis, gbk, koi8-r")
    })
}

/// UTF-16 without a mark, if `head` can be nothing else.
///
/// Separators, quotes, digits and line ends have a NUL as their high byte in
/// every script, and text in another encoding has no NUL at all: NULs on one
/// side only, the first character among them, and not few, leave no doubt.
fn utf_16(head: &[u8]) -> Option<&'static Encoding> {
    let (mut first, mut second) = (0_usize, 0_usize);
    let pairs = head.chunks_exact(2);
    let count = pairs.len();
    for pair in pairs {
        first += usize::from(pair[0] == 0);
        second += usize::from(pair[1] == 0);
    }
    match head {
        [a, 0, ..] if *a != 0 && first == 0 && second * 8 >= count => Some(UTF_16LE),
        [0, b, ..] if *b != 0 && second == 0 && first * 8 >= count => Some(UTF_16BE),
        _ => None,
    }
}

impl Text {
    /// Whether the bytes are UTF-8 as they stand, but for a mark.
    pub(super) fn is_utf_8(self) -> bool {
        self.encoding == UTF_8
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
            decoder: self.encoding.new_decoder_without_bom_handling(),
            raw: vec![0; 64 << 10],
            raw_range: 0..0,
            ended: false,
            text: vec![0; 128 << 10],
            text_range: 0..0,
        }))
    }
}

struct Decoded {
    source: Source,
    decoder: encoding_rs::Decoder,
    raw: Vec<u8>,
    raw_range: std::ops::Range<usize>,
    ended: bool,
    text: Vec<u8>,
    text_range: std::ops::Range<usize>,
}

impl Decoded {
    /// Decodes some more text, unless the source is at its end.
    fn refill(&mut self) -> io::Result<()> {
        while self.text_range.is_empty() {
            if self.raw_range.is_empty() {
                if self.ended {
                    return Ok(());
                }
                let count = self.source.read(&mut self.raw)?;
                self.raw_range = 0..count;
                self.ended = count == 0;
            }
            // One byte is kept free for the mark of a malformed sequence.
            let room = self.text.len() - 1;
            let (result, read, mut written) = self.decoder.decode_to_utf8_without_replacement(
                &self.raw[self.raw_range.clone()],
                &mut self.text[..room],
                self.ended,
            );
            self.raw_range.start += read;
            if let DecoderResult::Malformed(..) = result {
                self.text[written] = MALFORMED;
                written += 1;
                // At the end the decoder may have more to say, so it is asked again.
            } else if self.ended && written == 0 {
                return Ok(());
            }
            self.text_range = 0..written;
        }
        Ok(())
    }
}

impl Read for Decoded {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.refill()?;
        let count = out.len().min(self.text_range.len());
        let start = self.text_range.start;
        out[..count].copy_from_slice(&self.text[start..start + count]);
        self.text_range.start += count;
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
