//! Keeping ad hoc SQL to the store: no files, no network, no extensions, no
//! way to take the locks off again.

use crate::Result;
use crate::sql::store::Store;

impl Store {
    /// Fences this store in, for statements that a user brings: from here on
    /// [`Store::query_into`] refuses those that reach beyond the tables and
    /// views, and DuckDB's own guards stand behind it. It can not be undone.
    ///
    /// # Errors
    /// `Store` where DuckDB refuses a setting.
    pub fn lock_down(&mut self) -> Result<()> {
        self.fence();
        self.execute(
            "SET autoinstall_known_extensions = false;
             SET autoload_known_extensions = false;
             SET allow_community_extensions = false;
             SET enable_external_access = false;
             SET lock_configuration = true;",
        )
    }

    /// Has DuckDB draw a bar on standard output, a terminal, while a query takes
    /// longer than half a second. To be called before the store is locked down.
    ///
    /// # Errors
    /// `Store` where DuckDB refuses a setting.
    pub fn show_progress(&self) -> Result<()> {
        self.execute("SET progress_bar_time = 500; SET enable_progress_bar = true;")
    }

    /// A handle that stops the running query of this store from another thread.
    pub fn interrupt_handle(&self) -> Interrupt {
        Interrupt(self.connection().interrupt_handle())
    }
}

/// Stops the running query of a store.
#[derive(Clone)]
pub struct Interrupt(std::sync::Arc<duckdb::InterruptHandle>);

impl std::fmt::Debug for Interrupt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Interrupt")
    }
}

impl Interrupt {
    /// Stops it; the query fails with kind `Store`.
    pub fn interrupt(&self) {
        self.0.interrupt();
    }
}
