//! What a report says of itself.

use serde::Serialize;

use crate::load::LoadReport;

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

/// A file beside those of the views: a page, or a network of hashtags.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BesideFile {
    /// The project it is about; `None` where it is about all.
    pub project: Option<i32>,
    /// Its name within the folder.
    pub file: String,
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
    /// What became of the rows of its files, where it was made from files without
    /// a store; a store does not keep what its loads rejected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub load: Option<LoadReport>,
    /// The projects in it.
    pub projects: Vec<ReportedProject>,
    /// The files, one a view.
    pub files: Vec<ReportFile>,
    /// The pages, that over all projects first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<BesideFile>,
    /// The networks of hashtags, one a project.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub graphs: Vec<BesideFile>,
}

/// A canonical table that a report was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InputTable {
    /// Its name.
    pub table: String,
    /// Its rows.
    pub rows: i64,
}

/// A project in a report, and what its scope is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ReportedProject {
    /// Its key.
    pub id: i32,
    /// Its name.
    pub name: String,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The only platforms whose posts count; all where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub platforms: Vec<String>,
    /// Which matches count: `hashtags`, `creators` or `both`.
    pub scope_type: String,
    /// The scope query, in normal form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope_query: Option<String>,
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
    /// What became of the rows of files, where it is made from files.
    pub load: Option<LoadReport>,
    /// Every project, by id.
    pub projects: Vec<ReportedProject>,
}
