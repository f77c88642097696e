//! Projects as they would be written into a projects file.

use crate::index::dataset::Dataset;
use crate::index::project::Project;
use crate::project::{ProjectSpec, ProjectsFile};

impl Dataset {
    /// Ids and specs of the projects, by id. Applying a spec to the data set that
    /// it is from changes nothing.
    pub fn project_specs(&self) -> Vec<(i32, ProjectSpec)> {
        let projects = self.projects.iter();
        projects
            .map(|project| (project.id, self.spec(project)))
            .collect()
    }

    /// The projects as the TOML of a projects file.
    pub fn projects_toml(&self) -> String {
        let specs = self.project_specs().into_iter();
        let projects = specs.map(|(_, spec)| spec).collect();
        ProjectsFile { projects }.to_string()
    }

    fn spec(&self, project: &Project) -> ProjectSpec {
        let about = &project.about;
        let on = |platform: u16, name: &str| format!("{}:{name}", self.platforms.name(platform));
        let mut hashtags = about.hashtags.clone();
        for followed in &project.hashtags {
            let name = self.hashtags.name(followed.hashtag);
            if !about.hashtags.iter().any(|known| known == name) {
                hashtags.push(on(self.hashtags.platform(followed.hashtag), name));
            }
        }
        let mut creators = about.creators.clone();
        for creator in &project.creators {
            let name = self.creators.author(*creator);
            if !about.creators.iter().any(|known| known == name) {
                creators.push(on(self.creators.platform(*creator), name));
            }
        }
        // JSON text in its normal form, or what a table of projects brought.
        let platforms = project.platforms.as_deref().unwrap_or("[]");
        ProjectSpec {
            name: project.name.clone(),
            description: about.description.clone(),
            status: Some(about.status.clone()),
            platforms: serde_json::from_str(platforms).unwrap_or_default(),
            scope_type: Some(project.scope_type.name().to_owned()),
            scope_query: project.scope.as_ref().map(ToString::to_string),
            hashtags,
            creators,
        }
    }
}
