//! A load into the store: stage, settle, then one transaction.

use std::sync::Arc;

use crate::adapt::Reject;
use crate::load::{self, LoadObserver, LoadOptions, LoadReport};
use crate::read::Input;
use crate::schema::TABLES;
use crate::sql::follow;
use crate::sql::merge::{self, PostChanges};
use crate::sql::merge_tables;
use crate::sql::scopes::{self, Changed};
use crate::sql::staging::{self, Feeds, StagingSink};
use crate::sql::store::Store;
use crate::{Error, ErrorKind, Result};

impl Store {
    /// Loads `inputs`, all of them or none: exports of posts, and canonical
    /// tables from files named after them.
    ///
    /// # Errors
    /// `Io`, `Corrupt`, `UnknownFormat` and `Mapping` with the source they are
    /// about; `TooManyRejects`; `Store` where the disk is full. After an error
    /// the store is as it was.
    pub fn load(
        &self,
        inputs: &[Input],
        options: &LoadOptions,
        observer: &mut dyn LoadObserver,
    ) -> Result<LoadReport> {
        if self.is_read_only() {
            return Err(Error::new(
                ErrorKind::Store,
                "the store is open for reading only",
            ));
        }
        staging::create(self)?;
        let outcome = self.load_staged(inputs, options, observer);
        let dropped = staging::drop(self);
        let report = outcome?;
        dropped?;
        Ok(report)
    }

    fn load_staged(
        &self,
        inputs: &[Input],
        options: &LoadOptions,
        observer: &mut dyn LoadObserver,
    ) -> Result<LoadReport> {
        let feeds = Arc::new(Feeds::new(self.try_clone()?));
        let sinks = (0..options.workers())
            .map(|_| StagingSink::new(Arc::clone(&feeds)))
            .collect();
        let outcome = load::run(inputs, options, sinks, observer);
        // Why rows did not get in is to be told before that they did not.
        feeds.close()?;
        let mut report = outcome?;
        let changes = self.settle(&mut report)?;
        self.collect_rejects(&mut report, observer)?;
        if let Some(limit) = options.max_rejects {
            limit.check(report.rejected(), report.read())?;
        }
        report.new_posts = changes.new;
        report.updated_posts = changes.updated;
        report.unchanged_posts = changes.unchanged;
        if !options.dry_run {
            report.changed = self.transaction(|store| write(store, changes))?;
        }
        Ok(report)
    }

    /// Applies the rules to the staged rows.
    fn settle(&self, report: &mut LoadReport) -> Result<PostChanges> {
        if let Some(clash) = merge_tables::clash(self)? {
            let source = &report.sources[usize::try_from(clash.source).unwrap_or_default()].source;
            return Err(Error::new(ErrorKind::Rule, clash.message)
                .in_source(source)
                .at_record(clash.record)
                .hint(
                    "tables with ids of their own go into a new store first (--db NEW), exports of posts after them",
                ));
        }
        for table in &TABLES {
            let replaced = if table.name == "posts" {
                merge::reject_unfit(self)?;
                merge::drop_duplicates(self)?
            } else {
                merge_tables::settle(self, table)?
            };
            for (source, rows) in replaced {
                let entry = &mut report.sources[usize::try_from(source).unwrap_or_default()];
                entry.duplicates += rows;
                entry.accepted -= rows;
            }
        }
        report.disagreements = merge::disagreements(self)?;
        merge::drop_unchanged(self)
    }

    /// Moves the rows that broke a rule from accepted to rejected.
    fn collect_rejects(
        &self,
        report: &mut LoadReport,
        observer: &mut dyn LoadObserver,
    ) -> Result<()> {
        let rejects = self.rows(
            "SELECT source, record, field, value, reason FROM veyl_staging.rejects ORDER BY source, record",
            [],
            |row| {
                let reject = Reject {
                    record: row.get::<_, i64>(1)?.unsigned_abs(),
                    line: None,
                    field: row.get(2)?,
                    value: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
                    reason: row.get(4)?,
                };
                Ok((row.get::<_, i32>(0)?, reject))
            },
        )?;
        for (source, reject) in rejects {
            let entry = &mut report.sources[usize::try_from(source).unwrap_or_default()];
            entry.rejected += 1;
            entry.accepted -= 1;
            observer.rejected(&entry.source, &reject)?;
            report.count_reason(&reject.field, &reject.reason, 1);
        }
        Ok(())
    }
}

/// Writes everything staged; whether anything changed.
fn write(store: &Store, changes: PostChanges) -> Result<bool> {
    let platforms = follow::platforms(store)?;
    let mut posts_changed = false;
    let mut links_changed = false;
    for table in &TABLES {
        if table.name == "posts" {
            posts_changed = changes.new + changes.updated > 0;
            merge::write(store, changes)?;
        } else if store.number(&format!("SELECT count(*) FROM veyl_staging.{}", table.name))? > 0 {
            links_changed |= merge_tables::write(store, table)?;
        }
    }
    links_changed |= follow::reach_new_platforms(store, &platforms)?;
    if links_changed {
        scopes::refresh(store, Changed::Everything)?;
    } else if posts_changed {
        scopes::refresh(store, Changed::StagedPosts)?;
    }
    Ok(posts_changed || links_changed)
}
