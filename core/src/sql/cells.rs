//! A store asked cell by cell, as a Jupyter kernel does: what is kept, declared
//! or narrowed by one cell holds for those after it.

use std::collections::{BTreeMap, BTreeSet};

use arrow::array::RecordBatch;
use arrow::datatypes::{Schema, SchemaRef};

use crate::notebook::{Chart, Front, ParamValue, Query, Relation, bound};
use crate::sql::Store;
use crate::sql::lines::in_text;
use crate::sql::notebook::bound_values;
use crate::write::BatchWriter;
use crate::{Error, ErrorKind, Result};

/// What a cell without a name leaves behind, until the next one.
const UNNAMED: &str = "veyl_cell";

/// A store, locked down, and what its cells have made so far.
#[derive(Debug)]
pub struct Cells {
    store: Store,
    front: Front,
    params: BTreeMap<String, ParamValue>,
    kept: BTreeSet<String>,
}

impl Cells {
    /// Locks the store down for good (see [`Store::lock_down`]).
    ///
    /// # Errors
    /// `Store` where DuckDB refuses a setting.
    pub fn new(mut store: Store) -> Result<Self> {
        store.ready_for_cells()?;
        Ok(Self {
            store,
            front: Front::default(),
            params: BTreeMap::new(),
            kept: BTreeSet::new(),
        })
    }

    /// The store; only questions can be asked of it.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// What the last front matter said.
    pub fn front(&self) -> &Front {
        &self.front
    }

    /// Takes front matter: parameters get the values it gives, and the project
    /// views speak of its project, or of all. The name of that project.
    ///
    /// # Errors
    /// `Notebook` where a parameter has no value; `NotFound` where there is no
    /// such project. What was said before then still holds.
    pub fn declare(&mut self, front: Front) -> Result<Option<String>> {
        let mut params = BTreeMap::new();
        for param in &front.params {
            let Some(value) = param.default.clone() else {
                return Err(Error::new(
                    ErrorKind::Notebook,
                    format!("the parameter `{}` has no value", param.name),
                )
                .hint("`default:` gives it one"));
            };
            params.insert(param.name.clone(), value);
        }
        let project = match &front.project {
            Some(name) => Some(self.store.narrow_to_project(name)?),
            None => {
                self.store.widen_to_all_projects()?;
                None
            }
        };
        self.params = params;
        self.front = front;
        Ok(project)
    }

    /// Runs a cell that asks one question. Under its name, the result is a
    /// relation for the cells after it. Its first `rows` rows come back.
    ///
    /// # Errors
    /// `Store` where it is no question, or DuckDB refuses it; `Notebook` where it
    /// runs longer than the cell says.
    pub fn ask(&mut self, query: &Query, rows: usize) -> Result<Relation> {
        let run = |store: &Store| store.run_cell(query, UNNAMED, rows, &self.params);
        // The cell's second line, where its SQL begins, is the second of the statement too.
        let result = match query.limit {
            Some(limit) => self.store.within(limit, run),
            None => run(&self.store),
        }?;
        self.kept.extend(query.name.clone());
        Ok(result)
    }

    /// The result that a chart draws.
    ///
    /// # Errors
    /// `Notebook` where no cell has kept one under that name.
    pub fn drawn_by(&self, chart: &Chart) -> Result<Relation> {
        let name = chart.data_name();
        if !self.kept.contains(name) {
            let error = Error::new(
                ErrorKind::Notebook,
                format!("no cell has kept a result as `{name}`"),
            );
            let names: Vec<&str> = self.kept.iter().map(String::as_str).collect();
            return Err(if names.is_empty() {
                error.hint(format!("%%sql {name} before a question does"))
            } else {
                error.hint(format!("there are {}", names.join(", ")))
            });
        }
        self.store.kept(name, Chart::rows_wanted())
    }

    /// Runs one statement, which begins on line `line` of its cell; `rows` rows
    /// of its result come back. A transaction ends where a statement in it fails.
    ///
    /// # Errors
    /// As [`Store::query_into`], with the line within the cell.
    pub fn run(&self, sql: &str, line: u64, rows: usize) -> Result<Relation> {
        let run = || {
            let (sql, names) = bound(sql, &self.front)?;
            let mut first = First {
                schema: SchemaRef::new(Schema::empty()),
                batches: Vec::new(),
                left: rows,
            };
            let params = bound_values(&names, &self.params);
            let total = self.store.query_into(&sql, &params, &mut first)?;
            Ok(Relation {
                schema: first.schema,
                batches: first.batches,
                total,
            })
        };
        run().map_err(|error: Error| {
            // A transaction that it was part of would refuse everything after it.
            // Without one, there is nothing to roll back.
            let _ = self.store.execute("ROLLBACK");
            in_text(error, line)
        })
    }
}

/// A writer that keeps the first rows.
struct First {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
    left: usize,
}

impl BatchWriter for First {
    fn start(&mut self, schema: &SchemaRef) -> Result<()> {
        self.schema = schema.clone();
        Ok(())
    }

    fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        let take = batch.num_rows().min(self.left);
        if take > 0 {
            self.batches.push(batch.slice(0, take));
            self.left -= take;
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<()> {
        Ok(())
    }
}
