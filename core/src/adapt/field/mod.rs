//! One field in an adapter file: where its value is found, and how it is written.

mod written;

use std::fmt;

pub(super) use written::{Key, Written};

use crate::adapt::path::Path;
use crate::value::TimeFormat;

/// Where one field is: a path, several (the first that has a value; for
/// hashtags, all together), or a rule with the keys below. A path that leads
/// to nothing, null or blank text gives way to the next.
#[derive(Debug, Clone, Default)]
pub(crate) struct Field {
    /// Of any field: the paths, of which the first that has a value counts;
    /// for hashtags, all.
    pub(crate) first: Vec<String>,
    /// Of a count: counts to add up; each is a path, or a list of paths of
    /// which the first counts.
    pub(crate) sum: Vec<Vec<String>>,
    /// Of a text: texts to join with a line break, those that are there.
    pub(crate) join: Vec<String>,
    /// Of a text: the same value for every record.
    pub(crate) constant: Option<String>,
    /// Of any field: NULL where one of these paths is true. For hidden counts,
    /// disabled comments.
    pub(crate) null_if: Vec<String>,
    /// Of a time: how it is written, `auto` (whatever can be read in one way
    /// only), `unix` (seconds), `unix_ms`, `unix_us`, `us` (month first),
    /// `day_first`, or a strptime pattern.
    pub(crate) format: TimeFormat,
    /// Of a text: what it is written in.
    pub(crate) text: TextKind,
    /// Of a text that is a URL: the value of the first of these query
    /// parameters that it has.
    pub(crate) query: Vec<String>,
    /// Of a text that is a URL without those: the segment of its path after
    /// the first of these that it has.
    pub(crate) after_segment: Vec<String>,
    /// Of a text that is a URL without either: the last segment of its path.
    pub(crate) last_segment: bool,
    /// Of an id of Instagram, where `first` has none: the short code of the
    /// post whose number stands at one of these paths.
    pub(crate) shortcode_of: Vec<String>,
    /// Of hashtags: what parts them in a text, instead of what can be told
    /// from the text.
    pub(crate) split: Vec<String>,
    /// Of hashtags: whether they are also looked for in the caption.
    pub(crate) from_caption: FromCaption,
    /// Of an author: the value is a key into the list beside the records.
    pub(crate) lookup: Option<Lookup>,
}

/// What a text is written in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TextKind {
    /// As it stands.
    #[default]
    Plain,
    /// HTML.
    Html,
    /// Plain but for entities such as `&amp;`.
    Entities,
}

/// Whether hashtags are taken from the caption.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FromCaption {
    #[default]
    Never,
    /// Where the record has nothing at the paths.
    WhenMissing,
    Always,
}

/// Finds a value in the list beside the records: `includes.users` of the X API.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lookup {
    /// The path of the key in the record.
    pub(crate) key: String,
    /// The list within the side value.
    pub(crate) list: String,
    /// The field of an item that equals the key.
    pub(crate) equals: String,
    /// The field of that item to take.
    pub(crate) take: String,
}

impl Field {
    /// The paths as groups: of each group, one path is enough.
    pub(crate) fn groups(&self) -> impl Iterator<Item = &[String]> {
        let alone = self.join.iter().chain(&self.null_if);
        [self.first.as_slice(), self.shortcode_of.as_slice()]
            .into_iter()
            .chain(self.sum.iter().map(Vec::as_slice))
            .chain(alone.map(std::slice::from_ref))
            .filter(|group| !group.is_empty())
    }

    /// What is wrong with it as a field of `kind`.
    fn fault(&self, kind: Kind) -> Option<String> {
        let text = matches!(kind, Kind::Text | Kind::Author);
        let tags = kind == Kind::Tags;
        for (key, used, fits) in [
            ("sum", !self.sum.is_empty(), kind == Kind::Count),
            ("join", !self.join.is_empty(), text),
            ("constant", self.constant.is_some(), text),
            (
                "format",
                self.format != TimeFormat::Auto,
                kind == Kind::Time,
            ),
            ("text", self.text != TextKind::Plain, text),
            ("query", !self.query.is_empty(), text),
            ("after_segment", !self.after_segment.is_empty(), text),
            ("last_segment", self.last_segment, text),
            ("shortcode_of", !self.shortcode_of.is_empty(), text),
            ("split", !self.split.is_empty(), tags),
            (
                "from_caption",
                self.from_caption != FromCaption::Never,
                tags,
            ),
            ("lookup", self.lookup.is_some(), kind == Kind::Author),
        ] {
            if used && !fits {
                return Some(format!("`{key}` is not for {kind}"));
            }
        }
        if self.split.iter().any(String::is_empty) {
            return Some("`split` is empty".to_owned());
        }
        let nowhere = [&self.first, &self.join, &self.shortcode_of]
            .into_iter()
            .chain(&self.sum)
            .all(Vec::is_empty);
        let from_elsewhere = self.constant.is_some()
            || self.lookup.is_some()
            || self.from_caption != FromCaption::Never;
        if nowhere && !from_elsewhere {
            return Some("the field names no path".to_owned());
        }
        let lookup = self.lookup.iter().map(|lookup| &lookup.key);
        let mut paths = self.groups().flatten().chain(lookup);
        paths.find_map(|path| {
            let inner = path.strip_prefix('/').unwrap_or(path);
            Path::parse(inner).err().map(|error| error.to_string())
        })
    }
}

/// What a field is, and so which keys are for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Author,
    Tags,
    Count,
    Time,
    Number,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "a text",
            Self::Author => "an author",
            Self::Tags => "hashtags",
            Self::Count => "a count",
            Self::Time => "a time",
            Self::Number => "a number",
        })
    }
}
