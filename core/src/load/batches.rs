//! Inputs to canonical Arrow batches, without a store: for engines that keep
//! their tables in memory.

use std::sync::{Arc, Mutex, PoisonError};

use arrow::array::RecordBatch;

use crate::Result;
use crate::load::pipeline;
use crate::load::{LoadObserver, LoadOptions, LoadReport, Sink};
use crate::read::Input;
use crate::schema::Table;

/// Rows of one canonical table, as they were converted.
///
/// The columns are those of the table, `posts` with `platform_id` possibly NULL
/// and then `platform` (its name, where the record does not say the id) and
/// `collected_at`; then `source` (from 0) and `record` (from 1), where the row
/// is from.
#[derive(Debug, Clone)]
pub struct TableBatch {
    /// The table.
    pub table: &'static Table,
    /// Its rows.
    pub rows: RecordBatch,
}

#[derive(Clone, Default)]
struct Collected(Arc<Mutex<Vec<TableBatch>>>);

impl Sink for Collected {
    fn append(&mut self, table: &'static Table, rows: RecordBatch) -> Result<()> {
        let mut batches = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        batches.push(TableBatch { table, rows });
        Ok(())
    }
}

/// Reads `inputs` into batches, in no fixed order. What rules over several rows
/// say (duplicates, references) is not yet applied.
///
/// # Errors
/// `Io`, `Corrupt`, `UnknownFormat` and `Mapping` with the source they are
/// about; `TooManyRejects`.
pub fn read_batches(
    inputs: &[Input],
    options: &LoadOptions,
    observer: &mut dyn LoadObserver,
) -> Result<(Vec<TableBatch>, LoadReport)> {
    let collected = Collected::default();
    let sinks = vec![collected.clone(); options.workers()];
    let report = pipeline::run(inputs, options, sinks, observer)?;
    if let Some(limit) = options.max_rejects {
        limit.check(report.rejected(), report.read())?;
    }
    let mut batches = collected.0.lock().unwrap_or_else(PoisonError::into_inner);
    Ok((std::mem::take(&mut *batches), report))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exports_become_batches_without_a_store() {
        let json = concat!(
            r#"{"id":"1","username":"ann","video_description":"x #Café","like_count":3,"create_time":1700000000}"#,
            "\n",
            r#"{"id":"2","username":"bob","video_description":null,"like_count":"many","create_time":1700000000}"#,
            "\n",
        );
        let input = Input::bytes("one.ndjson", json.as_bytes().to_vec());
        let (batches, report) = read_batches(&[input], &LoadOptions::default(), &mut ()).unwrap();
        assert_eq!(report.sources[0].format, "tiktok-research");
        assert_eq!(
            (report.read(), report.accepted(), report.rejected()),
            (2, 1, 1)
        );
        assert_eq!(report.reasons.get("likes: not a count"), Some(&1));
        let rows: usize = batches.iter().map(|batch| batch.rows.num_rows()).sum();
        assert_eq!(rows, 1);
        assert_eq!(batches[0].table.name, "posts");
    }
}
