//! What a report is made from.

use crate::Result;
use crate::index::Dataset;
use crate::project;
use crate::report::{InputTable, Origin, ReportedProject};

impl Origin {
    /// The id of the project that `text` names: a name, or an id.
    ///
    /// # Errors
    /// `NotFound`, with the names there are; `Argument` where two share the name.
    pub fn find_project(&self, text: &str) -> Result<i32> {
        let names: Vec<_> = self
            .projects
            .iter()
            .map(|project| (project.id, project.name.as_str()))
            .collect();
        project::find(&names, text).map(|place| names[place].0)
    }
}

impl Dataset {
    /// What the manifest of a report of this data set says, where it is not from
    /// a store: of the tables, those that the index engine keeps.
    pub fn origin(&self) -> Origin {
        let inputs = self.table_rows().map(|(table, rows)| InputTable {
            table: table.to_owned(),
            rows: i64::try_from(rows).unwrap_or(i64::MAX),
        });
        let projects = self.named_projects().map(|(id, name)| ReportedProject {
            id,
            name: name.to_owned(),
        });
        Origin {
            inputs: inputs.collect(),
            projects: projects.collect(),
            ..Origin::default()
        }
    }
}
