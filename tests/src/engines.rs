//! Both engines over the same tables, and their answers side by side.

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::compute::concat_batches;
use arrow::datatypes::{DataType, Float64Type, SchemaRef};
use veyl_core::Result;
use veyl_core::index::{Builder, Dataset, Rules};
use veyl_core::schema::TABLES;
use veyl_core::sql::{Projects, Store};
use veyl_core::view::View;
use veyl_core::write::{BatchWriter, cell_text};

/// Sums of floats depend on their order; all else is equal to the last bit.
const FLOAT_SUMS: [&str; 2] = ["engagement_rate_mean", "avg_sentiment"];

/// How far sums of floats may be apart, relative to the larger one.
const TOLERANCE: f64 = 1e-12;

/// The tables of a store as a data set in memory.
///
/// # Errors
/// What the export or the builder returns.
pub fn dataset_of(store: &Store) -> Result<Dataset> {
    let mut builder = Builder::new(Rules::Stored);
    for table in &TABLES {
        let mut rows = Kept::default();
        store.export_table(table, &mut rows)?;
        for batch in rows.0 {
            builder.append(table, batch)?;
        }
    }
    builder.finish().map(|built| built.dataset)
}

/// A writer that keeps the batches.
#[derive(Debug, Default)]
struct Kept(Vec<RecordBatch>);

impl BatchWriter for Kept {
    fn start(&mut self, _: &SchemaRef) -> Result<()> {
        Ok(())
    }

    fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        self.0.push(batch.clone());
        Ok(())
    }

    fn finish(&mut self) -> Result<()> {
        Ok(())
    }
}

/// Where the two answers differ, if they do: one may fail only where both do.
///
/// # Panics
/// Where batches of one answer differ in their schemas.
pub fn difference(
    view: &View,
    projects: Projects<'_>,
    store: &Store,
    dataset: &Dataset,
) -> Option<String> {
    between(
        view,
        store.view(view, projects),
        dataset.view(view, projects),
    )
}

/// Where a data set answers otherwise than one that was built afresh, if it does.
///
/// # Panics
/// As [`difference`].
pub fn difference_from_fresh(
    view: &View,
    projects: Projects<'_>,
    fresh: &Dataset,
    dataset: &Dataset,
) -> Option<String> {
    let difference = between(
        view,
        fresh.view(view, projects),
        dataset.view(view, projects),
    );
    difference.map(|what| what.replace("DuckDB", "a fresh data set"))
}

#[allow(clippy::expect_used)]
fn between(
    view: &View,
    theirs: Result<Vec<RecordBatch>>,
    ours: Result<Vec<RecordBatch>>,
) -> Option<String> {
    let name = view.name;
    let whole = |batches: Vec<RecordBatch>| {
        concat_batches(&view.arrow(), &batches).expect("batches have the view's schema")
    };
    match (theirs.map(whole), ours.map(whole)) {
        (Err(_), Err(_)) => None,
        (Err(error), Ok(_)) => Some(format!("{name}: DuckDB alone fails: {error}")),
        (Ok(_), Err(error)) => Some(format!("{name}: the index alone fails: {error}")),
        (Ok(theirs), Ok(ours)) => {
            difference_of_rows(&theirs, &ours).map(|what| format!("{name}: {what}"))
        }
    }
}

fn difference_of_rows(theirs: &RecordBatch, ours: &RecordBatch) -> Option<String> {
    if theirs.num_rows() != ours.num_rows() {
        return Some(format!(
            "{} rows by DuckDB, {} by the index{}",
            theirs.num_rows(),
            ours.num_rows(),
            first_other_row(theirs, ours)
        ));
    }
    let schema = ours.schema();
    for (field, (theirs, ours)) in schema
        .fields()
        .iter()
        .zip(theirs.columns().iter().zip(ours.columns()))
    {
        if FLOAT_SUMS.contains(&field.name().as_str()) {
            let (theirs, ours) = (
                theirs.as_primitive::<Float64Type>(),
                ours.as_primitive::<Float64Type>(),
            );
            for (row, pair) in theirs.iter().zip(ours).enumerate() {
                if !close(pair) {
                    return Some(format!("row {row}, {}: {pair:?}", field.name()));
                }
            }
        } else if theirs.to_data() != ours.to_data() {
            let row = (0..ours.len())
                .find(|row| theirs.slice(*row, 1).to_data() != ours.slice(*row, 1).to_data());
            let row = row.unwrap_or_default();
            return Some(format!(
                "row {row}, {}: {} by DuckDB, {} by the index",
                field.name(),
                shown(theirs, row),
                shown(ours, row)
            ));
        }
    }
    None
}

fn close(pair: (Option<f64>, Option<f64>)) -> bool {
    match pair {
        (Some(a), Some(b)) => {
            a.to_bits() == b.to_bits() || (a - b).abs() <= TOLERANCE * a.abs().max(b.abs())
        }
        (None, None) => true,
        _ => false,
    }
}

fn first_other_row(theirs: &RecordBatch, ours: &RecordBatch) -> String {
    let row = |batch: &RecordBatch, row: usize| {
        let cells = batch.columns().iter().map(|column| shown(column, row));
        cells.collect::<Vec<_>>().join(" ")
    };
    let both = theirs.num_rows().min(ours.num_rows());
    match (0..both).find(|place| row(theirs, *place) != row(ours, *place)) {
        Some(place) => format!(
            "; row {place}: {} | {}",
            row(theirs, place),
            row(ours, place)
        ),
        None => String::new(),
    }
}

fn shown(column: &dyn Array, row: usize) -> String {
    let number = column.as_primitive_opt::<Float64Type>();
    match number.filter(|_| *column.data_type() == DataType::Float64 && column.is_valid(row)) {
        Some(number) => format!("{:?}", number.value(row)),
        None => cell_text(column, row)
            .ok()
            .flatten()
            .unwrap_or_else(|| "NULL".to_owned()),
    }
}
