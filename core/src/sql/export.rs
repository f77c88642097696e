//! The canonical tables back out as files.

use crate::Result;
use crate::schema::Table;
use crate::sql::store::Store;
use crate::write::BatchWriter;

impl Store {
    /// Writes a canonical table in the order of its key. Of `users`, the e-mail
    /// addresses go along: this is the owner's own copy. The number of rows.
    ///
    /// # Errors
    /// `Store` where the store can not be read; whatever `writer` returns.
    pub fn export_table(&self, table: &Table, writer: &mut dyn BatchWriter) -> Result<u64> {
        let columns: Vec<_> = table.columns.iter().map(|column| column.name).collect();
        let sql = format!(
            "SELECT {} FROM {} ORDER BY {}",
            columns.join(", "),
            table.name,
            table.key.join(", ")
        );
        self.select_as(&sql, table.arrow(), writer)
    }
}
