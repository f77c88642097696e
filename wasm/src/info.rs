//! What can be asked without a data set.

use serde::Serialize;
use veyl_core::notebook::{fill_first, fill_text};
use veyl_core::read::read_arrow;
use veyl_core::view::VIEWS;
use veyl_core::write::Format;
use veyl_core::{schema, scope};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::{OrThrow, Result};
use crate::json::json;

/// The version of veyl.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Readable {
    name: String,
    about: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    platform: Option<String>,
    recognised_by: String,
}

/// The export formats as JSON.
#[wasm_bindgen]
pub fn formats() -> Result<String> {
    let formats = veyl_core::formats().into_iter();
    let formats: Vec<_> = formats
        .map(|format| Readable {
            recognised_by: format.recognised_by(),
            name: format.name,
            about: format.title,
            platform: format.platform,
        })
        .collect();
    json(&formats)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Viewable {
    name: &'static str,
    about: &'static str,
    per_project: bool,
    order: &'static str,
    sql: &'static str,
    columns: Vec<Column>,
}

#[derive(Serialize)]
struct Column {
    name: String,
    r#type: String,
}

/// The views as JSON.
#[wasm_bindgen]
pub fn views() -> Result<String> {
    let views: Vec<_> = VIEWS
        .iter()
        .map(|view| Viewable {
            name: view.name,
            about: view.about,
            per_project: view.is_per_project(),
            order: view.order,
            sql: view.sql,
            columns: view
                .arrow()
                .fields()
                .iter()
                .map(|field| Column {
                    name: field.name().clone(),
                    r#type: field.data_type().to_string(),
                })
                .collect(),
        })
        .collect();
    json(&views)
}

/// What the SQL of the views stands on.
#[wasm_bindgen(js_name = schemaSql)]
pub fn schema_sql() -> String {
    schema::SQL.to_owned()
}

/// A scope query in normal form.
#[wasm_bindgen(js_name = parseScope)]
pub fn parse_scope(query: &str) -> Result<String> {
    let scope = scope::parse(query).or_throw()?;
    Ok(scope.to_string())
}

/// Arrow IPC as a file of another format.
#[wasm_bindgen]
pub fn convert(ipc: Vec<u8>, to: &str) -> Result<Vec<u8>> {
    let format: Format = to.parse().or_throw()?;
    let (schema, batches) = read_arrow(ipc).or_throw()?;
    let mut bytes = Vec::new();
    let mut writer = format.writer(&mut bytes);
    writer.start(&schema).or_throw()?;
    for batch in &batches {
        writer.write(batch).or_throw()?;
    }
    writer.finish().or_throw()?;
    drop(writer);
    Ok(bytes)
}

/// A column of the first row of Arrow IPC, in a format of notebooks.
#[wasm_bindgen(js_name = formatFirst)]
pub fn format_first(ipc: Vec<u8>, column: &str, format: &str) -> Result<String> {
    let (schema, batches) = read_arrow(ipc).or_throw()?;
    fill_first(schema, batches, column, format).or_throw()
}

/// The text of a parameter in a format of notebooks.
#[wasm_bindgen(js_name = formatText)]
pub fn format_text(text: &str, format: &str) -> Result<String> {
    fill_text(text, format).or_throw()
}
