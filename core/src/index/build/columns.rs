//! Batches as typed columns.

use arrow::array::{
    Array, AsArray, Float64Array, Int32Array, Int64Array, ListArray, RecordBatch, StringArray,
    TimestampMicrosecondArray,
};
use arrow::datatypes::{Float64Type, Int32Type, Int64Type, TimestampMicrosecondType};

use crate::index::build::Origin;
use crate::index::record::Counts;
use crate::schema::{METRICS, Table};
use crate::{Error, ErrorKind, Result};

/// Checks that `rows` has the columns of `table`, in its types, and no NULL
/// where the table has none.
pub(super) fn check(table: &Table, rows: &RecordBatch) -> Result<()> {
    let wrong = |column: &str, what: String| {
        Error::new(
            ErrorKind::Corrupt,
            format!("a batch of {} {what}", table.name),
        )
        .in_field(column)
    };
    for column in table.columns {
        let Some(array) = rows.column_by_name(column.name) else {
            return Err(wrong(column.name, "lacks a column".to_owned()));
        };
        if !array.data_type().equals_datatype(&column.kind.arrow()) {
            return Err(wrong(
                column.name,
                format!(
                    "has {} where {} is expected",
                    array.data_type(),
                    column.kind.arrow()
                ),
            ));
        }
        // Incoming posts may name their platform instead.
        let named = column.name == "platform_id" && rows.column_by_name("platform").is_some();
        if !column.nullable && !named && array.null_count() > 0 {
            return Err(wrong(
                column.name,
                "is NULL where it must not be".to_owned(),
            ));
        }
        if let Some(list) = array.as_list_opt::<i32>()
            && list.values().null_count() > 0
        {
            return Err(wrong(column.name, "has a NULL in a list".to_owned()));
        }
    }
    Ok(())
}

/// A column of a batch that [`check`] has passed.
pub(super) fn text<'b>(rows: &'b RecordBatch, name: &str) -> Result<&'b StringArray> {
    rows.column_by_name(name)
        .and_then(|column| column.as_string_opt())
        .ok_or_else(|| lost(name))
}

pub(super) fn int<'b>(rows: &'b RecordBatch, name: &str) -> Result<&'b Int32Array> {
    rows.column_by_name(name)
        .and_then(|column| column.as_primitive_opt::<Int32Type>())
        .ok_or_else(|| lost(name))
}

pub(super) fn time<'b>(rows: &'b RecordBatch, name: &str) -> Result<&'b TimestampMicrosecondArray> {
    rows.column_by_name(name)
        .and_then(|column| column.as_primitive_opt::<TimestampMicrosecondType>())
        .ok_or_else(|| lost(name))
}

fn float<'b>(rows: &'b RecordBatch, name: &str) -> Result<&'b Float64Array> {
    rows.column_by_name(name)
        .and_then(|column| column.as_primitive_opt::<Float64Type>())
        .ok_or_else(|| lost(name))
}

fn lost(name: &str) -> Error {
    Error::new(ErrorKind::Corrupt, "a column is missing or of another type").in_field(name)
}

/// Where the rows of a batch are from; by place where the batch does not say.
#[derive(Debug)]
pub(super) struct Origins<'b> {
    source: Option<&'b Int32Array>,
    record: Option<&'b Int64Array>,
    /// The rows of the table before this batch.
    before: u64,
}

impl<'b> Origins<'b> {
    pub(super) fn new(rows: &'b RecordBatch, before: u64) -> Self {
        Self {
            source: int(rows, "source").ok(),
            record: rows
                .column_by_name("record")
                .and_then(|column| column.as_primitive_opt::<Int64Type>()),
            before,
        }
    }

    pub(super) fn get(&self, row: usize) -> Origin {
        Origin {
            source: self.source.map_or(0, |source| source.value(row)),
            record: match self.record {
                Some(record) => record.value(row).unsigned_abs(),
                None => self.before + row as u64 + 1,
            },
        }
    }
}

/// The columns of a batch of posts.
#[derive(Debug)]
pub(super) struct PostColumns<'b> {
    pub(super) id: &'b StringArray,
    pub(super) platform_id: &'b Int32Array,
    pub(super) author: &'b StringArray,
    pub(super) caption: &'b StringArray,
    pub(super) hashtags: &'b ListArray,
    pub(super) tags: &'b StringArray,
    metrics: [&'b Int64Array; 4],
    pub(super) posted_at: &'b TimestampMicrosecondArray,
    /// Sentiment, score and its trend.
    pub(super) floats: [&'b Float64Array; 3],
    pub(super) platform: Option<&'b StringArray>,
    pub(super) collected_at: Option<&'b TimestampMicrosecondArray>,
    pub(super) origins: Origins<'b>,
}

impl<'b> PostColumns<'b> {
    pub(super) fn new(rows: &'b RecordBatch, before: u64) -> Result<Self> {
        let hashtags = rows
            .column_by_name("hashtags")
            .and_then(|column| column.as_list_opt())
            .ok_or_else(|| lost("hashtags"))?;
        let metrics = rows
            .column_by_name("metrics")
            .and_then(|column| column.as_struct_opt())
            .ok_or_else(|| lost("metrics"))?;
        let mut counts = Vec::with_capacity(METRICS.len());
        for name in METRICS {
            let column = metrics
                .column_by_name(name)
                .and_then(|column| column.as_primitive_opt::<Int64Type>());
            counts.push(column.ok_or_else(|| lost(name))?);
        }
        Ok(Self {
            id: text(rows, "id")?,
            platform_id: int(rows, "platform_id")?,
            author: text(rows, "author")?,
            caption: text(rows, "caption")?,
            hashtags,
            tags: hashtags
                .values()
                .as_string_opt()
                .ok_or_else(|| lost("hashtags"))?,
            metrics: counts.try_into().map_err(|_| lost("metrics"))?,
            posted_at: time(rows, "posted_at")?,
            floats: [
                float(rows, "sentiment")?,
                float(rows, "score")?,
                float(rows, "score_trend")?,
            ],
            platform: text(rows, "platform").ok(),
            collected_at: time(rows, "collected_at").ok(),
            origins: Origins::new(rows, before),
        })
    }

    /// Likes, comments, shares, views.
    #[inline]
    pub(super) fn counts(&self, row: usize) -> Counts {
        self.metrics
            .map(|column| column.is_valid(row).then(|| column.value(row)))
    }

    /// The places of its hashtags in `tags`.
    #[inline]
    #[allow(clippy::cast_sign_loss)]
    pub(super) fn tag_places(&self, row: usize) -> std::ops::Range<usize> {
        let offsets = self.hashtags.value_offsets();
        offsets[row] as usize..offsets[row + 1] as usize
    }

    /// Its hashtags, in order.
    pub(super) fn tags(&self, row: usize) -> impl Iterator<Item = &'b str> {
        let tags = self.tags;
        self.tag_places(row).map(move |place| tags.value(place))
    }

    pub(super) fn posted_at(&self, row: usize) -> Option<i64> {
        self.posted_at
            .is_valid(row)
            .then(|| self.posted_at.value(row))
    }
}
