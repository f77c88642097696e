//! A Parquet file of a report as a lazy scan.
//!
//! Polars asks for the columns that a query needs when it runs, and the
//! `parquet` crate reads just these; the buffers are handed over without a copy
//! (`frame`). Polars' own scan of Parquet would bring a second reader and its
//! streaming engine, which double what polars takes to compile.

use std::any::Any;
use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;

use arrow::array::{RecordBatch, RecordBatchReader};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use polars::prelude::{
    AnonymousScan, AnonymousScanArgs, DataFrame, LazyFrame, PlSmallStr, PolarsError, PolarsResult,
    ScanArgsAnonymous, SchemaRef,
};

use crate::Result;
use crate::frame::frame;
use crate::trend::moves::refused;
use crate::view::View;

/// The file of a view in a report, whose columns were checked before.
struct ReportFile {
    path: PathBuf,
    view: &'static View,
}

/// A scan of the file of a view; nothing is read yet.
pub(super) fn scan(path: PathBuf, view: &'static View) -> Result<LazyFrame> {
    let empty = frame(&[RecordBatch::new_empty(view.arrow())])?;
    let args = ScanArgsAnonymous {
        schema: Some(empty.schema().clone()),
        name: "REPORT",
        ..ScanArgsAnonymous::default()
    };
    LazyFrame::anonymous_scan(Arc::new(ReportFile { path, view }), args)
        .map_err(|error| refused(&error))
}

impl ReportFile {
    fn read(&self, columns: Option<&[PlSmallStr]>) -> Result<DataFrame> {
        let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(&self.path)?)?;
        let mask = match columns {
            Some(columns) => {
                let names = columns.iter().map(PlSmallStr::as_str);
                ProjectionMask::columns(reader.parquet_schema(), names)
            }
            None => ProjectionMask::all(),
        };
        let reader = reader.with_projection(mask).build()?;
        let schema = reader.schema();
        let mut batches = reader.collect::<Result<Vec<_>, _>>()?;
        if batches.is_empty() {
            batches.push(RecordBatch::new_empty(schema));
        }
        frame(&batches)
    }
}

impl AnonymousScan for ReportFile {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn scan(&self, asked: AnonymousScanArgs) -> PolarsResult<DataFrame> {
        let frame = self.read(asked.with_columns.as_deref()).map_err(|error| {
            let error = error.in_source(self.path.display().to_string());
            PolarsError::ComputeError(error.to_string().into())
        })?;
        match &asked.with_columns {
            Some(columns) => frame.select(columns.iter().cloned()),
            None => Ok(frame),
        }
    }

    fn schema(&self, _: Option<usize>) -> PolarsResult<SchemaRef> {
        let empty = frame(&[RecordBatch::new_empty(self.view.arrow())])
            .map_err(|error| PolarsError::ComputeError(error.to_string().into()))?;
        Ok(empty.schema().clone())
    }

    fn allows_projection_pushdown(&self) -> bool {
        true
    }
}
