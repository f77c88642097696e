//! Which engine is the cheaper one.

use crate::engine::EngineKind;
use crate::view::{Projects, View};

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
const FILE: u64 = 8;

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
            Self::Store { posts, links } => {
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
    if let Ask::View(..) = ask {
        return Choice::new(
            EngineKind::DuckDb,
            "one view of a store takes less time than reading the store into memory",
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
        "the data takes some {} MB in memory, {} MB are free",
        needed / 1_000_000,
        memory / 1_000_000
    );
    if needed > memory / 2 {
        return Choice::new(EngineKind::DuckDb, format!("{said}: too much to hold"));
    }
    Choice::new(EngineKind::Index, said)
}
