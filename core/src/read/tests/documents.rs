//! Lists, pages and concatenated objects.

use serde_json::Value;

use super::*;

pub(super) const WRAPPERS: [(&str, Option<&str>); 5] = [
    ("collector", None),
    ("data.videos", None),
    ("data.children", None),
    ("data", Some("includes")),
    ("items", None),
];

#[test]
fn a_list_may_be_written_in_any_way() {
    let list = " [ {\"a\" : \"]\\\"\\\\\"} ,\n [1,{}],\"x,\\n\", -1.5e3\n,null,true]\n ";
    let expected = [
        ("{\"a\" : \"]\\\"\\\\\"}", 1),
        ("[1,{}]", 2),
        ("\"x,\\n\"", 2),
        ("-1.5e3", 2),
        ("null", 3),
        ("true", 3),
    ];
    for block in 1..list.len() + 2 {
        let (found, broken) = json(list, &options(block, &WRAPPERS));
        let found: Vec<_> = found
            .iter()
            .map(|(text, line)| (text.as_str(), *line))
            .collect();
        assert_eq!(found, expected, "blocks of {block}");
        assert_eq!(broken, []);
    }
    assert_eq!(records("[]", &options(64, &[])), [""; 0]);
    assert_eq!(
        records("[{}]\n[{},1]", &options(64, &[])),
        ["{}", "{}", "1"]
    );
}

#[test]
fn objects_follow_each_other_in_any_way() {
    let texts = [
        "{\n \"a\": 1\n}\n{\n \"a\": 2\n}\n",
        "{\"a\": 1}{\"a\": 2}",
        "{\"a\": 1} {\"a\": 2}\n",
        "{\"a\":\n1}\n{\"a\":2}",
    ];
    for text in texts {
        for block in 1..text.len() + 2 {
            let found = records(text, &options(block, &WRAPPERS));
            let found: Vec<Value> = found
                .iter()
                .map(|text| serde_json::from_str(text).unwrap())
                .collect();
            assert_eq!(
                found,
                [serde_json::json!({"a": 1}), serde_json::json!({"a": 2})]
            );
        }
    }
}

/// The records, wrapper and side of every block.
fn pages(text: &str, options: &ReadOptions) -> Vec<(Vec<String>, Option<usize>, Option<String>)> {
    let show = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let found = blocks(text, options).unwrap();
    let pages = found.iter().map(|block| {
        let Rows::Json {
            bytes,
            records,
            wrapper,
            side,
        } = &block.rows
        else {
            panic!();
        };
        let records = records
            .iter()
            .map(|span| show(&bytes[span.range()]))
            .collect();
        (
            records,
            *wrapper,
            side.clone().map(|side| show(&bytes[side])),
        )
    });
    pages.collect()
}

#[test]
fn wrappers_lead_to_the_records() {
    let cases = [
        (
            "{\"meta\":{\"items\":[{}]},\"collector\":[{\"a\":1},{\"a\":2}],\"n\":[{}]}",
            0,
        ),
        (
            "{\"data\":{\"n\":1,\"videos\":[{\"a\":1},{\"a\":2}],\"more\":{}},\"error\":{}}",
            1,
        ),
        (
            "{\"data\":{\"after\":null,\"children\":[{\"a\":1},\n{\"a\":2}]}}",
            2,
        ),
        (
            "{\n\"data\":[{\"a\":1},{\"a\":2}],\n\"meta\":{\"data\":[{}]}}",
            3,
        ),
        ("{\"items\" : [ {\"a\":1} , {\"a\":2} ] }", 4),
    ];
    for (text, wrapper) in cases {
        for block in [1, 7, 30, 4096] {
            let options = options(block, &WRAPPERS);
            let pages = pages(text, &options);
            let found: Vec<_> = pages.iter().flat_map(|(records, ..)| records).collect();
            assert_eq!(found, ["{\"a\":1}", "{\"a\":2}"], "{text} by {block}");
            assert!(
                pages
                    .iter()
                    .all(|(_, found, side)| *found == Some(wrapper) && side.is_none())
            );
        }
    }
}

#[test]
fn an_object_without_a_list_of_objects_is_a_record() {
    for text in [
        "{\n\"data\":{\"id\":1,\"videos\":3}}",
        "{\n\"items\":[1,2],\"data\":\"x\"}",
        "{\n\"id\":{\"items\":[{}]}}",
        "{\n}",
    ] {
        for block in [1, 4096] {
            assert_eq!(records(text, &options(block, &WRAPPERS)).len(), 1, "{text}");
        }
    }
}

