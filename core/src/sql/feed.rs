//! Rows on their way into DuckDB: Arrow batches that come one by one are a table
//! function, from which one `INSERT` reads until they end.
//!
//! DuckDB's appender would copy every row twice on the same way.

use std::collections::BTreeMap;
use std::error::Error as StdError;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use arrow::array::{Array, ArrayRef, AsArray, ListArray, RecordBatch};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::{DataType, SchemaRef};
use duckdb::Connection;
use duckdb::core::{DataChunkHandle, LogicalTypeHandle, LogicalTypeId};
use duckdb::vtab::{
    BindInfo, InitInfo, TableFunctionInfo, VTab, record_batch_to_duckdb_data_chunk,
    to_duckdb_logical_type_for_field,
};

use crate::sql::open::store_error;
use crate::sql::store::Store;
use crate::{Error, ErrorKind, Result};

/// The table function; its argument is the number of a feed.
const FUNCTION: &str = "veyl_feed";

/// Batches under way, at most: one is taken apart while the next is made.
const WAITING: usize = 1;

/// An `INSERT` that runs, and the way into it.
pub(crate) struct Feed {
    batches: SyncSender<RecordBatch>,
    insert: JoinHandle<Result<()>>,
}

impl Feed {
    /// Starts to insert rows with the columns of `schema` into `table`, on a
    /// thread and the connection of `store`.
    pub(crate) fn open(store: Store, table: String, schema: SchemaRef) -> Self {
        let (batches, waiting) = sync_channel(WAITING);
        let listed = Listed::new(Rows {
            schema,
            state: Mutex::new(State {
                waiting,
                current: None,
            }),
        });
        let insert = thread::spawn(move || {
            // All of it moves in here, not its number alone, and stays until the end.
            let listed = listed;
            store.execute(&format!(
                "INSERT INTO {table} FROM {FUNCTION}({})",
                listed.number
            ))
        });
        Self { batches, insert }
    }

    /// A way to hand over rows, which fails once the `INSERT` has.
    pub(crate) fn sender(&self) -> SyncSender<RecordBatch> {
        self.batches.clone()
    }

    /// Waits until the rows of all senders are in; those must be gone, or go.
    ///
    /// # Errors
    /// `Store` where the `INSERT` has failed.
    pub(crate) fn close(self) -> Result<()> {
        drop(self.batches);
        self.insert.join().unwrap_or_else(|_| Err(ended_early()))
    }
}

/// The error where no better is known.
pub(crate) fn ended_early() -> Error {
    Error::new(ErrorKind::Store, "the insertion of rows has ended early")
}

/// What the table function reads.
struct Rows {
    schema: SchemaRef,
    state: Mutex<State>,
}

struct State {
    waiting: Receiver<RecordBatch>,
    /// A batch of which the rows before the number are gone.
    current: Option<(RecordBatch, usize)>,
}

impl Rows {
    /// The next rows, at most `most`; `None` at the end.
    fn next(&self, most: usize) -> Option<RecordBatch> {
        let mut state = locked(&self.state);
        let (batch, start) = match state.current.take() {
            Some(current) => current,
            None => (state.waiting.recv().ok()?, 0),
        };
        let length = most.min(batch.num_rows() - start);
        let rows = batch.slice(start, length);
        if start + length < batch.num_rows() {
            state.current = Some((batch, start + length));
        }
        Some(rows)
    }
}

/// The feeds that are open, by number: all that can be given to a table
/// function is a value of SQL.
static OPEN: Mutex<BTreeMap<i64, Arc<Rows>>> = Mutex::new(BTreeMap::new());

/// A feed among the open ones, as long as it lives.
struct Listed {
    number: i64,
}

impl Listed {
    fn new(rows: Rows) -> Self {
        static NEXT: AtomicI64 = AtomicI64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        locked(&OPEN).insert(number, Arc::new(rows));
        Self { number }
    }
}

