//! Numbers and times for people, beside their exact values.

use crate::Result;
use crate::notebook::grouped;
use crate::report::row::Row;

/// A figure: as it is shown, and exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Figure {
    /// The exact value as text; tables sort by it.
    pub(super) exact: String,
    /// What people read.
    pub(super) shown: String,
}

impl Figure {
    /// A whole number with commas: `12,345`.
    pub(super) fn count(number: i64) -> Self {
        let exact = number.to_string();
        Self {
            shown: grouped(&exact),
            exact,
        }
    }

    /// What part `part` is of `whole`, as a percentage; `None` of nothing.
    pub(super) fn part(part: i64, whole: i64) -> Option<Self> {
        let exact = (whole > 0).then(|| (part as f64 / whole as f64).to_string())?;
        Some(Self {
            shown: Self::percent(&exact),
            exact,
        })
    }

    /// The mean of floats, to twelve digits: the last ones depend on the order in
    /// which they were added up, which is not the same in each run, and the same
    /// report is to have the same bytes.
    pub(super) fn settled(self) -> Self {
        let digits = format!("{:.11e}", self.value());
        let exact = match digits.parse::<f64>() {
            Ok(number) if number.is_finite() => number.to_string(),
            _ => self.exact,
        };
        Self {
            shown: self.shown,
            exact,
        }
    }

    /// The exact value as a number.
    pub(super) fn value(&self) -> f64 {
        self.exact.parse().unwrap_or(f64::NAN)
    }

    pub(super) fn grouped(exact: &str) -> String {
        grouped(exact)
    }

    /// `12,345`, `123`, `12.3`, `1.23`, `0.012`; whole numbers as such.
    pub(super) fn rounded(exact: &str) -> String {
        let Ok(number) = exact.parse::<f64>() else {
            return exact.to_owned();
        };
        let decimals = match number.abs() {
            size if size >= 100.0 => 0,
            size if size >= 10.0 => 1,
            size if size >= 1.0 => 2,
            _ => 3,
        };
        if number.fract() == 0.0 {
            return grouped(&format!("{number:.0}"));
        }
        let text = format!("{number:.decimals$}");
        if decimals == 0 {
            grouped(&text)
        } else if text.trim_matches(['-', '0', '.']).is_empty() {
            "0".to_owned()
        } else {
            text
        }
    }

    /// 0.123 is `12.3%`; below a tenth with two decimals.
    pub(super) fn percent(exact: &str) -> String {
        let Ok(number) = exact.parse::<f64>() else {
            return exact.to_owned();
        };
        let percent = number * 100.0;
        if number == 0.0 {
            "0%".to_owned()
        } else if percent.abs() < 0.01 {
            "<0.01%".to_owned()
        } else if percent.abs() < 10.0 {
            format!("{percent:.2}%")
        } else {
            format!("{percent:.1}%")
        }
    }

    /// `1.35×`.
    pub(super) fn times(exact: &str) -> String {
        match exact.parse::<f64>() {
            Ok(number) if number.abs() < 10.0 => format!("{number:.2}×"),
            Ok(number) if number.abs() < 100.0 => format!("{number:.1}×"),
            Ok(number) => grouped(&format!("{number:.0}")) + "×",
            Err(_) => exact.to_owned(),
        }
    }

    /// `2026-09-01T14:03:12Z` is `2026-09-01 14:03`; a day stays a day.
    pub(super) fn minutes(exact: &str) -> String {
        match (exact.get(..10), exact.get(11..16)) {
            (Some(day), Some(minute)) => format!("{day} {minute}"),
            _ => exact.to_owned(),
        }
    }
}

