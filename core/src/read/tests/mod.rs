//! The reader as a whole: bytes in, records and what is broken out.

#![allow(clippy::unwrap_used, clippy::panic)]

mod columns;
mod damage;
mod documents;
mod lines;
mod random;
mod tables;

use std::io::Write;

use super::*;
use crate::error::Error;

fn reader_is_send(reader: Reader) -> impl Send {
    reader
}

/// Options with small blocks, so that everything crosses their ends.
fn options(block_bytes: usize, wrappers: &[(&str, Option<&str>)]) -> ReadOptions {
    let wrapper = |(list, side): &(&str, Option<&str>)| Wrapper {
        list: (*list).to_owned(),
        side: side.map(str::to_owned),
    };
    ReadOptions {
        wrappers: wrappers.iter().map(wrapper).collect(),
        block_bytes,
        ..ReadOptions::default()
    }
}

fn open(bytes: impl Into<Vec<u8>>, options: &ReadOptions) -> Result<Reader, Error> {
    Reader::open(&Input::bytes("posts.json", bytes.into()), options)
}

/// All blocks; checks that the records are numbered through, none twice and none left out.
fn blocks(bytes: impl Into<Vec<u8>>, options: &ReadOptions) -> Result<Vec<Block>, Error> {
    let mut reader = open(bytes, options)?;
    let mut blocks = Vec::new();
    let mut next = 1;
    while let Some(block) = reader.next_block()? {
        assert_eq!(block.first_record, next);
        let mut numbers: Vec<u64> = block.broken.iter().map(|broken| broken.record).collect();
        match &block.rows {
            Rows::Json { records, .. } => numbers.extend(records.iter().map(|span| span.record)),
            Rows::Table(rows) => numbers.extend(rows.iter().map(|row| row.record())),
            Rows::Arrow(batch) => numbers.extend(next..next + batch.num_rows() as u64),
        }
        numbers.sort_unstable();
        assert!(!numbers.is_empty());
        assert_eq!(numbers, (next..next + block.records()).collect::<Vec<_>>());
        next += block.records();
        blocks.push(block);
    }
    assert!(reader.next_block()?.is_none());
    drop(reader_is_send(reader));
    Ok(blocks)
}

/// The records of a JSON text with their lines, and the blocks' broken records.
fn json(text: &str, options: &ReadOptions) -> (Vec<(String, u64)>, Vec<Broken>) {
    let mut found = Vec::new();
    let mut all_broken = Vec::new();
    for block in blocks(text, options).unwrap() {
        let Rows::Json { bytes, records, .. } = &block.rows else {
            panic!("{block:?}");
        };
        for span in records {
            let text = String::from_utf8(bytes[span.range()].to_vec()).unwrap();
            found.push((text, span.line));
        }
        all_broken.extend(block.broken);
    }
    (found, all_broken)
}

/// The records alone, where none is broken.
fn records(text: &str, options: &ReadOptions) -> Vec<String> {
    let (found, broken) = json(text, options);
    assert_eq!(broken, []);
    found.into_iter().map(|(text, _)| text).collect()
}

/// What is wrong with a text that cannot be read to its end.
fn failure(bytes: impl Into<Vec<u8>>, options: &ReadOptions) -> Error {
    let error = blocks(bytes, options).unwrap_err();
    assert_eq!(error.position().source.as_deref(), Some("posts.json"));
    assert!(error.advice().is_some(), "{error}");
    error
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
