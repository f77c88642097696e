//! The one error of the crate: what went wrong, where, and what to do about it.

use std::fmt;

/// A result whose error is [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong, where in the input, and what to do next.
///
/// Printed as `source, record 12, field `likes`: message (hint)`; the parts
/// that are not known are left out.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: ErrorKind,
    message: String,
    position: Position,
    hint: Option<String>,
    cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// The kinds of error, for callers that act on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file could not be opened, read or written.
    Io,
    /// The bytes are not what their format says: cut off, corrupt, or in a wrong encoding.
    Corrupt,
    /// No export format fits the input, or the one named does not exist.
    UnknownFormat,
    /// A mapping or projects file is wrong.
    Mapping,
    /// A scope query does not parse.
    Scope,
    /// A notebook is wrong: its text, a cell's SQL, or a value given for it.
    Notebook,
    /// A rule of the canonical tables is broken.
    Rule,
    /// More rows were rejected than the caller allows.
    TooManyRejects,
    /// Another process holds the store.
    Locked,
    /// The store is missing, of another version, or DuckDB refused a statement.
    Store,
    /// The caller asked for something that does not exist: a view, a project, a table.
    NotFound,
    /// An argument is out of its range.
    Argument,
}

impl ErrorKind {
    /// Its name, for callers in other languages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Io => "io",
            Self::Corrupt => "corrupt",
            Self::UnknownFormat => "unknown_format",
            Self::Mapping => "mapping",
            Self::Scope => "scope",
            Self::Notebook => "notebook",
            Self::Rule => "rule",
            Self::TooManyRejects => "too_many_rejects",
            Self::Locked => "locked",
            Self::Store => "store",
            Self::NotFound => "not_found",
            Self::Argument => "argument",
        }
    }
}

/// Where in the input; every part is optional.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Position {
    /// The file, or `<stdin>`.
    pub source: Option<String>,
    /// The 1-based number of the record within its source.
    pub record: Option<u64>,
    /// The 1-based line within its source.
    pub line: Option<u64>,
    /// The 1-based column within the line or query, in characters.
    pub column: Option<u64>,
    /// The field of the record.
    pub field: Option<String>,
}

impl Error {
    /// An error of `kind` that says `message`.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            position: Position::default(),
            hint: None,
            cause: None,
        }))
    }

    /// The file (or `<stdin>`) it happened in; kept if one is already known.
    pub fn in_source(mut self, source: impl Into<String>) -> Self {
        self.0.position.source.get_or_insert_with(|| source.into());
        self
    }

    /// The 1-based record it happened at.
    pub fn at_record(mut self, record: u64) -> Self {
        self.0.position.record.get_or_insert(record);
        self
    }

    /// The 1-based line it happened at.
    pub fn at_line(mut self, line: u64) -> Self {
        self.0.position.line.get_or_insert(line);
        self
    }

    /// The 1-based column, in characters, it happened at.
    pub fn at_column(mut self, column: u64) -> Self {
        self.0.position.column.get_or_insert(column);
        self
    }

    /// The field it happened in.
    pub fn in_field(mut self, field: impl Into<String>) -> Self {
        self.0.position.field.get_or_insert_with(|| field.into());
        self
    }

    /// What the user can do next.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint.get_or_insert_with(|| hint.into());
        self
    }

    /// The error underneath, shown by [`std::error::Error::source`].
    pub fn caused_by(mut self, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.0.cause.get_or_insert_with(|| cause.into());
        self
    }

    /// The kind, for callers that act on it.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The message alone, without position and hint.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Where in the input.
    pub fn position(&self) -> &Position {
        &self.0.position
    }

    /// What the user can do next, if we know.
    pub fn advice(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        if let Some(source) = &self.source {
            write!(f, "{source}")?;
            separator = ", ";
        }
        for (name, number) in [
            ("record", self.record),
            ("line", self.line),
            ("column", self.column),
        ] {
            if let Some(number) = number {
                write!(f, "{separator}{name} {number}")?;
                separator = ", ";
            }
        }
        if let Some(field) = &self.field {
            write!(f, "{separator}field `{field}`")?;
        }
        Ok(())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.position != Position::default() {
            write!(f, "{}: ", self.0.position)?;
        }
        f.write_str(&self.0.message)?;
        if let Some(hint) = &self.0.hint {
            write!(f, " ({hint})")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0
            .cause
            .as_deref()
            .map(|cause| cause as &(dyn std::error::Error + 'static))
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::new(ErrorKind::Io, error.to_string()).caused_by(error)
    }
}

impl From<arrow::error::ArrowError> for Error {
    fn from(error: arrow::error::ArrowError) -> Self {
        Self::new(ErrorKind::Corrupt, error.to_string()).caused_by(error)
    }
}

impl From<parquet::errors::ParquetError> for Error {
    fn from(error: parquet::errors::ParquetError) -> Self {
        Self::new(ErrorKind::Corrupt, error.to_string()).caused_by(error)
    }
}
