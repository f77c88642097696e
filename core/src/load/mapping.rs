//! A user's mapping file: an adapter without the recognition.

use crate::Result;
use crate::adapt::Spec;

/// Where the fields of a post are in a table that is not known by name.
///
/// The file has the form of the crate's own adapter files; what it leaves out
/// is matched by column name:
///
/// ```
/// use veyl_core::load::Mapping;
///
/// Mapping::parse(
///     r#"
/// platform = "x"
/// encoding = "windows-1252"
///
/// [fields]
/// id = { first = "url", after_segment = "status" }
/// posted_at = { first = "created_at", format = "us" }
/// caption = { first = "text", text = "entities" }
/// "#,
///     "tweets.toml",
/// )?;
/// # Ok::<(), veyl_core::Error>(())
/// ```
///
/// Beside the fields:
///
/// - `platform`: of the posts that do not say theirs; it outweighs
///   [`LoadOptions::platform`](crate::load::LoadOptions::platform), and no
///   column is taken for the platform that the file does not name
/// - `encoding`: of a text that is not UTF-8, such as `windows-1252`
/// - `separator`: of a table, where it should not be detected: one ASCII
///   character, or `tab`
/// - `lists`: dotted keys of the lists that may hold the records
/// - `side`: a key beside such a list that the records need (see `lookup`)
/// - `payload`: keys that may wrap each record; `""` is the record itself
///
/// The fields are `id`, `platform`, `platform_id`, `author`, `caption`,
/// `hashtags`, `metrics` (the four counts as JSON text), `likes`, `comments`,
/// `shares`, `views`, `posted_at`, `sentiment`, `score`, `score_trend` and
/// `collected_at`. Each is a path (`"user.name"`, `"tags[].name"`,
/// `"edges[0].text"`; from `/` on it leaves the payload), a list of paths of
/// which the first that has a value counts (of hashtags, all), or a rule. A
/// name with dots is also the column of just that name. Blank text is no value,
/// and neither is a label (`positive`) for a sentiment.
///
/// | key of a rule | of | what it says |
/// |---|---|---|
/// | `first` | any | the path or paths, as above |
/// | `null_if` | any | NULL where one of these paths is true |
/// | `join` | texts | texts to join with line breaks, those that are there |
/// | `constant` | texts | the same for every record |
/// | `text` | texts | written in `html`, with `entities`, or `plain` |
/// | `query` | texts | of a URL, the value of this parameter |
/// | `after_segment` | texts | else the segment of its path after this one |
/// | `last_segment` | texts | else, if `true`, the last one |
/// | `shortcode_of` | texts | where `first` has none: the short code of the post of Instagram that has this number |
/// | `lookup` | author | where `first` has none: `{ key, list, equals, take }`, found in `list` of the `side` value |
/// | `sum` | counts | counts to add up, those that are there |
/// | `format` | times | `auto`, `unix`, `unix_ms`, `unix_us`, `us` (month first), `day_first`, or a pattern such as `%d.%m.%Y %H:%M` |
/// | `split` | hashtags | what parts them in a text, instead of what can be told |
/// | `from_caption` | hashtags | also from the caption: `always`, `when_missing`, `never` |
///
/// A column that the file names and a table does not have is an error; records
/// of JSON may leave out all but id and author.
#[derive(Debug, Clone)]
pub struct Mapping(pub(crate) Spec);

impl Mapping {
    /// Reads the text of a mapping file; `source` names it in errors.
    ///
    /// # Errors
    /// `Mapping`, with the line, where it is no such file.
    pub fn parse(text: &str, source: &str) -> Result<Self> {
        Spec::parse(text, source).map(Self)
    }

    /// Reads a mapping file.
    ///
    /// # Errors
    /// `Io` where it can not be read, and as [`Mapping::parse`].
    #[cfg(not(target_family = "wasm"))]
    pub fn read(path: &std::path::Path) -> Result<Self> {
        let source = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|error| {
            crate::Error::new(
                crate::ErrorKind::Io,
                format!("the mapping file can not be read: {error}"),
            )
            .in_source(&source)
        })?;
        Self::parse(&text, &source)
    }
}
