//! Encodings by `encoding_rs`.

use encoding_rs::DecoderResult;

use super::MALFORMED;

/// An encoding of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) struct Encoding(&'static encoding_rs::Encoding);

impl Encoding {
    pub(in crate::read) const UTF_8: Self = Self(encoding_rs::UTF_8);
    pub(in crate::read) const UTF_16LE: Self = Self(encoding_rs::UTF_16LE);
    pub(in crate::read) const UTF_16BE: Self = Self(encoding_rs::UTF_16BE);

    /// The encoding that the web calls so.
    pub(in crate::read) fn for_label(label: &str) -> Option<Self> {
        encoding_rs::Encoding::for_label_no_replacement(label.as_bytes()).map(Self)
    }

    pub(in crate::read) fn name(self) -> &'static str {
        self.0.name()
    }

    pub(in crate::read) fn decoder(self) -> Decoder {
        Decoder(self.0.new_decoder_without_bom_handling())
    }
}

/// A text being decoded, piece by piece.
pub(in crate::read) struct Decoder(encoding_rs::Decoder);

impl Decoder {
    /// Adds what `bytes` say to `text`, as UTF-8; `last` where nothing follows them.
    pub(in crate::read) fn decode(&mut self, mut bytes: &[u8], last: bool, text: &mut Vec<u8>) {
        loop {
            let begin = text.len();
            // At most three bytes come of each, and some of what was held back.
            text.resize(begin + 3 * bytes.len() + 16, 0);
            let room = &mut text[begin..];
            let (result, read, written) =
                self.0.decode_to_utf8_without_replacement(bytes, room, last);
            text.truncate(begin + written);
            bytes = &bytes[read..];
            match result {
                DecoderResult::InputEmpty => return,
                DecoderResult::Malformed(..) => text.push(MALFORMED),
                DecoderResult::OutputFull => {}
            }
        }
    }
}
