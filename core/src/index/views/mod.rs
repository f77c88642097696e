//! The operators: one view a file.
//!
//! An operator takes one project after the other and puts its rows into columns
//! of its own; whenever these are full, and at the end, they go out as a batch.
//! It asks [`Scoped`] for the project's posts, which are found once however many
//! operators ask.

pub(crate) mod cells;
mod hashtag_cells;
mod hashtags_with_stats;
pub(crate) mod post_cells;
mod posts_with_platform;
mod project_cohashtags;
mod project_creator_stats;
mod project_hashtag_lift;
mod project_hashtag_stats;
mod project_heatmap;
mod project_posts;
mod project_posts_by_creator;
mod project_posts_by_hashtag;
mod project_signals;
mod project_summary;
mod project_timeline;
mod project_top_posts;
mod run;

use arrow::array::ArrayRef;

use crate::Result;
use crate::index::dataset::Dataset;
use crate::index::scoped::Scoped;
use crate::view::View;

pub(crate) use posts_with_platform::by_id as posts_by_id;
#[cfg(not(target_family = "wasm"))]
pub(crate) use posts_with_platform::rows as posts_with_platform;
pub(crate) use run::{Batches, FULL};

/// Rows of a view that is about projects, under way.
pub(crate) trait Operator: Send {
    /// Adds the rows of the project that `scoped` is at.
    ///
    /// # Errors
    /// `Rule` where a figure leaves its range.
    fn project(&mut self, scoped: &mut Scoped<'_>, out: &mut Batches<'_, '_>) -> Result<()>;

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
        "project_cohashtags" => Box::<project_cohashtags::Cohashtags>::default(),
        "project_creator_stats" => Box::<project_creator_stats::CreatorStats>::default(),
        "project_hashtag_lift" => Box::<project_hashtag_lift::HashtagLift>::default(),
        "project_hashtag_stats" => Box::<project_hashtag_stats::HashtagStats>::default(),
        "project_heatmap" => Box::<project_heatmap::Heatmap>::default(),
        "project_posts" => Box::<project_posts::ProjectPosts>::default(),
        "project_posts_by_creator" => Box::<project_posts_by_creator::PostsByCreator>::default(),
        "project_posts_by_hashtag" => Box::<project_posts_by_hashtag::PostsByHashtag>::default(),
        "project_signals" => Box::<project_signals::Signals>::default(),
        "project_summary" => Box::<project_summary::Summary>::default(),
        "project_timeline" => Box::<project_timeline::Timeline>::default(),
        "project_top_posts" => Box::<project_top_posts::TopPosts>::default(),
        _ => return None,
    })
}

/// Hands over the columns of one batch after the other.
pub(crate) type Whole = fn(&Dataset, &mut dyn FnMut(Vec<ArrayRef>) -> Result<()>) -> Result<()>;

/// How a view is run that is not about projects.
pub(crate) fn whole(view: &View) -> Option<Whole> {
    Some(match view.name {
        "hashtags_with_stats" => hashtags_with_stats::run,
        "posts_with_platform" => posts_with_platform::run,
        _ => return None,
    })
}
