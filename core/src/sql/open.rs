//! Opening a store: DuckDB's settings, the lock, the version inside.

use std::path::Path;
use std::{fs, io};

use duckdb::{AccessMode, Config, Connection};

use crate::sql::casefold;
use crate::sql::open_error::explain;
use crate::sql::staging::STAGING;
use crate::sql::store::Store;
use crate::sql::views;
use crate::{Error, ErrorKind, Result};

/// The version of the tables in a store; a store of another version is not opened.
pub(crate) const SCHEMA_VERSION: &str = "1";

/// The schema of what the engine keeps for itself, as `schema.sql` has it.
const INTERNAL: &str = "veyl_internal";

const SCHEMA: &str = crate::schema::SQL;

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
        usable(path)?;
        if !path.exists() {
            return Err(Error::new(ErrorKind::NotFound, "there is no store here")
                .in_source(path.display().to_string())
                .hint("make one with `veyl load FILE`, or name another with --db"));
        }
        let config = config(AccessMode::ReadOnly, options)?;
        let connection =
            Connection::open_with_flags(path, config).map_err(|error| explain(path, &error))?;
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

    /// Opens the store at `path` for writing, made if there is none: whole or
    /// not at all. One process at a time can do so.
    ///
    /// # Errors
    /// `Locked` while another process has it open; `Store` where the file is a
    /// DuckDB database with tables of its own, or a store of another version.
    pub fn open_for_writing(path: &Path, options: &StoreOptions) -> Result<Self> {
        usable(path)?;
        if !path.exists() {
            create(path, options)?;
        }
        Self::open_read_write(path, options)
    }

    /// Opens what is at `path`, or makes it on the spot.
    fn open_read_write(path: &Path, options: &StoreOptions) -> Result<Self> {
        let config = config(AccessMode::ReadWrite, options)?;
        let connection =
            Connection::open_with_flags(path, config).map_err(|error| explain(path, &error))?;
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
        // All times are UTC, whatever zone the machine is in. A DuckDB without
        // time zones has none to set.
        let _ = connection.execute_batch("SET TimeZone = 'UTC'");
        if !read_only {
            // Its trial alone takes nearly a tenth of a load's time, and on captions, ids
            // and names the files come out no smaller for it. DuckDB does not heed
            // this among the settings that a database is opened with.
            connection
                .execute_batch("SET disabled_compression_methods = 'dictionary'")
                .map_err(|error| store_error(&error))?;
        }
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

/// Fails where no store can be, whatever DuckDB would say to it.
fn usable(path: &Path) -> Result<()> {
    let refused = |message: String| {
        Error::new(ErrorKind::Store, message)
            .in_source(path.display().to_string())
            .hint("--db names the store, a file")
    };
    if path.is_dir() {
        return Err(refused("this is a folder, not a store".to_owned()));
    }
    // DuckDB names a database after its file, and the schema and the staging
    // tables inside would go by the same name.
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let stem = name.split('.').next().unwrap_or_default().to_lowercase();
    if [INTERNAL, STAGING].contains(&stem.as_str()) {
        return Err(refused(format!("a store can not be called {stem}")));
    }
    Ok(())
}

/// Makes an empty store beside `path` and gives it its name once it is whole,
/// so that a process that dies on the way leaves no half of one.
fn create(path: &Path, options: &StoreOptions) -> Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
        return Err(
            Error::new(ErrorKind::NotFound, "the folder of the store is not there")
                .in_source(path.display().to_string())
                .hint(format!("make it first: mkdir -p '{}'", folder.display())),
        );
    }
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".partial-{}", std::process::id()));
    let beside = path.with_file_name(name);
    let make = || {
        // What a dead process of the same number has left.
        let _ = fs::remove_file(&beside);
        Store::open_read_write(&beside, options)?.close()?;
        // A link, not a rename: a store that another process has made meanwhile stays.
        match fs::hard_link(&beside, path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            // Some file systems have no links.
            Err(_) => Ok(fs::rename(&beside, path)?),
            Ok(()) => Ok(()),
        }
    };
    let outcome = make();
    let _ = fs::remove_file(&beside);
    outcome.map_err(|error: Error| {
        Error::new(
            error.kind(),
            format!("the store can not be made: {}", error.message()),
        )
        .in_source(path.display().to_string())
        .hint("see that the folder can be written to, or name another place with --db")
    })
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

/// A DuckDB error as ours.
pub(crate) fn store_error(error: &duckdb::Error) -> Error {
    let text = match error {
        duckdb::Error::DuckDBFailure(_, Some(text)) => text.clone(),
        other => other.to_string(),
    };
    Error::new(ErrorKind::Store, text)
}
