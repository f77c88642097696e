//! Reports as pages that people read: one self-contained page a project, and one
//! over all of them.
//!
//! - `gather`, `take`, `take_posts`: rows of views to what a page shows
//! - `data`: what that is
//! - `figure`, `chart`, `link`: values, days and posts for people
//! - `page`, `filters`, `templates/`: the pages
//!
//! Everything that comes from data goes through [`Escape`]. A page has all it
//! needs within it and may fetch nothing.

mod chart;
mod data;
mod figure;
mod filters;
mod gather;
mod link;
mod page;
mod take;
mod take_posts;

use std::fmt;
use std::fs::File;
use std::io::Write;
use std::path::Path;

use askama::Template;
use askama::filters::Escaper;

use crate::engine::Engine;
use crate::load::{LoadReport, SourceReport};
use crate::notebook::{SORT, escape_html, hash_source};
use crate::parallel::{cores, ordered};
use crate::report::hashed::Hashed;
use crate::report::{BesideFile, ReportedProject};
use crate::{Error, ErrorKind, Result, value};

use data::{Gathered, Listed};
use figure::Figure;
use gather::gather;
pub(super) use link::stem;
use page::{IndexPage, IndexRow, ProjectPage};

const STYLE: &str = include_str!("templates/style.css");

/// The page over all projects.
const INDEX: &str = "index.html";

/// Projects that are gathered at once where each view is one pass.
const AT_ONCE: usize = 250;

/// Bars of the small charts in the list of projects.
const SPARK: usize = 60;

/// Sources of a load that are listed.
const SOURCES: usize = 200;

/// Text from data on its way into a page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Escape;

impl Escaper for Escape {
    fn write_escaped_str<W: fmt::Write>(&self, mut dest: W, text: &str) -> fmt::Result {
        dest.write_str(&escape_html(text))
    }
}

/// What all pages of a report say alike.
pub(super) struct About<'r> {
    veyl: &'static str,
    engine: &'static str,
    made: Figure,
    /// What became of the files it was made from, where it was made from files.
    load: Option<&'r LoadReport>,
    style: &'static str,
    script: &'static str,
    /// The only program that a page lets run.
    script_hash: String,
}

impl<'r> About<'r> {
    pub(super) fn new(engine: &dyn Engine, now: i64, load: Option<&'r LoadReport>) -> Self {
        let exact = value::format_time(now);
        Self {
            veyl: env!("CARGO_PKG_VERSION"),
            engine: engine.kind().name(),
            made: Figure {
                shown: Figure::minutes(&exact),
                exact,
            },
            load,
            style: STYLE,
            script: SORT,
            script_hash: hash_source(SORT),
        }
    }
}

impl About<'_> {
    /// The first files it was made from.
    fn sources(&self) -> Listed<&SourceReport> {
        let all = self.load.map_or(&[][..], |load| &load.sources);
        Listed {
            rows: all.iter().take(SOURCES).collect(),
            total: all.len() as u64,
        }
    }
}

/// Writes the pages of `projects`, which ascend by id, and the one over them.
///
/// # Errors
/// As [`Engine::view_into`], and `Io`.
pub(super) fn write_pages(
    engine: &dyn Engine,
    projects: &[ReportedProject],
    about: &About<'_>,
    folder: &Path,
) -> Result<Vec<BesideFile>> {
    let mut files = Vec::with_capacity(projects.len() + 1);
    let mut rows = Vec::with_capacity(projects.len());
    let mut take = |gathered: Vec<Gathered>| -> Result<()> {
        for project in gathered {
            let reported = &projects[rows.len()];
            let name = format!("{}.html", stem(reported.id, &reported.name));
            let page = ProjectPage::new(about, reported, &project).render();
            files.push(write(folder, name.clone(), Some(reported.id), page)?);
            rows.push(index_row(name, project));
        }
        Ok(())
    };
    let ids: Vec<i32> = projects.iter().map(|project| project.id).collect();
    match engine.shared() {
        Some(engine) => ordered(
            cores(),
            ids.len() as u64,
            |place| {
                let place = usize::try_from(place).unwrap_or(usize::MAX);
                gather(engine, &ids[place..=place])
            },
            |gathered| take(gathered?),
        )?,
        None => {
            for ids in ids.chunks(AT_ONCE) {
                take(gather(engine, ids)?)?;
            }
        }
    }
    let index = IndexPage {
        about,
        projects: &rows,
        sources: about.sources(),
    };
    files.insert(0, write(folder, INDEX.to_owned(), None, index.render())?);
    Ok(files)
}

fn write(
    folder: &Path,
    name: String,
    project: Option<i32>,
    page: askama::Result<String>,
) -> Result<BesideFile> {
    // A template that was compiled fails only where a value can not be written.
    let page = page.map_err(|error| Error::new(ErrorKind::Io, error.to_string()))?;
    let mut out = Hashed::new(File::create(folder.join(&name))?);
    out.write_all(page.as_bytes())?;
    Ok(out.beside(name, project))
}

fn index_row(file: String, project: Gathered) -> IndexRow {
    let posts: Vec<i64> = project.days.iter().map(|day| day.posts).collect();
    let spark = chart::spark(&posts, SPARK);
    IndexRow {
        file,
        signals: project.signals.total,
        spark_width: posts.len().div_ceil(posts.len().div_ceil(SPARK).max(1)),
        spark,
        summary: project.summary,
    }
}
