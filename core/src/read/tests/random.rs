//! The structural splitter against serde_json, on anything.

use proptest::prelude::*;
use serde_json::Value;

use super::documents::WRAPPERS;
use super::*;

/// Any JSON value, strings with escapes and characters of every length among them.
fn value() -> impl Strategy<Value = Value> {
    let text = proptest::collection::vec(
        prop_oneof![
            Just('"'),
            Just('\\'),
            Just('}'),
            Just('['),
            Just(','),
            Just('\n'),
            any::<char>()
        ],
        0..12,
    )
    .prop_map(|characters| characters.into_iter().collect::<String>());
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        text.clone().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::vec((text.clone(), inner), 0..6)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

fn written(value: &Value, pretty: bool) -> String {
    if pretty {
        serde_json::to_string_pretty(value).unwrap()
    } else {
        value.to_string()
    }
}

fn parsed(texts: &[String]) -> Vec<Value> {
    texts
        .iter()
        .map(|text| serde_json::from_str(text).unwrap())
        .collect()
}

proptest! {
    #[test]
    fn the_splitter_agrees_with_a_parser(
        values in proptest::collection::vec(value(), 0..12),
        pretty: bool,
        block in 1..300_usize,
    ) {
        let options = options(block, &[]);
        let list = written(&Value::from(values.clone()), pretty);
        prop_assert_eq!(&parsed(&records(&list, &options)), &values);

        let objects: Vec<Value> = values.into_iter().map(|value| serde_json::json!({"v": value})).collect();
        if !objects.is_empty() {
            let texts: Vec<String> = objects.iter().map(|value| written(value, pretty)).collect();
            prop_assert_eq!(&parsed(&records(&texts.join("\n"), &options)), &objects);
            prop_assert_eq!(&parsed(&records(&texts.concat(), &options)), &objects);
        }
        let wrapped = serde_json::json!({"a": [objects], "data": {"n": 1, "videos": objects}, "z": {}});
        let text = written(&wrapped, pretty);
        let options = super::options(block, &WRAPPERS);
        prop_assert_eq!(&parsed(&records(&text, &options)), &objects);
    }

    #[test]
    fn a_cut_text_is_never_whole(
        values in proptest::collection::vec(value(), 1..6),
        block in 1..100_usize,
        cut in 0.0..1.0_f64,
    ) {
        let list = Value::from(values).to_string().into_bytes();
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let length = 1 + (cut * (list.len() - 1) as f64) as usize;
        let error = failure(&list[..length], &options(block, &[]));
        prop_assert!(error.message().contains("the file is cut off"), "{}", error);
    }

    #[test]
    fn no_bytes_make_it_fail_otherwise(
        mut bytes in proptest::collection::vec(prop_oneof![any::<u8>(), Just(b'"'), Just(b'{'), Just(b'}'), Just(b'\n'), Just(b',')], 0..200),
        block in 1..100_usize,
    ) {
        for start in [&b"["[..], b"{\"", b"{\"data\":[{", b"id,text\n"] {
            bytes.splice(0..0, start.iter().copied());
            let _ = blocks(bytes.clone(), &options(block, &WRAPPERS));
        }
    }
}
