//! What is asked of a session: filters, and how the answer is to look.

use serde::{Deserialize, Serialize};

/// The filters of a session. A post passes where it passes all of them.
///
/// One that is absent lets every post pass, and so does one that chooses
/// nothing: an empty list, an empty text, a range without ends. Names that the
/// data set does not have match no post.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Filters {
    /// When it was published; posts of unknown time fail.
    pub time: Option<TimeRange>,
    /// On any of these platforms, without regard to the case of `A` to `Z`.
    pub platforms: Option<Vec<String>>,
    /// Linked to any of these hashtags, on whichever platform; as people write
    /// them, with or without `#`.
    pub hashtags: Option<Vec<String>>,
    /// By any of these creators.
    pub creators: Option<Vec<Creator>>,
    /// Published in any of these hours of the week; posts of unknown time fail.
    pub weekday_hours: Option<Vec<WeekdayHour>>,
    /// Its engagement; posts without one fail.
    pub engagement: Option<EngagementRange>,
    /// What its caption says somewhere, folded as by `text:` in a scope query.
    pub caption: Option<String>,
}

/// `from <= posted_at < to`, in UTC microseconds since 1970.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct TimeRange {
    /// The first moment that passes.
    pub from: Option<i64>,
    /// The first moment after those that pass.
    pub to: Option<i64>,
}

/// `min <= engagement <= max`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct EngagementRange {
    /// The least engagement that passes.
    pub min: Option<i64>,
    /// The greatest.
    pub max: Option<i64>,
}

/// A creator by name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Creator {
    /// As the platform writes it.
    pub author: String,
    /// The name of the platform, without regard to the case of `A` to `Z`.
    pub platform: String,
}

/// An hour of the week, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WeekdayHour {
    /// 1 (Monday) to 7 (Sunday).
    pub weekday: u8,
    /// 0 to 23.
    pub hour: u8,
}

/// How a summary is to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Options {
    /// The most hashtags and the most creators to list.
    pub top: usize,
    /// How long the bins of time are; by the session's first and last post where
    /// it is not said.
    pub time_unit: Option<TimeUnit>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            top: 20,
            time_unit: None,
        }
    }
}

/// How long a bin of time is; all begin and end in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum TimeUnit {
    /// An hour.
    Hour,
    /// From midnight to midnight.
    Day,
    /// From Monday to Sunday.
    Week,
    /// A month of the calendar.
    Month,
}

/// What posts are ordered by; those without it come last.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Order {
    /// The latest first, then by id.
    #[default]
    Time,
    /// The most engagement first, then the earliest, then by id.
    Engagement,
    /// The most views first, then likewise.
    Views,
    /// The most likes first, then likewise.
    Likes,
}