#[test]
fn the_side_is_found_before_and_after_the_list() {
    let texts = [
        "{\n\"data\":[{\"a\":1}],\"includes\":{\"users\":[1]}}",
        "{\n\"x\":[2],\"includes\":{\"users\":[1]},\"data\":[{\"a\":1}],\"y\":[3]}",
    ];
    for text in texts {
        for block in [1, 16, 4096] {
            let both = format!("{text}\n{text}");
            let page = (
                vec!["{\"a\":1}".into()],
                Some(3),
                Some("{\"users\":[1]}".into()),
            );
            assert_eq!(
                pages(&both, &options(block, &WRAPPERS)),
                [page.clone(), page]
            );
        }
    }
}

#[test]
fn a_page_larger_than_the_limit_goes_out_without_its_side() {
    let element = format!("{{\"a\":\"{}\"}}", "x".repeat(50));
    let list = vec![element.clone(); 100].join(",");
    let text = format!("{{\n\"data\":[{list}],\"includes\":{{\"u\":1}}}}");
    let options = ReadOptions {
        max_record_bytes: 1000,
        ..options(256, &WRAPPERS)
    };
    let pages = pages(&text, &options);
    assert!(pages.len() > 5);
    assert!(
        pages
            .iter()
            .all(|(_, wrapper, side)| *wrapper == Some(3) && side.is_none())
    );
    let count: usize = pages.iter().map(|(records, ..)| records.len()).sum();
    assert_eq!(count, 100);
    // A side that alone is too large.
    let text = format!("{{\n\"data\":[{{}}],\"includes\":[{list}],\"more\":1}}");
    let options = ReadOptions {
        max_record_bytes: 1000,
        ..options
    };
    assert_eq!(
        super::documents::pages(&text, &options),
        [(vec!["{}".into()], Some(3), None)]
    );
}

#[test]
fn records_and_pages_after_each_other_stay_apart() {
    let text = "{\n\"id\":1}\n{\"items\":[{\"id\":2}]}\n{\"id\":3}";
    for block in [1, 4096] {
        let found: Vec<_> = pages(text, &options(block, &WRAPPERS))
            .into_iter()
            .map(|(records, wrapper, _)| (records.len(), wrapper))
            .collect();
        assert_eq!(found, [(1, None), (1, Some(4)), (1, None)]);
    }
}

#[test]
fn values_over_the_limit_are_passed_over() {
    let long = format!("{{\"b\":[\"{}\"]}}", "y\\\"".repeat(1_000_000));
    let limited = |block| ReadOptions {
        max_record_bytes: 100_000,
        ..options(block, &WRAPPERS)
    };
    let texts = [
        format!("[{{\"a\":1}},\n{long},\n{{\"c\":3}}]"),
        format!("{{\n\"items\":[{{\"a\":1}},{long},\n{{\"c\":3}}]}}"),
        format!("{{\"a\":1}}{long}\n{{\"c\":3}}"),
    ];
    for text in texts {
        for block in [100, 4 << 20] {
            let (found, broken) = json(&text, &limited(block));
            assert_eq!(found.len(), 2);
            assert_eq!(found[1].0, "{\"c\":3}");
            assert_eq!(found[1].1, 1 + text.matches('\n').count() as u64);
            assert_eq!(broken.len(), 1);
            assert_eq!(broken[0].record, 2);
            assert_eq!(broken[0].reason, "larger than the limit of 100000 bytes");
            let start = "3000010 bytes: {\"b\":[\"y\\\"";
            assert!(broken[0].excerpt.starts_with(start), "{broken:?}");
        }
    }
}

#[test]
fn a_list_may_hold_pages() {
    let text = "[\n{\"data\":[{\"a\":1},{\"a\":2}],\"includes\":{\"x\":1}},\n\
                {\"includes\":{\"x\":2},\"data\":[{\"a\":3}]},{\"a\":4},\n{\"data\":[]}]\n[{\"a\":5}]";
    for block in 1..text.len() + 2 {
        let mut found = Vec::new();
        for block in blocks(text, &options(block, &WRAPPERS)).unwrap() {
            let Rows::Json {
                bytes,
                records,
                side,
                ..
            } = &block.rows
            else {
                unreachable!("JSON gives JSON")
            };
            let side = side.clone().map(|side| bytes[side].to_vec());
            let side = String::from_utf8(side.unwrap_or_default()).unwrap();
            for span in records {
                let record = std::str::from_utf8(&bytes[span.range()]).unwrap();
                found.push((span.record, span.line, record.to_owned(), side.clone()));
            }
        }
        let found: Vec<_> = found
            .iter()
            .map(|(record, line, text, side)| (*record, *line, text.as_str(), side.as_str()))
            .collect();
        let expected = [
            (1, 2, "{\"a\":1}", "{\"x\":1}"),
            (2, 2, "{\"a\":2}", "{\"x\":1}"),
            (3, 3, "{\"a\":3}", "{\"x\":2}"),
            (4, 3, "{\"a\":4}", ""),
            (5, 5, "{\"a\":5}", ""),
        ];
        assert_eq!(found, expected, "blocks of {block}");
    }
}
