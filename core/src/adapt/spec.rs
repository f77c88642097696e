//! An adapter file as it is written: TOML that says where in a record each
//! field of a post is found. Mapping files of users have the same form.

use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, de};

use crate::adapt::field::{Field, Key, Kind, Written};
use crate::{Error, ErrorKind, Result, read, value};

/// An adapter file. Whatever can be wrong with it is found while it is read,
/// so that the error has the line.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Spec {
    /// The name that `--format` takes.
    pub(crate) name: String,
    /// What people call the format.
    pub(crate) title: String,
    /// The platform of the records that do not say theirs.
    #[serde(deserialize_with = "platform")]
    pub(crate) platform: Option<String>,
    /// Where the list of records may lie in a file that wraps it: dotted keys.
    pub(crate) lists: Vec<String>,
    /// A key beside that list whose value the records need (see `lookup`).
    pub(crate) side: Option<String>,
    /// Keys that may wrap the payload of a single record; `""` is the record itself.
    pub(crate) payload: Vec<String>,
    /// How records of the format are told from others.
    pub(crate) recognise: Recognise,
    /// The text encoding, where it is not UTF-8: `windows-1252`, `utf-16le` ...
    #[serde(deserialize_with = "encoding")]
    pub(crate) encoding: Option<String>,
    /// The separator of a table, where it should not be detected: one ASCII
    /// character, or `tab`.
    #[serde(deserialize_with = "separator")]
    pub(crate) separator: Option<u8>,
    /// Where the fields of a post are.
    pub(crate) fields: Fields,
}

/// What the first records must look like.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Recognise {
    /// A record has every one of these paths.
    pub(crate) has: Vec<String>,
    /// And, where the list is not empty, at least one of these.
    pub(crate) any: Vec<String>,
    /// And none of these.
    pub(crate) lacks: Vec<String>,
}

/// The fields of a post; what is left out is NULL (or, in a mapping, matched by name).
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields {
    /// The platform's own id; of a canonical row, `<platform>_<id>`.
    pub(crate) id: Option<Field>,
    /// The platform, where each record says its own.
    pub(crate) platform: Option<Field>,
    /// Its id in the table `platforms`: canonical rows only.
    pub(crate) platform_id: Option<Field>,
    pub(crate) author: Option<Field>,
    pub(crate) caption: Option<Field>,
    pub(crate) hashtags: Option<Field>,
    /// A cell that holds the four counts as JSON text.
    pub(crate) metrics: Option<Field>,
    pub(crate) likes: Option<Field>,
    pub(crate) comments: Option<Field>,
    pub(crate) shares: Option<Field>,
    pub(crate) views: Option<Field>,
    pub(crate) posted_at: Option<Field>,
    /// A number from -1 to 1; a label such as `positive` is no number, and so NULL.
    pub(crate) sentiment: Option<Field>,
    pub(crate) score: Option<Field>,
    pub(crate) score_trend: Option<Field>,
    /// When the record was collected: of several of one post, the latest stays.
    pub(crate) collected_at: Option<Field>,
}

/// The names of the fields of a post, as adapter files spell them.
pub(crate) const FIELDS: [&str; 16] = [
    "id",
    "platform",
    "platform_id",
    "author",
    "caption",
    "hashtags",
    "metrics",
    "likes",
    "comments",
    "shares",
    "views",
    "posted_at",
    "sentiment",
    "score",
    "score_trend",
    "collected_at",
];

impl Fields {
    /// The fields in the order of [`FIELDS`].
    pub(crate) fn all_mut(&mut self) -> [&mut Option<Field>; 16] {
        [
            &mut self.id,
            &mut self.platform,
            &mut self.platform_id,
            &mut self.author,
            &mut self.caption,
            &mut self.hashtags,
            &mut self.metrics,
            &mut self.likes,
            &mut self.comments,
            &mut self.shares,
            &mut self.views,
            &mut self.posted_at,
            &mut self.sentiment,
            &mut self.score,
            &mut self.score_trend,
            &mut self.collected_at,
        ]
    }
}

/// What the field of a name is.
fn kind(name: &str) -> Kind {
    match name {
        "id" | "platform" | "platform_id" | "caption" | "metrics" => Kind::Text,
        "author" => Kind::Author,
        "hashtags" => Kind::Tags,
        "posted_at" | "collected_at" => Kind::Time,
        "sentiment" | "score" | "score_trend" => Kind::Number,
        _ => Kind::Count,
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(AllFields)
    }
}

