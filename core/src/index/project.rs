//! The projects: what each follows, by ordinals.

use std::sync::OnceLock;

use crate::index::platforms::Platforms;
use crate::scope::Scope;

/// Which matches count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ScopeType {
    Hashtags,
    Creators,
    Both,
}

impl ScopeType {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "hashtags" => Some(Self::Hashtags),
            "creators" => Some(Self::Creators),
            "both" => Some(Self::Both),
            _ => None,
        }
    }

    /// Its word in the table.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Hashtags => "hashtags",
            Self::Creators => "creators",
            Self::Both => "both",
        }
    }

    pub(crate) fn counts_hashtags(self) -> bool {
        self != Self::Creators
    }

    pub(crate) fn counts_creators(self) -> bool {
        self != Self::Hashtags
    }
}

/// A hashtag that a project follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FollowedHashtag {
    pub(crate) hashtag: u32,
    pub(crate) added_at: i64,
}

/// A project.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Project {
    pub(crate) id: i32,
    pub(crate) name: String,
    /// JSON text, as in the table.
    pub(crate) platforms: Option<String>,
    pub(crate) scope_type: ScopeType,
    pub(crate) scope: Option<Scope>,
    /// By id of the hashtag.
    pub(crate) hashtags: Vec<FollowedHashtag>,
    /// Ordinals of creators; those without posts have one too.
    pub(crate) creators: Vec<u32>,
    /// What no view shows.
    pub(crate) about: About,
    /// The posts in scope of a project that has a scope query, which is asked
    /// once: folding captions takes longer than all the rest. As the store keeps
    /// `scope_matches`, so this holds until posts or the project change.
    pub(crate) matches: OnceLock<Matches>,
}

/// What of a project no view shows, and changes to it ask about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct About {
    pub(crate) description: Option<String>,
    pub(crate) status: String,
    /// In UTC microseconds.
    pub(crate) updated_at: i64,
    /// Hashtags that are followed by name alone, on every platform there will be.
    pub(crate) hashtags: Vec<String>,
    /// Creators, likewise.
    pub(crate) creators: Vec<String>,
}

/// The posts in scope of a project, and what matched each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Matches {
    pub(crate) posts: Box<[u32]>,
    pub(crate) matched: Box<[u8]>,
}

impl Project {
    /// Which platforms count, by ordinal; `None` where all do.
    pub(crate) fn counted_platforms(&self, platforms: &Platforms) -> Option<Vec<bool>> {
        let list = self.platforms.as_deref().filter(|list| *list != "[]")?;
        // As the SQL has it: the quoted name is sought in the text.
        let counts = |name: &str| list.contains(&format!("\"{name}\""));
        Some(platforms.names().map(counts).collect())
    }

    pub(crate) fn memory(&self) -> usize {
        size_of::<Self>()
            + self.name.len()
            + self.platforms.as_ref().map_or(0, String::len)
            + self.hashtags.capacity() * size_of::<FollowedHashtag>()
            + self.creators.capacity() * 4
            + self.matches.get().map_or(0, |known| known.posts.len() * 5)
    }
}
