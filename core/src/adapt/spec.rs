//! An adapter file as it is written: TOML that says where in a record each
//! field of a post is found. Mapping files of users have the same form.

use serde::Deserialize;

use crate::{Error, ErrorKind, Result};

/// An adapter file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Spec {
    /// The name that `--format` takes.
    pub(crate) name: String,
    /// What people call the format.
    pub(crate) title: String,
    /// The platform that every record is from.
    pub(crate) platform: Option<String>,
    /// Where the list of records may lie in a file that wraps it: dotted keys.
    pub(crate) lists: Vec<String>,
    /// A key beside that list whose value the records need (see `lookup`).
    pub(crate) side: Option<String>,
    /// Keys that may wrap the payload of a single record; `""` is the record itself.
    pub(crate) payload: Vec<String>,
    /// How records of the format are told from others.
    pub(crate) recognise: Recognise,
    /// The text encoding, where it is not UTF-8.
    pub(crate) encoding: Option<String>,
    /// The separator of a table, where it should not be detected.
    pub(crate) separator: Option<String>,
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
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Fields {
    pub(crate) id: Option<Field>,
    pub(crate) platform: Option<Field>,
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
    pub(crate) sentiment: Option<Field>,
    pub(crate) score: Option<Field>,
    pub(crate) score_trend: Option<Field>,
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

/// Where one field is: a path, several (the first that has a value; for
/// hashtags, all together), or a rule.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "Written")]
pub(crate) struct Field {
    /// The paths; the first that has a value counts.
    pub(crate) first: Vec<String>,
    /// Counts to add up; each is a list of paths of which the first counts.
    pub(crate) sum: Vec<Vec<String>>,
    /// Texts to join with a line break, those that are there.
    pub(crate) join: Vec<String>,
    /// The same value for every record.
    pub(crate) constant: Option<String>,
    /// NULL where one of these paths is true: hidden counts, disabled comments.
    pub(crate) null_if: Vec<String>,
    /// How times are written: `auto`, `unix`, `unix_millis`, `us`, or a strptime pattern.
    pub(crate) format: Option<String>,
    /// What the text is: `plain`, `html`, or `entities` (plain but for `&amp;` and the like).
    pub(crate) text: TextKind,
    /// Of a URL, take the last part.
    pub(crate) last_segment: bool,
    /// Whether hashtags are also looked for in the caption.
    pub(crate) from_caption: FromCaption,
    /// The value is a key into the list beside the records.
    pub(crate) lookup: Option<Lookup>,
}

/// What a text is written in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TextKind {
    #[default]
    Plain,
    Html,
    Entities,
}

/// Whether hashtags are taken from the caption.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FromCaption {
    #[default]
    Never,
    WhenMissing,
    Always,
}

/// Finds a value in the list beside the records: `includes.users` of the X API.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
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

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl From<OneOrMore> for Vec<String> {
    fn from(written: OneOrMore) -> Self {
        match written {
            OneOrMore::One(one) => vec![one],
            OneOrMore::More(more) => more,
        }
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Paths(OneOrMore),
    Rule(Box<Rule>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    first: Option<OneOrMore>,
    #[serde(default)]
    sum: Vec<OneOrMore>,
    #[serde(default)]
    join: Vec<String>,
    constant: Option<String>,
    null_if: Option<OneOrMore>,
    format: Option<String>,
    #[serde(default)]
    text: TextKind,
    #[serde(default)]
    last_segment: bool,
    #[serde(default)]
    from_caption: FromCaption,
    lookup: Option<Lookup>,
}

impl Field {
    /// A field that is found at `paths`.
    pub(crate) fn at(paths: Vec<String>) -> Self {
        Self {
            first: paths,
            sum: Vec::new(),
            join: Vec::new(),
            constant: None,
            null_if: Vec::new(),
            format: None,
            text: TextKind::Plain,
            last_segment: false,
            from_caption: FromCaption::Never,
            lookup: None,
        }
    }
}

impl From<Written> for Field {
    fn from(written: Written) -> Self {
        match written {
            Written::Paths(paths) => Self::at(paths.into()),
            Written::Rule(rule) => Self {
                first: rule.first.map(Vec::from).unwrap_or_default(),
                sum: rule.sum.into_iter().map(Vec::from).collect(),
                join: rule.join,
                constant: rule.constant,
                null_if: rule.null_if.map(Vec::from).unwrap_or_default(),
                format: rule.format,
                text: rule.text,
                last_segment: rule.last_segment,
                from_caption: rule.from_caption,
                lookup: rule.lookup,
            },
        }
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
                .hint(format!("the fields of a post are {}", FIELDS.join(", ")))
        })
    }
}
