//! What the views ask of a post, in 32 bytes: half a cache line, so that a post
//! taken at random costs one miss.
//!
//! Columns of their own would cost one miss each: a summary reads seven of
//! them, of posts that lie anywhere in the data set.

/// Words of a record.
pub(crate) const WORDS: usize = 8;

/// The four counts of a post, in the order of [`METRICS`](crate::schema::METRICS).
pub(crate) type Counts = [Option<i64>; 4];

/// Absent.
pub(crate) const NONE: u32 = u32::MAX;

/// There, but not below [`WIDE`] and above -1: it is in the table of wide counts.
pub(crate) const WIDE: u32 = u32::MAX - 1;

const ENGAGEMENT: usize = 4;
const CREATOR: usize = 5;

/// A time that is not known. DuckDB's own infinities are other numbers.
pub(crate) const NO_TIME: i64 = i64::MIN;

/// The record of one post: likes, comments, shares, views, engagement, creator,
/// and the time in two words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Record(pub(crate) [u32; WORDS]);

impl Record {
    /// The record of a post. Counts that do not fit are [`WIDE`].
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    pub(crate) fn new(counts: &Counts, creator: u32, posted_at: Option<i64>) -> Self {
        let at = posted_at.unwrap_or(NO_TIME) as u64;
        let engagement = match engagement(counts) {
            Ok(sum) => narrow(sum),
            Err(Overflow) => WIDE,
        };
        Self([
            narrow(counts[0]),
            narrow(counts[1]),
            narrow(counts[2]),
            narrow(counts[3]),
            engagement,
            creator,
            at as u32,
            (at >> 32) as u32,
        ])
    }

    /// Likes, comments, shares or views by number, as a word.
    #[inline]
    pub(crate) fn count(&self, metric: usize) -> u32 {
        self.0[metric]
    }

    /// The engagement as a word.
    #[inline]
    pub(crate) fn engagement(&self) -> u32 {
        self.0[ENGAGEMENT]
    }

    /// The ordinal of the creator.
    #[inline]
    pub(crate) fn creator(&self) -> u32 {
        self.0[CREATOR]
    }

    /// When it was published; [`NO_TIME`] where that is not known.
    #[inline]
    #[allow(clippy::cast_possible_wrap)]
    pub(crate) fn time(&self) -> i64 {
        (u64::from(self.0[6]) | u64::from(self.0[7]) << 32) as i64
    }

    /// When it was published.
    #[inline]
    pub(crate) fn posted_at(&self) -> Option<i64> {
        Some(self.time()).filter(|at| *at != NO_TIME)
    }

    /// Whether any count of it is in the table of wide counts.
    #[inline]
    pub(crate) fn is_wide(&self) -> bool {
        self.0[..=ENGAGEMENT].contains(&WIDE)
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn narrow(count: Option<i64>) -> u32 {
    match count {
        None => NONE,
        Some(count) if (0..i64::from(WIDE)).contains(&count) => count as u32,
        Some(_) => WIDE,
    }
}

/// An engagement leaves the range of BIGINT.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Overflow;

/// Likes, comments and shares together, absent ones left out; `None` where all
/// three are absent.
pub(crate) fn engagement(counts: &Counts) -> Result<Option<i64>, Overflow> {
    if counts[..3].iter().all(Option::is_none) {
        return Ok(None);
    }
    counts[..3]
        .iter()
        .try_fold(0_i64, |sum, count| sum.checked_add(count.unwrap_or(0)))
        .map(Some)
        .ok_or(Overflow)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_is_kept_and_what_does_not_is_marked() {
        let record = Record::new(&[Some(3), None, Some(0), Some(1 << 40)], 7, Some(-5));
        assert_eq!(record.0[..6], [3, NONE, 0, WIDE, 3, 7]);
        assert_eq!(record.posted_at(), Some(-5));
        assert!(record.is_wide());
        let record = Record::new(&[None; 4], 7, None);
        assert_eq!(record.engagement(), NONE);
        assert_eq!(record.posted_at(), None);
        assert!(!record.is_wide());
        for number in [u32::MAX, WIDE] {
            let record = Record::new(&[Some(i64::from(number)), None, None, None], 0, None);
            assert_eq!((record.count(0), record.engagement()), (WIDE, WIDE));
        }
    }

    #[test]
    fn an_engagement_past_bigint_is_an_error() {
        assert_eq!(
            engagement(&[Some(i64::MAX), Some(1), None, None]),
            Err(Overflow)
        );
        assert_eq!(
            engagement(&[Some(i64::MAX), Some(0), None, None]),
            Ok(Some(i64::MAX))
        );
        assert_eq!(engagement(&[None, Some(2), None, Some(9)]), Ok(Some(2)));
    }
}
