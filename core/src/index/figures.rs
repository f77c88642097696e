//! Sums, means and medians, exact in integers.

use crate::{Error, ErrorKind, Result};

/// The sum of counts, and how many there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Total {
    /// Wider than any count, so that only the result can leave its range.
    sum: i128,
    pub(crate) count: u64,
}

impl Total {
    #[inline]
    pub(crate) fn add(&mut self, value: i64) {
        self.sum += i128::from(value);
        self.count += 1;
    }

    /// Adds another sum.
    pub(crate) fn merge(&mut self, other: Self) {
        self.sum += other.sum;
        self.count += other.count;
    }

    /// The sum as BIGINT; `None` of nothing.
    ///
    /// # Errors
    /// `Rule` where it leaves the range, naming `what` is summed.
    pub(crate) fn sum(&self, what: &str) -> Result<Option<i64>> {
        if self.count == 0 {
            return Ok(None);
        }
        match i64::try_from(self.sum) {
            Ok(sum) => Ok(Some(sum)),
            Err(_) => Err(out_of_range(what)),
        }
    }
}

#[cold]
fn out_of_range(what: &str) -> Error {
    Error::new(
        ErrorKind::Rule,
        format!("the sum {what} leaves the range of BIGINT"),
    )
}

/// `all - part`.
///
/// # Errors
/// `Rule` where it leaves the range of BIGINT.
pub(crate) fn difference(all: i64, part: i64) -> Result<i64> {
    all.checked_sub(part)
        .ok_or_else(|| out_of_range("of engagement"))
}

/// Engagement rates by views, of posts that have both.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Rates {
    sum: f64,
    engagement: Total,
    views: Total,
}

impl Rates {
    /// Adds a post; one without views has no rate.
    #[inline]
    pub(crate) fn add(&mut self, engagement: i64, views: i64) {
        if views > 0 {
            self.sum += engagement as f64 / views as f64;
            self.engagement.add(engagement);
            self.views.add(views);
        }
    }

    /// The mean of the posts' rates.
    pub(crate) fn mean(&self) -> Option<f64> {
        let count = self.views.count;
        (count > 0).then(|| self.sum / count as f64)
    }

    /// All engagement over all views.
    ///
    /// # Errors
    /// `Rule` where a sum leaves the range of BIGINT.
    pub(crate) fn pooled(&self) -> Result<Option<f64>> {
        let engagement = self.engagement.sum("of engagement")?;
        let views = self.views.sum("of views")?;
        let both = engagement.zip(views);
        Ok(both.map(|(engagement, views)| engagement as f64 / views as f64))
    }
}

/// `sum / count` in DOUBLE; `None` where nothing was counted.
pub(crate) fn mean(sum: Option<i64>, count: u64) -> Option<f64> {
    sum.map(|sum| sum as f64 / count as f64)
}

/// The median; of an even number `lo * 0.5 + hi * 0.5` of the middle two. Leaves
/// the values in another order.
pub(crate) fn median(values: &mut [i64]) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    let middle = values.len() / 2;
    let odd = values.len() % 2 == 1;
    let (below, high, _) = values.select_nth_unstable(middle);
    let high = *high as f64;
    if odd {
        return Some(high);
    }
    let low = below.iter().max().map_or(high, |low| *low as f64);
    Some(low * 0.5 + high * 0.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians() {
        for (values, expected) in [
            (vec![], None),
            (vec![5], Some(5.0)),
            (vec![4, 1], Some(2.5)),
            (vec![9, 1, 5], Some(5.0)),
            (vec![i64::MAX, i64::MAX], Some(i64::MAX as f64)),
        ] {
            assert_eq!(median(&mut values.clone()), expected, "{values:?}");
        }
    }

    #[test]
    fn only_a_result_out_of_range_is_an_error() {
        let mut total = Total::default();
        assert_eq!(total.sum("of nothing").unwrap(), None);
        for value in [i64::MAX, i64::MAX, -i64::MAX] {
            total.add(value);
        }
        assert_eq!(total.sum("of it").unwrap(), Some(i64::MAX));
        total.add(1);
        assert!(total.sum("of it").unwrap_err().message().contains("of it"));
    }
}
