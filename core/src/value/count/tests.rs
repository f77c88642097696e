use super::CountError::{Ambiguous, Fractional, Negative, NotACount, OutOfRange};
use super::*;
use proptest::prelude::*;

#[test]
fn counts() {
    for (text, count) in [
        ("0", 0),
        ("7", 7),
        (" 42 ", 42),
        ("+5", 5),
        ("007", 7),
        ("-0", 0),
        ("1,234", 1234),
        ("1 234", 1234),
        ("1\u{A0}234\u{A0}567", 1_234_567),
        ("1\u{202F}234", 1234),
        ("1'234", 1234),
        ("1’234", 1234),
        ("1.234.567", 1_234_567),
        ("12,34,567", 1_234_567),
        ("1,234.00", 1234),
        ("1.234,00", 1234),
        ("1 234,0", 1234),
        ("12.0", 12),
        ("1234.000", 1234),
        ("0.000", 0),
        ("1e3", 1000),
        ("1.5E+3", 1500),
        ("1500e-2", 15),
        ("0e999999999999999999999", 0),
        ("1.2M", 1_200_000),
        ("3K", 3000),
        ("3 k", 3000),
        ("3,5k", 3500),
        ("1.234K", 1234),
        ("2b", 2_000_000_000),
        ("999999999999999999", 999_999_999_999_999_999),
        ("9223372036854775807", i64::MAX),
        ("9,223,372,036,854,775,807", i64::MAX),
    ] {
        assert_eq!(parse_count(text), Ok(Some(count)), "{text}");
    }
}

#[test]
fn missing_and_hidden() {
    for text in [
        "", "  ", "-", "N/A", "null", "None", "nan", "-1", "-1.0", "−1", "\u{A0}",
    ] {
        assert_eq!(parse_count(text), Ok(None), "{text:?}");
    }
}

#[test]
fn not_counts() {
    let cases: &[(&str, Reason)] = &[
        ("abc", NotACount),
        ("1,2", NotACount),
        ("1,23,4", NotACount),
        ("0,123", NotACount),
        ("12.", NotACount),
        (".5", NotACount),
        ("1e", NotACount),
        ("1ee3", NotACount),
        ("K", NotACount),
        ("1.K", NotACount),
        ("1..2", NotACount),
        ("1.2.3M", NotACount),
        ("--1", NotACount),
        ("+-1", NotACount),
        ("1 likes", NotACount),
        ("0x10", NotACount),
        ("٣", NotACount),
        ("1234,567", NotACount),
        ("1,234 567", NotACount),
        ("-2", Negative),
        ("-1K", Negative),
        ("-99999999999999999999", OutOfRange),
        ("3.7", Fractional),
        ("1.234", Fractional),
        ("1.2345K", Fractional),
        ("1e-3", Fractional),
        ("1.000", Ambiguous),
        ("123.000", Ambiguous),
        ("1,234K", Ambiguous),
        ("9223372036854775808", OutOfRange),
        ("1e19", OutOfRange),
        ("1e99999999999999999999", OutOfRange),
        ("99999999999B", OutOfRange),
    ];
    for (text, reason) in cases {
        assert_eq!(parse_count(text), Err(reason((*text).to_owned())), "{text}");
    }
}

#[test]
fn numbers() {
    assert_eq!(from_i64(5), Ok(Some(5)));
    assert_eq!(from_i64(-1), Ok(None));
    assert_eq!(from_i64(-2), Err(Negative("-2".into())));
    assert_eq!(from_u64(5), Ok(Some(5)));
    assert_eq!(
        from_u64(1 << 63),
        Err(OutOfRange("9223372036854775808".into()))
    );
    assert_eq!(from_f64(12.0), Ok(Some(12)));
    assert_eq!(from_f64(-0.0), Ok(Some(0)));
    assert_eq!(from_f64(-1.0), Ok(None));
    assert_eq!(from_f64(f64::NAN), Ok(None));
    assert_eq!(from_f64(3.7), Err(Fractional("3.7".into())));
    assert_eq!(from_f64(-3.0), Err(Negative("-3".into())));
    assert_eq!(from_f64(f64::INFINITY), Err(OutOfRange("inf".into())));
    assert_eq!(from_f64(f64::NEG_INFINITY), Err(Negative("-inf".into())));
    assert!(matches!(
        from_f64(9_223_372_036_854_775_808.0),
        Err(OutOfRange(_))
    ));
}

#[test]
fn errors_quote_a_short_value() {
    let Err(error) = parse_count(&"x".repeat(1000)) else {
        unreachable!("a thousand letters are not a count");
    };
    assert_eq!(
        error.to_string(),
        format!("not a count: `{}…`", "x".repeat(60))
    );
}

/// Digits with a sign between thousands.
fn with_thousands(count: i64, sign: char) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(sign);
        }
        text.push(digit);
    }
    text
}

proptest! {
    #[test]
    fn what_is_written_comes_back(count in 0..=i64::MAX) {
        prop_assert_eq!(parse_count(&count.to_string()), Ok(Some(count)));
        for sign in [',', ' ', '\'', '\u{202F}'] {
            prop_assert_eq!(parse_count(&with_thousands(count, sign)), Ok(Some(count)));
        }
        prop_assert_eq!(parse_count(&format!("{count}.0")), Ok(Some(count)));
    }

    #[test]
    fn any_text_is_answered(text in r"[-+]?[0-9., eEkKmM']{0,24}") {
        if let Ok(Some(count)) = parse_count(&text) {
            prop_assert!(count >= 0);
        }
    }
}
