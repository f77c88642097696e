//! That the adapters make of an export the posts that it was made of.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Int64Type, TimestampMicrosecondType};
use flate2::read::GzDecoder;

use crate::generate::export::Made;
use crate::generate::tests::{dataset, tags, texts};
use crate::generate::{Dataset, ExportFormat, Options};
use crate::load::{self, LoadOptions, LoadReport};
use crate::read::Input;
use crate::schema::METRICS;

fn load(dataset: &Dataset, format: &ExportFormat) -> (LoadReport, Vec<Made>) {
    let mut bytes = Vec::new();
    dataset
        .export(format.name, &mut bytes, &mut |_| ())
        .unwrap();
    let input = Input::bytes(format!("made-up.{}", format.extension), bytes);
    // One thread keeps the order.
    let options = LoadOptions {
        threads: Some(1),
        ..LoadOptions::default()
    };
    let (batches, report) = load::read_batches(&[input], &options, &mut ()).unwrap();
    let rows = batches.iter().flat_map(|batch| posts(&batch.rows));
    (report, rows.collect())
}

/// The rows of a batch, an empty caption being none.
fn posts(batch: &RecordBatch) -> Vec<Made> {
    let lists = batch.column_by_name("hashtags").unwrap().as_list::<i32>();
    let times = batch.column_by_name("posted_at").unwrap();
    let times = times.as_primitive::<TimestampMicrosecondType>();
    let metrics = batch.column_by_name("metrics").unwrap().as_struct();
    let metrics = METRICS.map(|name| {
        let counts = metrics.column_by_name(name).unwrap();
        counts.as_primitive::<Int64Type>()
    });
    let text = |column, row| {
        let column = texts(batch, column);
        (!column.is_null(row)).then(|| column.value(row).to_owned())
    };
    (0..batch.num_rows())
        .map(|row| Made {
            id: text("id", row).unwrap(),
            author: text("author", row).unwrap(),
            caption: text("caption", row).filter(|caption| !caption.is_empty()),
            hashtags: tags(lists, row),
            metrics: metrics.map(|counts| (!counts.is_null(row)).then(|| counts.value(row))),
            posted_at: (!times.is_null(row)).then(|| times.value(row)),
        })
        .collect()
}

#[test]
fn exports_read_back_as_they_were_made() {
    let dataset = dataset(5000, 11);
    for format in ExportFormat::all() {
        let (report, read) = load(&dataset, format);
        let source = &report.sources[0];
        assert_eq!(source.format, format.name, "{}", source.why);
        assert_eq!(
            (source.read, source.rejected),
            (5000, 0),
            "{:?}",
            report.reasons
        );
        for (read, made) in read.iter().zip(format.made(&dataset)) {
            assert_eq!(*read, made, "{}", format.name);
        }
    }
}

#[test]
fn tiktok_rows_weigh_what_real_ones_do() {
    let mut bytes = Vec::new();
    dataset(2000, 1)
        .export("apify-tiktok", &mut bytes, &mut |_| ())
        .unwrap();
    let mean = bytes.len() / 2000;
    assert!((1400..=1500).contains(&mean), "{mean}");
}

/// `data/sample` is what its README says: whoever changes what is made, makes
/// the sample anew.
#[test]
fn the_sample_is_made_by_its_command() {
    let dataset = Dataset::new(Options {
        posts: 650,
        projects: 0,
        seed: 44,
    })
    .unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/sample");
    for format in ExportFormat::all() {
        let file = folder.join(format!("{}.{}", format.name, format.extension));
        let sample = fs::read(&file).unwrap_or_else(|_| {
            let packed = File::open(file.with_added_extension("gz")).unwrap();
            let mut bytes = Vec::new();
            GzDecoder::new(packed).read_to_end(&mut bytes).unwrap();
            bytes
        });
        let mut made = Vec::new();
        dataset.export(format.name, &mut made, &mut |_| ()).unwrap();
        assert!(sample == made, "{} is out of date", format.name);
    }
}
