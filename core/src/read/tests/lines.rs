//! NDJSON.

use super::*;

#[test]
fn lines_are_records_wherever_blocks_end() {
    let text = "{\"a\":1}\r\n\n  {\"b\":\"\u{e9}\u{1f600}\\\"\"}  \n{\"c\":[1,2]}";
    let expected = [
        ("{\"a\":1}", 1),
        ("{\"b\":\"\u{e9}\u{1f600}\\\"\"}", 3),
        ("{\"c\":[1,2]}", 4),
    ];
    for block in 1..text.len() + 2 {
        let (found, broken) = json(text, &options(block, &[]));
        let found: Vec<_> = found
            .iter()
            .map(|(text, line)| (text.as_str(), *line))
            .collect();
        assert_eq!(found, expected, "blocks of {block}");
        assert_eq!(broken, []);
    }
}

#[test]
fn a_bad_line_breaks_only_itself() {
    for bad in [
        "{\"a\":1",
        "{\"a\":\"x",
        "{\"a\":1}}",
        "{\"a\":[1}",
        "nonsense",
        "{\"a\":1,",
    ] {
        // The first line and a later one: neither moves the others.
        let first = format!("{bad}\n{{\"b\":2}}\n{{\"c\":3}}\n");
        let later = format!("{{\"b\":2}}\n{bad}\n{{\"c\":3}}\n");
        assert_eq!(
            records(&later, &options(64, &[])),
            ["{\"b\":2}", bad, "{\"c\":3}"]
        );
        if bad.starts_with('{') && bad != "{\"a\":1}}" {
            assert_eq!(
                records(&first, &options(64, &[])),
                [bad, "{\"b\":2}", "{\"c\":3}"]
            );
        }
    }
}

#[test]
fn a_record_over_the_limit_is_passed_over() {
    let long = format!("{{\"long\":\"{}\"}}", "x".repeat(3_000_000));
    let text = format!("{{\"a\":1}}\n{long}\n{{\"b\":2}}\n{long}");
    for block in [64, 4096, 4 << 20] {
        let options = ReadOptions {
            max_record_bytes: 1 << 20,
            ..options(block, &[])
        };
        let (found, broken) = json(&text, &options);
        assert_eq!(found, [("{\"a\":1}".into(), 1), ("{\"b\":2}".into(), 3)]);
        let places: Vec<_> = broken
            .iter()
            .map(|broken| (broken.record, broken.line))
            .collect();
        assert_eq!(places, [(2, Some(2)), (4, Some(4))]);
        assert_eq!(broken[0].reason, "larger than the limit of 1 MiB");
        let start = "3000011 bytes: {\"long\":\"xxx";
        assert!(broken[0].excerpt.starts_with(start), "{broken:?}");
        assert!(broken[0].excerpt.chars().count() <= 200);
    }
}

#[test]
fn what_is_no_utf_8_is_left_to_the_parser() {
    let found = blocks(&b"{\"a\":1}\n{\"a\":\"\xff\"}\n"[..], &options(100, &[])).unwrap();
    assert_eq!(found[0].rows.len(), 2);
}

#[test]
fn pages_a_line_are_expanded() {
    let wrappers = [("data", Some("includes")), ("data.videos", None)];
    let text = "{\"data\":[],\"meta\":{}}\n\
        {\"data\":[{\"id\":1},{\"id\":2}],\"includes\":{\"users\":[7]}}\n\
        {\"data\":[{\"id\":3}\n\
        {\"data\":[{\"id\":4}],\"includes\":8}\n";
    let found = blocks(text, &options(64, &wrappers)).unwrap();
    let shown: Vec<_> = found
        .iter()
        .map(|block| {
            let Rows::Json {
                bytes,
                records,
                wrapper,
                side,
            } = &block.rows
            else {
                panic!();
            };
            let show =
                |range: std::ops::Range<usize>| String::from_utf8_lossy(&bytes[range]).into_owned();
            let records: Vec<_> = records
                .iter()
                .map(|span| (show(span.range()), span.line))
                .collect();
            (records, *wrapper, side.clone().map(show))
        })
        .collect();
    let record = |text: &str, line| (text.to_owned(), line);
    assert_eq!(
        shown,
        [
            (
                vec![record("{\"id\":1}", 2), record("{\"id\":2}", 2)],
                Some(0),
                Some("{\"users\":[7]}".into())
            ),
            // A line that is no whole page is one record, for the parser to reject.
            (vec![record("{\"data\":[{\"id\":3}", 3)], None, None),
            (vec![record("{\"id\":4}", 4)], Some(0), Some("8".into())),
        ]
    );
}

#[test]
fn records_that_hold_an_object_at_a_wrappers_key_are_no_pages() {
    let text = "{\"data\":{\"id\":1}}\n{\"data\":{\"id\":2},\"items\":[1,2]}\n";
    let wrappers = [("data", None), ("items", None), ("data.videos", None)];
    assert_eq!(records(text, &options(4096, &wrappers)).len(), 2);
}

#[test]
fn compressed_and_marked_text_is_the_same() {
    let text = "\u{feff}{\"a\":1}\n{\"b\":\"\u{e9}\"}\n";
    let expected = ["{\"a\":1}", "{\"b\":\"\u{e9}\"}"];
    assert_eq!(records(text, &options(64, &[])), expected);
    let utf_16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [
        gzip(text.as_bytes()),
        [gzip(&text.as_bytes()[..9]), gzip(&text.as_bytes()[9..])].concat(),
        zstd::encode_all(text.as_bytes(), 3).unwrap(),
        gzip(&utf_16),
        utf_16,
    ] {
        let found = blocks(bytes, &options(4096, &[])).unwrap();
        let Rows::Json { bytes, records, .. } = &found[0].rows else {
            panic!();
        };
        let texts: Vec<_> = records.iter().map(|span| &bytes[span.range()]).collect();
        assert_eq!(texts, expected.map(str::as_bytes));
    }
}
