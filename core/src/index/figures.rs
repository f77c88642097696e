//! Sums, means and medians, exact in integers.

use crate::{Error, ErrorKind, Result};

/// The sum of counts, and how many there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Total {
    low: i64,
    /// How often `low` went past its range, upwards less downwards: only the
    /// result can be out of range, not what is summed up on the way.
    past: i32,
    pub(crate) count: u32,
}

impl Total {
    /// So many counts that do not leave the range together.
    pub(crate) fn of(sum: i64, count: u32) -> Self {
        Self {
            low: sum,
            past: 0,
            count,
        }
    }

    #[inline]
    pub(crate) fn add(&mut self, value: i64) {
        self.count += 1;
        let (low, past) = self.low.overflowing_add(value);
        self.low = low;
        if past {
            self.past += if value < 0 { -1 } else { 1 };
        }
    }

    /// Adds what was summed up elsewhere.
    pub(crate) fn merge(&mut self, other: Self) {
        let (low, past) = self.low.overflowing_add(other.low);
        self.low = low;
        self.past += other.past;
        if past {
            self.past += if other.low < 0 { -1 } else { 1 };
        }
        self.count += other.count;
    }

    /// The sum, whatever its range.
    pub(crate) fn wide(&self) -> i128 {
        i128::from(self.low) + (i128::from(self.past) << 64)
    }

    /// The sum as BIGINT; `None` of nothing.
    ///
    /// # Errors
    /// `Rule` where it leaves the range, naming `what` is summed.
    pub(crate) fn sum(&self, what: &str) -> Result<Option<i64>> {
        if self.past != 0 {
            return Err(out_of_range(what));
        }
        Ok((self.count > 0).then_some(self.low))
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

    /// Of posts that were summed up elsewhere: their rates, and what they are of.
    pub(crate) fn of(sum: f64, engagement: Total, views: Total) -> Self {
        Self {
            sum,
            engagement,
            views,
        }
    }

    /// The mean of the posts' rates.
    pub(crate) fn mean(&self) -> Option<f64> {
        let count = self.views.count;
        (count > 0).then(|| self.sum / f64::from(count))
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
pub(crate) fn mean(sum: Option<i64>, count: u32) -> Option<f64> {
    sum.map(|sum| sum as f64 / f64::from(count))
}

/// A count that has a value in DOUBLE.
pub(crate) trait Count: Copy + Ord {
    fn double(self) -> f64;
}

impl Count for i64 {
    fn double(self) -> f64 {
        self as f64
    }
}

impl Count for u32 {
    fn double(self) -> f64 {
        f64::from(self)
    }
}

/// The median; of an even number `lo * 0.5 + hi * 0.5` of the middle two. Leaves
/// the values in another order.
pub(crate) fn median<C: Count>(values: &mut [C]) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    let middle = values.len() / 2;
    let odd = values.len() % 2 == 1;
    let (below, high, _) = values.select_nth_unstable(middle);
    let high = high.double();
    if odd {
        return Some(high);
    }
    let low = below.iter().max().map_or(high, |low| low.double());
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
            assert_eq!(median::<i64>(&mut values.clone()), expected, "{values:?}");
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
        assert_eq!(total.wide(), i128::from(i64::MAX) + 1);
        assert!(total.sum("of it").unwrap_err().message().contains("of it"));
        let mut less = Total::default();
        less.add(i64::MIN);
        total.merge(less);
        assert_eq!(total.sum("of it").unwrap(), Some(0));
    }
}
