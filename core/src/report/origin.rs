//! What a report is made from.

use crate::index::Dataset;
use crate::project;
use crate::report::{InputTable, Origin, ReportedProject};
use crate::{Error, ErrorKind, Result};

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

    /// The project of an id.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub fn project(&self, id: i32) -> Result<&ReportedProject> {
        let found = self.projects.iter().find(|project| project.id == id);
        found.ok_or_else(|| {
            Error::new(
                ErrorKind::NotFound,
                format!("there is no project of the id {id}"),
            )
        })
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
        let projects = self.projects.iter().map(|project| ReportedProject {
            id: project.id,
            name: project.name.clone(),
            description: project.about.description.clone(),
            platforms: named_platforms(project.platforms.as_deref()),
            scope_type: project.scope_type.name().to_owned(),
            scope_query: project.scope.as_ref().map(ToString::to_string),
        });
        Origin {
            inputs: inputs.collect(),
            projects: projects.collect(),
            ..Origin::default()
        }
    }
}

/// The platforms of a project, from the JSON text in its table.
pub(crate) fn named_platforms(list: Option<&str>) -> Vec<String> {
    // A list that is none was refused when it was loaded.
    list.and_then(|list| serde_json::from_str(list).ok())
        .unwrap_or_default()
}
