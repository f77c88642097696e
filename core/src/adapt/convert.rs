//! Blocks of raw records into batches of rows, and the rejects.

use arrow::array::RecordBatch;

use crate::Result;
use crate::adapt::adapter::Adapter;
use crate::adapt::as_is;
use crate::adapt::extract::columns::Columns;
use crate::adapt::extract::json;
use crate::adapt::extract::row::RowPlan;
use crate::adapt::path::PathTree;
use crate::adapt::post::PostBatch;
use crate::adapt::raw::Raw;
use crate::adapt::reject::Reject;
use crate::adapt::rule::{Misfit, Side};
use crate::adapt::side;
use crate::adapt::table::TableAdapter;
use crate::read::{Block, Rows, excerpt, excerpt_at};
use crate::schema::Table;

/// What the records of a source become.
#[derive(Debug)]
pub(crate) enum Target {
    /// Posts, by an adapter.
    Posts(Box<Adapter>),
    /// Rows of another canonical table, column by column.
    Table(TableAdapter),
}

impl Target {
    /// The canonical table that the rows go to.
    pub(crate) fn table(&self) -> &'static Table {
        match self {
            Self::Posts(_) => Table::posts(),
            Self::Table(adapter) => adapter.table,
        }
    }

    /// The paths that are read.
    pub(crate) fn tree(&self) -> &PathTree {
        match self {
            Self::Posts(adapter) => &adapter.tree,
            Self::Table(adapter) => &adapter.tree,
        }
    }
}

/// What one block became.
#[derive(Debug)]
pub(crate) struct Converted {
    /// The rows: incoming posts, or rows of another table.
    pub(crate) rows: RecordBatch,
    /// The records that could not be made rows.
    pub(crate) rejects: Vec<Reject>,
}

/// Converts every record of `block`, of the source numbered `source`.
pub(crate) fn convert(target: &Target, block: &Block, source: i32) -> Result<Converted> {
    if let Rows::Arrow(batch) = &block.rows
        && block.broken.is_empty()
    {
        let rows = match target {
            Target::Posts(adapter) => adapter.posts(batch, source, block.first_record)?,
            Target::Table(adapter) => {
                as_is::table(adapter.table, batch, source, block.first_record)?
            }
        };
        if let Some(rows) = rows {
            return Ok(Converted {
                rows,
                rejects: Vec::new(),
            });
        }
    }
    convert_by_record(target, block, source)
}

/// As [`convert`], record by record whatever they are.
fn convert_by_record(target: &Target, block: &Block, source: i32) -> Result<Converted> {
    let mut rejects: Vec<Reject> = block.broken.iter().map(Reject::broken).collect();
    let rows = match target {
        Target::Posts(adapter) => {
            let side = side_of(adapter, block);
            let mut posts = PostBatch::new(source, block.rows.len());
            each_record(&adapter.tree, block, &mut rejects, |slots, record| {
                posts.push(&adapter.post(slots, &side)?, record);
                Ok(())
            })?;
            posts.finish()?
        }
        Target::Table(adapter) => {
            let mut batch = adapter.batch(source)?;
            each_record(&adapter.tree, block, &mut rejects, |slots, record| {
                adapter.push(&mut batch, slots, record)
            })?;
            batch.finish(adapter.table)?
        }
    };
    Ok(Converted { rows, rejects })
}

fn side_of(adapter: &Adapter, block: &Block) -> Side {
    match (&block.rows, adapter.lookup()) {
        (
            Rows::Json {
                bytes,
                side: Some(side),
                ..
            },
            Some(lookup),
        ) => side::index(lookup, &bytes[side.clone()]),
        _ => Side::new(),
    }
}

/// Hands the slots of every record to `take`; those that it refuses, and those
/// that can not be read, become rejects.
fn each_record(
    tree: &PathTree,
    block: &Block,
    rejects: &mut Vec<Reject>,
    mut take: impl FnMut(&[Raw<'_>], u64) -> Result<(), Misfit>,
) -> Result<()> {
    let mut slots = vec![Raw::Absent; tree.paths().len()];
    let mut settle = |slots: &[Raw<'_>], record: u64, line: Option<u64>| {
        if let Err(misfit) = take(slots, record) {
            rejects.push(Reject::misfit(misfit, record, line));
        }
    };
    match &block.rows {
        Rows::Json { bytes, records, .. } => {
            for span in records {
                slots.fill(Raw::Absent);
                let text = &bytes[span.range()];
                let outcome = match json::extract(tree, text, &mut slots) {
                    Ok(()) if text.first() == Some(&b'{') => take(&slots, span.record),
                    Ok(()) => Err(whole(excerpt(text), "not a JSON object".to_owned())),
                    Err(fault) => Err(whole(excerpt_at(text, fault.offset), fault.reason)),
                };
                if let Err(misfit) = outcome {
                    rejects.push(Reject::misfit(misfit, span.record, Some(span.line)));
                }
            }
        }
        Rows::Table(rows) => {
            let plan = RowPlan::new(tree, rows.header());
            for row in rows.iter() {
                slots.fill(Raw::Absent);
                plan.extract(row, &mut slots);
                settle(&slots, row.record(), Some(row.line()));
            }
        }
        Rows::Arrow(batch) => {
            let columns = Columns::new(tree, batch)?;
            for row in 0..batch.num_rows() {
                slots.fill(Raw::Absent);
                columns.extract(row, &mut slots);
                settle(&slots, block.first_record + row as u64, None);
            }
        }
    }
    Ok(())
}

/// A record that is broken as a whole.
fn whole(value: String, reason: String) -> Misfit {
    Misfit {
        field: "",
        value,
        reason: reason.into(),
    }
}

#[cfg(test)]
#[path = "convert_tests.rs"]
mod tests;
