//! What hangs from a removed row goes with it: DuckDB has no `ON DELETE
//! CASCADE`, so the store does it, table by table in the order of references.

use crate::Result;
use crate::schema::TABLES;
use crate::sql::scopes::{self, Changed};
use crate::sql::store::Store;

/// Removes every row whose reference leads nowhere, and what hangs from that.
/// The number of rows removed. Runs inside a transaction.
pub(crate) fn remove_dangling(store: &Store) -> Result<u64> {
    let mut removed = 0;
    // Each table comes after the tables it refers to: one pass is enough.
    for table in &TABLES {
        for column in table.columns {
            let Some(target) = column.references else {
                continue;
            };
            removed += store.change(
                &format!(
                    "DELETE FROM {table} WHERE {field} IS NOT NULL
                         AND {field} NOT IN (SELECT id FROM {target})",
                    table = table.name,
                    field = column.name,
                ),
                [],
            )?;
        }
    }
    store.change(
        "DELETE FROM veyl_internal.followed_by_name
             WHERE project_id NOT IN (SELECT id FROM projects)",
        [],
    )?;
    Ok(removed)
}

impl Store {
    /// Brings everything derived up to date after statements of the user's own
    /// changed tables: rows whose references lead nowhere go (as `ON DELETE
    /// CASCADE` has it), and scope queries are matched anew. The number of rows
    /// removed.
    ///
    /// # Errors
    /// `Store` where the store can not be written.
    pub fn settle_after_changes(&self) -> Result<u64> {
        self.transaction(|store| {
            let removed = remove_dangling(store)?;
            scopes::refresh(store, Changed::Everything)?;
            Ok(removed)
        })
    }
}
