//! Views as batches: which projects, on how many threads, in order.

use std::sync::{Arc, LazyLock};

use arrow::array::{ArrayRef, RecordBatch};
use arrow::datatypes::SchemaRef;

use crate::index::dataset::Dataset;
use crate::index::project::Project;
use crate::index::scoped::Scoped;
use crate::index::views::{Operator, operator, whole};
use crate::parallel::{cores, ordered};
use crate::view::{Projects, VIEWS, View};
use crate::write::BatchWriter;
use crate::{Error, ErrorKind, Result};

/// Rows after which a batch goes out.
pub(crate) const FULL: usize = 16_384;

/// Projects that one thread takes at a time.
const PIECE: usize = 16;

/// The schemas, made once: a view of one project takes less time than its schema.
static SCHEMAS: LazyLock<Vec<SchemaRef>> =
    LazyLock::new(|| VIEWS.iter().map(View::arrow).collect());

fn schema(view: &View) -> SchemaRef {
    let place = VIEWS.iter().position(|other| other.name == view.name);
    place.map_or_else(|| view.arrow(), |place| Arc::clone(&SCHEMAS[place]))
}

/// Batches of a view as they become full.
#[derive(Debug)]
pub(crate) struct Batches {
    schema: SchemaRef,
    full: Vec<RecordBatch>,
}

impl Batches {
    /// Takes the columns of a batch.
    pub(crate) fn push(&mut self, columns: Vec<ArrayRef>) -> Result<()> {
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), columns)?;
        self.full.push(batch);
        Ok(())
    }
}

impl Dataset {
    /// Writes a view, for the projects asked for, in its declared schema and
    /// order. The number of rows.
    ///
    /// # Errors
    /// `Argument` where projects are named and the view is not about projects;
    /// `Rule` where a sum leaves the range of BIGINT; whatever `writer` returns.
    pub fn view_into(
        &self,
        view: &View,
        projects: Projects<'_>,
        writer: &mut dyn BatchWriter,
    ) -> Result<u64> {
        let mut rows = 0;
        writer.start(&schema(view))?;
        self.each_batch(view, projects, &mut |batch| {
            rows += batch.num_rows() as u64;
            writer.write(&batch)
        })?;
        writer.finish()?;
        Ok(rows)
    }

    /// A view as batches, as [`Dataset::view_into`].
    ///
    /// # Errors
    /// As [`Dataset::view_into`].
    pub fn view(&self, view: &View, projects: Projects<'_>) -> Result<Vec<RecordBatch>> {
        let mut batches = Vec::new();
        self.each_batch(view, projects, &mut |batch| {
            batches.push(batch);
            Ok(())
        })?;
        Ok(batches)
    }

    fn each_batch(
        &self,
        view: &View,
        projects: Projects<'_>,
        take: &mut dyn FnMut(RecordBatch) -> Result<()>,
    ) -> Result<()> {
        if let Some(run) = whole(view) {
            let schema = schema(view);
            if projects != Projects::All {
                return Err(Error::new(
                    ErrorKind::Argument,
                    format!("`{}` is not about projects", view.name),
                )
                .hint("leave --project out"));
            }
            return run(self, &mut |columns| {
                take(RecordBatch::try_new(Arc::clone(&schema), columns)?)
            });
        }
        let chosen = self.chosen(projects);
        if chosen.len() <= PIECE {
            return self
                .of_projects(view, &chosen)?
                .into_iter()
                .try_for_each(take);
        }
        let pieces: Vec<_> = chosen.chunks(PIECE).collect();
        ordered(
            cores(),
            pieces.len() as u64,
            |piece| {
                let piece = pieces[usize::try_from(piece).unwrap_or_default()];
                self.of_projects(view, piece)
            },
            |batches| batches?.into_iter().try_for_each(&mut *take),
        )
    }

    /// A view of these projects, on this thread.
    ///
    /// # Errors
    /// `Rule` where a figure leaves its range.
    pub(crate) fn of_projects(
        &self,
        view: &View,
        projects: &[&Project],
    ) -> Result<Vec<RecordBatch>> {
        match operator(view) {
            Some(operator) => run(self, projects, operator, schema(view)),
            None => Err(Error::new(
                ErrorKind::NotFound,
                format!("the index engine has no `{}`", view.name),
            )),
        }
    }

    /// The projects asked for that there are, each once, by id.
    pub(crate) fn chosen(&self, projects: Projects<'_>) -> Vec<&Project> {
        match projects {
            Projects::All => self.projects.iter().collect(),
            Projects::Only([id]) => self.project(*id).into_iter().collect(),
            Projects::Only(ids) => {
                let mut ids = ids.to_vec();
                ids.sort_unstable();
                ids.dedup();
                ids.iter().filter_map(|id| self.project(*id)).collect()
            }
        }
    }
}

fn run(
    dataset: &Dataset,
    projects: &[&Project],
    mut operator: Box<dyn Operator>,
    schema: SchemaRef,
) -> Result<Vec<RecordBatch>> {
    let Some(first) = projects.first() else {
        return Ok(Vec::new());
    };
    let mut scoped = Scoped::new(dataset, first);
    let mut out = Batches {
        schema,
        full: Vec::new(),
    };
    for project in projects {
        scoped.enter(project);
        operator.project(&mut scoped, &mut out)?;
        if operator.rows() >= FULL {
            out.push(operator.take()?)?;
        }
    }
    if operator.rows() > 0 {
        out.push(operator.take()?)?;
    }
    Ok(out.full)
}
