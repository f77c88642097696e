//! Tables in every form that a user's file may have: what the module's build leaves
//! out of its readers must never be missing.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, Int64Array, ListBuilder, RecordBatch, StringArray, StringBuilder,
    TimestampMicrosecondArray,
};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, TimeUnit};
use arrow::ipc::CompressionType;
use arrow::ipc::writer::{DictionaryHandling, FileWriter, IpcWriteOptions, StreamWriter};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, Encoding, GzipLevel, ZstdLevel};
use parquet::file::properties::{WriterProperties, WriterPropertiesBuilder, WriterVersion};
use parquet::schema::types::ColumnPath;

/// Rows of each file.
const ROWS: usize = 600;
/// Rows that have differences of every width.
const WIDTHS: usize = 1 + 65 * 64;

/// Files of posts in Parquet and Arrow, in a folder.
pub(crate) fn written(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut next = |ending: &str| {
        let path = folder.join(format!("{}.{ending}", files.len()));
        files.push(path.clone());
        File::create(path).unwrap()
    };
    for (place, properties) in properties().into_iter().enumerate() {
        parquet(next("parquet"), &posts(place), properties);
    }
    for (place, likes) in numbers().into_iter().enumerate() {
        let batch = with(&posts(100 + place), "likes", |array| cast(array, &likes));
        parquet(next("parquet"), &batch, WriterProperties::builder());
        stream(next("arrows"), &with(&batch, "id", renumbered), None);
    }
    for (place, (column, kind)) in kinds().into_iter().enumerate() {
        let batch = with(&posts(200 + place), column, |array| cast(array, &kind));
        // Parquet has no such views of its own.
        if !matches!(kind, DataType::ListView(_)) {
            parquet(next("parquet"), &batch, WriterProperties::builder());
        }
        stream(next("arrows"), &with(&batch, "id", renumbered), None);
    }
    let compressions = [CompressionType::LZ4_FRAME, CompressionType::ZSTD];
    for (place, compression) in compressions.into_iter().enumerate() {
        stream(next("arrows"), &posts(300 + place), Some(compression));
    }
    let batch = posts(400);
    let mut file = FileWriter::try_new(next("arrow"), &batch.schema()).unwrap();
    file.write(&batch).unwrap();
    file.finish().unwrap();
    growing_dictionary(next("arrows"));
    parquet(
        next("parquet"),
        &with(&rows(500 * ROWS, WIDTHS), "id", |_| Ok(of_every_width())),
        encoded("id", Encoding::DELTA_BINARY_PACKED),
    );
    files
}

/// Posts whose ids no others have.
fn posts(place: usize) -> RecordBatch {
    rows(place * ROWS, ROWS)
}

fn rows(first: usize, count: usize) -> RecordBatch {
    let ids: StringArray = (0..count)
        .map(|row| Some(format!("post{}", first + row)))
        .collect();
    let authors: StringArray = (0..count)
        .map(|row| Some(format!("author{}", row % 17)))
        .collect();
    let captions: StringArray = (0..count)
        .map(|row| {
            (row % 11 != 0)
                .then(|| format!("Ein Satz, {} #Straße{}", "ü".repeat(row % 40), row % 7))
        })
        .collect();
    let numbers = || (0_i64..).take(count);
    let likes: Int64Array = numbers()
        .map(|row| (row % 5 != 0).then_some(row % 100))
        .collect();
    let views: Int64Array = numbers().map(|row| Some(row * row)).collect();
    let times: TimestampMicrosecondArray = numbers()
        .map(|row| Some((1_700_000_000 + 3600 * row) * 1_000_000))
        .collect();
    let mut hashtags = ListBuilder::new(StringBuilder::new());
    for row in 0..count {
        for tag in 0..row % 4 {
            hashtags.values().append_value(format!("tag{tag}"));
        }
        hashtags.append(row % 13 != 0);
    }
    let platforms = StringArray::from(vec!["tiktok"; count]);
    let columns: [(&str, ArrayRef); 8] = [
        ("id", Arc::new(ids)),
        ("platform", Arc::new(platforms)),
        ("author", Arc::new(authors)),
        ("caption", Arc::new(captions)),
        ("likes", Arc::new(likes)),
        ("views", Arc::new(views)),
        ("posted_at", Arc::new(times)),
        ("hashtags", Arc::new(hashtags.finish())),
    ];
    RecordBatch::try_from_iter_with_nullable(columns.map(|(name, array)| (name, array, true)))
        .unwrap()
}

/// The batch with one column as another.
fn with(
    batch: &RecordBatch,
    column: &str,
    change: impl FnOnce(&ArrayRef) -> Result<ArrayRef, arrow::error::ArrowError>,
) -> RecordBatch {
    let schema = batch.schema();
    let mut change = Some(change);
    let columns = schema
        .fields()
        .iter()
        .zip(batch.columns())
        .map(|(field, array)| {
            let array = match change.take_if(|_| field.name() == column) {
                Some(change) => change(array).unwrap(),
                None => Arc::clone(array),
            };
            (field.name().clone(), array, true)
        });
    RecordBatch::try_from_iter_with_nullable(columns).unwrap()
}

/// Other ids for the same posts.
#[allow(clippy::unnecessary_wraps)]
fn renumbered(ids: &ArrayRef) -> Result<ArrayRef, arrow::error::ArrowError> {
    let ids: &StringArray = arrow::array::AsArray::as_string(ids);
    let ids = ids.iter().map(|id| id.map(|id| format!("again-{id}")));
    Ok(Arc::new(ids.collect::<StringArray>()))
}

