//! `veyl_casefold(text)`: Unicode case folding for SQL, the same as everywhere
//! else in the crate. DuckDB's `lower` differs from full case folding.

use std::sync::Arc;

use arrow::array::{Array, AsArray, RecordBatch, StringBuilder};
use arrow::datatypes::DataType;
use duckdb::Connection;
use duckdb::vscalar::{ArrowFunctionSignature, VArrowScalar};

use crate::Result;
use crate::scope::CASEFOLD_FUNCTION;
use crate::sql::open::store_error;
use crate::value;

struct CaseFold;

impl VArrowScalar for CaseFold {
    type State = ();

    fn invoke(
        (): &(),
        input: RecordBatch,
    ) -> std::result::Result<Arc<dyn Array>, Box<dyn std::error::Error>> {
        let texts = input.column(0).as_string::<i32>();
        let mut folded = StringBuilder::with_capacity(texts.len(), texts.value_data().len());
        for text in texts {
            folded.append_option(text.map(value::fold));
        }
        Ok(Arc::new(folded.finish()))
    }

    fn signatures() -> Vec<ArrowFunctionSignature> {
        vec![ArrowFunctionSignature::exact(
            vec![DataType::Utf8],
            DataType::Utf8,
        )]
    }
}

/// Makes the function known to the database of `connection`.
pub(crate) fn register(connection: &Connection) -> Result<()> {
    connection
        .register_scalar_function::<CaseFold>(CASEFOLD_FUNCTION)
        .map_err(|error| store_error(&error))
}
