//! A cross-filter session.

use serde::Deserialize;
use veyl_core::index::{self, Filters, Options, Order};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::dataset::Dataset;
use crate::error::{OrThrow, Result};
use crate::json::{given, json};

/// Filters over the posts of a project or all there are. It holds no data set:
/// every call brings it along.
#[wasm_bindgen]
#[derive(Debug)]
pub struct CrossFilter(index::CrossFilter);

/// Which page of posts.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Wanted {
    order: Order,
    offset: usize,
    limit: usize,
    /// Letters of captions to keep.
    caption: Option<usize>,
}

impl Default for Wanted {
    fn default() -> Self {
        Self {
            order: Order::default(),
            offset: 0,
            limit: 50,
            caption: None,
        }
    }
}

#[wasm_bindgen]
impl CrossFilter {
    /// A session of the data set.
    #[wasm_bindgen(constructor)]
    pub fn new(dataset: &Dataset, project: Option<i32>) -> Result<Self> {
        let session = index::CrossFilter::new(dataset.inner(), project).or_throw()?;
        Ok(Self(session))
    }

    /// Replaces the filters; the summary as JSON.
    pub fn set(&mut self, dataset: &Dataset, filters: JsValue, options: JsValue) -> Result<String> {
        let filters: Filters = given(filters)?;
        let options: Options = given(options)?;
        let summary = self.0.set(dataset.inner(), filters, &options).or_throw()?;
        json(&summary)
    }

    /// A page of the posts that pass, as JSON.
    pub fn posts(&self, dataset: &Dataset, wanted: JsValue) -> Result<String> {
        let wanted: Wanted = given(wanted)?;
        let page = self
            .0
            .posts(dataset.inner(), wanted.order, wanted.offset, wanted.limit);
        let mut page = page.or_throw()?;
        if let Some(letters) = wanted.caption {
            for row in &mut page.rows {
                row.caption = match (row.caption.take(), letters) {
                    (_, 0) => None,
                    (caption, _) => caption.map(|text| text.chars().take(letters).collect()),
                };
            }
        }
        json(&page)
    }

    /// Makes what a filter on captions searches.
    #[wasm_bindgen(js_name = prepareCaptions)]
    pub fn prepare_captions(&mut self, dataset: &Dataset) -> Result<()> {
        self.0.prepare_captions(dataset.inner()).or_throw()
    }

    /// Bytes that it holds.
    pub fn memory(&self) -> usize {
        self.0.memory()
    }
}
