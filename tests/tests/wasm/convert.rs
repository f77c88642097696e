//! Results of SQL as files: by the module and natively, to the byte.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, DurationMicrosecondArray, FixedSizeBinaryArray, Int64Array,
    IntervalDayTimeArray, IntervalMonthDayNanoArray, IntervalYearMonthArray, ListArray, MapBuilder,
    NullArray, RecordBatch, StringArray, StringBuilder, StructArray, Time32MillisecondArray,
    Time32SecondArray, Time64MicrosecondArray, Time64NanosecondArray,
};
use arrow::compute::cast;
use arrow::datatypes::{
    DataType, Field, Int64Type, IntervalDayTime, IntervalMonthDayNano, TimeUnit,
};
use arrow::ipc::writer::StreamWriter;
use veyl_core::read::read_arrow;
use veyl_core::write::{BatchWriter, Compression, Format, ParquetWriter};

const FORMATS: [&str; 4] = ["parquet", "csv", "ndjson", "arrow"];

/// Converts a column of every type.
pub(crate) fn compare(package: &Path) {
    let folder = tempfile::tempdir().unwrap();
    let columns = columns();
    let files: Vec<PathBuf> = columns
        .iter()
        .enumerate()
        .map(|(place, column)| {
            let path = folder.path().join(format!("{place}.arrows"));
            write(&path, column);
            path
        })
        .collect();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../wasm/npm/test/convert.mjs");
    let ran = Command::new("node")
        .arg(script.canonicalize().unwrap())
        .arg(FORMATS.join(","))
        .args(&files)
        .env("VEYL_PKG", package)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(ran.status.success(), "{said}");
    for (file, column) in files.iter().zip(&columns) {
        for format in FORMATS {
            let theirs = std::fs::read(format!("{}.{format}", file.display())).unwrap();
            let ours = natively(file, format);
            assert!(ours == theirs, "{} as {format}", column.data_type());
        }
    }
}

fn write(path: &Path, column: &ArrayRef) {
    let batch =
        RecordBatch::try_from_iter_with_nullable([("x", Arc::clone(column), true)]).unwrap();
    let mut writer = StreamWriter::try_new(File::create(path).unwrap(), &batch.schema()).unwrap();
    writer.write(&batch).unwrap();
    writer.finish().unwrap();
}

/// The bytes of the file, or the words of the error.
fn natively(file: &Path, format: &str) -> Vec<u8> {
    let convert = || -> veyl_core::Result<Vec<u8>> {
        let (schema, batches) = read_arrow(std::fs::read(file)?)?;
        let mut bytes = Vec::new();
        let mut writer: Box<dyn BatchWriter> = match format.parse()? {
            // As a page does.
            Format::Parquet => Box::new(ParquetWriter::new(&mut bytes, Compression::Snappy)),
            other => other.writer(&mut bytes),
        };
        writer.start(&schema)?;
        for batch in &batches {
            writer.write(batch)?;
        }
        writer.finish()?;
        drop(writer);
        Ok(bytes)
    };
    convert().unwrap_or_else(|error| error.message().as_bytes().to_vec())
}

fn columns() -> Vec<ArrayRef> {
    let numbers: ArrayRef = Arc::new(Int64Array::from(vec![Some(0), None, Some(1), Some(100)]));
    let texts: ArrayRef = Arc::new(StringArray::from(vec![
        Some("a"),
        None,
        Some("ü"),
        Some(""),
    ]));
    let cast = |array: &ArrayRef, kind: DataType| cast(array, &kind).unwrap();
    let coded = |key| DataType::Dictionary(Box::new(key), Box::new(DataType::Utf8));
    let item = || Arc::new(Field::new("item", DataType::Utf8, true));
    let mut columns = vec![Arc::clone(&numbers), Arc::clone(&texts)];
    columns.extend(
        [
            DataType::Int8,
            DataType::Int16,
            DataType::Int32,
            DataType::UInt8,
            DataType::UInt16,
            DataType::UInt32,
            DataType::UInt64,
            DataType::Float16,
            DataType::Float32,
            DataType::Float64,
            DataType::Decimal32(5, 1),
            DataType::Decimal64(15, 2),
            DataType::Decimal128(5, 0),
            DataType::Decimal128(15, 3),
            DataType::Decimal128(38, 2),
            DataType::Decimal256(5, 0),
            DataType::Decimal256(15, 0),
            DataType::Decimal256(70, 4),
            DataType::Timestamp(TimeUnit::Second, None),
            DataType::Timestamp(TimeUnit::Millisecond, None),
            DataType::Timestamp(TimeUnit::Microsecond, Some("+02:00".into())),
            DataType::Timestamp(TimeUnit::Nanosecond, None),
            DataType::Date64,
        ]
        .map(|kind| cast(&numbers, kind)),
    );
    columns.push(cast(&cast(&numbers, DataType::Int32), DataType::Date32));
    columns.extend(
        [
            DataType::LargeUtf8,
            DataType::Utf8View,
            DataType::Binary,
            DataType::LargeBinary,
            DataType::BinaryView,
            coded(DataType::Int8),
            coded(DataType::UInt32),
            DataType::List(item()),
            DataType::LargeList(item()),
            DataType::FixedSizeList(item(), 1),
        ]
        .map(|kind| cast(&texts, kind)),
    );
    columns.extend(others());
    columns
}

fn others() -> Vec<ArrayRef> {
    let mut map = MapBuilder::new(None, StringBuilder::new(), StringBuilder::new());
    map.keys().append_value("key");
    map.values().append_value("value");
    map.append(true).unwrap();
    map.append(false).unwrap();
    let inner: ArrayRef = Arc::new(Int64Array::from(vec![1, 2]));
    let field = Arc::new(Field::new("inner", DataType::Int64, true));
    let lists = vec![Some(vec![Some(1), None]), None, Some(vec![])];
    vec![
        Arc::new(NullArray::new(3)),
        Arc::new(BooleanArray::from(vec![Some(true), None, Some(false)])),
        Arc::new(Time32SecondArray::from(vec![Some(3661), None])),
        Arc::new(Time32MillisecondArray::from(vec![Some(3_661_001), None])),
        Arc::new(Time64MicrosecondArray::from(vec![
            Some(3_661_000_001),
            None,
        ])),
        Arc::new(Time64NanosecondArray::from(vec![
            Some(3_661_000_000_001),
            None,
        ])),
        Arc::new(DurationMicrosecondArray::from(vec![Some(90_000_000), None])),
        Arc::new(IntervalYearMonthArray::from(vec![Some(14), None])),
        Arc::new(IntervalDayTimeArray::from(vec![
            Some(IntervalDayTime::new(3, 4000)),
            None,
        ])),
        Arc::new(IntervalMonthDayNanoArray::from(vec![
            Some(IntervalMonthDayNano::new(1, 2, 3)),
            None,
        ])),
        Arc::new(FixedSizeBinaryArray::try_from_iter([[1, 2, 3], [4, 5, 6]].iter()).unwrap()),
        Arc::new(ListArray::from_iter_primitive::<Int64Type, _, _>(lists)),
        Arc::new(StructArray::from(vec![(field, inner)])),
        Arc::new(map.finish()),
    ]
}
