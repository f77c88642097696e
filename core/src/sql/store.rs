//! The store: a DuckDB database with the canonical tables and the views.

use std::path::{Path, PathBuf};

use duckdb::Connection;

use crate::sql::open::store_error;
use crate::{Error, Result};

/// A store, open for reading or for writing.
///
/// One file of DuckDB's own format: any DuckDB of the same version or later
/// opens it, tables and views included.
pub struct Store {
    connection: Connection,
    path: Option<PathBuf>,
    read_only: bool,
    fenced: bool,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store")
            .field("path", &self.path)
            .field("read_only", &self.read_only)
            .finish_non_exhaustive()
    }
}

impl Store {
    pub(crate) fn from_parts(
        connection: Connection,
        path: Option<PathBuf>,
        read_only: bool,
    ) -> Self {
        Self {
            connection,
            path,
            read_only,
            fenced: false,
        }
    }

    /// The file of the store; `None` in memory.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Whether it was opened for reading only.
    pub fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// Whether statements of a user's own are looked at before they run.
    pub(crate) fn is_fenced(&self) -> bool {
        self.fenced
    }

    /// Has statements looked at from here on.
    pub(crate) fn fence(&mut self) {
        self.fenced = true;
    }

    /// The version of the DuckDB inside.
    ///
    /// # Errors
    /// `Store` where DuckDB does not answer.
    pub fn duckdb_version(&self) -> Result<String> {
        self.text("SELECT version()")
    }

    /// Another connection to the same open database, for a thread of its own.
    pub(crate) fn try_clone(&self) -> Result<Self> {
        let connection = self
            .connection
            .try_clone()
            .map_err(|error| store_error(&error))?;
        Ok(Self::from_parts(
            connection,
            self.path.clone(),
            self.read_only,
        ))
    }

    pub(crate) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Runs statements that return nothing.
    pub(crate) fn execute(&self, sql: &str) -> Result<()> {
        self.connection
            .execute_batch(sql)
            .map_err(|error| store_error(&error))
    }

    /// Runs one statement with parameters; the number of rows it changed.
    pub(crate) fn change<P: duckdb::Params>(&self, sql: &str, params: P) -> Result<u64> {
        self.connection
            .execute(sql, params)
            .map(|rows| rows as u64)
            .map_err(|error| store_error(&error))
    }

    /// The one number that a query gives.
    pub(crate) fn number(&self, sql: &str) -> Result<i64> {
        self.connection
            .query_row(sql, [], |row| row.get(0))
            .map_err(|error| store_error(&error))
    }

    /// The one text that a query gives.
    pub(crate) fn text(&self, sql: &str) -> Result<String> {
        self.connection
            .query_row(sql, [], |row| row.get(0))
            .map_err(|error| store_error(&error))
    }

    /// Runs `work` in one transaction: all of it or none of it.
    pub(crate) fn transaction<T>(&self, work: impl FnOnce(&Self) -> Result<T>) -> Result<T> {
        self.execute("BEGIN TRANSACTION")?;
        match work(self) {
            Ok(value) => {
                self.execute("COMMIT")?;
                Ok(value)
            }
            Err(error) => {
                // The first error is the one to tell; a failed rollback changes nothing on disk.
                let _ = self.execute("ROLLBACK");
                Err(error)
            }
        }
    }

    /// Collects the rows of a query, each made by `make`.
    pub(crate) fn rows<T, P, F>(&self, sql: &str, params: P, make: F) -> Result<Vec<T>>
    where
        P: duckdb::Params,
        F: FnMut(&duckdb::Row<'_>) -> duckdb::Result<T>,
    {
        let mut statement = self.connection.prepare(sql)?;
        let rows = statement.query_map(params, make)?;
        Ok(rows.collect::<duckdb::Result<_>>()?)
    }

    /// Closes the store, writing what is still in the log into the file.
    ///
    /// # Errors
    /// `Store` where the disk is full or gone; what was committed stays in the log.
    pub fn close(self) -> Result<()> {
        self.connection
            .close()
            .map_err(|(_, error)| store_error(&error))
    }
}

impl From<duckdb::Error> for Error {
    fn from(error: duckdb::Error) -> Self {
        store_error(&error)
    }
}
