//! Which container a source is, told by its first bytes.

use super::reader::Container;
use crate::error::{Error, ErrorKind, Result};

/// How many bytes the container, the encoding and the dialect are judged by.
pub(super) const HEAD: usize = 64 << 10;

/// The most control characters in a thousand bytes that still pass for text.
const CONTROLS_PER_MILLE: usize = 30;

/// The binary containers, which name themselves.
pub(super) fn binary(head: &[u8]) -> Option<Container> {
    if head.starts_with(b"PAR1") {
        Some(Container::Parquet)
    } else if head.starts_with(b"ARROW1") || head.starts_with(&[0xff; 4]) {
        Some(Container::Ipc)
    } else {
        None
    }
}

/// Whether `head`, in UTF-8, is JSON or a table; rubbish is an error.
pub(super) fn text(head: &[u8]) -> Result<Container> {
    let Some(first) = head.iter().position(|byte| !byte.is_ascii_whitespace()) else {
        let message = if head.is_empty() {
            "the file is empty"
        } else {
            "the file is empty but for white space"
        };
        return Err(
            Error::new(ErrorKind::Corrupt, message).hint("see whether the export ran to its end")
        );
    };
    if let Some((what, hint)) = foreign(&head[first..]) {
        return Err(Error::new(ErrorKind::Corrupt, what).hint(hint));
    }
    let controls = head
        .iter()
        .filter(|byte| **byte < b' ' && !byte.is_ascii_whitespace())
        .count();
    if controls * 1000 > head.len() * CONTROLS_PER_MILLE {
        return Err(
            Error::new(ErrorKind::Corrupt, "not text, JSON, Parquet or Arrow")
                .hint("give an export file: JSON, NDJSON, CSV, TSV, Parquet or Arrow, plain or compressed with gzip or zstd"),
        );
    }
    Ok(match head[first] {
        b'{' | b'[' => Container::Json,
        _ => Container::Table,
    })
}

/// Containers of other things, that people hold for exports.
fn foreign(head: &[u8]) -> Option<(&'static str, &'static str)> {
    let starts = |magic: &[u8]| {
        head.get(..magic.len())
            .is_some_and(|bytes| bytes.eq_ignore_ascii_case(magic))
    };
    if starts(b"PK\x03\x04") {
        Some((
            "a zip archive or a spreadsheet, not text, JSON, Parquet or Arrow",
            "unpack it, or save the sheet as CSV",
        ))
    } else if starts(b"<!doctype") || starts(b"<html") || starts(b"<?xml") {
        Some((
            "a web page or XML, not text, JSON, Parquet or Arrow",
            "the export may have been replaced by an error page; download it again",
        ))
    } else if starts(b"SQLite format 3\0") {
        Some((
            "a SQLite database, not text, JSON, Parquet or Arrow",
            "export its tables as CSV",
        ))
    } else if starts(b"BZh") || starts(b"\xfd7zXZ\0") || starts(b"7z\xbc\xaf") {
        Some((
            "compressed in a way that is not supported",
            "unpack it, or compress it with gzip or zstd",
        ))
    } else if starts(&[0x1f, 0x8b]) || starts(&[0x28, 0xb5, 0x2f, 0xfd]) {
        Some(("compressed twice", "unpack it once"))
    } else if starts(b"FEA1") {
        Some((
            "a Feather file of version 1, which is not supported",
            "write it again as version 2 (Arrow IPC)",
        ))
    } else {
        None
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn containers_are_told() {
        assert_eq!(binary(b"PAR1..."), Some(Container::Parquet));
        assert_eq!(binary(b"ARROW1\0\0"), Some(Container::Ipc));
        assert_eq!(
            binary(&[0xff, 0xff, 0xff, 0xff, 8, 0]),
            Some(Container::Ipc)
        );
        assert_eq!(binary(b"PAR"), None);
        assert_eq!(text(b" \n{\"a\"").unwrap(), Container::Json);
        assert_eq!(text(b"[").unwrap(), Container::Json);
        assert_eq!(text(b"id;text\n").unwrap(), Container::Table);
        assert_eq!(
            text("\u{540d}\u{524d}\t".as_bytes()).unwrap(),
            Container::Table
        );
    }

    #[test]
    fn rubbish_is_refused() {
        let random: Vec<u8> = (0..1024_u32)
            .flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes())
            .collect();
        for rubbish in [
            &random[..],
            b"id,te\0xt",
            b"PK\x03\x04..",
            b"<!DOCTYPE html>",
            b"\x01\x02",
        ] {
            assert_eq!(text(rubbish).unwrap_err().kind(), ErrorKind::Corrupt);
        }
        for empty in [&b""[..], b" \r\n\t"] {
            assert!(text(empty).unwrap_err().message().contains("empty"));
        }
    }
}
