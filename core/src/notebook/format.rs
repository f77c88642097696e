//! Values for reading: `|int`, `|pct`, `|date`, `|compact`, and as they are.

use std::str::FromStr;

use arrow::array::Array;
use arrow::datatypes::DataType;
use chrono::NaiveDate;

use crate::notebook::wrong;
use crate::value::shorten;
use crate::write::cell_text;
use crate::{Error, Result};

/// What stands for a value that is not there.
pub(super) const MISSING: &str = "–";

/// How a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ValueFormat {
    /// As it is; floats with at most four decimals.
    Plain,
    /// A whole number with commas: `12,345`.
    Int,
    /// A share as a percentage: 0.123 is `12.3%`.
    Pct,
    /// The day of a time: `2026-09-01`.
    Date,
    /// Short: `950`, `12.3k`, `4.5M`.
    Compact,
}

impl ValueFormat {
    /// Its name in a hole.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Int => "int",
            Self::Pct => "pct",
            Self::Date => "date",
            Self::Compact => "compact",
        }
    }
}

impl FromStr for ValueFormat {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Ok(match text {
            "" => Self::Plain,
            "int" => Self::Int,
            "pct" => Self::Pct,
            "date" => Self::Date,
            "compact" => Self::Compact,
            other => {
                return Err(wrong(format!("there is no format `{}`", shorten(other)))
                    .hint("the formats are int, pct, date and compact"));
            }
        })
    }
}

/// The value of a column at a row, in a format.
pub(super) fn format_cell(format: ValueFormat, column: &dyn Array, row: usize) -> Result<String> {
    format.text(column.data_type(), cell_text(column, row)?)
}

impl ValueFormat {
    /// A value of a type, given as text, in this format.
    ///
    /// # Errors
    /// `Notebook` where the value is not of a kind that the format is for.
    pub(super) fn text(self, kind: &DataType, value: Option<String>) -> Result<String> {
        let Some(value) = value else {
            return Ok(MISSING.to_owned());
        };
        let number = || {
            let number: Option<f64> = value.parse().ok();
            number
                .filter(|number| number.is_finite())
                .ok_or_else(|| unfit(self, &value, "a number"))
        };
        Ok(match self {
            Self::Plain if kind.is_floating() => rounded(&value),
            Self::Plain => value,
            // Whole numbers never go through a float, which would round large ones.
            Self::Int if value.parse::<i128>().is_ok() => grouped(&value),
            Self::Int => grouped(&format!("{:.0}", number()?)),
            Self::Pct => format!("{:.1}%", number()? * 100.0),
            Self::Compact => compact(number()?),
            Self::Date => {
                let day = value.get(..10).unwrap_or_default();
                if NaiveDate::parse_from_str(day, "%Y-%m-%d").is_err() {
                    return Err(unfit(self, &value, "a date or a time"));
                }
                day.to_owned()
            }
        })
    }
}

fn unfit(format: ValueFormat, value: &str, kind: &str) -> Error {
    wrong(format!(
        "`{}` can not be written as {format:?}: it is not {kind}",
        shorten(value)
    ))
}

/// A float with at most four decimals; the whole where it is tiny or huge.
pub(super) fn rounded(text: &str) -> String {
    match text.parse::<f64>() {
        Ok(number) if number == 0.0 || (1e-3..1e15).contains(&number.abs()) => {
            let fixed = format!("{number:.4}");
            fixed.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
        _ => text.to_owned(),
    }
}

/// A whole number with a comma after every three digits.
pub(crate) fn grouped(text: &str) -> String {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.trim_start_matches('+')),
    };
    let mut grouped = String::from(sign);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if grouped == "-0" {
        "0".to_owned()
    } else {
        grouped
    }
}

fn compact(number: f64) -> String {
    const UNITS: [(f64, &str); 5] = [(1.0, ""), (1e3, "k"), (1e6, "M"), (1e9, "B"), (1e12, "T")];
    // 999,950 is 1M and not 1000k.
    let unit = UNITS
        .iter()
        .rev()
        .find(|(size, _)| number.abs() >= size * 0.99995)
        .unwrap_or(&UNITS[0]);
    let scaled = format!("{:.1}", number / unit.0);
    format!(
        "{}{}",
        scaled.trim_end_matches('0').trim_end_matches('.'),
        unit.1
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn formats() {
        let float = DataType::Float64;
        for (format, kind, value, text) in [
            ("", &float, "0.123456", "0.1235"),
            ("", &DataType::Utf8, "0.123456", "0.123456"),
            ("int", &DataType::Int64, "1234567", "1,234,567"),
            (
                "int",
                &DataType::Int64,
                "9223372036854775807",
                "9,223,372,036,854,775,807",
            ),
            ("int", &float, "-1234.5", "-1,234"),
            ("int", &float, "-0.2", "0"),
            ("int", &DataType::Int64, "-123", "-123"),
            ("pct", &float, "0.1234", "12.3%"),
            ("compact", &DataType::Int64, "950", "950"),
            ("compact", &DataType::Int64, "999950", "1M"),
            ("compact", &DataType::Int64, "12345", "12.3k"),
            ("compact", &DataType::Int64, "-4500000", "-4.5M"),
            ("compact", &float, "0.04", "0"),
            (
                "date",
                &DataType::Utf8,
                "2026-09-01T10:00:00Z",
                "2026-09-01",
            ),
        ] {
            let format: ValueFormat = format.parse().unwrap();
            let written = format.text(kind, Some(value.to_owned())).unwrap();
            assert_eq!(written, text, "{value} as {format:?}");
        }
        let missing = ValueFormat::Int.text(&float, None).unwrap();
        assert_eq!(missing, MISSING);
        for (format, value) in [("int", "x"), ("date", "é234567890"), ("pct", "NaN")] {
            let format: ValueFormat = format.parse().unwrap();
            assert!(
                format
                    .text(&DataType::Utf8, Some(value.to_owned()))
                    .is_err()
            );
        }
        assert!("euro".parse::<ValueFormat>().is_err());
    }
}
