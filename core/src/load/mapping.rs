//! A user's mapping file: an adapter without the recognition.

use std::path::Path;

use crate::adapt::Spec;
use crate::{Error, ErrorKind, Result};

/// Where the fields of a post are in a table that is not known by name.
///
/// The file has the form of the crate's own adapter files; what it leaves out
/// is matched by column name. It can also declare the platform, the encoding
/// and the separator:
///
/// ```toml
/// platform = "x"
/// encoding = "windows-1252"
///
/// [fields]
/// id = { first = "url", last_segment = true }
/// posted_at = { first = "created_at", format = "%m/%d/%y %H:%M" }
/// caption = { first = "text", text = "entities" }
/// ```
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
    pub fn read(path: &Path) -> Result<Self> {
        let source = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|error| {
            Error::new(
                ErrorKind::Io,
                format!("the mapping file can not be read: {error}"),
            )
            .in_source(&source)
        })?;
        Self::parse(&text, &source)
    }
}
