//! The files of the index engine, on all cores.
//!
//! Parquet: every view is cut into parts of whole projects; threads compute and
//! encode them, one after the other is appended to its file. A row group then
//! holds whole projects, and a reader passes over those that it does not want
//! by the smallest and greatest `project_id`. Small parts are gathered until
//! they fill a row group, so the files of small views have one. Other formats
//! have no pieces that could be made apart: each file is one thread's.

use std::fs::File;
use std::mem;
use std::path::Path;

use arrow::array::RecordBatch;

use crate::Result;
use crate::index::{Dataset, Parts};
use crate::parallel::{cores, ordered};
use crate::report::hashed::Hashed;
use crate::report::{FileJob, ReportFile};
use crate::view::{VIEWS, View};
use crate::write::{Format, ROW_GROUP, RowGroup, RowGroupEncoder, RowGroupFile, row_groups};

/// Rows from which a part is a row group of its own.
const WORTH_A_GROUP: usize = ROW_GROUP / 4;

/// Writes every view as a file, in the order of [`VIEWS`].
pub(crate) fn write_parts(
    dataset: &Dataset,
    job: &FileJob<'_>,
    each: &mut dyn FnMut(&View),
) -> Result<Vec<ReportFile>> {
    if job.format == Format::Parquet {
        return write_parquet(dataset, job, each);
    }
    let mut files = Vec::with_capacity(VIEWS.len());
    ordered(
        cores(),
        VIEWS.len() as u64,
        |place| write_one(dataset, job, &VIEWS[number(place)]),
        |file| {
            each(&VIEWS[files.len()]);
            files.push(file?);
            Ok(())
        },
    )?;
    Ok(files)
}

/// One view in a format that is written from its beginning to its end.
fn write_one(dataset: &Dataset, job: &FileJob<'_>, view: &View) -> Result<ReportFile> {
    let name = job.file_name(view);
    let mut out = create(job.folder, &name)?;
    let mut rows = 0;
    {
        let mut writer = job.format.writer(&mut out);
        writer.start(&view.arrow())?;
        let parts = dataset.parts(view, job.projects_of(view));
        for part in 0..parts.len() {
            for batch in parts.batches(part)? {
                rows += batch.num_rows() as u64;
                writer.write(&batch)?;
            }
        }
        writer.finish()?;
    }
    Ok(out.describe(view, name, rows))
}

fn create(folder: &Path, name: &str) -> Result<Hashed<File>> {
    Ok(Hashed::new(File::create(folder.join(name))?))
}

#[allow(clippy::cast_possible_truncation)]
fn number(piece: u64) -> usize {
    piece as usize
}

/// Rows of a part: encoded where they are worth a row group.
enum Made {
    Groups(Vec<RowGroup>, u64),
    Few(Vec<RecordBatch>),
}

fn write_parquet(
    dataset: &Dataset,
    job: &FileJob<'_>,
    each: &mut dyn FnMut(&View),
) -> Result<Vec<ReportFile>> {
    let mut open = Vec::with_capacity(VIEWS.len());
    let mut ahead = Vec::with_capacity(VIEWS.len());
    let mut pieces = Vec::new();
    for (place, view) in VIEWS.iter().enumerate() {
        let name = job.file_name(view);
        let (file, encoder) =
            row_groups(create(job.folder, &name)?, &view.arrow(), job.compression)?;
        let parts = dataset.parts(view, job.projects_of(view));
        pieces.extend((0..parts.len()).map(|part| (place, part)));
        ahead.push((parts, encoder));
        open.push(Open {
            view,
            name,
            file,
            few: Vec::new(),
            rows: 0,
        });
    }
    let mut begun = 0;
    let mut taken = pieces.iter();
    ordered(
        cores(),
        pieces.len() as u64,
        |piece| {
            let (place, part) = pieces[number(piece)];
            let (parts, encoder) = &ahead[place];
            make(parts, part, encoder)
        },
        |made| {
            let Some((place, _)) = taken.next() else {
                return Ok(());
            };
            for view in &VIEWS[begun..=*place] {
                each(view);
            }
            begun = place + 1;
            open[*place].take(made?, &ahead[*place].1)
        },
    )?;
    open.into_iter()
        .zip(&ahead)
        .map(|(open, (_, encoder))| open.finish(encoder))
        .collect()
}

fn make(parts: &Parts<'_>, part: usize, encoder: &RowGroupEncoder) -> Result<Made> {
    let batches = parts.batches(part)?;
    let rows: usize = batches.iter().map(RecordBatch::num_rows).sum();
    if rows < WORTH_A_GROUP {
        return Ok(Made::Few(batches));
    }
    Ok(Made::Groups(encode(batches, encoder)?, rows as u64))
}

/// Batches in row groups of at most [`ROW_GROUP`] rows.
fn encode(batches: Vec<RecordBatch>, encoder: &RowGroupEncoder) -> Result<Vec<RowGroup>> {
    let mut groups = Vec::new();
    let (mut group, mut rows) = (Vec::new(), 0);
    for batch in batches {
        if rows + batch.num_rows() > ROW_GROUP && rows > 0 {
            groups.push(encoder.encode(&mem::take(&mut group))?);
            rows = 0;
        }
        rows += batch.num_rows();
        group.push(batch);
    }
    if rows > 0 {
        groups.push(encoder.encode(&group)?);
    }
    Ok(groups)
}

/// A file under way.
struct Open<'v> {
    view: &'v View,
    name: String,
    file: RowGroupFile<Hashed<File>>,
    /// Rows that do not fill a row group yet.
    few: Vec<RecordBatch>,
    rows: u64,
}

impl Open<'_> {
    fn take(&mut self, made: Made, encoder: &RowGroupEncoder) -> Result<()> {
        match made {
            Made::Groups(groups, rows) => {
                self.flush(encoder)?;
                self.rows += rows;
                groups
                    .into_iter()
                    .try_for_each(|group| self.file.append(group))
            }
            Made::Few(batches) => {
                self.few.extend(batches);
                let waiting: usize = self.few.iter().map(RecordBatch::num_rows).sum();
                if waiting >= ROW_GROUP - WORTH_A_GROUP {
                    self.flush(encoder)?;
                }
                Ok(())
            }
        }
    }

    fn flush(&mut self, encoder: &RowGroupEncoder) -> Result<()> {
        let few = mem::take(&mut self.few);
        self.rows += few.iter().map(RecordBatch::num_rows).sum::<usize>() as u64;
        for group in encode(few, encoder)? {
            self.file.append(group)?;
        }
        Ok(())
    }

    fn finish(mut self, encoder: &RowGroupEncoder) -> Result<ReportFile> {
        self.flush(encoder)?;
        let out = self.file.finish()?;
        Ok(out.describe(self.view, self.name, self.rows))
    }
}
