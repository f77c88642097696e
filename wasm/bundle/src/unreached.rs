//! Functions that the linker can not know to be out of reach: each stands behind a
//! branch or a table that veyl never takes. They become a trap, and whatever only
//! they call is left out by the optimiser.

use walrus::Module;

/// Paths of functions, as they are demangled, and why nothing reaches them.
const UNREACHED: [(&str, &str); 8] = [
    (
        "parquet::arrow::array_reader::byte_array_dictionary",
        "read by Arrow's own types, which the reader is told to skip",
    ),
    ("parquet::arrow::buffer::dictionary_buffer", "as above"),
    (
        "parquet::arrow::array_reader::primitive_array::pack_dictionary",
        "as above",
    ),
    (
        "parquet::arrow::array_reader::cached_array_reader",
        "only filters of rows cache, and there are none",
    ),
    (
        "arrow_select::filter::",
        "only filters of rows filter, and there are none",
    ),
    (
        "parquet::column::chunker::cdc",
        "chunks by content are an option that is off",
    ),
    (
        "arrow_select::take::",
        "taken from dictionaries only, which the writer lays open before",
    ),
    (
        "arrow_array::array::print_long_array",
        "only panics print arrays, and these have no texts here",
    ),
];

/// Empties them.
pub(crate) fn empty(module: &mut Module) {
    let found: Vec<_> = module
        .funcs
        .iter()
        .filter(|function| {
            let name = function.name.as_deref().unwrap_or_default();
            let name = format!("{:#}", rustc_demangle::demangle(name));
            UNREACHED.iter().any(|(path, _)| within(&name, path))
        })
        .map(walrus::Function::id)
        .collect();
    for id in found {
        if let walrus::FunctionKind::Local(function) = &mut module.funcs.get_mut(id).kind {
            let mut body = function.builder_mut().func_body();
            body.instrs_mut().clear();
            body.unreachable();
        }
    }
}

/// Whether a function belongs to a path: one in it, or a method of a type in it.
fn within(name: &str, path: &str) -> bool {
    name.starts_with(path)
        || name
            .strip_prefix('<')
            .is_some_and(|method| method.trim_start_matches('&').starts_with(path))
}

#[cfg(test)]
mod tests {
    use super::within;

    #[test]
    fn what_merely_speaks_of_a_path_is_not_in_it() {
        let path = "parquet::column::chunker::cdc";
        assert!(within("parquet::column::chunker::cdc::Chunker::new", path));
        assert!(within(
            "<parquet::column::chunker::cdc::Chunker as core::fmt::Debug>::fmt",
            path
        ));
        assert!(!within(
            "core::ptr::drop_in_place<parquet::column::chunker::cdc::Chunker>",
            path
        ));
        assert!(!within(
            "<alloc::vec::Vec<parquet::column::chunker::cdc::C> as X>::y",
            path
        ));
    }
}
