//! Files straight into a data set, without a store.

use crate::Result;
use crate::index::build::{Builder, Built, Rules};
use crate::index::dataset::Dataset;
use crate::load::{LoadObserver, LoadOptions, LoadReport, read_batches};
use crate::project::ProjectSpec;
use crate::read::Input;

/// Reads exports and canonical tables into a data set, by the rules of a load
/// into a store.
///
/// # Errors
/// As [`read_batches`] and [`Builder::finish`]; `TooManyRejects`.
pub fn read(
    inputs: &[Input],
    options: &LoadOptions,
    observer: &mut dyn LoadObserver,
) -> Result<(Dataset, LoadReport)> {
    read_and_follow(inputs, options, &[], observer)
}

/// As [`read`], and makes projects be as the specs say, as
/// [`Dataset::apply_projects`].
///
/// # Errors
/// As [`read`] and [`Dataset::apply_projects`].
pub fn read_and_follow(
    inputs: &[Input],
    options: &LoadOptions,
    projects: &[ProjectSpec],
    observer: &mut dyn LoadObserver,
) -> Result<(Dataset, LoadReport)> {
    let (batches, mut report) = read_batches(inputs, options, observer)?;
    let mut builder = Builder::new(Rules::Load);
    for batch in batches {
        builder.append_batch(batch)?;
    }
    let Built {
        mut dataset,
        rejects,
        duplicates,
        disagreements,
    } = builder.finish()?;
    for (source, rows) in duplicates {
        let entry = &mut report.sources[usize::try_from(source).unwrap_or_default()];
        entry.duplicates += rows;
        entry.accepted -= rows;
    }
    for (source, reject) in rejects {
        let entry = &mut report.sources[usize::try_from(source).unwrap_or_default()];
        entry.rejected += 1;
        entry.accepted -= 1;
        observer.rejected(&entry.source, &reject)?;
        report.count_reason(&reject.field, &reject.reason, 1);
    }
    if let Some(limit) = options.max_rejects {
        limit.check(report.rejected(), report.read())?;
    }
    dataset.apply_projects(projects, options.now)?;
    report.disagreements = disagreements;
    report.new_posts = dataset.posts() as u64;
    report.changed = dataset.posts() > 0;
    Ok((dataset, report))
}
