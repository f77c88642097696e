//! All posts of a batch of Arrow arrays at once, column by column.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, Float64Array, Int32Array, Int64Array, RecordBatch, StringArray, StringBuilder,
    StructArray, TimestampMicrosecondArray,
};

use crate::Result;
use crate::adapt::adapter::{Adapter, LONGEST_NAME};
use crate::adapt::extract::columns::{Column, Columns};
use crate::adapt::extract::place::Place;
use crate::adapt::normal::{is_trimmed, says_something};
use crate::adapt::post::{ID_BYTES, INCOMING, PLATFORM_BYTES, origin};
use crate::adapt::rule::Rule;
use crate::schema::metrics_fields;
use crate::value;

impl Adapter {
    /// The incoming posts of all rows of `batch`, of the source numbered `source`;
    /// `None` where that takes a look at each record, as where one is rejected.
    pub(crate) fn posts(
        &self,
        batch: &RecordBatch,
        source: i32,
        first_record: u64,
    ) -> Result<Option<RecordBatch>> {
        let columns = Columns::new(&self.tree, batch)?;
        let places = columns.places(self.tree.paths().len());
        let Some(mut columns) = self.columns(&places, batch.num_rows()) else {
            return Ok(None);
        };
        columns.extend(origin(source, first_record, batch.num_rows()));
        Ok(Some(RecordBatch::try_new(INCOMING.clone(), columns)?))
    }

    /// The columns of incoming posts but for those of their origin.
    fn columns(&self, places: &[Place<'_>], rows: usize) -> Option<Vec<ArrayRef>> {
        let rules = &self.rules;
        let name = |text: &str| is_trimmed(text) && text.len() <= LONGEST_NAME;
        let id = rules.id.texts(places, rows, name)?;
        let author = rules
            .author
            .texts(places, rows, |text| name(text) && !text.starts_with('@'))?;
        if id.null_count() + author.null_count() > 0 {
            return None;
        }
        let (platform_id, platform) = self.platforms(places, rows)?;
        let caption = match &rules.caption {
            Some(rule) => rule.texts(places, rows, says_something)?,
            None => StringArray::new_null(rows),
        };
        let hashtags = rules.hashtags.as_ref()?.tag_lists(places, &caption)?;
        let time = |rule: &Option<Rule>| {
            let times = match rule {
                Some(rule) => rule.times(places, rows)?,
                None => TimestampMicrosecondArray::new_null(rows),
            };
            Some(Arc::new(times))
        };
        let float = |rule: &Option<Rule>, fit: fn(f64) -> bool| {
            let floats = match rule {
                Some(rule) => rule.floats(places, rows, fit)?,
                None => Float64Array::new_null(rows),
            };
            Some(Arc::new(floats))
        };
        Some(vec![
            match &platform {
                Some(platform) => Arc::new(self.whole_ids(&id, platform)),
                None => Arc::new(id),
            },
            Arc::new(platform_id),
            Arc::new(author),
            Arc::new(caption),
            Arc::new(hashtags),
            self.metrics(places, rows)?,
            time(&rules.posted_at)?,
            float(&rules.sentiment, |number| (-1.0..=1.0).contains(&number))?,
            float(&rules.score, f64::is_finite)?,
            float(&rules.score_trend, f64::is_finite)?,
            Arc::new(platform.unwrap_or_else(|| StringArray::new_null(rows))),
            time(&rules.collected_at)?,
        ])
    }

    /// The ids of the platforms, or else their names.
    fn platforms(
        &self,
        places: &[Place<'_>],
        rows: usize,
    ) -> Option<(Int32Array, Option<StringArray>)> {
        if let Some(rule) = &self.rules.platform_id {
            match rule.column(places)? {
                Column::Null => {}
                Column::Int(ids) => {
                    let narrow = |id: Option<i64>| id.and_then(|id| i32::try_from(id).ok());
                    let ids: Option<Vec<i32>> = ids.iter().map(narrow).collect();
                    return Some((Int32Array::from(ids?), None));
                }
                _ => return None,
            }
        }
        let names = match &self.rules.platform {
            Some(rule) if !matches!(rule.column(places)?, Column::Null) => {
                normal_names(&rule.texts(places, rows, |_| true)?)?
            }
            _ => {
                let platform = self.platform.as_deref()?;
                StringArray::from_iter_values(std::iter::repeat_n(platform, rows))
            }
        };
        Some((Int32Array::new_null(rows), Some(names)))
    }

    /// The ids with the platforms before them.
    fn whole_ids(&self, natives: &StringArray, platforms: &StringArray) -> StringArray {
        let rows = natives.len();
        let mut ids = StringBuilder::with_capacity(rows, rows * ID_BYTES);
        let mut id = String::new();
        for (native, platform) in natives.iter().flatten().zip(platforms.iter().flatten()) {
            id.clear();
            if !self.is_whole(native, platform) {
                id.push_str(platform);
                id.push('_');
            }
            id.push_str(native);
            ids.append_value(&id);
        }
        ids.finish()
    }

    /// The counts as a struct.
    fn metrics(&self, places: &[Place<'_>], rows: usize) -> Option<ArrayRef> {
        if let Some(rule) = &self.rules.metrics
            && !matches!(rule.column(places)?, Column::Null | Column::Struct(..))
        {
            // JSON texts.
            return None;
        }
        let count = |rule: &Option<Rule>| {
            let counts = match rule {
                Some(rule) => rule.counts(places, rows)?,
                None => Int64Array::new_null(rows),
            };
            Some(Arc::new(counts) as ArrayRef)
        };
        let counts: Option<Vec<ArrayRef>> = self.rules.counts.iter().map(count).collect();
        let counts = StructArray::try_new_with_length(metrics_fields(), counts?, None, rows);
        Some(Arc::new(counts.ok()?))
    }
}

/// The names of platforms in their normal form; `None` where one has none.
fn normal_names(names: &StringArray) -> Option<StringArray> {
    let mut normal = StringBuilder::with_capacity(names.len(), names.len() * PLATFORM_BYTES);
    let mut last: Option<(&str, String)> = None;
    for name in names {
        let name = name?;
        if last.as_ref().is_none_or(|(same, _)| *same != name) {
            last = Some((name, value::platform::normalize(name).ok()?));
        }
        normal.append_option(last.as_ref().map(|(_, name)| name));
    }
    Some(normal.finish())
}
