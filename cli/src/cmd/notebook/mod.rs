//! `veyl notebook`: Markdown with SQL cells, started and run.

mod check;

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Serialize;
use veyl_core::notebook::{self, Block, Notebook, Ran};
use veyl_core::sql::NotebookOptions;

use crate::args::{Notebook as Args, NotebookAction, NotebookFormat, NotebookNew, NotebookRun};
use crate::session::Session;
use crate::{charts, output, progress};

pub(crate) fn run(session: &Session, args: Args) -> Result<()> {
    match args.action {
        NotebookAction::Run(args) => run_file(session, &args),
        NotebookAction::New(args) => new(session, &args),
    }
}

/// What was run, for programs.
#[derive(Serialize)]
struct Done {
    notebook: String,
    output: Option<String>,
    cells: Vec<Cell>,
}

#[derive(Serialize)]
struct Cell {
    name: Option<String>,
    line: u64,
    rows: u64,
}

fn run_file(session: &Session, args: &NotebookRun) -> Result<()> {
    let source = args.file.display().to_string();
    let text = fs::read_to_string(&args.file)
        .with_context(|| format!("the notebook {source} can not be read"))?;
    let format = format(args)?;
    if args
        .output
        .as_deref()
        .is_some_and(|output| same(output, &args.file))
    {
        bail!("--output is the notebook itself; name another file");
    }
    let notebook = Notebook::parse(&source, &text)?;
    let options = NotebookOptions {
        params: params(&args.params)?,
        project: args.project.clone(),
    };
    let store = session.open()?;
    let bar = progress::spinner("running");
    let ran = store.run_notebook(&notebook, &options, &mut |query| {
        bar.set_message(query.name.clone().unwrap_or_default());
    });
    bar.finish_and_clear();
    let ran = ran?;
    let written = written(&notebook, &ran, format)?;
    if args.check {
        if let Some(output) = &args.output {
            check::unchanged(&notebook, &ran, output, &written, format)?;
        }
        return told(session, &notebook, &ran, args, "as it was");
    }
    match &args.output {
        Some(output) => {
            output::whole_file(output, |mut file| Ok(file.write_all(written.as_bytes())?))?;
            told(session, &notebook, &ran, args, "written")
        }
        None => output::print(&written),
    }
}

/// The form asked for, or that of the file's name; Markdown where none is said.
fn format(args: &NotebookRun) -> Result<NotebookFormat> {
    if let Some(format) = args.format {
        return Ok(format);
    }
    let Some(output) = &args.output else {
        return Ok(NotebookFormat::Markdown);
    };
    match output
        .extension()
        .map(|extension| extension.to_string_lossy())
    {
        Some(extension) if extension == "html" || extension == "htm" => Ok(NotebookFormat::Html),
        Some(extension) if extension == "md" => Ok(NotebookFormat::Markdown),
        Some(extension) if extension == "ipynb" => Ok(NotebookFormat::Ipynb),
        _ => bail!(
            "{} is called neither .html nor .md nor .ipynb; --format says which it is to be",
            output.display()
        ),
    }
}

/// Whether two paths lead to one file.
fn same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

fn params(given: &[String]) -> Result<BTreeMap<String, String>> {
    let mut params = BTreeMap::new();
    for param in given {
        let (name, value) = param
            .split_once('=')
            .with_context(|| format!("--param {param} has no `=`; write --param NAME=VALUE"))?;
        params.insert(name.to_owned(), value.to_owned());
    }
    Ok(params)
}

/// The notebook with its results, as text.
fn written(notebook: &Notebook, ran: &Ran, format: NotebookFormat) -> Result<String> {
    Ok(match format {
        NotebookFormat::Markdown => notebook::to_markdown(notebook, ran)?,
        NotebookFormat::Ipynb => notebook::to_ipynb(notebook, ran)?,
        NotebookFormat::Html => {
            let scripts = charts::scripts();
            let draws = |block: &Block| matches!(block, Block::Chart(_));
            if scripts.is_none() && notebook.blocks().iter().any(draws) {
                output::tell(
                    "charts are shown as tables: this veyl was built without Vega (`make build` fetches it where npm is there)",
                );
            }
            notebook::to_html(notebook, ran, scripts)?
        }
    })
}

fn told(
    session: &Session,
    notebook: &Notebook,
    ran: &Ran,
    args: &NotebookRun,
    what: &str,
) -> Result<()> {
    let results = notebook.blocks().iter().zip(&ran.results);
    let cells = results.filter_map(|(block, result)| match (block, result) {
        (Block::Query(query), Some(result)) => Some(Cell {
            name: query.name.clone(),
            line: query.line,
            rows: result.total,
        }),
        _ => None,
    });
    let done = Done {
        notebook: notebook.source().to_owned(),
        output: args.output.as_ref().map(|path| path.display().to_string()),
        cells: cells.collect(),
    };
    session.answer(&done, || match &done.output {
        Some(output) => format!("{} cells run, {output} {what}\n", done.cells.len()),
        None => format!("{} cells run\n", done.cells.len()),
    })
}

fn new(session: &Session, args: &NotebookNew) -> Result<()> {
    let project = match &args.project {
        Some(name) => Some(session.open()?.find_project(name)?.name),
        None => None,
    };
    let stem = args.file.file_stem().unwrap_or_default().to_string_lossy();
    let title = match (&args.title, &project) {
        (Some(title), _) => title.clone(),
        (None, Some(project)) => format!("{project}: {stem}"),
        (None, None) => stem.into_owned(),
    };
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&args.file)
        .with_context(|| format!("{} can not be made", args.file.display()))?;
    file.write_all(notebook::starter(&title, project.as_deref()).as_bytes())?;
    let shown = args.file.display();
    output::print(&format!(
        "{shown} written; run it with: veyl notebook run {shown} -o {}\n",
        args.file.with_extension("html").display()
    ))
}
