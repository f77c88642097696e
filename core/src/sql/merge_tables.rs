//! Staged rows of the other nine tables into the store: keys, unique sets,
//! references. One piece of SQL per rule, made from the table's description.

use crate::Result;
use crate::schema::{Column, Table};
use crate::sql::store::Store;

/// Takes the rows that another row of the same load replaces (the last one of
/// a key stays), and those that break a rule, out of the staged table. The
/// number of replaced rows, by source.
///
/// `posts` go their own way, but other tables may refer to them.
pub(crate) fn settle(store: &Store, table: &Table) -> Result<Vec<(i32, u64)>> {
    let name = table.name;
    if store.number(&format!("SELECT count(*) FROM veyl_staging.{name}"))? == 0 {
        return Ok(Vec::new());
    }
    let key = table.key.join(", ");
    store.execute(&format!(
        "CREATE TABLE veyl_staging.replaced AS
             SELECT place_in_table, source FROM (
                 SELECT rowid AS place_in_table, source,
                        row_number() OVER (PARTITION BY {key} ORDER BY source DESC, record DESC) AS place
                 FROM veyl_staging.{name}
             ) WHERE place > 1;
         DELETE FROM veyl_staging.{name}
             WHERE rowid IN (SELECT place_in_table FROM veyl_staging.replaced);"
    ))?;
    let replaced = store.rows(
        "SELECT source, count(*) FROM veyl_staging.replaced GROUP BY source",
        [],
        |row| Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs())),
    )?;
    store.execute("DROP TABLE veyl_staging.replaced")?;
    if !table.unique.is_empty() {
        reject_shared(store, table)?;
    }
    for column in table.columns {
        if let Some(target) = column.references {
            reject_dangling(store, table, column, target)?;
        }
    }
    Ok(replaced)
}

/// A staged row whose id the store has given to something else.
#[derive(Debug)]
pub(crate) struct Clash {
    /// The number of its source.
    pub(crate) source: i32,
    /// The record within it.
    pub(crate) record: u64,
    /// What clashes, for people.
    pub(crate) message: String,
}

/// The first staged row of the tables that others refer to by id whose id
/// stands for something else in the store. Taking it would tie stored posts and
/// projects to the wrong name.
pub(crate) fn clash(store: &Store) -> Result<Option<Clash>> {
    for (table, same) in [
        ("platforms", "staged.name = stored.name"),
        (
            "hashtags",
            "staged.name = stored.name AND staged.platform_id = stored.platform_id",
        ),
        // A project may be renamed; it is another one if it was also made at another time.
        (
            "projects",
            "(staged.name = stored.name OR staged.created_at = stored.created_at)",
        ),
    ] {
        let found = store.rows(
            &format!(
                "SELECT staged.source, staged.record, staged.id, staged.name, stored.name
                 FROM veyl_staging.{table} AS staged JOIN {table} AS stored ON stored.id = staged.id
                 WHERE NOT ({same}) ORDER BY staged.source, staged.record LIMIT 1"
            ),
            [],
            |row| {
                let (id, mine, theirs): (i32, String, String) =
                    (row.get(2)?, row.get(3)?, row.get(4)?);
                Ok(Clash {
                    source: row.get(0)?,
                    record: row.get::<_, i64>(1)?.unsigned_abs(),
                    message: format!(
                        "id {id} of {table} is `{mine}` here, but `{theirs}` in the store"
                    ),
                })
            },
        )?;
        if let Some(clash) = found.into_iter().next() {
            return Ok(Some(clash));
        }
    }
    Ok(None)
}

/// Rows whose unique columns another row, staged or stored, has under another key.
fn reject_shared(store: &Store, table: &Table) -> Result<()> {
    let name = table.name;
    let unique = table.unique.join(", ");
    let same_unique = equal(table.unique, "mine", "theirs");
    let same_key = equal(table.key, "mine", "theirs");
    // A stored row that this load replaces no longer counts.
    let replaced = format!(
        "EXISTS (SELECT 1 FROM veyl_staging.{name} AS newer WHERE {})",
        equal(table.key, "newer", "theirs")
    );
    let shown = table
        .unique
        .iter()
        .map(|column| format!("{column}::VARCHAR"))
        .collect::<Vec<_>>();
    store.execute(&format!(
        "CREATE TABLE veyl_staging.shared AS
             SELECT rowid AS place_in_table FROM (
                 SELECT rowid, row_number() OVER (PARTITION BY {unique} ORDER BY source, record) AS place
                 FROM veyl_staging.{name})
             WHERE place > 1
             UNION
             SELECT mine.rowid FROM veyl_staging.{name} AS mine
             JOIN {name} AS theirs ON {same_unique}
             WHERE NOT ({same_key}) AND NOT {replaced};
         INSERT INTO veyl_staging.rejects
             SELECT source, record, '{field}', concat_ws(', ', {shown}),
                    'another row of {name} has the same {field}'
             FROM veyl_staging.{name}
             WHERE rowid IN (SELECT place_in_table FROM veyl_staging.shared);
         DELETE FROM veyl_staging.{name} WHERE rowid IN (SELECT place_in_table FROM veyl_staging.shared);
         DROP TABLE veyl_staging.shared;",
        field = table.unique.join(", "),
        shown = shown.join(", "),
    ))
}

/// Rows that refer to a row that neither the store nor this load has.
fn reject_dangling(store: &Store, table: &Table, column: &Column, target: &str) -> Result<()> {
    let name = table.name;
    let field = column.name;
    let condition = format!(
        "{field} IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM veyl_staging.{target} AS t WHERE t.id = staged.{field})
           AND NOT EXISTS (SELECT 1 FROM {target} AS t WHERE t.id = staged.{field})"
    );
    store.execute(&format!(
        "INSERT INTO veyl_staging.rejects
             SELECT source, record, '{field}', {field}::VARCHAR,
                    'refers to a row of {target} that does not exist'
             FROM veyl_staging.{name} AS staged WHERE {condition};
         DELETE FROM veyl_staging.{name} AS staged WHERE {condition};"
    ))
}

/// Writes the settled rows, in the place of stored rows of the same key.
/// Whether anything changed. Runs inside the load's transaction.
pub(crate) fn write(store: &Store, table: &Table) -> Result<bool> {
    let name = table.name;
    let columns: Vec<_> = table.columns.iter().map(|column| column.name).collect();
    let list = columns.join(", ");
    let changed =
        format!("SELECT {list} FROM veyl_staging.{name} EXCEPT SELECT {list} FROM {name}");
    if store.number(&format!("SELECT count(*) FROM ({changed})"))? == 0 {
        return Ok(false);
    }
    store.execute(&format!(
        "CREATE TEMP TABLE changed AS {changed};
         DELETE FROM {name} AS stored USING changed WHERE {same_key};
         INSERT INTO {name} ({list}) SELECT {list} FROM changed;
         DROP TABLE changed;",
        same_key = equal(table.key, "stored", "changed"),
    ))?;
    Ok(true)
}

fn equal(columns: &[&str], left: &str, right: &str) -> String {
    columns
        .iter()
        .map(|column| format!("{left}.{column} = {right}.{column}"))
        .collect::<Vec<_>>()
        .join(" AND ")
}
