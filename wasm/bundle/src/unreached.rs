//! Functions that the linker can not know to be out of reach: each stands behind a
//! branch or a table that veyl never takes. They become a trap, and whatever only
//! they call is left out by the optimiser.

use walrus::Module;

/// Paths of functions, as they are demangled, and why nothing reaches them.
const UNREACHED: &[(&[&str], &str)] = &[
    (
        &[
            "parquet::arrow::array_reader::byte_array_dictionary",
            "parquet::arrow::array_reader::primitive_array::pack_dictionary",
            "parquet::arrow::buffer::dictionary_buffer",
            "parquet::arrow::array_reader::byte_view_array",
            "parquet::arrow::array_reader::fixed_size_list_array",
            "parquet::arrow::array_reader::list_array::ListArrayReader<i64>",
            "parquet::arrow::array_reader::list_view_array",
            "parquet::arrow::array_reader::byte_array::ByteArrayReader<i64>",
        ],
        "read by Arrow's own types, which the reader is told to skip",
    ),
    (
        &[
            "parquet::arrow::array_reader::cached_array_reader",
            "arrow_select::filter::",
        ],
        "only filters of rows cache and filter, and there are none",
    ),
    (
        &[
            "parquet::arrow::array_reader::row_number",
            "parquet::arrow::array_reader::row_group_index",
        ],
        "columns that are in no file are never asked for",
    ),
    (
        &[
            "parquet::file::metadata::parser::parse_column_index",
            "parquet::file::metadata::parser::parse_offset_index",
            "parquet::file::page_index::index_reader",
        ],
        "the reader looks for pages by no index, as it is by default",
    ),
    (
        &["parquet::column::chunker::cdc"],
        "chunks by content are an option that is off",
    ),
    (
        &["parquet::bloom_filter"],
        "written where they are asked for, and read by none",
    ),
    (
        &[
            "parquet::column::writer::GenericColumnWriter<parquet::column::writer::encoder::ColumnValueEncoderImpl<parquet::data_type::ByteArrayType>>",
            "parquet::column::writer::encoder::ColumnValueEncoderImpl<parquet::data_type::ByteArrayType>",
        ],
        "Arrow's writer has a writer of texts of its own",
    ),
    (
        &[
            "parquet::column::writer::GenericColumnWriter<parquet::column::writer::encoder::ColumnValueEncoderImpl<parquet::data_type::Int96Type>>",
            "parquet::column::writer::encoder::ColumnValueEncoderImpl<parquet::data_type::Int96Type>",
        ],
        "Arrow has no type that is written so",
    ),
    (
        &[
            "parquet::encodings::encoding::DeltaBitPackEncoder",
            "parquet::encodings::encoding::DeltaLengthByteArrayEncoder",
            "parquet::encodings::encoding::DeltaByteArrayEncoder",
            "parquet::encodings::encoding::byte_stream_split_encoder",
        ],
        "the first version of the format, which we write, has none of them",
    ),
    (
        &[
            "flate2::mem::Compress",
            "flate2::gz::write",
            "flate2::zio::Writer",
            "miniz_oxide::deflate",
            "parquet::compression::gzip_codec::GZipCodec as parquet::compression::Codec>::compress",
            "lz4_flex::block::compress",
            "lz4_flex::frame::compress",
            "zstd::bulk::compressor::Compressor>::compress",
            "ZSTD_compress",
        ],
        "what we write is compressed by Snappy",
    ),
    (
        &[
            "arrow_array::array::union_array",
            "arrow_array::array::run_array",
            "arrow_buffer::buffer::run",
            "arrow_data::transform::union",
            "arrow_data::transform::run",
            "arrow_data::equal::union",
            "arrow_data::equal::run",
            "arrow_ipc::writer::unslice_run_array",
        ],
        "tables with unions and run ends are refused",
    ),
    (
        &["arrow_select::dictionary::", "arrow_select::interleave::"],
        "put together from dictionaries in dictionaries, which are refused",
    ),
    (
        &["arrow_select::take::"],
        "taken from dictionaries only, which the writer lays open before",
    ),
    (
        &[
            "num_bigint::biguint::multiplication",
            "num_bigint::biguint::division::div_rem_burnikel_ziegler",
            "num_bigint::biguint::convert::to_radix_digits_le_divide_and_conquer",
        ],
        "for numbers of thousands of digits; the largest here is a decimal of 256 bits",
    ),
];

/// Paths of types that only panics print, and these have no texts here: Arrow's
/// arrays, whose every type can be printed.
const UNPRINTED: &[&str] = &["arrow_array::array::", "arrow_array::record_batch::"];

/// Empties them.
pub(crate) fn empty(module: &mut Module) {
    let found: Vec<_> = module
        .funcs
        .iter()
        .filter(|function| {
            let name = function.name.as_deref().unwrap_or_default();
            let name = format!("{:#}", rustc_demangle::demangle(name));
            let mut unreached = UNREACHED.iter().flat_map(|(paths, _)| *paths);
            unreached.any(|path| within(&name, path))
                || UNPRINTED.iter().any(|path| prints(&name, path))
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

/// Whether a function prints a type in a path for programmers.
fn prints(name: &str, path: &str) -> bool {
    within(name, path) && name.contains(" as core::fmt::Debug>::fmt")
}

#[cfg(test)]
mod tests {
    use super::{prints, within};

    #[test]
    fn only_what_prints_is_unprinted() {
        let path = "arrow_array::array::";
        assert!(prints(
            "<arrow_array::array::list_array::ListArray as core::fmt::Debug>::fmt::{closure#0}",
            path
        ));
        assert!(!prints("arrow_array::array::make_array", path));
    }

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
