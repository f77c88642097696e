//! A load: its options on the way in, what it tells on the way, its report.

use std::collections::BTreeMap;

use js_sys::Function;
use serde::{Deserialize, Serialize};
use veyl_core::load::{LoadObserver, LoadOptions, LoadReport, Mapping, SourceReport};
use veyl_core::{Reject, Result as CoreResult};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::{OrThrow, Result};
use crate::json::{given, json};

/// So many rejects go into a report; every one is told as it comes.
const MOST_REJECTS: usize = 1000;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Given {
    format: Option<String>,
    mapping: Option<String>,
    platform: Option<String>,
    max_rejects: Option<String>,
    dry_run: Option<bool>,
    now: i64,
}

/// The options of a load.
pub(crate) fn options(value: JsValue) -> Result<LoadOptions> {
    let given: Given = given(value)?;
    let mapping = given
        .mapping
        .as_deref()
        .map(|text| Mapping::parse(text, "mapping"));
    let max_rejects = given.max_rejects.as_deref().map(str::parse);
    Ok(LoadOptions {
        format: given.format,
        mapping: mapping.transpose().or_throw()?,
        platform: given.platform,
        max_rejects: max_rejects.transpose().or_throw()?,
        dry_run: given.dry_run.unwrap_or_default(),
        now: given.now,
        threads: Some(1),
    })
}

#[wasm_bindgen]
extern "C" {
    /// `{ opened?, progress?, rejected? }`, each called with JSON or numbers.
    pub type Callbacks;

    #[wasm_bindgen(method, getter)]
    fn opened(this: &Callbacks) -> Option<Function>;

    #[wasm_bindgen(method, getter)]
    fn progress(this: &Callbacks) -> Option<Function>;

    #[wasm_bindgen(method, getter)]
    fn rejected(this: &Callbacks) -> Option<Function>;
}

/// Tells JavaScript how a load goes. What its functions throw is theirs to deal with.
pub(crate) struct Observer {
    opened: Option<Function>,
    progress: Option<Function>,
    rejected: Option<Function>,
    pub(crate) rejects: Vec<SourceReject>,
}

impl Observer {
    pub(crate) fn new(callbacks: &Callbacks) -> Self {
        Self {
            opened: callbacks.opened(),
            progress: callbacks.progress(),
            rejected: callbacks.rejected(),
            rejects: Vec::new(),
        }
    }
}

fn call(function: &Function, argument: impl Into<JsValue>) {
    let _ = function.call1(&JsValue::NULL, &argument.into());
}

#[derive(Serialize)]
struct Opened<'o> {
    source: &'o str,
    bytes: Option<u64>,
    format: &'o str,
    why: &'o str,
}

/// A reject with the source it is from.
#[derive(Serialize)]
pub(crate) struct SourceReject {
    source: String,
    #[serde(flatten)]
    reject: Reject,
}

impl LoadObserver for Observer {
    fn opened(&mut self, source: &str, bytes: Option<u64>, format: &str, why: &str) {
        let opened = Opened {
            source,
            bytes,
            format,
            why,
        };
        if let (Some(function), Ok(text)) = (&self.opened, json(&opened)) {
            call(function, text);
        }
    }

    fn progress(&mut self, bytes: u64) {
        if let Some(function) = &self.progress {
            call(function, bytes as f64);
        }
    }

    fn rejected(&mut self, source: &str, reject: &Reject) -> CoreResult<()> {
        let reject = SourceReject {
            source: source.to_owned(),
            reject: reject.clone(),
        };
        if let (Some(function), Ok(text)) = (&self.rejected, json(&reject)) {
            call(function, text);
        }
        if self.rejects.len() < MOST_REJECTS {
            self.rejects.push(reject);
        }
        Ok(())
    }
}

/// A load report as JavaScript has it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Loaded<'r> {
    sources: &'r [SourceReport],
    reasons: &'r BTreeMap<String, u64>,
    new_posts: u64,
    updated_posts: u64,
    unchanged_posts: u64,
    disagreements: u64,
    changed: bool,
    rejects: Vec<SourceReject>,
}

impl<'r> Loaded<'r> {
    pub(crate) fn new(report: &'r LoadReport, rejects: Vec<SourceReject>) -> Self {
        Self {
            sources: &report.sources,
            reasons: &report.reasons,
            new_posts: report.new_posts,
            updated_posts: report.updated_posts,
            unchanged_posts: report.unchanged_posts,
            disagreements: report.disagreements,
            changed: report.changed,
            rejects,
        }
    }
}
