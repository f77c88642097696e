//! Projects made, changed and removed, as the store does it.

use super::drafts::Plan;
use crate::index::dataset::Dataset;
use crate::project::{Applied, ProjectSpec};
use crate::{Error, ErrorKind, Result};

impl Dataset {
    /// Makes the projects of these names be as the specs say, all or none; made
    /// if they are not there. `now` dates what changes, in UTC microseconds. What
    /// follows a hashtag or creator that names no platform does so on every one
    /// of the project's platforms, or where it lists none, on every one there is
    /// and [will be](Dataset::load_posts).
    ///
    /// # Errors
    /// As [`ProjectSpec::check`]; `Argument` where two projects have the name,
    /// where a hashtag or creator names no platform and there is none yet, or one
    /// that is no name; `Rule` where ids run out.
    ///
    /// ```
    /// use veyl_core::index::Dataset;
    /// use veyl_core::project::{Applied, ProjectSpec};
    ///
    /// let mut dataset = Dataset::default();
    /// let spec = ProjectSpec {
    ///     name: "Cats".into(),
    ///     hashtags: vec!["tiktok:cats".into()],
    ///     ..ProjectSpec::default()
    /// };
    /// assert_eq!(dataset.apply_projects(&[spec.clone()], 0)?, [Applied::Created]);
    /// assert_eq!(dataset.apply_projects(&[spec], 0)?, [Applied::Unchanged]);
    /// assert_eq!(dataset.projects().collect::<Vec<_>>(), [1]);
    /// # Ok::<(), veyl_core::Error>(())
    /// ```
    pub fn apply_projects(&mut self, specs: &[ProjectSpec], now: i64) -> Result<Vec<Applied>> {
        let mut plan = Plan::new(self);
        let applied = specs.iter().map(|spec| plan.apply(spec, now));
        let applied = applied.collect::<Result<_>>()?;
        plan.planned().write(self);
        Ok(applied)
    }

    /// Removes a project and what it follows.
    ///
    /// # Errors
    /// `NotFound` where there is none of this id.
    pub fn remove_project(&mut self, id: i32) -> Result<()> {
        let place = self.place_of_project(id)?;
        self.projects.remove(place);
        self.stamp.renew();
        Ok(())
    }

    pub(super) fn place_of_project(&self, id: i32) -> Result<usize> {
        self.projects
            .binary_search_by_key(&id, |project| project.id)
            .map_err(|_| {
                Error::new(
                    ErrorKind::NotFound,
                    format!("there is no project with the id {id}"),
                )
            })
    }
}