impl Drop for Listed {
    fn drop(&mut self) {
        locked(&OPEN).remove(&self.number);
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing under these locks can be half done.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

struct FeedFunction;

impl VTab for FeedFunction {
    type InitData = ();
    type BindData = Arc<Rows>;

    fn bind(bind: &BindInfo) -> std::result::Result<Arc<Rows>, Box<dyn StdError>> {
        let number = bind.get_parameter(0).to_int64();
        let rows = locked(&OPEN).get(&number).cloned();
        let rows = rows.ok_or("no rows come from there")?;
        for field in rows.schema.fields() {
            bind.add_result_column(field.name(), to_duckdb_logical_type_for_field(field)?);
        }
        Ok(rows)
    }

    fn init(init: &InitInfo) -> std::result::Result<(), Box<dyn StdError>> {
        // As many as DuckDB has. With fewer, its idle ones would spin for work.
        init.set_max_threads(u64::from(u16::MAX));
        Ok(())
    }

    fn func(
        info: &TableFunctionInfo<Self>,
        output: &mut DataChunkHandle,
    ) -> std::result::Result<(), Box<dyn StdError>> {
        let most = output.flat_vector(0).capacity();
        match info.get_bind_data().next(most) {
            Some(rows) => record_batch_to_duckdb_data_chunk(&with_own_lists(&rows)?, output),
            None => {
                output.set_len(0);
                Ok(())
            }
        }
    }

    fn parameters() -> Option<Vec<LogicalTypeHandle>> {
        Some(vec![LogicalTypeHandle::from(LogicalTypeId::Bigint)])
    }
}

/// A slice of a batch whose lists hold no more than their own items: DuckDB's
/// crate copies all that there are.
fn with_own_lists(rows: &RecordBatch) -> Result<RecordBatch> {
    let own = |column: &ArrayRef| -> Result<ArrayRef> {
        let (DataType::List(item), Some(list)) = (column.data_type(), column.as_list_opt::<i32>())
        else {
            return Ok(Arc::clone(column));
        };
        let (start, end) = (list.offsets()[0], list.offsets()[list.len()]);
        let offsets = list.offsets().iter().map(|offset| offset - start);
        let items = usize::try_from(start).unwrap_or(0)..usize::try_from(end).unwrap_or(0);
        Ok(Arc::new(ListArray::try_new(
            Arc::clone(item),
            OffsetBuffer::new(offsets.collect()),
            list.values().slice(items.start, items.len()),
            list.nulls().cloned(),
        )?))
    };
    let columns = rows.columns().iter().map(own).collect::<Result<_>>()?;
    Ok(RecordBatch::try_new(rows.schema(), columns)?)
}

/// Makes the table function known to the database of `connection`.
pub(crate) fn register(connection: &Connection) -> Result<()> {
    connection
        .register_table_function::<FeedFunction>(FUNCTION)
        .map_err(|error| store_error(&error))
}

#[cfg(test)]
mod tests {
    use arrow::array::{Int64Array, ListBuilder, StringBuilder};

    use super::*;
    use crate::sql::StoreOptions;

    fn store(sql: &str) -> Store {
        let store = Store::in_memory(&StoreOptions::default()).unwrap();
        register(store.connection()).unwrap();
        store.execute(sql).unwrap();
        store
    }

    /// Rows numbered from `first`, each with its number as text once, twice or never.
    fn rows(first: i64, count: i64) -> RecordBatch {
        let mut texts = ListBuilder::new(StringBuilder::new());
        for number in first..first + count {
            for _ in 0..number % 3 {
                texts.values().append_value(number.to_string());
            }
            texts.append(number % 7 != 0);
        }
        let numbers = Int64Array::from_iter_values(first..first + count);
        RecordBatch::try_from_iter_with_nullable([
            ("number", Arc::new(numbers) as ArrayRef, true),
            ("texts", Arc::new(texts.finish()), true),
        ])
        .unwrap()
    }

    #[test]
    fn every_row_arrives_once_and_with_its_own_list() {
        let store = store("CREATE TABLE got (number BIGINT, texts VARCHAR[])");
        let first = rows(0, 5000);
        let feed = Feed::open(store.try_clone().unwrap(), "got".to_owned(), first.schema());
        let senders = [feed.sender(), feed.sender()];
        senders[0].send(first).unwrap();
        senders[1].send(rows(5000, 3)).unwrap();
        senders[0].send(rows(5003, 4997)).unwrap();
        drop(senders);
        feed.close().unwrap();
        let count = |what: &str| store.number(&format!("SELECT {what} FROM got")).unwrap();
        assert_eq!(count("count(*)"), 10_000);
        assert_eq!(count("count(DISTINCT number)"), 10_000);
        let wrong = "texts IS DISTINCT FROM CASE WHEN number % 7 = 0 THEN NULL
                     ELSE list_resize([]::VARCHAR[], number % 3, number::VARCHAR) END";
        assert_eq!(count(&format!("count(*) FILTER ({wrong})")), 0);
    }

    #[test]
    fn an_insert_that_fails_says_why_and_takes_no_more() {
        let store = store("CREATE TABLE got (number BIGINT CHECK (number < 10), texts VARCHAR[])");
        let batch = rows(1, 20);
        let feed = Feed::open(store.try_clone().unwrap(), "got".to_owned(), batch.schema());
        let sender = feed.sender();
        while sender.send(batch.clone()).is_ok() {}
        drop(sender);
        let error = feed.close().unwrap_err();
        assert!(error.message().contains("CHECK constraint"), "{error}");
        assert_eq!(store.number("SELECT count(*) FROM got").unwrap(), 0);
    }
}
