//! Notebooks over a store: every cell a relation of its own, behind the same
//! locks as any SQL of a user.

use std::collections::BTreeMap;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use crate::notebook::{Block, Notebook, ParamValue, Query, Ran, Relation};
use crate::sql::fence;
use crate::sql::query::Param;
use crate::sql::store::Store;
use crate::{Error, ErrorKind, Result};

/// What is given for a run, beside what the notebook says itself.
#[derive(Debug, Clone, Default)]
pub struct NotebookOptions {
    /// Values of parameters, as text.
    pub params: BTreeMap<String, String>,
    /// The project, by name or id, instead of that in the front matter.
    pub project: Option<String>,
}

impl Store {
    /// Runs every cell of a notebook, each after those it reads, and hands back
    /// the results. The store is locked down for good (see [`Store::lock_down`]);
    /// `each` is told of every cell before it runs.
    ///
    /// # Errors
    /// `Notebook` with file and line where a parameter is missing or wrong, a
    /// cell fails, is no question, or runs longer than it may; `NotFound` where
    /// there is no such project.
    pub fn run_notebook(
        mut self,
        notebook: &Notebook,
        options: &NotebookOptions,
        each: &mut dyn FnMut(&Query),
    ) -> Result<Ran> {
        let named = options.project.as_ref();
        let named = named.or(notebook.front().project.as_ref());
        let project = match named {
            Some(name) => Some(self.narrow_to_project(name)?),
            None => None,
        };
        let params = given(notebook, options)?;
        self.ready_for_cells()?;
        let mut ran = Ran {
            params,
            project,
            results: vec![None; notebook.blocks().len()],
        };
        for place in notebook.order()? {
            let Some(Block::Query(query)) = notebook.blocks().get(place) else {
                continue;
            };
            each(query);
            let limit = query.limit.unwrap_or(notebook.front().limit);
            let result = self.within(limit, |store| {
                let unnamed = format!("veyl_cell_{place}");
                let rows = notebook.rows_wanted(place);
                store.run_cell(query, &unnamed, rows, &ran.params)
            });
            let result = result.map_err(|error| in_cell(&error, notebook, query))?;
            ran.results[place] = Some(result);
        }
        Ok(ran)
    }

    /// Locks the store down for good, with tables that keep the order of the
    /// questions they are made of.
    pub(super) fn ready_for_cells(&mut self) -> Result<()> {
        self.execute("SET preserve_insertion_order = true")?;
        self.lock_down()
    }

    /// Makes the relation of a cell, in place of the last one of its name, and
    /// reads its first rows. A cell without a name goes by `unnamed`.
    pub(super) fn run_cell(
        &self,
        query: &Query,
        unnamed: &str,
        rows: usize,
        given: &BTreeMap<String, ParamValue>,
    ) -> Result<Relation> {
        let question = fence::question(&query.bound)?;
        let params = bound_values(&query.params, given);
        let name = query.name.as_deref().unwrap_or(unnamed);
        // The cell's first line is the second of the statement.
        let statement = if question.describes {
            format!(
                "CREATE OR REPLACE TEMP TABLE \"{name}\" AS FROM (\n{}\n)",
                question.sql
            )
        } else {
            format!(
                "CREATE OR REPLACE TEMP TABLE \"{name}\" AS\n{}",
                question.sql
            )
        };
        self.query(&statement, &params)?;
        self.kept(name, rows)
    }

    /// The first rows of a relation that a cell has made.
    pub(super) fn kept(&self, name: &str, rows: usize) -> Result<Relation> {
        let total = self.number(&format!("SELECT count(*) FROM temp.\"{name}\""))?;
        let (schema, batches) = self.query(&format!("FROM temp.\"{name}\" LIMIT {rows}"), &[])?;
        Ok(Relation {
            schema,
            batches,
            total: total.unsigned_abs(),
        })
    }

    /// Runs `work`; its query is stopped where it takes longer than `limit`.
    pub(super) fn within<T>(
        &self,
        limit: Duration,
        work: impl FnOnce(&Self) -> Result<T>,
    ) -> Result<T> {
        let interrupt = self.interrupt_handle();
        let (done, waiting) = mpsc::channel::<()>();
        let timer = thread::spawn(move || {
            let late = waiting.recv_timeout(limit) == Err(RecvTimeoutError::Timeout);
            if late {
                interrupt.interrupt();
            }
            late
        });
        let outcome = work(self);
        drop(done);
        // A timer does nothing that could fail.
        let late = timer.join().unwrap_or_default();
        match outcome {
            Err(error) if late && error.message().contains("INTERRUPT") => Err(Error::new(
                ErrorKind::Notebook,
                format!("the cell ran longer than its {} s", limit.as_secs()),
            )
            .hint("limit=300s after the name of the cell gives it more, `limit: 300` in the front matter all of them")),
            other => other,
        }
    }
}

/// The values of the parameters of these names, in their order.
pub(super) fn bound_values(names: &[String], given: &BTreeMap<String, ParamValue>) -> Vec<Param> {
    let values = names.iter().filter_map(|name| given.get(name));
    values.map(Param::from).collect()
}

/// The value of every parameter: as given, or its default.
fn given(notebook: &Notebook, options: &NotebookOptions) -> Result<BTreeMap<String, ParamValue>> {
    let values = crate::notebook::values(notebook, &options.params)?;
    let declared = notebook.front().params.iter();
    let mut names = declared.map(|param| &param.name);
    let missing = names.find(|name| !values.contains_key(*name));
    match missing {
        None => Ok(values),
        Some(name) => Err(Error::new(
            ErrorKind::Notebook,
            format!("the parameter `{name}` has no value"),
        )
        .in_source(notebook.source())
        .hint(format!("give one with --param {name}=VALUE"))),
    }
}

impl From<&ParamValue> for Param {
    fn from(value: &ParamValue) -> Self {
        match value {
            ParamValue::Text(text) => Self::Text(text.clone()),
            ParamValue::Int(number) => Self::Integer(*number),
            ParamValue::Float(number) => Self::Float(*number),
            ParamValue::Bool(value) => Self::Boolean(*value),
            ParamValue::Date(day) => Self::Date(*day),
            ParamValue::Timestamp(micros) => Self::Timestamp(*micros),
        }
    }
}

/// An error of a cell, with its file and line. DuckDB counts the lines of the
/// statement, whose first is ours.
fn in_cell(error: &Error, notebook: &Notebook, query: &Query) -> Error {
    let (text, place) = match error.message().split_once("\n\nLINE ") {
        Some((text, place)) => (text, place),
        None => (error.message(), ""),
    };
    let number: u64 = place
        .split(':')
        .next()
        .and_then(|number| number.parse().ok())
        .unwrap_or(2);
    let name = match &query.name {
        Some(name) => format!("in the cell `{name}`: "),
        None => String::new(),
    };
    let last = query.line + (query.sql.lines().count() as u64).saturating_sub(1);
    let line = (query.line + number.saturating_sub(2)).min(last);
    let told = Error::new(ErrorKind::Notebook, format!("{name}{}", text.trim()))
        .in_source(notebook.source())
        .at_line(line);
    match error.advice() {
        Some(advice) => told.hint(advice),
        None => told,
    }
}
