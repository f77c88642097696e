//! Views as batches: which projects, on how many threads, in order.

use std::sync::{Arc, LazyLock};

use arrow::array::{ArrayRef, RecordBatch};
use arrow::datatypes::SchemaRef;

use crate::index::dataset::Dataset;
use crate::index::project::Project;
use crate::index::scoped::Scoped;
use crate::index::views::{operator, whole};
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

/// Where batches go, with the number of their view.
type Take<'t> = dyn FnMut(usize, RecordBatch) -> Result<()> + 't;

/// Where the batches of one view go as they become full.
pub(crate) struct Batches<'o, 't> {
    view: usize,
    schema: &'o SchemaRef,
    take: &'o mut Take<'t>,
}

impl Batches<'_, '_> {
    /// Hands over the columns of a batch.
    pub(crate) fn push(&mut self, columns: Vec<ArrayRef>) -> Result<()> {
        let batch = RecordBatch::try_new(Arc::clone(self.schema), columns)?;
        (self.take)(self.view, batch)
    }
}

impl Dataset {
    /// A view, for the projects asked for, as batches in its declared schema and
    /// order.
    ///
    /// # Errors
    /// As [`Dataset::view_into`].
    pub fn view(&self, view: &View, projects: Projects<'_>) -> Result<Vec<RecordBatch>> {
        let mut batches = Vec::new();
        self.each_batch(&[view], projects, &mut |_, batch| {
            batches.push(batch);
            Ok(())
        })?;
        Ok(batches)
    }

    /// Writes a view as [`Dataset::view`] gives it; memory stays bounded whatever
    /// the size of the result. The number of rows.
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
        let rows = self.views_into(&mut [(view, writer)], projects)?;
        Ok(rows.into_iter().sum())
    }

    /// Writes several views in one pass over the projects: what they ask of a
    /// project's posts is found once. The number of rows of each.
    ///
    /// # Errors
    /// As [`Dataset::view_into`].
    pub fn views_into(
        &self,
        views: &mut [(&View, &mut dyn BatchWriter)],
        projects: Projects<'_>,
    ) -> Result<Vec<u64>> {
        for (view, writer) in views.iter_mut() {
            writer.start(&schema(view))?;
        }
        let asked: Vec<&View> = views.iter().map(|(view, _)| *view).collect();
        let mut rows = vec![0; views.len()];
        self.each_batch(&asked, projects, &mut |view, batch| {
            rows[view] += batch.num_rows() as u64;
            views[view].1.write(&batch)
        })?;
        for (_, writer) in views.iter_mut() {
            writer.finish()?;
        }
        Ok(rows)
    }

    fn each_batch(
        &self,
        views: &[&View],
        projects: Projects<'_>,
        take: &mut Take<'_>,
    ) -> Result<()> {
        let mut about_projects = Vec::with_capacity(views.len());
        for (place, view) in views.iter().enumerate() {
            let schema = schema(view);
            let Some(run) = whole(view) else {
                about_projects.push((place, *view, schema));
                continue;
            };
            if projects != Projects::All {
                return Err(Error::new(
                    ErrorKind::Argument,
                    format!("`{}` is not about projects", view.name),
                )
                .hint("leave --project out"));
            }
            run(self, &mut |columns| {
                take(place, RecordBatch::try_new(Arc::clone(&schema), columns)?)
            })?;
        }
        let chosen = self.chosen(projects);
        if chosen.len() <= PIECE || about_projects.is_empty() {
            return self.run(&chosen, &about_projects, take);
        }
        let pieces: Vec<_> = chosen.chunks(PIECE).collect();
        ordered(
            cores(),
            pieces.len() as u64,
            |piece| {
                let piece = pieces[usize::try_from(piece).unwrap_or_default()];
                let mut batches = Vec::new();
                self.run(piece, &about_projects, &mut |view, batch| {
                    batches.push((view, batch));
                    Ok(())
                })?;
                Ok(batches)
            },
            |batches: Result<Vec<_>>| {
                let mut batches = batches?.into_iter();
                batches.try_for_each(|(view, batch)| take(view, batch))
            },
        )
    }

    /// The views over some projects, on this thread.
    fn run(
        &self,
        projects: &[&Project],
        views: &[(usize, &View, SchemaRef)],
        take: &mut Take<'_>,
    ) -> Result<()> {
        let Some(first) = projects.first() else {
            return Ok(());
        };
        let mut operators = Vec::with_capacity(views.len());
        for (place, view, schema) in views {
            let found = operator(view).ok_or_else(|| {
                Error::new(
                    ErrorKind::NotFound,
                    format!("the index engine has no `{}`", view.name),
                )
            });
            operators.push((*place, schema, found?));
        }
        let mut scoped = Scoped::new(self, first);
        for project in projects {
            scoped.enter(project);
            for (view, schema, operator) in &mut operators {
                let mut out = Batches {
                    view: *view,
                    schema,
                    take,
                };
                operator.project(&mut scoped, &mut out)?;
                if operator.rows() >= FULL {
                    out.push(operator.take()?)?;
                }
            }
        }
        for (view, schema, mut operator) in operators {
            if operator.rows() > 0 {
                let batch = RecordBatch::try_new(Arc::clone(schema), operator.take()?)?;
                take(view, batch)?;
            }
        }
        Ok(())
    }

    /// A view of these projects, on this thread.
    ///
    /// # Errors
    /// `Rule` where a figure leaves its range.
    #[cfg(not(target_family = "wasm"))]
    pub(crate) fn of_projects(
        &self,
        view: &View,
        projects: &[&Project],
    ) -> Result<Vec<RecordBatch>> {
        let mut batches = Vec::new();
        self.run(projects, &[(0, view, schema(view))], &mut |_, batch| {
            batches.push(batch);
            Ok(())
        })?;
        Ok(batches)
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
