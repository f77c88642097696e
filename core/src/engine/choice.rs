//! Which engine is the cheaper one.
//!
//! The rule, and what it rests on (a store of 1 million posts, 2.5 million links
//! and 1,000 projects; CPU seconds): reading the store into the index takes 1.5;
//! DuckDB takes 0.2 to 1.8 for most views of all projects and 0.2 to 0.5 for
//! one project, but 4 for `project_hashtag_lift`, 9 for `project_signals` and
//! 10 for `project_cohashtags` of all projects, and 38 for a report, which the
//! index makes in 22, reading included. So one view goes to DuckDB, unless it is
//! one of these three and of many projects; a report goes to the index; and
//! what does not fit in memory always goes to DuckDB.

use crate::engine::EngineKind;
use crate::view::{Projects, View};

/// Views that cost DuckDB more than reading the store into memory does.
const COSTLY: [&str; 3] = [
    "project_cohashtags",
    "project_hashtag_lift",
    "project_signals",
];

/// They do where at least one in so many projects is asked for.
const ONE_IN: u64 = 4;

/// What an engine is wanted for.
#[derive(Debug, Clone, Copy)]
pub enum Ask<'a> {
    /// One view, once, of a store.
    View(&'a View, Projects<'a>),
    /// Every view, of a store.
    Report,
    /// Every view, of files without a store.
    ReportOfFiles,
}

/// How much there is to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// A store with so many posts and links between posts and hashtags.
    Store {
        /// Posts.
        posts: u64,
        /// Links.
        links: u64,
        /// Projects.
        projects: u64,
    },
    /// Files of so many bytes; `None` where one does not say.
    Files(Option<u64>),
}

/// An engine, and why it is this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The engine.
    pub kind: EngineKind,
    /// The reason, for people.
    pub why: String,
}

/// Bytes that a post takes while the index is built, text included, at most
/// as a rule.
const POST: u64 = 900;

/// The same of a link.
const LINK: u64 = 60;

/// Bytes in memory of a byte in a file, which may be compressed.
const FILE: u64 = 10;

/// What is taken for granted where the system does not say how much memory it has.
const SOME_MEMORY: u64 = 1 << 30;

impl Size {
    /// The size of files of these sizes.
    pub fn of_files(sizes: impl Iterator<Item = Option<u64>>) -> Self {
        Self::Files(sizes.sum())
    }

    /// The memory that building the index takes; `None` where it can not be told.
    fn memory(self) -> Option<u64> {
        match self {
            Self::Store { posts, links, .. } => {
                let posts = posts.saturating_mul(POST);
                Some(posts.saturating_add(links.saturating_mul(LINK)))
            }
            Self::Files(bytes) => bytes.map(|bytes| bytes.saturating_mul(FILE)),
        }
    }
}

impl Choice {
    /// The engine that the caller has named.
    pub fn asked_for(kind: EngineKind) -> Self {
        Self {
            kind,
            why: "asked for".to_owned(),
        }
    }

    fn new(kind: EngineKind, why: impl Into<String>) -> Self {
        Self {
            kind,
            why: why.into(),
        }
    }
}

/// The engine for `ask` over so much, where `memory` bytes are to be had (`None`
/// where the system does not say).
pub fn choose(ask: Ask<'_>, size: Size, memory: Option<u64>) -> Choice {
    if let Ask::View(view, projects) = ask
        && !is_costly(view, projects, size)
    {
        return Choice::new(
            EngineKind::DuckDb,
            "this view costs less than reading the store into memory",
        );
    }
    let memory = memory.unwrap_or(SOME_MEMORY);
    let Some(needed) = size.memory() else {
        return Choice::new(
            EngineKind::DuckDb,
            "how much there is to read is not known beforehand",
        );
    };
    let said = format!(
        "the data takes some {} MB in memory, and {} MB are free",
        needed.div_ceil(1_000_000),
        memory / 1_000_000
    );
    // Half is left for the result and for others.
    if needed > memory / 2 {
        return Choice::new(EngineKind::DuckDb, format!("{said}: that is too little"));
    }
    Choice::new(EngineKind::Index, said)
}

fn is_costly(view: &View, projects: Projects<'_>, size: Size) -> bool {
    let many = match (projects, size) {
        (Projects::Only(asked), Size::Store { projects, .. }) => {
            (asked.len() as u64).saturating_mul(ONE_IN) >= projects
        }
        (Projects::All, _) | (_, Size::Files(_)) => true,
    };
    many && COSTLY.contains(&view.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GB: u64 = 1_000_000_000;

    fn engine(ask: Ask<'_>, size: Size, memory: Option<u64>) -> EngineKind {
        let choice = choose(ask, size, memory);
        assert!(!choice.why.is_empty());
        choice.kind
    }

    fn store(posts: u64) -> Size {
        Size::Store {
            posts,
            links: posts.saturating_mul(5) / 2,
            projects: 40,
        }
    }

    #[test]
    fn a_report_takes_the_index_where_the_data_fits() {
        use EngineKind::{DuckDb, Index};
        let million = store(1_000_000);
        assert_eq!(engine(Ask::Report, million, Some(4 * GB)), Index);
        assert_eq!(engine(Ask::Report, million, Some(GB)), DuckDb);
        assert_eq!(engine(Ask::Report, million, None), DuckDb);
        assert_eq!(engine(Ask::Report, store(10_000), None), Index);
        assert_eq!(engine(Ask::Report, store(u64::MAX / 2), Some(GB)), DuckDb);
        let files = |sizes: &[Option<u64>]| Size::of_files(sizes.iter().copied());
        let some = files(&[Some(30_000_000), Some(20_000_000)]);
        assert_eq!(engine(Ask::ReportOfFiles, some, Some(2 * GB)), Index);
        assert_eq!(engine(Ask::ReportOfFiles, some, Some(GB / 2)), DuckDb);
        let unknown = files(&[Some(1), None]);
        assert_eq!(engine(Ask::ReportOfFiles, unknown, Some(GB)), DuckDb);
    }

    #[test]
    fn a_view_takes_the_index_where_that_is_worth_reading_the_store() {
        use EngineKind::{DuckDb, Index};
        let asked = |view: &str, projects: Projects<'_>| {
            let view = View::named(view).unwrap();
            let ask = Ask::View(view, projects);
            // Whatever it is, it must fit.
            assert_eq!(engine(ask, store(1_000_000), Some(GB)), DuckDb);
            engine(ask, store(1_000_000), Some(8 * GB))
        };
        assert_eq!(asked("project_summary", Projects::All), DuckDb);
        assert_eq!(asked("posts_with_platform", Projects::All), DuckDb);
        assert_eq!(asked("project_cohashtags", Projects::All), Index);
        assert_eq!(asked("project_signals", Projects::All), Index);
        assert_eq!(asked("project_signals", Projects::Only(&[1, 2, 3])), DuckDb);
        let many: Vec<i32> = (0..10).collect();
        assert_eq!(asked("project_signals", Projects::Only(&many)), Index);
    }
}
