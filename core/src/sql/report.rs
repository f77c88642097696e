//! Batch reports: one folder per run, one file per view, and a manifest.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::schema::TABLES;
use crate::sql::open::SCHEMA_VERSION;
use crate::sql::store::Store;
use crate::sql::views::select;
use crate::view::Projects;
use crate::view::{VIEWS, View};
use crate::write::{Compression, Format};
use crate::{Error, ErrorKind, Result, value};

/// What a report is told.
#[derive(Debug, Clone)]
pub struct ReportOptions {
    /// The folder of this run; it must not exist yet.
    pub folder: PathBuf,
    /// The format of the files.
    pub format: Format,
    /// The compression of Parquet files.
    pub compression: Compression,
    /// When the report is made, in UTC microseconds.
    pub now: i64,
}

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
    /// The version of DuckDB inside.
    pub duckdb: String,
    /// The version of the store's tables.
    pub schema_version: String,
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

impl Store {
    /// Writes every view of the projects asked for into a new folder. It is
    /// written beside and renamed, so that half a report never shows. `each` is
    /// told of every view before its file is written.
    ///
    /// # Errors
    /// `Io` where the folder exists or can not be written; `Store` where a view
    /// fails. Nothing is left behind then.
    pub fn report(
        &self,
        projects: Projects<'_>,
        options: &ReportOptions,
        each: &mut dyn FnMut(&View),
    ) -> Result<Manifest> {
        let folder = &options.folder;
        let shown = folder.display().to_string();
        if folder.exists() {
            return Err(
                Error::new(ErrorKind::Io, "the folder of the report is already there")
                    .in_source(shown)
                    .hint("remove it, or give the run another name"),
            );
        }
        let name = folder
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let Some(name) = name else {
            return Err(
                Error::new(ErrorKind::Argument, "the report needs a folder of its own")
                    .in_source(shown),
            );
        };
        let beside = folder.with_file_name(format!(".{name}.partial-{}", std::process::id()));
        let mut make = || {
            fs::create_dir_all(&beside)?;
            let manifest = self.write_report(projects, options, &beside, each)?;
            fs::rename(&beside, folder)?;
            Ok(manifest)
        };
        let outcome = make().map_err(|error: Error| error.in_source(&shown));
        for view in &VIEWS {
            self.execute(&format!("DROP VIEW IF EXISTS temp.{}", view.name))?;
        }
        if outcome.is_err() {
            // What failed is told; a left-over folder is hidden by its name.
            let _ = fs::remove_dir_all(&beside);
        }
        outcome
    }

    fn write_report(
        &self,
        projects: Projects<'_>,
        options: &ReportOptions,
        folder: &Path,
        each: &mut dyn FnMut(&View),
    ) -> Result<Manifest> {
        let mut files = Vec::new();
        for view in &VIEWS {
            each(view);
            let file = format!("{}.{}", view.name, options.format.extension());
            let path = folder.join(&file);
            let projects = if view.is_per_project() {
                projects
            } else {
                Projects::All
            };
            let rows = if options.format == Format::Parquet {
                self.copy_to_parquet(view, projects, options.compression, &path)?
            } else {
                let mut writer = options.format.writer(File::create(&path)?);
                self.view_into(view, projects, writer.as_mut())?
            };
            files.push(ReportFile {
                view: view.name.to_owned(),
                file,
                rows,
                bytes: fs::metadata(&path)?.len(),
                sha256: sha256(&path)?,
            });
        }
        let manifest = self.manifest(projects, options, files)?;
        let json = serde_json::to_string_pretty(&manifest)
            .map_err(|error| Error::new(ErrorKind::Io, error.to_string()))?;
        fs::write(folder.join("manifest.json"), json + "\n")?;
        Ok(manifest)
    }

    /// Writes a view with DuckDB's own Parquet writer. Views that build on it
    /// then read that file instead of computing it again.
    fn copy_to_parquet(
        &self,
        view: &View,
        projects: Projects<'_>,
        compression: Compression,
        path: &Path,
    ) -> Result<u64> {
        let quoted = path.display().to_string().replace('\'', "''");
        let rows = self.change(
            &format!(
                "COPY ({}) TO '{quoted}' (FORMAT parquet, COMPRESSION {})",
                select(view, projects)?,
                compression.name()
            ),
            [],
        )?;
        self.execute(&format!(
            "CREATE OR REPLACE TEMP VIEW {} AS SELECT * FROM read_parquet('{quoted}')",
            view.name
        ))?;
        Ok(rows)
    }

    fn manifest(
        &self,
        projects: Projects<'_>,
        options: &ReportOptions,
        files: Vec<ReportFile>,
    ) -> Result<Manifest> {
        let inputs = TABLES
            .iter()
            .map(|table| {
                Ok(InputTable {
                    table: table.name.to_owned(),
                    rows: self.number(&format!("SELECT count(*) FROM {}", table.name))?,
                })
            })
            .collect::<Result<_>>()?;
        let mut reported = self.rows("SELECT id, name FROM projects ORDER BY id", [], |row| {
            Ok(ReportedProject {
                id: row.get(0)?,
                name: row.get(1)?,
            })
        })?;
        if let Projects::Only(ids) = projects {
            reported.retain(|project| ids.contains(&project.id));
        }
        Ok(Manifest {
            veyl: env!("CARGO_PKG_VERSION").to_owned(),
            duckdb: self.duckdb_version()?,
            schema_version: SCHEMA_VERSION.to_owned(),
            created_at: value::format_time(options.now),
            format: options.format.name().to_owned(),
            compression: (options.format == Format::Parquet)
                .then(|| options.compression.name().to_owned()),
            store: self.path().map(|path| path.display().to_string()),
            inputs,
            projects: reported,
            files,
        })
    }
}

/// The SHA-256 of a file, in hexadecimal.
fn sha256(path: &Path) -> Result<String> {
    let mut file = BufReader::new(File::open(path)?);
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        digest.update(&buffer[..read]);
    }
    Ok(digest
        .finalize()
        .iter()
        .fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        }))
}
