//! Parquet and Arrow IPC.

use std::sync::Arc;

use arrow::array::{AsArray, Int64Array, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema};

use super::*;
use crate::error::ErrorKind;

const ROWS: i64 = 20_000;

fn batch() -> RecordBatch {
    let schema = Schema::new(vec![
        Field::new("id", DataType::Utf8, false),
        Field::new("likes", DataType::Int64, true),
    ]);
    let ids = StringArray::from_iter_values((0..ROWS).map(|number| format!("post_{number}")));
    let likes: Int64Array = (0..ROWS)
        .map(|number| (number % 7 > 0).then_some(number))
        .collect();
    RecordBatch::try_new(Arc::new(schema), vec![Arc::new(ids), Arc::new(likes)]).unwrap()
}

fn parquet() -> Vec<u8> {
    let batch = batch();
    let mut writer =
        ::parquet::arrow::ArrowWriter::try_new(Vec::new(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap()
}

fn ipc_file() -> Vec<u8> {
    let batch = batch();
    let options = arrow::ipc::writer::IpcWriteOptions::default()
        .try_with_compression(Some(arrow::ipc::CompressionType::LZ4_FRAME))
        .unwrap();
    let mut writer =
        arrow::ipc::writer::FileWriter::try_new_with_options(Vec::new(), &batch.schema(), options)
            .unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap()
}

fn ipc_stream() -> Vec<u8> {
    let batch = batch();
    let mut writer =
        arrow::ipc::writer::StreamWriter::try_new(Vec::new(), &batch.schema()).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap()
}

fn all() -> [(Container, Vec<u8>); 3] {
    [
        (Container::Parquet, parquet()),
        (Container::Ipc, ipc_file()),
        (Container::Ipc, ipc_stream()),
    ]
}

/// All batches as one.
fn read(mut reader: Reader) -> RecordBatch {
    let mut batches = Vec::new();
    while let Some(block) = reader.next_block().unwrap() {
        let Rows::Arrow(batch) = block.rows else {
            panic!();
        };
        assert!(batch.num_rows() <= 8192);
        batches.push(batch);
    }
    assert_eq!(batches.len(), 3);
    arrow::compute::concat_batches(&batches[0].schema(), &batches).unwrap()
}

#[test]
fn columns_come_back_as_they_were() {
    for (container, bytes) in all() {
        let size = bytes.len() as u64;
        assert_eq!(blocks(bytes.clone(), &options(64, &[])).unwrap().len(), 3);
        let reader = open(bytes.clone(), &options(64, &[])).unwrap();
        assert_eq!(reader.container(), container);
        assert_eq!(reader.columns().unwrap(), ["id", "likes"]);
        let progress = reader.progress();
        assert_eq!(read(reader), batch());
        let progress = progress.load(std::sync::atomic::Ordering::Relaxed);
        assert!(
            progress > size / 2 && progress < size * 2,
            "{progress} of {size}"
        );
        // Compressed as a whole, and from a file.
        assert_eq!(
            read(open(gzip(&bytes), &options(64, &[])).unwrap()),
            batch()
        );
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        let input = Input::path(file.path());
        assert_eq!(input.size(), Some(size));
        assert_eq!(
            read(Reader::open(&input, &options(64, &[])).unwrap()),
            batch()
        );
    }
}

/// Bytes that give a few at a time.
#[derive(Debug)]
struct Slow(Vec<u8>);

impl ReadAt for Slow {
    fn size(&self) -> u64 {
        self.0.len() as u64
    }

    fn read_at(&self, offset: u64, out: &mut [u8]) -> std::io::Result<usize> {
        let rest = &self.0[usize::try_from(offset).unwrap().min(self.0.len())..];
        let count = rest.len().min(out.len()).min(1000);
        out[..count].copy_from_slice(&rest[..count]);
        Ok(count)
    }
}

#[test]
fn bytes_elsewhere_are_read_as_needed() {
    for (container, bytes) in all() {
        for bytes in [bytes.clone(), gzip(&bytes)] {
            let size = bytes.len() as u64;
            let input = Input::elsewhere("posts", Arc::new(Slow(bytes)));
            assert_eq!(input.size(), Some(size));
            let reader = Reader::open(&input, &options(64, &[])).unwrap();
            assert_eq!(reader.container(), container);
            let progress = reader.progress();
            assert_eq!(read(reader), batch());
            let progress = progress.load(std::sync::atomic::Ordering::Relaxed);
            assert!(progress > size / 2 && progress < size * 2);
        }
    }
    let cut = parquet();
    let input = Input::elsewhere("posts", Arc::new(Slow(cut[..cut.len() / 2].to_vec())));
    assert!(Reader::open(&input, &options(64, &[])).is_err());
}

#[test]
fn arrow_in_memory_is_read_whole() {
    for bytes in [ipc_file(), ipc_stream()] {
        let (schema, batches) = read_arrow(bytes).unwrap();
        assert_eq!(schema, batch().schema());
        assert_eq!(
            arrow::compute::concat_batches(&schema, &batches).unwrap(),
            batch()
        );
    }
    for bytes in [&b""[..], b"ARROW1", b"no Arrow at all", &parquet()[..]] {
        assert_eq!(
            read_arrow(bytes.to_vec()).unwrap_err().kind(),
            ErrorKind::Corrupt
        );
    }
}

#[test]
fn columns_of_few_bytes_are_not_worth_leaving_out() {
    let reader = Reader::open(&Input::bytes("posts", parquet()), &ReadOptions::default()).unwrap();
    let are_most = |names: &[&str]| {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        reader.are_most(&names)
    };
    assert!(are_most(&["id", "likes"]));
    assert!(!are_most(&["likes"]) && !are_most(&["other"]));
}

/// Columns of a batch share the bytes of its message, the larger ones cut in blocks too.
#[test]
fn a_block_of_arrow_holds_its_own_bytes_only() {
    for (container, bytes) in all() {
        let input = Input::bytes("posts", bytes);
        let mut reader = Reader::open(&input, &ReadOptions::default()).unwrap();
        let (mut blocks, mut held) = (0, 0);
        while let Some(block) = reader.next_block().unwrap() {
            let Rows::Arrow(batch) = &block.rows else {
                unreachable!("{container:?} holds arrays")
            };
            let texts: &StringArray = batch.column(0).as_string();
            let own: usize = texts.iter().flatten().map(str::len).sum();
            assert_eq!(texts.value_data().len(), own, "{container:?}");
            held += batch.get_array_memory_size();
            blocks += 1;
        }
        let whole = batch().get_array_memory_size();
        assert!(
            held < whole * 2 + blocks * 4096,
            "{container:?}: {held} for {whole}"
        );
    }
}

#[test]
fn a_dictionary_within_a_dictionary_is_refused_by_name() {
    let coded = |kind| DataType::Dictionary(Box::new(DataType::Int32), Box::new(kind));
    let item = Field::new("item", coded(DataType::Utf8), true);
    for (name, kind, refused) in [
        ("plain", coded(DataType::Utf8), false),
        ("nested", coded(DataType::List(Arc::new(item))), true),
    ] {
        let schema = Schema::new(vec![Field::new(name, kind, true)]);
        let mut writer = arrow::ipc::writer::StreamWriter::try_new(Vec::new(), &schema).unwrap();
        writer.finish().unwrap();
        let read = read_arrow(writer.into_inner().unwrap());
        assert_eq!(read.is_err(), refused, "{name}");
        if let Err(error) = read {
            assert!(error.message().contains("column `nested`"), "{error}");
        }
    }
}

#[test]
fn only_the_columns_asked_for_are_read() {
    for (_, bytes) in all() {
        let mut reader = open(bytes, &options(64, &[])).unwrap();
        reader
            .project(&["likes".to_owned(), "other".to_owned()])
            .unwrap();
        let first = reader.next_block().unwrap().unwrap();
        let Rows::Arrow(batch) = first.rows else {
            panic!();
        };
        assert_eq!(batch.schema().fields().len(), 1);
        assert_eq!(batch.schema().field(0).name(), "likes");
        let error = reader.project(&[]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Argument);
    }
}

#[test]
fn a_cut_file_is_told() {
    for (container, bytes) in all() {
        for part in [8, 100, bytes.len() / 2, bytes.len() - 20] {
            let error = failure(&bytes[..part], &options(64, &[]));
            assert_eq!(error.kind(), ErrorKind::Corrupt);
            assert!(
                error.message().contains("cut off or damaged"),
                "{container}: {error}"
            );
        }
    }
}

#[test]
fn damage_never_panics() {
    for (_, bytes) in all() {
        let mut place = 12_345_usize;
        for _ in 0..150 {
            let mut bytes = bytes.clone();
            place = place
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            // The ends hold the metadata: half of the damage goes there.
            let at = match place >> 33 & 3 {
                0 => place >> 35 & 127,
                1 => bytes.len() - 1 - (place >> 35 & 255),
                _ => (place >> 35) % bytes.len(),
            };
            bytes[at] ^= place.to_le_bytes()[5] | 1;
            let _ = blocks(bytes, &options(64, &[]));
        }
    }
}
