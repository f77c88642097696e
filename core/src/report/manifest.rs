//! What a report says of itself.

use serde::Serialize;

/// One file of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReportFile {
    /// The view it holds.
    pub view: String,
    /// Its name within the folder.
    pub file: String,
    /// Rows in it.
    pub rows: u64,
    /// Its size in bytes.
    pub bytes: u64,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// What a report holds and was made from: the `manifest.json` of its folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Manifest {
    /// The version of veyl that made it.
    pub veyl: String,
    /// The engine that computed it: `duckdb` or `index`.
    pub engine: String,
    /// The version of the DuckDB that the posts were in; absent without a store.
    pub duckdb: Option<String>,
    /// The version of the store's tables; absent without a store.
    pub schema_version: Option<String>,
    /// When it was made, ISO 8601 in UTC.
    pub created_at: String,
    /// The format of the files.
    pub format: String,
    /// The compression of Parquet files.
    pub compression: Option<String>,
    /// The file of the store; absent for one in memory.
    pub store: Option<String>,
    /// Rows in each canonical table it was made from.
    pub inputs: Vec<InputTable>,
    /// The projects in it.
    pub projects: Vec<ReportedProject>,
    /// The files.
    pub files: Vec<ReportFile>,
}

/// A canonical table that a report was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InputTable {
    /// Its name.
    pub table: String,
    /// Its rows.
    pub rows: i64,
}

/// A project in a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReportedProject {
    /// Its key.
    pub id: i32,
    /// Its name.
    pub name: String,
}

/// What a report is made from, whichever engine makes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// The version of the DuckDB that the posts are in.
    pub duckdb: Option<String>,
    /// The version of the store's tables.
    pub schema_version: Option<String>,
    /// The file of the store.
    pub store: Option<String>,
    /// Rows in each canonical table.
    pub inputs: Vec<InputTable>,
    /// Every project, by id.
    pub projects: Vec<ReportedProject>,
}
