//! Files that are cut off, damaged, empty or something else.

use std::fmt::Write;

use super::*;
use crate::error::ErrorKind;

#[test]
fn cut_json_names_record_and_byte() {
    let options = options(16, &[("items", None)]);
    let cases = [
        (
            "[{\"a\":1},{\"a\":",
            "ends inside record 2, after 14 bytes; the file is cut off",
        ),
        (
            "[{\"a\":1},12",
            "ends inside record 2, after 11 bytes; the file is cut off",
        ),
        (
            "[{\"a\":1}",
            "ends before its list is closed, after record 1 and 8 bytes; the file is cut off",
        ),
        (
            "{\"items\":[{\"a\":1},",
            "ends before its list is closed, after record 1 and 18 bytes; the file is cut off",
        ),
        (
            "{\"items\":[{\"a\":1}],\"b",
            "ends before its list is closed, after record 1 and 21 bytes; the file is cut off",
        ),
        (
            "{\n\"a\": [1,\n",
            "ends inside record 1, after 11 bytes; the file is cut off",
        ),
    ];
    for (text, message) in cases {
        let error = failure(text, &options);
        assert_eq!(error.kind(), ErrorKind::Corrupt);
        assert_eq!(error.message(), message);
    }
}

#[test]
fn damaged_json_names_byte_and_line() {
    let cases = [
        (
            "[{\"a\":1}]\n{\"b\":2}",
            "found `{` at byte 10, expected nothing more after the list",
            2,
        ),
        (
            "[{\"a\":1}] x",
            "found `x` at byte 10, expected nothing more after the list",
            1,
        ),
        (
            "[{\"a\":1}\n{\"b\":2}]",
            "found `{` at byte 9, expected `,` or `]`",
            2,
        ),
        ("[1,]", "found `]` at byte 3, expected a value", 1),
        ("[,1]", "found `,` at byte 1, expected a value", 1),
        (
            "[{\"a\":[1}]",
            "found `}` at byte 8, expected the bracket that closes the last one",
            1,
        ),
        ("{\n\"a\" 1}", "found `1` at byte 6, expected `:`", 2),
        ("{\n\"a\":}", "found `}` at byte 6, expected a value", 2),
        (
            "{\n a:1}",
            "found `a` at byte 3, expected a key in quotes",
            2,
        ),
        (
            "{\n\"a\":1} [",
            "found `[` at byte 9, expected another object, or nothing more",
            2,
        ),
    ];
    for (text, message, line) in cases {
        for block in [1, 4096] {
            let error = failure(text, &options(block, &[]));
            assert_eq!(error.message(), message);
            assert_eq!(error.position().line, Some(line));
        }
    }
}

#[test]
fn deep_nesting_is_only_deep() {
    let depth = 10_000;
    let deep = format!("{{\"a\":{}1{}}}", "[".repeat(depth), "]".repeat(depth));
    let wrapped = [("items", None)];
    for block in [100, 4 << 20] {
        let options = options(block, &wrapped);
        let line = format!("{{}}\n{deep}\n{{}}\n");
        assert_eq!(records(&line, &options), ["{}", &deep, "{}"]);
        let list = format!("[{deep},{deep}]");
        assert_eq!(records(&list, &options), [&deep[..], &deep]);
        let page = format!("{{\"items\":[{deep}]}}");
        assert_eq!(records(&page, &options), [&deep[..]]);
    }
}

#[test]
fn a_cut_compressed_file_is_told() {
    let mut text = String::new();
    for number in 0..200_000 {
        writeln!(text, "{{\"id\":{number}}}").unwrap();
    }
    let whole = gzip(text.as_bytes());
    for part in [20, whole.len() / 2, whole.len() - 1] {
        let error = failure(&whole[..part], &options(1 << 20, &[]));
        assert_eq!(error.kind(), ErrorKind::Corrupt);
        let place = format!("the gzip data is cut off: it ends after byte {part}");
        assert!(error.message().contains(&place), "{error}");
    }
}

#[test]
fn what_is_no_export_is_refused() {
    let rubbish: Vec<u8> = (0..1000_u32)
        .flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes())
        .collect();
    let cases = [
        (rubbish, "not text, JSON, Parquet or Arrow"),
        (Vec::new(), "the file is empty"),
        (gzip(b""), "the file is empty"),
        (vec![b' '; 500_000], "the file is empty but for white space"),
        (
            b"\xef\xbb\xbf\r\n".to_vec(),
            "the file is empty but for white space",
        ),
        (
            b"PK\x03\x04rest".to_vec(),
            "a zip archive or a spreadsheet, not text, JSON, Parquet or Arrow",
        ),
        (gzip(&gzip(b"{}")), "compressed twice"),
    ];
    for (bytes, message) in cases {
        let error = failure(bytes, &options(4096, &[]));
        assert_eq!(error.kind(), ErrorKind::Corrupt);
        assert_eq!(error.message(), message);
    }
}

#[test]
fn a_file_that_is_not_there_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let missing = Input::path(folder.path().join("missing.json"));
    let error = Reader::open(&missing, &options(64, &[]))
        .map(|_| ())
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    let error = Reader::open(&Input::path(folder.path()), &options(64, &[]))
        .map(|_| ())
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Argument);
    assert_eq!(missing.size(), None);
}

#[test]
fn progress_counts_the_compressed_bytes() {
    let bytes = gzip(b"{\"a\":1}\n");
    let size = bytes.len() as u64;
    let mut reader = open(bytes, &options(64, &[])).unwrap();
    let progress = reader.progress();
    while reader.next_block().unwrap().is_some() {}
    assert_eq!(reader.bytes_read(), size);
    assert_eq!(progress.load(std::sync::atomic::Ordering::Relaxed), size);
}
