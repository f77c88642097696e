//! Having the project views speak of one project.

use crate::Result;
use crate::sql::store::Store;
use crate::view::VIEWS;

impl Store {
    /// Has the project views speak of one project only, for as long as the store
    /// is open and until the next call; the name of that project. `project` is a
    /// name or id.
    ///
    /// # Errors
    /// `NotFound` where there is no such project.
    pub fn narrow_to_project(&self, project: &str) -> Result<String> {
        let project = self.find_project(project)?;
        self.stand_in(&format!("WHERE project_id = {}", project.id))?;
        Ok(project.name)
    }

    /// Has the project views speak of all projects again.
    ///
    /// # Errors
    /// `Store` where DuckDB refuses.
    pub fn widen_to_all_projects(&self) -> Result<()> {
        self.stand_in("")
    }

    /// Puts views in front of those of the store. A view reads those before it,
    /// which stand in front of the store's by then.
    fn stand_in(&self, condition: &str) -> Result<()> {
        for view in VIEWS.iter().filter(|view| view.is_per_project()) {
            self.execute(&format!(
                "CREATE OR REPLACE TEMP VIEW {} AS SELECT * FROM (\n{}\n) {condition}",
                view.name, view.sql
            ))?;
        }
        Ok(())
    }
}
