//! What a run of a notebook gave: plain data, whatever engine ran it.

use std::collections::BTreeMap;

use arrow::array::{ArrayRef, RecordBatch};
use arrow::datatypes::{DataType, SchemaRef};

use crate::notebook::format::{ValueFormat, format_cell};
use crate::notebook::hole::Hole;
use crate::notebook::model::{Notebook, Prose};
use crate::notebook::param::ParamValue;
use crate::notebook::table::Shown;
use crate::notebook::wrong;
use crate::{Error, Result};

/// A notebook's results.
#[derive(Debug, Clone)]
pub struct Ran {
    /// The values of the parameters.
    pub params: BTreeMap<String, ParamValue>,
    /// The project that the project views spoke of.
    pub project: Option<String>,
    /// One result for each block of the notebook; `None` for those that are no query.
    pub results: Vec<Option<Relation>>,
}

/// The result of a cell.
#[derive(Debug, Clone)]
pub struct Relation {
    /// Its columns.
    pub schema: SchemaRef,
    /// Its first rows: as many as the outputs show or draw.
    pub batches: Vec<RecordBatch>,
    /// How many rows it has in all.
    pub total: u64,
}

impl Relation {
    /// Its first `most` rows as a table of HTML, in which nothing of the data is
    /// markup, with a note of what is left out.
    ///
    /// # Errors
    /// `Corrupt` where a value has no text form.
    pub fn to_html(&self, most: usize) -> Result<String> {
        Ok(Shown::new(self, most)?.html())
    }

    /// Its rows, as far as they are here: a batch and a row in it.
    pub(super) fn rows(&self) -> impl Iterator<Item = (&RecordBatch, usize)> {
        self.batches
            .iter()
            .flat_map(|batch| (0..batch.num_rows()).map(move |row| (batch, row)))
    }

    /// The column of that name, case aside, in the first row.
    fn first(&self, column: &str) -> Result<Option<(ArrayRef, usize)>> {
        let fields = self.schema.fields();
        let place = fields
            .iter()
            .position(|field| field.name() == column)
            .or_else(|| {
                fields
                    .iter()
                    .position(|field| field.name().eq_ignore_ascii_case(column))
            });
        let Some(place) = place else {
            let names: Vec<_> = fields.iter().map(|field| field.name().as_str()).collect();
            return Err(wrong(format!("there is no column `{column}`"))
                .hint(format!("the columns are {}", names.join(", "))));
        };
        let first = self.rows().next();
        Ok(first.map(|(batch, row)| (batch.column(place).clone(), row)))
    }
}

impl Relation {
    /// The value of a column in the first row; a dash where it is NULL, or there
    /// is no row.
    fn shown(&self, column: &str, format: ValueFormat) -> Result<String> {
        match self.first(column)? {
            Some((column, row)) => format_cell(format, &column, row),
            None => format.text(&DataType::Null, None),
        }
    }
}

/// The text in the place of `{{name.column|format}}`, of a result's first rows.
///
/// # Errors
/// `Notebook` where there is no such column or format, or the value is not of a
/// kind that the format is for.
pub fn fill_first(
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
    column: &str,
    format: &str,
) -> Result<String> {
    let total = batches.iter().map(|batch| batch.num_rows() as u64).sum();
    let relation = Relation {
        schema,
        batches,
        total,
    };
    relation.shown(column, format.parse()?)
}

/// The text in the place of `{{params.name|format}}`, of the parameter's value as text.
///
/// # Errors
/// As [`fill_first`].
pub fn fill_text(value: &str, format: &str) -> Result<String> {
    let format: ValueFormat = format.parse()?;
    format.text(&DataType::Utf8, Some(value.to_owned()))
}

impl Ran {
    /// The result of the block at `place`.
    pub(super) fn result(&self, place: usize) -> Result<&Relation> {
        self.results
            .get(place)
            .and_then(Option::as_ref)
            .ok_or_else(|| wrong("a cell was not run"))
    }

    /// The text that stands in the place of a hole. A value that is NULL, or of
    /// no row, is a dash.
    pub(super) fn fill(&self, notebook: &Notebook, prose: &Prose, hole: &Hole) -> Result<String> {
        let filled = || {
            if hole.relation == "params" {
                let value = self.params.get(&hole.column);
                let text = value.map(ToString::to_string).unwrap_or_default();
                return hole.format.text(&DataType::Utf8, Some(text));
            }
            let place = notebook
                .named(&hole.relation)
                .ok_or_else(|| wrong(format!("there is no cell `{}`", hole.relation)))?;
            self.result(place)?.shown(&hole.column, hole.format)
        };
        filled().map_err(|error: Error| {
            let text = notebook.file_lines_before(prose) + hole.line;
            error.in_source(notebook.source.clone()).at_line(text)
        })
    }
}
