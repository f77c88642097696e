//! Columns that hold canonical rows already, as `veyl export` writes them: they
//! are looked over and taken as they are. Where one value of a batch is not in
//! its normal form, the whole batch goes the way of any other, record by record.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, Float64Array, Int32Array, Int64Array, ListArray, RecordBatch,
    StringArray, StructArray, TimestampMicrosecondArray, new_null_array,
};
use arrow::datatypes::{
    DataType, Field, Float64Type, Int32Type, Int64Type, Schema, TimestampMicrosecondType,
};

use crate::Result;
use crate::adapt::adapter::LONGEST_NAME;
use crate::adapt::post::INCOMING;
use crate::schema::{METRICS, Table, list_item, metrics_fields};
use crate::value;
use crate::value::time::{MAX, MIN};

/// Incoming posts out of the columns of `batch`, or `None` where they are not
/// canonical.
pub(crate) fn posts(
    batch: &RecordBatch,
    source: i32,
    first_record: u64,
) -> Result<Option<RecordBatch>> {
    // Counts in columns of their own fill in for those of the struct.
    if METRICS
        .iter()
        .any(|name| batch.column_by_name(name).is_some())
    {
        return Ok(None);
    }
    let Some(columns) = post_columns(batch) else {
        return Ok(None);
    };
    let rows = batch.num_rows();
    let null = |name: &str| -> Result<ArrayRef> {
        Ok(new_null_array(
            INCOMING.field_with_name(name)?.data_type(),
            rows,
        ))
    };
    let mut columns = columns;
    columns.extend([null("platform")?, null("collected_at")?]);
    columns.extend(origin(source, first_record, rows));
    Ok(Some(RecordBatch::try_new(INCOMING.clone(), columns)?))
}

/// Rows of another table, likewise; only of the two that grow with the posts.
pub(crate) fn table(
    table: &Table,
    batch: &RecordBatch,
    source: i32,
    first_record: u64,
) -> Result<Option<RecordBatch>> {
    let columns = match table.name {
        "post_hashtags" => links(batch),
        "hashtags" => hashtags(batch),
        _ => None,
    };
    let Some(mut columns) = columns else {
        return Ok(None);
    };
    columns.extend(origin(source, first_record, batch.num_rows()));
    let mut fields: Vec<Field> = table
        .columns
        .iter()
        .map(|column| Field::new(column.name, column.kind.arrow(), true))
        .collect();
    fields.push(Field::new("source", DataType::Int32, false));
    fields.push(Field::new("record", DataType::Int64, false));
    let schema = Arc::new(Schema::new(fields));
    Ok(Some(RecordBatch::try_new(schema, columns)?))
}

fn origin(source: i32, first_record: u64, rows: usize) -> [ArrayRef; 2] {
    let records = (first_record..).take(rows);
    let records = records.map(|record| i64::try_from(record).unwrap_or(i64::MAX));
    [
        Arc::new(Int32Array::from_value(source, rows)),
        Arc::new(Int64Array::from_iter_values(records)),
    ]
}

fn links(batch: &RecordBatch) -> Option<Vec<ArrayRef>> {
    let posts = texts(batch, "post_id")?;
    let hashtags = ints(batch, "hashtag_id")?;
    let fits = posts.iter().flatten().all(is_trimmed);
    fits.then(|| vec![array(posts), array(hashtags)])
}

fn hashtags(batch: &RecordBatch) -> Option<Vec<ArrayRef>> {
    let names = texts(batch, "name")?;
    let fits = names.iter().flatten().all(is_hashtag);
    let (id, platform) = (ints(batch, "id")?, ints(batch, "platform_id")?);
    let times = [times(batch, "last_scraped")?, times(batch, "updated_at")?];
    let [last_scraped, updated_at] = times;
    fits.then(|| {
        vec![
            array(id),
            array(names),
            array(platform),
            last_scraped,
            updated_at,
        ]
    })
}

fn post_columns(batch: &RecordBatch) -> Option<Vec<ArrayRef>> {
    let id = texts(batch, "id")?;
    let author = texts(batch, "author")?;
    let name = |text: &str| is_trimmed(text) && text.len() <= LONGEST_NAME;
    let named = |text: &str| name(text) && !text.starts_with('@');
    let caption = batch.column_by_name("caption")?.as_string_opt::<i32>()?;
    if !id.iter().flatten().all(name)
        || !author.iter().flatten().all(named)
        || !caption.iter().flatten().all(says_something)
    {
        return None;
    }
    Some(vec![
        array(id),
        array(ints(batch, "platform_id")?),
        array(author),
        array(caption),
        tag_lists(batch)?,
        metrics(batch)?,
        times(batch, "posted_at")?,
        floats(batch, "sentiment", |number| (-1.0..=1.0).contains(&number))?,
        floats(batch, "score", f64::is_finite)?,
        floats(batch, "score_trend", f64::is_finite)?,
    ])
}

