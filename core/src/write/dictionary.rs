//! Dictionaries laid open: texts by number as texts, for formats that have a way of
//! their own to write what repeats.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Fields, Schema, SchemaRef};

use crate::{Error, ErrorKind, Result};

/// The schema with texts in the place of dictionaries of texts.
///
/// # Errors
/// `Argument` for a dictionary of something else, or within another type.
pub(super) fn open_schema(schema: &SchemaRef) -> Result<SchemaRef> {
    let fields = schema.fields().iter();
    let fields: Fields = fields
        .map(|field| match field.data_type() {
            DataType::Dictionary(_, values) if **values == DataType::Utf8 => {
                let field = Field::new(field.name(), DataType::Utf8, field.is_nullable());
                Ok(Arc::new(field))
            }
            other if has_dictionary(other) => Err(Error::new(
                ErrorKind::Argument,
                format!(
                    "the column `{}` has the type {other}, which can not be written",
                    field.name()
                ),
            )
            .hint("cast it to text first")),
            _ => Ok(Arc::clone(field)),
        })
        .collect::<Result<_>>()?;
    let metadata = schema.metadata().clone();
    Ok(Arc::new(Schema::new_with_metadata(fields, metadata)))
}

/// The batch in that schema.
///
/// # Errors
/// `Corrupt` where it is not of it.
pub(super) fn open(batch: &RecordBatch, schema: &SchemaRef) -> Result<RecordBatch> {
    let columns = batch.columns().iter().map(texts).collect();
    Ok(RecordBatch::try_new(Arc::clone(schema), columns)?)
}

fn texts(column: &ArrayRef) -> ArrayRef {
    let Some(coded) = column.as_any_dictionary_opt() else {
        return Arc::clone(column);
    };
    let Some(values) = coded.values().as_string_opt::<i32>() else {
        return Arc::clone(column);
    };
    if values.is_empty() {
        return Arc::new(StringArray::new_null(column.len()));
    }
    let places = coded.normalized_keys().into_iter().enumerate();
    let texts = places.map(|(row, place)| {
        let there = coded.keys().is_valid(row) && values.is_valid(place);
        there.then(|| values.value(place))
    });
    Arc::new(texts.collect::<StringArray>())
}

fn has_dictionary(kind: &DataType) -> bool {
    match kind {
        DataType::Dictionary(..) => true,
        DataType::List(item)
        | DataType::LargeList(item)
        | DataType::ListView(item)
        | DataType::LargeListView(item)
        | DataType::FixedSizeList(item, _)
        | DataType::Map(item, _) => has_dictionary(item.data_type()),
        DataType::Struct(fields) => fields.iter().any(|field| has_dictionary(field.data_type())),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use arrow::array::{DictionaryArray, Int32Array};
    use arrow::datatypes::Int8Type;

    use super::*;
    use crate::read::read_arrow;
    use crate::write::BatchWriter as _;
    use crate::write::{Format, IpcStreamWriter};

    #[test]
    fn dictionaries_are_written_as_texts() {
        let coded: DictionaryArray<Int8Type> = vec![Some("a"), None, Some("b"), Some("a")]
            .into_iter()
            .collect();
        let empty = DictionaryArray::<Int8Type>::from_iter(vec![None::<&str>; 4]);
        let schema: SchemaRef = Arc::new(Schema::new(vec![
            Field::new("coded", coded.data_type().clone(), true),
            Field::new("empty", empty.data_type().clone(), true),
            Field::new("plain", DataType::Int32, true),
        ]));
        let plain = Int32Array::from(vec![1, 2, 3, 4]);
        let columns: Vec<ArrayRef> = vec![Arc::new(coded), Arc::new(empty), Arc::new(plain)];
        let batch = RecordBatch::try_new(Arc::clone(&schema), columns).unwrap();
        let mut bytes = Vec::new();
        let mut writer = Format::Parquet.writer(&mut bytes);
        writer.start(&schema).unwrap();
        writer.write(&batch).unwrap();
        writer.finish().unwrap();
        drop(writer);
        let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReader::try_new(
            bytes::Bytes::from(bytes),
            10,
        );
        let read: Vec<RecordBatch> = reader.unwrap().map(|batch| batch.unwrap()).collect();
        let texts: Vec<_> = read[0].column(0).as_string::<i32>().iter().collect();
        assert_eq!(texts, [Some("a"), None, Some("b"), Some("a")]);
        assert_eq!(read[0].column(1).null_count(), 4);
        // Through Arrow they go as they are.
        let mut bytes = Vec::new();
        let mut writer = IpcStreamWriter::new(&mut bytes);
        writer.start(&schema).unwrap();
        writer.write(&batch).unwrap();
        writer.finish().unwrap();
        drop(writer);
        let (back, batches) = read_arrow(bytes).unwrap();
        assert_eq!((back, batches), (schema, vec![batch]));
    }

    #[test]
    fn dictionaries_of_other_things_are_refused() {
        let kind = DataType::Dictionary(Box::new(DataType::Int8), Box::new(DataType::Int64));
        let list = DataType::List(Arc::new(Field::new("item", kind.clone(), true)));
        for kind in [kind, list] {
            let schema = Arc::new(Schema::new(vec![Field::new("x", kind, true)]));
            let error = open_schema(&schema).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Argument);
        }
    }
}