impl Row<'_> {
    /// A figure, shown as `shown` makes it of the exact value's text.
    fn figure(self, name: &str, shown: fn(&str) -> String) -> Result<Option<Figure>> {
        let exact = self.exact(name)?;
        Ok(exact.map(|exact| Figure {
            shown: shown(&exact),
            exact,
        }))
    }

    /// A whole number with commas.
    pub(super) fn count(self, name: &str) -> Result<Option<Figure>> {
        self.figure(name, Figure::grouped)
    }

    /// A mean, rounded.
    pub(super) fn mean(self, name: &str) -> Result<Option<Figure>> {
        self.figure(name, Figure::rounded)
    }

    /// A share, as a percentage.
    pub(super) fn share(self, name: &str) -> Result<Option<Figure>> {
        self.figure(name, Figure::percent)
    }

    /// How many times as much.
    pub(super) fn times(self, name: &str) -> Result<Option<Figure>> {
        self.figure(name, Figure::times)
    }

    /// The day of a time.
    pub(super) fn day(self, name: &str) -> Result<Option<Figure>> {
        self.figure(name, |exact| exact.get(..10).unwrap_or(exact).to_owned())
    }

    /// A time without its seconds, or a day.
    pub(super) fn time(self, name: &str) -> Result<Option<Figure>> {
        self.figure(name, Figure::minutes)
    }
}

/// A whole number in few letters: `950`, `12k`, `4.5M`.
pub(super) fn brief(number: f64) -> String {
    const UNITS: [(f64, &str); 4] = [(1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k")];
    for (size, unit) in UNITS {
        // 999,600 is 1M and not 1000k.
        if number.abs() >= size * 0.9995 {
            let scaled = number / size;
            let decimals = usize::from(scaled.abs() < 9.95);
            let text = format!("{scaled:.decimals$}");
            return text.strip_suffix(".0").unwrap_or(&text).to_owned() + unit;
        }
    }
    let decimals = usize::from(number.abs() < 10.0 && number.fract() != 0.0);
    let text = format!("{number:.decimals$}");
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_short_and_not_wrong() {
        for (exact, shown) in [
            ("0.0", "0"),
            ("-0.0001", "0"),
            ("0.0123", "0.012"),
            ("1.0", "1"),
            ("1.002", "1.00"),
            ("12.0", "12"),
            ("-1.25", "-1.25"),
            ("12.34", "12.3"),
            ("123.6", "124"),
            ("1234567.8", "1,234,568"),
        ] {
            assert_eq!(Figure::rounded(exact), shown, "{exact}");
        }
        for (exact, shown) in [
            ("0.0", "0%"),
            ("0.00001", "<0.01%"),
            ("0.0321", "3.21%"),
            ("0.5", "50.0%"),
            ("12.0", "1200.0%"),
        ] {
            assert_eq!(Figure::percent(exact), shown, "{exact}");
        }
        for (exact, shown) in [
            ("1.3", "1.30×"),
            ("-12.34", "-12.3×"),
            ("12345.6", "12,346×"),
        ] {
            assert_eq!(Figure::times(exact), shown, "{exact}");
        }
        assert_eq!(Figure::minutes("2026-09-01T14:03:12Z"), "2026-09-01 14:03");
        assert_eq!(Figure::minutes("2026-09-01"), "2026-09-01");
        assert_eq!(Figure::part(1, 0), None);
        let mean = |exact: &str| Figure {
            exact: exact.to_owned(),
            shown: String::new(),
        };
        let one = mean("0.04517934412742402").settled();
        assert_eq!(one, mean("0.04517934412742407").settled());
        assert_eq!(one.exact, "0.0451793441274");
    }

    #[test]
    fn brief_numbers() {
        for (number, shown) in [
            (0.0, "0"),
            (0.5, "0.5"),
            (7.0, "7"),
            (950.0, "950"),
            (1_000.0, "1k"),
            (1_250.0, "1.2k"),
            (12_345.0, "12k"),
            (999_600.0, "1M"),
            (4_500_000.0, "4.5M"),
        ] {
            assert_eq!(brief(number), shown, "{number}");
        }
    }
}