fn array<A: Array + Clone + 'static>(array: &A) -> ArrayRef {
    Arc::new(array.clone())
}

/// Texts without NULLs.
fn texts<'b>(batch: &'b RecordBatch, name: &str) -> Option<&'b StringArray> {
    let column = batch.column_by_name(name)?.as_string_opt::<i32>()?;
    (column.null_count() == 0).then_some(column)
}

/// Integers without NULLs.
fn ints<'b>(batch: &'b RecordBatch, name: &str) -> Option<&'b Int32Array> {
    let column = batch
        .column_by_name(name)?
        .as_primitive_opt::<Int32Type>()?;
    (column.null_count() == 0).then_some(column)
}

/// Times within their range.
fn times(batch: &RecordBatch, name: &str) -> Option<ArrayRef> {
    let column = batch.column_by_name(name)?;
    let column = column.as_primitive_opt::<TimestampMicrosecondType>()?;
    let utc = column.timezone().is_none_or(|zone| zone == "UTC");
    let fits = utc && column.iter().flatten().all(|at| (MIN..=MAX).contains(&at));
    fits.then(|| {
        let column: TimestampMicrosecondArray = column.clone();
        Arc::new(column.with_timezone_opt(None::<&str>)) as ArrayRef
    })
}

/// Floats that are all `fit`; a NaN is none.
fn floats(batch: &RecordBatch, name: &str, fit: impl Fn(f64) -> bool) -> Option<ArrayRef> {
    let column: &Float64Array = batch
        .column_by_name(name)?
        .as_primitive_opt::<Float64Type>()?;
    column.iter().flatten().all(fit).then(|| array(column))
}

/// Lists of hashtags in normal form, each once.
fn tag_lists(batch: &RecordBatch) -> Option<ArrayRef> {
    let lists = batch.column_by_name("hashtags")?.as_list_opt::<i32>()?;
    let tags = lists.values().as_string_opt::<i32>()?;
    if lists.null_count() + tags.null_count() > 0 || !tags.iter().flatten().all(is_hashtag) {
        return None;
    }
    let distinct = lists.value_offsets().windows(2).all(|bounds| {
        let places = usize::try_from(bounds[0]).unwrap_or_default()
            ..usize::try_from(bounds[1]).unwrap_or_default();
        // A list this long has a look of its own.
        places.len() <= 64
            && places.clone().all(|place| {
                let earlier = places.start..place;
                earlier
                    .into_iter()
                    .all(|other| tags.value(other) != tags.value(place))
            })
    });
    if !distinct {
        return None;
    }
    let lists = ListArray::try_new(
        Arc::new(list_item()),
        lists.offsets().clone(),
        Arc::clone(lists.values()),
        None,
    );
    lists.ok().map(|lists| Arc::new(lists) as ArrayRef)
}

/// Counts that are none below 0, and whose engagement is a BIGINT.
fn metrics(batch: &RecordBatch) -> Option<ArrayRef> {
    let found = batch.column_by_name("metrics")?.as_struct_opt()?;
    let mut counts: Vec<&Int64Array> = Vec::with_capacity(METRICS.len());
    for name in METRICS {
        let column = found.column_by_name(name)?;
        counts.push(column.as_primitive_opt::<Int64Type>()?);
    }
    // A third of the range each: three of them stay within it.
    let fit = |count: i64| (0..=i64::MAX / 3).contains(&count);
    if found.null_count() > 0 || !counts.iter().all(|column| column.iter().flatten().all(fit)) {
        return None;
    }
    let counts = counts.into_iter().map(array).collect();
    let counts = StructArray::try_new(metrics_fields(), counts, None);
    counts.ok().map(|counts| Arc::new(counts) as ArrayRef)
}

/// Whether nothing would be trimmed off, and something is left.
fn is_trimmed(text: &str) -> bool {
    let ends = text.as_bytes().first().zip(text.as_bytes().last());
    match ends {
        Some((first, last)) if first.is_ascii_graphic() && last.is_ascii_graphic() => true,
        Some(_) => value::trim(text).len() == text.len(),
        None => false,
    }
}

fn says_something(caption: &str) -> bool {
    let first = caption.as_bytes().first();
    first.is_some_and(u8::is_ascii_graphic) || !caption.trim().is_empty()
}

fn is_hashtag(tag: &str) -> bool {
    value::hashtag::normalize(tag).is_some_and(|normal| normal == tag)
}

#[cfg(test)]
#[path = "as_is_tests.rs"]
mod tests;
