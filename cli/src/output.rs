//! Results to standard output or to a file, whole or not at all.

use std::fs::{self, File};
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result};
use veyl_core::report::GraphFormat;
use veyl_core::write::{BatchWriter, Format};

use crate::args::{OutputArgs, OutputFormat};
use crate::table::{TableWriter, terminal_width};

/// Whether the reader of standard output has gone, as `head` does.
static READER_GONE: AtomicBool = AtomicBool::new(false);

/// Standard output. That its reader goes is no failure of ours, but the error
/// of it may come back from a writer in other words: so it is noted here.
pub(crate) struct Out(io::Stdout);

impl Out {
    fn noting<T>(outcome: io::Result<T>) -> io::Result<T> {
        if let Err(error) = &outcome
            && error.kind() == io::ErrorKind::BrokenPipe
        {
            READER_GONE.store(true, Ordering::Relaxed);
        }
        outcome
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Self::noting(self.0.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        Self::noting(self.0.flush())
    }
}

/// Standard output; all results go through it.
pub(crate) fn out() -> Out {
    Out(io::stdout())
}

/// Whether the reader of our output has gone, so that there is no more to do.
pub(crate) fn reader_gone() -> bool {
    READER_GONE.load(Ordering::Relaxed)
}

/// Prints text on standard output.
pub(crate) fn print(text: &str) -> Result<()> {
    let mut out = out();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

/// Says something on standard error. That no one listens is no failure.
pub(crate) fn tell(text: impl std::fmt::Display) {
    let _ = writeln!(io::stderr(), "{text}");
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
                let mut table = TableWriter::new(out(), args.rows, terminal_width());
                fill(&mut table)
            }
            OutputFormat::Graph(format) => Err(no_network(format)),
            OutputFormat::File(format) => {
                if matches!(format, Format::Parquet | Format::Arrow) && io::stdout().is_terminal() {
                    anyhow::bail!(
                        "{} is not for a terminal; write it to a file with --output",
                        format.name()
                    );
                }
                fill(format.writer(out()).as_mut())
            }
        };
    };
    whole_file(path, |file| match format {
        OutputFormat::Table => fill(&mut TableWriter::new(file, args.rows, None)),
        OutputFormat::Graph(format) => Err(no_network(format)),
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

/// Whether what is written is one result: a file, or a document that ends.
pub(crate) fn holds_one_result(args: &OutputArgs, json: bool) -> Result<bool> {
    let document = matches!(
        format(args, json)?,
        OutputFormat::File(Format::Json | Format::Parquet | Format::Arrow)
    );
    Ok(document || args.output.is_some())
}

/// Whether results are shown to people.
pub(crate) fn is_table(args: &OutputArgs, json: bool) -> Result<bool> {
    Ok(format(args, json)? == OutputFormat::Table)
}

/// What was asked for is no network of hashtags.
pub(crate) fn no_network(format: GraphFormat) -> anyhow::Error {
    anyhow::anyhow!(
        "{format} is for networks: `veyl view project_cohashtags` of one --project, or \
         `veyl report --graph {format}`"
    )
}

/// The format that is asked for, by name, by extension, or not at all.
pub(crate) fn format(args: &OutputArgs, json: bool) -> Result<OutputFormat> {
    if let Some(format) = args.format {
        return Ok(format);
    }
    if json {
        return Ok(OutputFormat::File(Format::Json));
    }
    match args.output.as_deref().and_then(Path::extension) {
        Some(extension) if extension != "txt" => Ok(extension.to_string_lossy().parse()?),
        _ => Ok(OutputFormat::Table),
    }
}

/// Text whose lines may hold data: control characters but line breaks are taken out.
pub(crate) fn one_line_each(text: &str) -> String {
    text.chars()
        .filter(|letter| *letter == '\n' || !letter.is_control())
        .collect()
}