struct AllFields;

impl<'de> Visitor<'de> for AllFields {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the fields of a post")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut names: A) -> Result<Fields, A::Error> {
        let mut fields = Fields::default();
        while let Some(place) = names.next_key_seed(Key(&FIELDS))? {
            let field = names.next_value_seed(Written(kind(FIELDS[place])))?;
            *fields.all_mut()[place] = Some(field);
        }
        Ok(fields)
    }
}

impl Spec {
    /// Reads an adapter or mapping file; `source` names it in errors.
    pub(crate) fn parse(text: &str, source: &str) -> Result<Self> {
        toml::from_str(text).map_err(|error: toml::de::Error| {
            let at = error.span().map_or(0, |span| span.start.min(text.len()));
            let line = 1 + text.as_bytes()[..at]
                .iter()
                .filter(|byte| **byte == b'\n')
                .count();
            Error::new(ErrorKind::Mapping, error.message().to_owned())
                .in_source(source)
                .at_line(line as u64)
        })
    }
}

fn platform<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let name = String::deserialize(deserializer)?;
    let normal = value::platform::normalize(&name).map_err(de::Error::custom)?;
    Ok(Some(normal))
}

fn encoding<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let label = String::deserialize(deserializer)?;
    read::known_encoding(&label).map_err(de::Error::custom)?;
    Ok(Some(label))
}

fn separator<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u8>, D::Error> {
    let text = String::deserialize(deserializer)?;
    match (text.as_str(), text.as_bytes()) {
        ("tab" | "\\t", _) => Ok(Some(b'\t')),
        (_, [byte]) => Ok(Some(*byte)),
        _ => Err(de::Error::custom(format!(
            "the separator `{text}` is not a single ASCII character (write `tab` for a tab)"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(text: &str) -> Error {
        Spec::parse(text, "my.toml").unwrap_err()
    }

    #[test]
    fn errors_name_the_file_and_the_line() {
        for (text, line, part) in [
            (
                "platform = \"x\"\nencodin = \"a\"",
                2,
                "unknown field `encodin`",
            ),
            (
                "\nencoding = \"latin-9000\"",
                2,
                "unknown encoding `latin-9000`",
            ),
            ("separator = \"||\"", 1, "not a single ASCII character"),
            ("platform = \"my net\"", 1, "not the name of a platform"),
            (
                "[fields]\nid = \"id\"\nlikess = \"n\"",
                3,
                "unknown field `likess`",
            ),
            (
                "[fields]\n\nid = \"a..b\"",
                3,
                "the path `a..b` has an empty step",
            ),
            (
                "[fields]\nid = { frist = \"a\" }",
                2,
                "unknown field `frist`",
            ),
            (
                "[fields]\nposted_at = { first = \"a\", format = \"unix_millis\" }",
                2,
                "not a date format: `unix_millis`",
            ),
            (
                "[fields]\nlikes = { first = \"a\", format = \"us\" }",
                2,
                "`format` is not for a count",
            ),
            ("[fields]\nlikes = 3", 2, "expected a path"),
            ("[fields]\nlikes = []", 2, "names no path"),
            (
                "[fields]\nhashtags = { first = \"a\", split = \"\" }",
                2,
                "`split` is empty",
            ),
            ("[fields]\nid = \"id", 2, ""),
        ] {
            let error = wrong(text);
            assert_eq!(error.kind(), ErrorKind::Mapping, "{text}");
            assert_eq!(
                error.position().source.as_deref(),
                Some("my.toml"),
                "{text}"
            );
            assert_eq!(error.position().line, Some(line), "{text}: {error}");
            assert!(error.message().contains(part), "{text}: {error}");
        }
    }

    #[test]
    fn a_field_that_is_none_is_told_with_each_field_once() {
        let error = wrong("[fields]\nlikess = \"n\"").to_string();
        for name in FIELDS {
            assert_eq!(error.matches(&format!("`{name}`")).count(), 1, "{error}");
        }
    }

    #[test]
    fn separators() {
        for (text, byte) in [
            ("tab", b'\t'),
            ("\\\\t", b'\t'),
            ("\\t", b'\t'),
            (";", b';'),
        ] {
            let spec = Spec::parse(&format!("separator = \"{text}\""), "my.toml").unwrap();
            assert_eq!(spec.separator, Some(byte), "{text}");
        }
    }
}
