//! A data set in the page's memory.

use serde::Serialize;
use veyl_core::index::{self, listing::Ask};
use veyl_core::project::{ProjectSpec, ProjectsFile};
use veyl_core::view::{Projects, View};
use veyl_core::write::{BatchWriter, Format, IpcStreamWriter};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::{OrThrow, Result};
use crate::file::File;
use crate::json::{given, json};
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
        let specs: Vec<ProjectSpec> = given(specs)?;
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
        let view = View::named(name).or_throw()?;
        let batches = self.0.view(view, chosen(projects.as_deref())).or_throw()?;
        // Room for all of it at once: to grow is to copy, again and again.
        let mut room = 0;
        for batch in &batches {
            room += batch.get_array_memory_size();
        }
        let mut bytes = Vec::with_capacity(room);
        let mut writer = IpcStreamWriter::new(&mut bytes);
        writer.start(&view.arrow()).or_throw()?;
        for batch in &batches {
            writer.write(batch).or_throw()?;
        }
        writer.finish().or_throw()?;
        drop(writer);
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

    /// What it holds in memory, as JSON.
    pub fn memory(&self) -> Result<String> {
        json(&self.0.memory())
    }

    /// How much of everything it has, as JSON.
    pub fn counts(&self) -> Result<String> {
        json(&self.0.counts())
    }

    /// The platforms as JSON.
    pub fn platforms(&self) -> Result<String> {
        json(&self.0.list_platforms())
    }

    /// The hashtags asked for, as JSON.
    pub fn hashtags(&self, ask: JsValue) -> Result<String> {
        let ask: Ask = given(ask)?;
        json(&self.0.list_hashtags(&ask).or_throw()?)
    }

    /// The creators asked for, as JSON.
    pub fn creators(&self, ask: JsValue) -> Result<String> {
        let ask: Ask = given(ask)?;
        json(&self.0.list_creators(&ask).or_throw()?)
    }

    /// The projects as JSON.
    pub fn projects(&self) -> Result<String> {
        let specs = self.0.project_specs().into_iter();
        let known: Vec<_> = specs.map(|(id, spec)| Known { id, spec }).collect();
        json(&known)
    }

    /// The projects as a projects file.
    #[wasm_bindgen(js_name = projectsToml)]
    pub fn projects_toml(&self) -> String {
        self.0.projects_toml()
    }

    /// A table as an Arrow IPC stream.
    pub fn table(&self, name: &str) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut writer = IpcStreamWriter::new(&mut bytes);
        self.0.table_into(name, &mut writer).or_throw()?;
        drop(writer);
        Ok(bytes)
    }

    /// How many places of posts a table has.
    pub fn places(&self, name: &str) -> Result<usize> {
        self.0.places(name).or_throw()
    }

    /// The part of a table from the place `start` on, as an Arrow IPC stream.
    #[wasm_bindgen(js_name = tablePart)]
    pub fn table_part(&self, name: &str, start: usize, posts: usize) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut writer = IpcStreamWriter::new(&mut bytes);
        self.0
            .table_part_into(name, start..start.saturating_add(posts), &mut writer)
            .or_throw()?;
        drop(writer);
        Ok(bytes)
    }

    /// A table as a file.
    #[wasm_bindgen(js_name = exportTable)]
    pub fn export_table(&self, name: &str, format: &str) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let format: Format = format.parse().or_throw()?;
        let mut writer = format.exact_writer(&mut bytes);
        self.0.table_into(name, writer.as_mut()).or_throw()?;
        drop(writer);
        Ok(bytes)
    }

    pub(crate) fn inner(&self) -> &index::Dataset {
        &self.0
    }
}

/// A project with its id.
#[derive(Serialize)]
struct Known {
    id: i32,
    #[serde(flatten)]
    spec: ProjectSpec,
}

fn chosen(projects: Option<&[i32]>) -> Projects<'_> {
    projects.map_or(Projects::All, Projects::Only)
}
