//! A post on its way in, and the Arrow batches that posts are collected in.

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use arrow::array::{
    ArrayRef, Float64Builder, Int32Array, Int32Builder, Int64Array, Int64Builder, ListBuilder,
    NullBufferBuilder, RecordBatch, StringBuilder, StructArray, TimestampMicrosecondBuilder,
};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};

use crate::Result;
use crate::schema::{Table, list_item, metrics_fields};

/// One post, as an adapter makes it from one record.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Post<'a> {
    pub(crate) id: Cow<'a, str>,
    pub(crate) platform: Option<Cow<'a, str>>,
    pub(crate) platform_id: Option<i32>,
    pub(crate) author: Cow<'a, str>,
    pub(crate) caption: Option<Cow<'a, str>>,
    pub(crate) hashtags: Vec<Cow<'a, str>>,
    /// Likes, comments, shares, views.
    pub(crate) metrics: [Option<i64>; 4],
    pub(crate) posted_at: Option<i64>,
    pub(crate) sentiment: Option<f64>,
    pub(crate) score: Option<f64>,
    pub(crate) score_trend: Option<f64>,
    pub(crate) collected_at: Option<i64>,
}

/// The columns of incoming posts beside those of `posts`: the platform by name
/// (where the record does not say its id), when the row was collected (for
/// telling duplicates apart), and where it came from (for reject messages).
pub(crate) const EXTRA: [&str; 4] = ["platform", "collected_at", "source", "record"];

/// The schema of a batch of incoming posts: the canonical columns, with
/// `platform_id` possibly NULL, then [`EXTRA`].
pub(crate) static INCOMING: LazyLock<SchemaRef> = LazyLock::new(|| {
    let mut fields: Vec<Field> = Table::posts()
        .arrow()
        .fields()
        .iter()
        .map(|field| match field.name().as_str() {
            "platform_id" => Field::new("platform_id", DataType::Int32, true),
            _ => field.as_ref().clone(),
        })
        .collect();
    let time = DataType::Timestamp(TimeUnit::Microsecond, None);
    for (name, kind) in
        EXTRA
            .into_iter()
            .zip([DataType::Utf8, time, DataType::Int32, DataType::Int64])
    {
        let nullable = matches!(name, "platform" | "collected_at");
        fields.push(Field::new(name, kind, nullable));
    }
    Arc::new(Schema::new(fields))
});

/// Bytes that ids and names of platforms usually need.
pub(crate) const ID_BYTES: usize = 32;
pub(crate) const PLATFORM_BYTES: usize = 12;

/// Where the rows of a batch came from, as the last two columns of incoming rows.
pub(crate) fn origin(source: i32, first_record: u64, rows: usize) -> [ArrayRef; 2] {
    let records = (first_record..).take(rows);
    let records = records.map(|record| i64::try_from(record).unwrap_or(i64::MAX));
    [
        Arc::new(Int32Array::from_value(source, rows)),
        Arc::new(Int64Array::from_iter_values(records)),
    ]
}

/// Collects posts into one Arrow batch.
#[derive(Debug)]
pub(crate) struct PostBatch {
    source: i32,
    rows: usize,
    id: StringBuilder,
    platform_id: Int32Builder,
    author: StringBuilder,
    caption: StringBuilder,
    hashtags: ListBuilder<StringBuilder>,
    metrics: [Int64Builder; 4],
    posted_at: TimestampMicrosecondBuilder,
    sentiment: Float64Builder,
    score: Float64Builder,
    score_trend: Float64Builder,
    platform: StringBuilder,
    collected_at: TimestampMicrosecondBuilder,
    record: Int64Builder,
}

impl PostBatch {
    /// An empty batch for `records` records of the source numbered `source`.
    pub(crate) fn new(source: i32, records: usize) -> Self {
        // What posts usually need: growing costs as much as filling.
        let texts = |bytes: usize| StringBuilder::with_capacity(records, records * bytes);
        let times = || TimestampMicrosecondBuilder::with_capacity(records);
        let floats = || Float64Builder::with_capacity(records);
        let tags = StringBuilder::with_capacity(records * 4, records * 32);
        Self {
            source,
            rows: 0,
            id: texts(ID_BYTES),
            platform_id: Int32Builder::with_capacity(records),
            author: texts(24),
            caption: texts(192),
            hashtags: ListBuilder::with_capacity(tags, records).with_field(list_item()),
            metrics: std::array::from_fn(|_| Int64Builder::with_capacity(records)),
            posted_at: times(),
            sentiment: floats(),
            score: floats(),
            score_trend: floats(),
            platform: texts(PLATFORM_BYTES),
            collected_at: times(),
            record: Int64Builder::with_capacity(records),
        }
    }

    /// Adds a post that came from record `record` of the source.
    pub(crate) fn push(&mut self, post: &Post<'_>, record: u64) {
        self.rows += 1;
        self.id.append_value(&post.id);
        self.platform_id.append_option(post.platform_id);
        self.author.append_value(&post.author);
        self.caption.append_option(post.caption.as_deref());
        for tag in &post.hashtags {
            self.hashtags.values().append_value(tag);
        }
        self.hashtags.append(true);
        for (builder, count) in self.metrics.iter_mut().zip(post.metrics) {
            builder.append_option(count);
        }
        self.posted_at.append_option(post.posted_at);
        self.sentiment.append_option(post.sentiment);
        self.score.append_option(post.score);
        self.score_trend.append_option(post.score_trend);
        self.platform.append_option(post.platform.as_deref());
        self.collected_at.append_option(post.collected_at);
        // A source of 2^63 records can not exist.
        self.record
            .append_value(i64::try_from(record).unwrap_or(i64::MAX));
    }

    /// The posts as one batch of the schema [`INCOMING`].
    pub(crate) fn finish(mut self) -> Result<RecordBatch> {
        let counts: Vec<ArrayRef> = self
            .metrics
            .iter_mut()
            .map(|builder| Arc::new(builder.finish()) as ArrayRef)
            .collect();
        let mut present = NullBufferBuilder::new(self.rows);
        present.append_n_non_nulls(self.rows);
        let metrics = StructArray::try_new_with_length(
            metrics_fields(),
            counts,
            present.finish(),
            self.rows,
        )?;
        let columns: Vec<ArrayRef> = vec![
            Arc::new(self.id.finish()),
            Arc::new(self.platform_id.finish()),
            Arc::new(self.author.finish()),
            Arc::new(self.caption.finish()),
            Arc::new(self.hashtags.finish()),
            Arc::new(metrics),
            Arc::new(self.posted_at.finish()),
            Arc::new(self.sentiment.finish()),
            Arc::new(self.score.finish()),
            Arc::new(self.score_trend.finish()),
            Arc::new(self.platform.finish()),
            Arc::new(self.collected_at.finish()),
            Arc::new(Int32Array::from_value(self.source, self.rows)),
            Arc::new(self.record.finish()),
        ];
        Ok(RecordBatch::try_new(INCOMING.clone(), columns)?)
    }
}
