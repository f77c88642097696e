//! `veyl run`: the cached counts and times of projects, computed anew.

use crate::Result;
use crate::sql::query::Param;
use crate::sql::store::Store;
use crate::view::Projects;

impl Store {
    /// Stores `posts_count` (posts in scope), `creators_count` (creators
    /// followed), `signals_count`, `last_signal_at` and `last_run_at` of the
    /// projects. The number of projects.
    ///
    /// # Errors
    /// `Store` where the store can not be written.
    pub fn run_projects(&self, projects: Projects<'_>, now: i64) -> Result<u64> {
        let (project, only) = match projects {
            Projects::All => (String::new(), String::new()),
            Projects::Only(ids) => {
                let ids: Vec<_> = ids.iter().map(ToString::to_string).collect();
                let ids = ids.join(", ");
                (
                    format!(" WHERE id IN ({ids})"),
                    format!(" WHERE project_id IN ({ids})"),
                )
            }
        };
        self.transaction(|store| {
            store.execute(&format!(
                "CREATE OR REPLACE TEMP TABLE counted AS
                     SELECT project.id,
                            coalesce(scope.posts, 0) AS posts,
                            coalesce(scope.creators, 0) AS creators,
                            coalesce(signal.signals, 0) AS signals,
                            signal.last_at
                     FROM projects AS project
                     LEFT JOIN (SELECT project_id, posts, creators FROM project_summary{only}) AS scope
                            ON scope.project_id = project.id
                     LEFT JOIN (SELECT project_id, count(*) AS signals, max(\"at\") AS last_at
                                FROM project_signals{only} GROUP BY project_id) AS signal
                            ON signal.project_id = project.id{project}"
            ))?;
            let count = store.change(
                "UPDATE projects SET posts_count = counted.posts, creators_count = counted.creators,
                                     signals_count = counted.signals, last_signal_at = counted.last_at,
                                     last_run_at = ?
                 FROM counted WHERE counted.id = projects.id",
                duckdb::params![Param::Timestamp(now)],
            )?;
            store.execute("DROP TABLE counted")?;
            Ok(count)
        })
    }
}
