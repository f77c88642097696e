//! CSV, TSV and their kin.

use proptest::prelude::*;

use super::*;

/// Record number, line and fields.
type Row = (u64, u64, Vec<String>);

/// The rows of a table with record number and line, and the broken ones.
fn table(bytes: &[u8], options: &ReadOptions) -> (Vec<Row>, Vec<Broken>) {
    let mut rows = Vec::new();
    let mut all_broken = Vec::new();
    for block in blocks(bytes, options).unwrap() {
        let Rows::Table(found) = &block.rows else {
            panic!("{block:?}");
        };
        for row in found.iter() {
            let fields = row.iter().map(str::to_owned).collect();
            rows.push((row.record(), row.line(), fields));
        }
        all_broken.extend(block.broken);
    }
    (rows, all_broken)
}

fn header(text: &str) -> Vec<String> {
    open(text, &options(64, &[]))
        .unwrap()
        .columns()
        .unwrap()
        .to_vec()
}

#[test]
fn quotes_line_ends_and_numbers() {
    let text = "id,text\r\n1,\"a,\r\n\"\"b\"\"\r\"\r\n\r\n2,\u{e9}\n3,\"\"";
    let row =
        |record, line, id: &str, text: &str| (record, line, vec![id.to_owned(), text.to_owned()]);
    for block in 1..text.len() + 2 {
        let (rows, broken) = table(text.as_bytes(), &options(block, &[]));
        assert_eq!(
            rows,
            [
                row(1, 2, "1", "a,\r\n\"b\"\r"),
                row(2, 5, "2", "\u{e9}"),
                row(3, 6, "3", "")
            ],
            "blocks of {block}"
        );
        assert_eq!(broken, []);
    }
}

#[test]
fn headers_get_names_that_differ() {
    assert_eq!(
        header("\u{feff}id, text ,id,,id,id_2\n"),
        ["id", "text", "id_2", "column_4", "id_3", "id_2_2"]
    );
    assert_eq!(header("a;b\n"), ["a", "b"]);
    assert_eq!(header("\n\na\tb\n"), ["a", "b"]);
    assert_eq!(header("'a b'|'c'\n"), ["a b", "c"]);
    assert_eq!(header("only\n1\n"), ["only"]);
}

#[test]
fn a_first_row_that_is_no_header_is_told() {
    for (text, message) in [
        (&b",,\n1,2,3\n"[..], "the header names no column"),
        (b"caf\xe9,b\n", "the header is not valid UTF-8: declare"),
    ] {
        assert!(
            failure(text, &options(64, &[]))
                .message()
                .starts_with(message)
        );
    }
    let limited = ReadOptions {
        max_record_bytes: 1000,
        ..options(64, &[])
    };
    let error = failure("x,".repeat(2_000_000), &limited);
    assert_eq!(error.message(), "the first row is larger than 1000 bytes");
    // Quickly, too: names that are all the same are told apart.
    assert_eq!(header(&"x,".repeat(200_000)).len(), 200_001);
}

#[test]
fn many_broken_rows_go_out_in_blocks() {
    let text = format!("a,b\n{}", "1\n".repeat(200_000));
    assert!(blocks(text, &options(4096, &[])).unwrap().len() > 2);
}

#[test]
fn a_header_alone_has_no_rows() {
    assert_eq!(table(b"id,text\n", &options(64, &[])), (vec![], vec![]));
}

#[test]
fn rows_of_another_width_are_broken() {
    let (rows, broken) = table(b"a,b,c\n1,2\n3,4,5\n6,7,8,9\n", &options(64, &[]));
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].0, 2);
    assert_eq!(broken[0].reason, "not the 3 fields that the header has");
    assert_eq!((broken[0].record, broken[0].line), (1, Some(2)));
    assert_eq!(broken[1].reason, broken[0].reason);
    assert_eq!(broken[1].excerpt, "4 fields: 6,7,8,9");
}

#[test]
fn rows_that_are_not_text_are_broken_with_advice() {
    let bytes = b"id,text\n1,ok\n2,caf\xe9\n3,\xc3,\n\xc3,\xa9\n4,ok\n";
    for block in [1, 4096] {
        let (rows, broken) = table(bytes, &options(block, &[]));
        assert_eq!(rows.iter().map(|row| row.0).collect::<Vec<_>>(), [1, 5]);
        for row in [&broken[0], &broken[2]] {
            assert_eq!(
                row.reason,
                "not valid UTF-8: declare the encoding in a mapping file, for example \
                 `encoding = \"windows-1252\"`, and give it with --map"
            );
        }
        assert_eq!(broken[0].column.as_deref(), Some("text"));
        assert_eq!(broken[0].excerpt, r"caf\xe9");
        assert_eq!(
            broken
                .iter()
                .map(|broken| broken.record)
                .collect::<Vec<_>>(),
            [2, 3, 4]
        );
    }
    let declared = ReadOptions {
        encoding: Some("windows-1252".into()),
        ..options(64, &[])
    };
    let (rows, broken) = table(b"id,text\n2,caf\xe9\n", &declared);
    assert_eq!((rows[0].2[1].as_str(), broken.len()), ("caf\u{e9}", 0));
}

#[test]
fn what_the_declared_encoding_has_not_is_broken() {
    let declared = ReadOptions {
        encoding: Some("shift_jis".into()),
        ..options(64, &[])
    };
    let (rows, broken) = table(b"id,text\n1,\x93\xfa\n2,a\xff\n", &declared);
    assert_eq!(rows[0].2[1], "\u{65e5}");
    assert!(
        broken[0].reason.starts_with("not valid Shift_JIS: "),
        "{broken:?}"
    );
}

#[test]
fn a_quote_that_is_never_closed_is_told_with_its_line() {
    let text = format!("id,text\n1,\"a\nb\"\n2,\"{}", "x,y\n".repeat(100_000));
    for max_record_bytes in [1000, 64 << 20] {
        let options = ReadOptions {
            max_record_bytes,
            ..options(4096, &[])
        };
        let error = failure(text.as_bytes(), &options);
        assert_eq!(
            error.message(),
            "the quote that opens on line 4 is never closed"
        );
        assert_eq!(error.position().record, Some(2));
    }
}

#[test]
fn a_quote_that_swallows_too_much_is_broken_and_reading_goes_on() {
    let text = format!("id,text\n1,\"{}\"\n2,b\n", "x,y\n".repeat(100_000));
    let options = ReadOptions {
        max_record_bytes: 1000,
        ..options(4096, &[])
    };
    let (rows, broken) = table(text.as_bytes(), &options);
    assert_eq!(rows, [(2, 100_003, vec!["2".to_owned(), "b".to_owned()])]);
    assert_eq!(broken.len(), 1);
    assert!(
        broken[0]
            .reason
            .contains("larger than the limit of 1000 bytes"),
        "{broken:?}"
    );
    assert!(broken[0].excerpt.len() <= 200 && !broken[0].excerpt.is_empty());
}

proptest! {
    #[test]
    fn rows_agree_with_the_csv_crate(
        rows in proptest::collection::vec(proptest::collection::vec("[a,;\"\r\n\u{e9} ]{0,5}", 3), 1..20),
        block in 1..200_usize,
    ) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["one", "two", "three"]).unwrap();
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let options = ReadOptions { separator: Some(b','), ..options(block, &[]) };
        let (found, broken) = table(&bytes, &options);
        prop_assert_eq!(broken, vec![]);
        let found: Vec<_> = found.into_iter().map(|(_, _, fields)| fields).collect();
        prop_assert_eq!(found, rows);
    }
}
