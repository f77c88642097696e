//! Opening a store: DuckDB's settings, the lock, the version inside.

use std::path::Path;

use duckdb::{AccessMode, Config, Connection};

use crate::sql::casefold;
use crate::sql::store::Store;
use crate::sql::views;
use crate::{Error, ErrorKind, Result};

/// The version of the tables in a store; a store of another version is not opened.
pub(crate) const SCHEMA_VERSION: &str = "1";

const SCHEMA: &str = include_str!("../../sql/schema.sql");

/// Limits on what a store may use.
#[derive(Debug, Clone, Default)]
pub struct StoreOptions {
    /// DuckDB's own memory, as DuckDB writes sizes (`512MB`); its default where absent.
    pub memory_limit: Option<String>,
    /// Threads; all cores where absent.
    pub threads: Option<usize>,
}

impl Store {
    /// Opens the store at `path` for reading. Any number of processes can read
    /// at once, as long as none writes.
    ///
    /// # Errors
    /// `NotFound` where there is no store; `Locked` while someone writes to it;
    /// `Store` where it is no store of this version.
    pub fn open(path: &Path, options: &StoreOptions) -> Result<Self> {
        if !path.exists() {
            return Err(Error::new(ErrorKind::NotFound, "there is no store here")
                .in_source(path.display().to_string())
                .hint("make one with `veyl load FILE`, or name another with --db"));
        }
        let config = config(AccessMode::ReadOnly, options)?;
        let connection =
            Connection::open_with_flags(path, config).map_err(|error| opening(path, &error))?;
        let store = Self::new(connection, Some(path), true)?;
        match store.schema_version()? {
            Some(version) => check_version(path, &version)?,
            None => {
                return Err(
                    Error::new(ErrorKind::Store, "this DuckDB file is no veyl store")
                        .in_source(path.display().to_string())
                        .hint("make a store with `veyl load FILE --db PATH`"),
                );
            }
        }
        views::install_if_changed(&store)?;
        Ok(store)
    }

    /// Opens the store at `path` for writing, made if there is none. One
    /// process at a time can do so.
    ///
    /// # Errors
    /// `Locked` while another process has it open; `Store` where the file is a
    /// DuckDB database with tables of its own, or a store of another version.
    pub fn open_for_writing(path: &Path, options: &StoreOptions) -> Result<Self> {
        let config = config(AccessMode::ReadWrite, options)?;
        let connection =
            Connection::open_with_flags(path, config).map_err(|error| opening(path, &error))?;
        let store = Self::new(connection, Some(path), false)?;
        match store.schema_version()? {
            Some(version) => check_version(path, &version)?,
            None => store.install(path)?,
        }
        views::install_if_changed(&store)?;
        Ok(store)
    }

    /// An empty store in memory.
    ///
    /// # Errors
    /// `Store` where DuckDB does not start.
    pub fn in_memory(options: &StoreOptions) -> Result<Self> {
        let config = config(AccessMode::Automatic, options)?;
        let connection =
            Connection::open_in_memory_with_flags(config).map_err(|error| store_error(&error))?;
        let store = Self::new(connection, None, false)?;
        store.install(Path::new(":memory:"))?;
        views::install_if_changed(&store)?;
        Ok(store)
    }

    fn new(connection: Connection, path: Option<&Path>, read_only: bool) -> Result<Self> {
        casefold::register(&connection)?;
        Ok(Self::from_parts(
            connection,
            path.map(Path::to_path_buf),
            read_only,
        ))
    }

    /// The version of the schema inside, or `None` where there is none.
    fn schema_version(&self) -> Result<Option<String>> {
        let installed = self.number(
            "SELECT count(*) FROM information_schema.tables
             WHERE table_schema = 'veyl_internal' AND table_name = 'meta'",
        )?;
        if installed == 0 {
            return Ok(None);
        }
        let version = self
            .connection()
            .query_row(
                "SELECT value FROM veyl_internal.meta WHERE key = 'schema_version'",
                [],
                |row| row.get(0),
            )
            .ok();
        Ok(version)
    }

    fn install(&self, path: &Path) -> Result<()> {
        let foreign = self
            .number("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'main'")?;
        if foreign > 0 {
            return Err(Error::new(
                ErrorKind::Store,
                "this DuckDB file has tables of its own and is no veyl store",
            )
            .in_source(path.display().to_string())
            .hint("name another file with --db"));
        }
        self.transaction(|store| {
            store.execute(SCHEMA)?;
            store.execute(&format!(
                "INSERT INTO veyl_internal.meta VALUES ('schema_version', '{SCHEMA_VERSION}')"
            ))
        })
    }
}

fn check_version(path: &Path, version: &str) -> Result<()> {
    if version == SCHEMA_VERSION {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::Store,
        format!("the store is of version {version}, this program reads version {SCHEMA_VERSION}"),
    )
    .in_source(path.display().to_string())
    .hint("export it with the program that wrote it (`veyl export`) and load the files again"))
}

fn config(mode: AccessMode, options: &StoreOptions) -> Result<Config> {
    let build = || {
        let mut config = Config::default()
            .access_mode(mode)?
            .enable_autoload_extension(false)?
            .with("autoinstall_known_extensions", "false")?
            .with("allow_community_extensions", "false")?
            .with("preserve_insertion_order", "false")?;
        if let Some(limit) = &options.memory_limit {
            config = config.max_memory(limit)?;
        }
        if let Some(threads) = options.threads {
            config = config.with("threads", threads.to_string())?;
        }
        Ok(config)
    };
    build().map_err(|error: duckdb::Error| store_error(&error))
}

/// DuckDB's words on opening, where they need ours beside them.
fn opening(path: &Path, error: &duckdb::Error) -> Error {
    let text = error.to_string();
    let source = path.display().to_string();
    if text.contains("lock") {
        let holder = text
            .split("PID ")
            .nth(1)
            .map(|rest| {
                rest.chars()
                    .take_while(char::is_ascii_digit)
                    .collect::<String>()
            })
            .filter(|pid| !pid.is_empty());
        let who = holder.map_or_else(
            || "another process".to_owned(),
            |pid| format!("another process (PID {pid})"),
        );
        return Error::new(ErrorKind::Locked, format!("the store is in use by {who}"))
            .in_source(source)
            .hint("one process can write, or many can read; wait until it is done");
    }
    if text.contains("not a valid DuckDB database") {
        return Error::new(ErrorKind::Store, "this file is not a DuckDB database")
            .in_source(source)
            .hint("--db names the store; files to load are given without --db");
    }
    store_error(error).in_source(source)
}

/// A DuckDB error as ours.
pub(crate) fn store_error(error: &duckdb::Error) -> Error {
    let text = match error {
        duckdb::Error::DuckDBFailure(_, Some(text)) => text.clone(),
        other => other.to_string(),
    };
    Error::new(ErrorKind::Store, text)
}
