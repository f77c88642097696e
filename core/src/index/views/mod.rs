//! The operators: one view a file.
//!
//! An operator takes one project after the other and puts its rows into columns
//! of its own; whenever these are full, and at the end, they go out as a batch.
//! It asks [`Scoped`] for the project's posts, which are found once however many
//! operators ask.

mod cells;
mod project_summary;
mod run;

use arrow::array::ArrayRef;

use crate::Result;
use crate::index::scoped::Scoped;
use crate::view::View;

pub(crate) use run::Batches;

/// Rows of a view that is about projects, under way.
pub(crate) trait Operator: Send {
    /// Adds the rows of the project that `scoped` is at.
    ///
    /// # Errors
    /// `Rule` where a figure leaves its range.
    fn project(&mut self, scoped: &mut Scoped<'_>, out: &mut Batches) -> Result<()>;

    /// Rows that are not yet out.
    fn rows(&self) -> usize;

    /// Their columns; none are left.
    ///
    /// # Errors
    /// `Corrupt` where they do not make arrays.
    fn take(&mut self) -> Result<Vec<ArrayRef>>;
}

/// The operator of a view that is about projects.
pub(crate) fn operator(view: &View) -> Option<Box<dyn Operator>> {
    Some(match view.name {
        "project_summary" => Box::<project_summary::Summary>::default(),
        _ => return None,
    })
}
