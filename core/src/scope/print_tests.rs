use proptest::prelude::*;

use super::super::{
    Author, Comparison, Metric, Moment, Phrase, Platform, Scope, Sentiment, Tag, parse,
};

/// Text with the characters that mean something to the language over-represented.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z0-9_.-]{1,8}",
        "[ \"\\\\()#@:,<>=!&|+\n\t“”éßİǅ東＃﹟-]{1,6}",
        "\\PC{1,6}",
        any::<String>().prop_filter("not empty", |text| !text.is_empty()),
    ]
}

fn any_comparison() -> impl Strategy<Value = Comparison> {
    proptest::sample::select(Comparison::ALL.to_vec())
}

fn any_moment() -> impl Strategy<Value = Moment> {
    let (min, max) = (Moment::MIN.micros(), Moment::MAX.micros());
    prop_oneof![
        min..=max,
        (min / 1_000_000..=max / 1_000_000).prop_map(|seconds| seconds * 1_000_000),
        (-7_000_i64..30_000).prop_map(|days| days * 86_400_000_000),
    ]
    .prop_filter_map("in range", |micros| Moment::from_micros(micros).ok())
}

fn any_leaf() -> impl Strategy<Value = Scope> {
    prop_oneof![
        any_text().prop_filter_map("a name", |text| Tag::new(&text).ok().map(Scope::Tag)),
        any_text().prop_filter_map("a name", |text| Author::new(&text).ok().map(Scope::Author)),
        any_text().prop_filter_map("a name", |text| {
            Platform::new(&text).ok().map(Scope::Platform)
        }),
        any_text().prop_filter_map("a phrase", |text| Phrase::new(&text).ok().map(Scope::Text)),
        any_moment().prop_map(Scope::After),
        any_moment().prop_map(Scope::Before),
        (
            proptest::sample::select(Metric::ALL.to_vec()),
            any_comparison(),
            any::<i64>()
        )
            .prop_map(|(metric, comparison, value)| Scope::Count {
                metric,
                comparison,
                value
            }),
        (any_comparison(), -1.0_f64..=1.0).prop_filter_map("a sentiment", |(comparison, value)| {
            let value = Sentiment::new(value).ok()?;
            Some(Scope::Sentiment { comparison, value })
        }),
    ]
}

fn any_scope() -> impl Strategy<Value = Scope> {
    any_leaf().prop_recursive(6, 48, 4, |part| {
        prop_oneof![
            proptest::collection::vec(part.clone(), 1..4)
                .prop_filter_map("parts", |parts| { parts.into_iter().reduce(Scope::and) }),
            proptest::collection::vec(part.clone(), 1..4)
                .prop_filter_map("parts", |parts| { parts.into_iter().reduce(Scope::or) }),
            part.prop_map(|part| !part),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_printed_parses_to_the_same_tree(scope in any_scope()) {
        let printed = scope.to_string();
        let read = parse(&printed);
        prop_assert!(read.is_ok(), "{printed}: {read:?}");
        let read = read.map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(read.to_string(), printed);
        prop_assert_eq!(read, scope);
    }

    #[test]
    fn any_text_parses_or_is_refused_within_it(query in "[a-z#@:\"\\\\()<>=!,.0-9 东é\n-]{0,40}|\\PC{0,20}") {
        match parse(&query) {
            Ok(scope) => {
                let printed = scope.to_string();
                prop_assert_eq!(parse(&printed).ok(), Some(scope));
            }
            Err(error) => {
                let last = query.chars().count() as u64 + 1;
                prop_assert!(error.position().column.is_none_or(|column| (1..=last).contains(&column)));
                let drawn = super::super::explain(&query, &error);
                prop_assert!(drawn.starts_with(error.message()));
            }
        }
    }

    #[test]
    fn operators_between_terms_parse_in_any_arrangement(
        words in proptest::collection::vec(
            proptest::sample::select(vec!["#a", "@b", "AND", "or", "NOT", "-", "(", ")", "likes>1k", "text:\"x y\"", " "]),
            0..14,
        )
    ) {
        let query = words.concat();
        let spaced = words.join(" ");
        for query in [query, spaced] {
            if let Ok(scope) = parse(&query) {
                prop_assert_eq!(parse(&scope.to_string()).ok(), Some(scope));
            }
        }
    }
}

#[test]
fn parentheses_stand_only_where_they_change_the_meaning() {
    for (query, normal) in [
        ("((#a) AND (#b))", "#a AND #b"),
        ("(#a AND #b) OR (#c AND #d)", "#a AND #b OR #c AND #d"),
        ("(#a OR #b) AND (#c OR #d)", "(#a OR #b) AND (#c OR #d)"),
        ("NOT (#a)", "NOT #a"),
    ] {
        assert_eq!(
            parse(query).map(|s| s.to_string()).ok().as_deref(),
            Some(normal)
        );
    }
}
