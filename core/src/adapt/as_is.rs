//! Columns that hold rows of canonical tables already, as `veyl export` writes
//! them: they are looked over and taken as they are. Where one value of a batch is
//! not in its normal form, the whole batch goes the way of any other, row by row.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, Int32Array, RecordBatch, StringArray, TimestampMicrosecondArray,
};
use arrow::datatypes::{DataType, Field, Int32Type, Schema, TimestampMicrosecondType};

use crate::Result;
use crate::adapt::normal::{is_hashtag, is_trimmed};
use crate::adapt::post::origin;
use crate::schema::Table;
use crate::value::time::{MAX, MIN};

/// Rows of `table` out of the columns of `batch`, or `None` where they are not
/// canonical; only of the two tables that grow with the posts.
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
