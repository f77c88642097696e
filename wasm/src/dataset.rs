//! A data set in the page's memory.

use veyl_core::index;
use veyl_core::project::{ProjectSpec, ProjectsFile};
use veyl_core::view::{Projects, View};
use veyl_core::write::{Format, IpcStreamWriter};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::{OrThrow, Result};
use crate::file::File;
use crate::json::json;
use crate::load::{Callbacks, Loaded, Observer, options};

/// Posts, hashtags and projects, and every view of them.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct Dataset(index::Dataset);

#[wasm_bindgen]
impl Dataset {
    /// An empty one.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// One from the bytes of a snapshot.
    #[wasm_bindgen(js_name = fromSnapshot)]
    pub fn from_snapshot(bytes: Vec<u8>) -> Result<Self> {
        let dataset = index::Dataset::from_snapshot(bytes.into()).or_throw()?;
        Ok(Self(dataset))
    }

    /// The bytes of a snapshot.
    pub fn snapshot(&self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.0.write_snapshot(&mut bytes).or_throw()?;
        Ok(bytes)
    }

    /// Loads files; a load report as JSON.
    pub fn load(
        &mut self,
        files: Vec<File>,
        options_given: JsValue,
        callbacks: Callbacks,
    ) -> Result<String> {
        let options = options(options_given)?;
        let inputs: Vec<_> = files.iter().map(File::input).collect();
        let mut observer = Observer::new(&callbacks);
        let report = self.0.load(&inputs, &options, &mut observer).or_throw()?;
        json(&Loaded::new(&report, observer.rejects))
    }

    /// Deletes posts.
    #[wasm_bindgen(js_name = deletePosts)]
    pub fn delete_posts(&mut self, ids: Vec<String>) -> Result<()> {
        self.0.delete_posts(&ids).or_throw()
    }

    /// Makes projects be as these specs say; what was done with each, as JSON.
    #[wasm_bindgen(js_name = applyProjects)]
    pub fn apply_projects(&mut self, specs: JsValue, now: f64) -> Result<String> {
        let specs: Vec<ProjectSpec> = crate::load::given(specs)?;
        self.apply(&specs, now)
    }

    /// As the last one, from the TOML of a projects file.
    #[wasm_bindgen(js_name = applyProjectsToml)]
    pub fn apply_projects_toml(&mut self, text: &str, now: f64) -> Result<String> {
        let file = ProjectsFile::parse(text, "projects.toml").or_throw()?;
        self.apply(&file.projects, now)
    }

    fn apply(&mut self, specs: &[ProjectSpec], now: f64) -> Result<String> {
        #[allow(clippy::cast_possible_truncation, reason = "the clock's microseconds")]
        let applied = self.0.apply_projects(specs, now as i64).or_throw()?;
        json(&applied)
    }

    /// Removes a project.
    #[wasm_bindgen(js_name = removeProject)]
    pub fn remove_project(&mut self, id: i32) -> Result<()> {
        self.0.remove_project(id).or_throw()
    }

    /// A view as an Arrow IPC stream.
    pub fn view(&self, name: &str, projects: Option<Vec<i32>>) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let view = View::named(name).or_throw()?;
        self.0
            .view_into(
                view,
                chosen(projects.as_deref()),
                &mut IpcStreamWriter::new(&mut bytes),
            )
            .or_throw()?;
        Ok(bytes)
    }

    /// A view as a file.
    #[wasm_bindgen(js_name = exportView)]
    pub fn export_view(
        &self,
        name: &str,
        format: &str,
        projects: Option<Vec<i32>>,
    ) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let view = View::named(name).or_throw()?;
        let format: Format = format.parse().or_throw()?;
        let mut writer = format.writer(&mut bytes);
        self.0
            .view_into(view, chosen(projects.as_deref()), writer.as_mut())
            .or_throw()?;
        drop(writer);
        Ok(bytes)
    }
}

fn chosen(projects: Option<&[i32]>) -> Projects<'_> {
    projects.map_or(Projects::All, Projects::Only)
}