fn encoded(column: &str, encoding: Encoding) -> WriterPropertiesBuilder {
    let column = ColumnPath::from(column);
    WriterProperties::builder()
        .set_column_dictionary_enabled(column.clone(), false)
        .set_column_encoding(column, encoding)
}

/// Every encoding, compression and version of pages.
fn properties() -> Vec<WriterPropertiesBuilder> {
    let compressions = [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::GZIP(GzipLevel::default()),
        Compression::ZSTD(ZstdLevel::default()),
    ];
    let encodings = [
        ("caption", Encoding::PLAIN),
        ("caption", Encoding::DELTA_LENGTH_BYTE_ARRAY),
        ("caption", Encoding::DELTA_BYTE_ARRAY),
        ("likes", Encoding::DELTA_BINARY_PACKED),
        ("likes", Encoding::BYTE_STREAM_SPLIT),
        ("posted_at", Encoding::DELTA_BINARY_PACKED),
    ];
    let compressed = compressions.into_iter().flat_map(|compression| {
        [WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0].map(|version| {
            WriterProperties::builder()
                .set_writer_version(version)
                .set_compression(compression)
                // Several row groups and pages.
                .set_max_row_group_row_count(Some(250))
                .set_data_page_row_count_limit(100)
        })
    });
    let encoded = encodings.map(|(column, encoding)| encoded(column, encoding));
    compressed.chain(encoded).collect()
}

fn numbers() -> Vec<DataType> {
    use DataType::{
        Decimal32, Decimal64, Decimal128, Decimal256, Float16, Float32, Float64, Int8, Int16,
        Int32, Int64, UInt8, UInt16, UInt32, UInt64, Utf8,
    };
    vec![
        Int8,
        Int16,
        Int32,
        Int64,
        UInt8,
        UInt16,
        UInt32,
        UInt64,
        Float16,
        Float32,
        Float64,
        Utf8,
        Decimal32(9, 0),
        Decimal64(18, 2),
        Decimal128(20, 2),
        Decimal128(38, 0),
        Decimal256(50, 3),
    ]
}

fn kinds() -> Vec<(&'static str, DataType)> {
    let item = || Arc::new(Field::new("item", DataType::Utf8, true));
    let coded = |key| DataType::Dictionary(Box::new(key), Box::new(DataType::Utf8));
    vec![
        ("posted_at", DataType::Date32),
        ("posted_at", DataType::Date64),
        ("posted_at", DataType::Timestamp(TimeUnit::Second, None)),
        (
            "posted_at",
            DataType::Timestamp(TimeUnit::Millisecond, None),
        ),
        ("posted_at", DataType::Timestamp(TimeUnit::Nanosecond, None)),
        (
            "posted_at",
            DataType::Timestamp(TimeUnit::Microsecond, Some("+00:00".into())),
        ),
        ("posted_at", DataType::Utf8),
        ("caption", DataType::LargeUtf8),
        ("caption", DataType::Utf8View),
        ("caption", DataType::Binary),
        ("author", coded(DataType::Int8)),
        ("author", coded(DataType::UInt16)),
        ("author", coded(DataType::Int64)),
        ("hashtags", DataType::LargeList(item())),
        ("hashtags", DataType::ListView(item())),
    ]
}

fn parquet(file: File, batch: &RecordBatch, properties: WriterPropertiesBuilder) {
    let mut writer = ArrowWriter::try_new(file, batch.schema(), Some(properties.build())).unwrap();
    writer.write(batch).unwrap();
    writer.close().unwrap();
}

fn stream(file: File, batch: &RecordBatch, compression: Option<CompressionType>) {
    let options = IpcWriteOptions::default()
        .try_with_compression(compression)
        .unwrap();
    let mut writer = StreamWriter::try_new_with_options(file, &batch.schema(), options).unwrap();
    writer.write(&batch.slice(0, ROWS / 2)).unwrap();
    writer
        .write(&batch.slice(ROWS / 2, ROWS - ROWS / 2))
        .unwrap();
    writer.finish().unwrap();
}

/// A stream whose second batch adds authors to the dictionary of the first.
fn growing_dictionary(file: File) {
    let coded = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let batches =
        [600, 601].map(|place| with(&posts(place), "author", |array| cast(array, &coded)));
    let more = with(&batches[1], "author", |array| {
        let known = (0..17).map(|author| format!("author{author}"));
        let values: StringArray = known.chain(["new".to_owned()]).map(Some).collect();
        let keys = (0..array.len()).map(|row| Some(i32::try_from(row % 18).unwrap()));
        let array = arrow::array::Int32DictionaryArray::try_new(keys.collect(), Arc::new(values))?;
        Ok(Arc::new(array))
    });
    let options = IpcWriteOptions::default().with_dictionary_handling(DictionaryHandling::Delta);
    let schema = batches[0].schema();
    let mut writer = StreamWriter::try_new_with_options(file, &schema, options).unwrap();
    writer.write(&batches[0]).unwrap();
    writer.write(&more).unwrap();
    writer.finish().unwrap();
}

/// Numbers whose differences have 0 to 64 bits, 64 of each, as Parquet packs them.
fn of_every_width() -> ArrayRef {
    let mut number = 0_i64;
    let numbers = (0..WIDTHS).map(|row| {
        if row > 0 {
            let bits = u32::try_from((row - 1) / 64).unwrap();
            let mask = u64::MAX.checked_shr(64 - bits).unwrap_or(0);
            // The golden ratio's bits, which multiples of it scatter.
            let scattered = (row as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) & mask;
            number = number.wrapping_add_unsigned(scattered).wrapping_add(1);
        }
        number
    });
    Arc::new(numbers.collect::<Int64Array>())
}
