//! Files of posts straight into a data set that is there.

use super::load::{Load, Loaded};
use crate::index::dataset::Dataset;
use crate::index::read;
use crate::load::{LoadObserver, LoadOptions, LoadReport, read_batches};
use crate::read::Input;
use crate::{Error, ErrorKind, Result};

impl Dataset {
    /// Loads exports of posts by the rules of a later load into the store, all of
    /// them or none. Into a data set that has nothing yet, canonical tables can be
    /// loaded too, as by [`read`].
    ///
    /// # Errors
    /// As [`read_batches`] and [`Dataset::load_posts`]; `TooManyRejects`;
    /// `Argument` where a file holds another table than posts and something is
    /// there. After an error the data set is as it was.
    pub fn load(
        &mut self,
        inputs: &[Input],
        options: &LoadOptions,
        observer: &mut dyn LoadObserver,
    ) -> Result<LoadReport> {
        if self.has_nothing() {
            let (dataset, mut report) = read(inputs, options, observer)?;
            if options.dry_run {
                report.changed = false;
            } else {
                report.changed = !dataset.has_nothing();
                *self = dataset;
            }
            return Ok(report);
        }
        let (batches, mut report) = read_batches(inputs, options, observer)?;
        let mut posts = Vec::with_capacity(batches.len());
        for batch in batches {
            if batch.table.name != "posts" {
                return Err(Error::new(
                    ErrorKind::Argument,
                    format!(
                        "only posts can be loaded into a data set that is there, not {}",
                        batch.table.name
                    ),
                )
                .hint("begin with an empty data set and load all files at once"));
            }
            posts.push(batch.rows);
        }
        let load = Load::plan(self, &posts)?;
        let Loaded {
            new_posts,
            updated_posts,
            unchanged_posts,
            rejects,
            duplicates,
        } = &load.loaded;
        report.new_posts = *new_posts;
        report.updated_posts = *updated_posts;
        report.unchanged_posts = *unchanged_posts;
        for (source, rows) in duplicates {
            let entry = &mut report.sources[usize::try_from(*source).unwrap_or_default()];
            entry.duplicates += rows;
            entry.accepted -= rows;
        }
        for (source, reject) in rejects {
            let entry = &mut report.sources[usize::try_from(*source).unwrap_or_default()];
            entry.rejected += 1;
            entry.accepted -= 1;
            observer.rejected(&entry.source, reject)?;
            report.count_reason(&reject.field, &reject.reason, 1);
        }
        if let Some(limit) = options.max_rejects {
            limit.check(report.rejected(), report.read())?;
        }
        if !options.dry_run {
            report.changed = new_posts + updated_posts > 0;
            load.write(self);
        }
        Ok(report)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> Vec<Input> {
        let post = r#"{"id":"x_1","platform_id":1,"author":"ana","hashtags":["sun"],"metrics":{"likes":3}}"#;
        vec![
            Input::bytes("posts.ndjson", post),
            Input::bytes("platforms.csv", "id,name\n1,x\n"),
        ]
    }

    #[test]
    fn tables_are_loaded_into_nothing_and_into_nothing_else() {
        let mut dataset = Dataset::default();
        let dry = LoadOptions {
            dry_run: true,
            ..LoadOptions::default()
        };
        let report = dataset.load(&files(), &dry, &mut ()).unwrap();
        assert_eq!((report.new_posts, report.changed), (1, false));
        assert!(dataset.has_nothing());
        let options = LoadOptions::default();
        let report = dataset.load(&files(), &options, &mut ()).unwrap();
        assert_eq!((report.new_posts, report.changed), (1, true));
        let error = dataset.load(&files(), &options, &mut ()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Argument);
        let report = dataset.load(&files()[..1], &options, &mut ());
        // Without a table of platforms, the number 1 is the one that is there.
        assert_eq!(report.unwrap().unchanged_posts, 1);
    }
}
