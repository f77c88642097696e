//! Results to standard output or to a file, whole or not at all.

use std::fs::{self, File};
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use anyhow::{Context, Result};
use veyl_core::write::{BatchWriter, Format};

use crate::args::{OutputArgs, OutputFormat};
use crate::table::TableWriter;

/// Prints text on standard output.
pub(crate) fn print(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

/// Whether the reader of our output has gone, as `head` does: no failure of ours.
pub(crate) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}

/// Gives `fill` the writer that the arguments ask for. A file is written
/// beside and renamed, so that half a result never shows.
pub(crate) fn write(
    args: &OutputArgs,
    json: bool,
    fill: impl FnOnce(&mut dyn BatchWriter) -> Result<()>,
) -> Result<()> {
    let format = format(args, json)?;
    let Some(path) = &args.output else {
        return match format {
            OutputFormat::Table => {
                let mut table = TableWriter::new(io::stdout(), args.rows);
                fill(&mut table)
            }
            OutputFormat::File(format) => {
                if matches!(format, Format::Parquet | Format::Arrow) && io::stdout().is_terminal() {
                    anyhow::bail!(
                        "{} is not for a terminal; write it to a file with --output",
                        format.name()
                    );
                }
                fill(format.writer(io::stdout()).as_mut())
            }
        };
    };
    whole_file(path, |file| match format {
        OutputFormat::Table => fill(&mut TableWriter::new(file, args.rows)),
        OutputFormat::File(format) => fill(format.writer(file).as_mut()),
    })
}

/// Writes a file beside `path` and renames it when it is whole.
pub(crate) fn whole_file(path: &Path, fill: impl FnOnce(File) -> Result<()>) -> Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".partial-{}", std::process::id()));
    let beside = path.with_file_name(name);
    let outcome = File::create(&beside)
        .with_context(|| format!("{} can not be written", path.display()))
        .and_then(fill)
        .and_then(|()| {
            fs::rename(&beside, path)
                .with_context(|| format!("{} can not be written", path.display()))
        });
    if outcome.is_err() {
        // What failed is told; nothing half-written stays.
        let _ = fs::remove_file(&beside);
    }
    outcome
}

fn format(args: &OutputArgs, json: bool) -> Result<OutputFormat> {
    if let Some(format) = args.format {
        return Ok(format);
    }
    if json {
        return Ok(OutputFormat::File(Format::Json));
    }
    match args.output.as_deref().and_then(Path::extension) {
        Some(extension) if extension != "txt" => {
            Ok(OutputFormat::File(extension.to_string_lossy().parse()?))
        }
        _ => Ok(OutputFormat::Table),
    }
}

/// Text whose lines may hold data: control characters but line breaks are taken out.
pub(crate) fn one_line_each(text: &str) -> String {
    text.chars()
        .filter(|letter| *letter == '\n' || !letter.is_control())
        .collect()
}
