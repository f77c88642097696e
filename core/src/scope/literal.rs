//! Numbers as queries write them.

use super::fault::{found, wrong};
use super::lex::Value;
use crate::{Error, Result};

/// Reads `100`, `-5`, `1_000`, `1k`, `1.5M`, `2B`.
pub(super) fn count(value: &Value<'_>) -> Result<i64> {
    let text = value.text.as_ref();
    let fail = || not_a_number(value, "a whole number like `100`, `1_000`, `10k` or `1.5M`");
    let (digits, factor) = match text.char_indices().next_back() {
        Some((end, 'k' | 'K')) => (&text[..end], 1_000),
        Some((end, 'm' | 'M')) => (&text[..end], 1_000_000),
        Some((end, 'b' | 'B')) => (&text[..end], 1_000_000_000),
        _ => (text, 1),
    };
    let (negative, digits) = match digits.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, digits),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let dangling = digits.ends_with('.') || digits.starts_with('_') || digits.ends_with('_');
    if whole.is_empty() || dangling {
        return Err(fail());
    }
    let too_large = || {
        wrong(
            value.column,
            format!("{} is too large a number", found(text)),
        )
    };
    // Digits shift in one by one; each after the point costs a tenth of the factor.
    let (mut number, mut unit) = (0_i128, i128::from(factor));
    for c in whole.chars().filter(|c| *c != '_') {
        let digit = c.to_digit(10).ok_or_else(fail)?;
        number = number * 10 + i128::from(digit);
        if number > i128::from(i64::MAX) + 1 {
            return Err(too_large());
        }
    }
    number *= unit;
    for c in fraction.chars() {
        let digit = c.to_digit(10).ok_or_else(fail)?;
        if unit < 10 && digit != 0 {
            let message = format!("expected a whole number, found {}", found(text));
            return Err(wrong(value.column, message));
        }
        unit /= 10;
        number += unit * i128::from(digit);
    }
    let signed = if negative { -number } else { number };
    i64::try_from(signed).map_err(|_| too_large())
}

/// Reads `0.5`, `-1`, `.25`.
pub(super) fn decimal(value: &Value<'_>) -> Result<f64> {
    let text = value.text.as_ref();
    let fail = || not_a_number(value, "a number like `0.5` or `-0.25`");
    // Rust's own syntax also has `inf`, `nan`, `1e5`.
    let plain = text
        .bytes()
        .all(|b| b.is_ascii_digit() || b"-.".contains(&b));
    if !plain {
        return Err(fail());
    }
    text.parse().map_err(|_| fail())
}

fn not_a_number(value: &Value<'_>, expected: &str) -> Error {
    let text = value.text.as_ref();
    let error = wrong(
        value.column,
        format!("expected {expected}, found {}", found(text)),
    );
    if text.contains(',') {
        let advice =
            "within a number write `_` or nothing between thousands, and a point before decimals";
        return error.hint(advice);
    }
    error
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;

    fn value(text: &str) -> Value<'_> {
        Value {
            text: Cow::Borrowed(text),
            column: 7,
        }
    }

    #[test]
    fn counts_are_read_as_people_write_them() -> Result<()> {
        for (text, expected) in [
            ("0", 0),
            ("100", 100),
            ("-5", -5),
            ("1_000", 1_000),
            ("1k", 1_000),
            ("10K", 10_000),
            ("1.5M", 1_500_000),
            ("0.001k", 1),
            ("2b", 2_000_000_000),
            ("5.0", 5),
            ("1.50000000000000k", 1_500),
            ("9223372036854775807", i64::MAX),
            ("-9223372036854775808", i64::MIN),
        ] {
            assert_eq!(count(&value(text))?, expected, "{text}");
        }
        Ok(())
    }

    #[test]
    fn what_is_no_count_is_refused_at_its_column() {
        for text in [
            "",
            "k",
            "-",
            "1.5",
            "1.05",
            "1.2345k",
            "1,000",
            "1.",
            "_1",
            "1_",
            "ten",
            "1kk",
            "--1",
            "+1",
            "1e5",
            ".5k",
            "٣",
            "9223372036854775808",
            "9999999999B",
        ] {
            let error = count(&value(text)).expect_err(text);
            assert_eq!(error.position().column, Some(7), "{text}");
        }
        let long = "9".repeat(60_000);
        assert!(count(&value(&long)).is_err());
    }

    #[test]
    fn decimals_are_plain() -> Result<()> {
        assert_eq!(decimal(&value("0.5"))?.to_bits(), 0.5_f64.to_bits());
        assert_eq!(decimal(&value("-.25"))?.to_bits(), (-0.25_f64).to_bits());
        for text in ["", "inf", "nan", "1e-1", "0,5", "-", ".", "1-1"] {
            assert!(decimal(&value(text)).is_err(), "{text}");
        }
        Ok(())
    }
}
