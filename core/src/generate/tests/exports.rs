//! That the adapters make of an export the posts that it was made of.

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Int64Type, TimestampMicrosecondType};

use crate::Result;
use crate::generate::export::Made;
use crate::generate::tests::{dataset, tags, texts};
use crate::generate::{Dataset, ExportFormat};
use crate::load::{self, LoadOptions, LoadReport, Sink};
use crate::read::Input;
use crate::schema::{METRICS, Table};

#[derive(Default)]
struct Rows(Vec<RecordBatch>);

impl Sink for &mut Rows {
    fn append(&mut self, _: &'static Table, batch: RecordBatch) -> Result<()> {
        self.0.push(batch);
        Ok(())
    }
}

fn load(dataset: &Dataset, format: &ExportFormat) -> (LoadReport, Vec<Made>) {
    let mut bytes = Vec::new();
    dataset
        .export(format.name, &mut bytes, &mut |_| ())
        .unwrap();
    let input = Input::bytes(format!("made-up.{}", format.extension), bytes);
    let mut rows = Rows::default();
    let options = LoadOptions::default();
    let report = load::run(&[input], &options, vec![&mut rows], &mut ()).unwrap();
    (report, rows.0.iter().flat_map(posts).collect())
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
