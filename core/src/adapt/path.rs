//! Paths into a record, and the tree that finds many of them in one pass.
//!
//! `a.b` is key `b` of the object at key `a`; `a[].b` is `b` of every item of
//! the list at `a`; `a[0].b` is `b` of its first item.

use crate::{Error, ErrorKind, Result};

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// The value under a key of an object.
    Key(String),
    /// One item of a list, counted from 0.
    Index(usize),
    /// Every item of a list.
    Each,
}

/// A path into a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Path(pub(crate) Vec<Step>);

impl Path {
    /// Reads the notation above; errors with kind `Mapping`.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let wrong = |reason: &str| {
            Error::new(ErrorKind::Mapping, format!("the path `{text}` {reason}"))
                .hint("write paths as `key.key`, `list[].key` or `list[0].key`")
        };
        let mut steps = Vec::new();
        for part in text.split('.') {
            let (key, mut rest) = part.find('[').map_or((part, ""), |at| part.split_at(at));
            if key.is_empty() && (rest.is_empty() || !steps.is_empty()) {
                return Err(wrong("has an empty step"));
            }
            if !key.is_empty() {
                steps.push(Step::Key(key.to_owned()));
            }
            while let Some(inner) = rest.strip_prefix('[') {
                let (index, after) = inner
                    .split_once(']')
                    .ok_or_else(|| wrong("has a `[` without its `]`"))?;
                steps.push(if index.is_empty() {
                    Step::Each
                } else {
                    Step::Index(
                        index
                            .parse()
                            .map_err(|_| wrong("has something other than a number in `[ ]`"))?,
                    )
                });
                rest = after;
            }
            if !rest.is_empty() {
                return Err(wrong("has text after a `]`"));
            }
        }
        Ok(Self(steps))
    }

    /// The path a column of a flat table stands for: exporters flatten
    /// `tags[0].name` to `tags/0/name` or `tags.0.name`.
    pub(crate) fn of_column(name: &str) -> Self {
        let separator = if name.contains('/') { '/' } else { '.' };
        Self(
            name.split(separator)
                .map(|part| match part.parse() {
                    Ok(index) => Step::Index(index),
                    Err(_) => Step::Key(part.to_owned()),
                })
                .collect(),
        )
    }

    /// The name of the column that holds (the list of) its values where records
    /// are flattened: `a.b` for `a.b` and `a.b[].c`, none for `a`.
    pub(crate) fn flat(&self) -> Option<String> {
        let keys: Vec<&str> = self.0.iter().map_while(Step::key).collect();
        (keys.len() > 1).then(|| keys.join("."))
    }

    /// Whether a column that stands for `column` holds (part of) what `self` asks for.
    pub(crate) fn covers(&self, column: &Self) -> bool {
        let mut asked = self.0.as_slice();
        // A list of texts may be asked for as a whole, and arrive as `tags/0`, `tags/1`.
        if column.0.len() == asked.len() + 1 && matches!(column.0.last(), Some(Step::Index(_))) {
            return column.0.starts_with(asked);
        }
        for step in &column.0 {
            let Some((first, rest)) = asked.split_first() else {
                return false;
            };
            let same = match (first, step) {
                (Step::Each, Step::Index(_)) => true,
                (wanted, found) => wanted == found,
            };
            if !same {
                return false;
            }
            asked = rest;
        }
        asked.is_empty()
    }
}

/// The paths of one adapter as a tree: a record is walked once, and what no
/// path leads to is skipped unparsed. Each path has a slot, numbered in the
/// order of insertion.
#[derive(Debug, Default)]
pub(crate) struct PathTree {
    pub(crate) root: Node,
    paths: Vec<Path>,
}

/// A place in a record that at least one path leads through or to.
#[derive(Debug, Default)]
pub(crate) struct Node {
    /// The slot of the path that ends here.
    pub(crate) slot: Option<usize>,
    pub(crate) keys: Vec<(String, Node)>,
    pub(crate) items: Vec<(usize, Node)>,
    pub(crate) each: Option<Box<Node>>,
}

impl PathTree {
    /// The slot of `path`, added if it is new. `a.b` is also found where a
    /// record is flattened, and has a key of just that name.
    pub(crate) fn insert(&mut self, path: &Path) -> usize {
        let node = self.root.place(&path.0);
        let slot = *node.slot.get_or_insert_with(|| {
            self.paths.push(path.clone());
            self.paths.len() - 1
        });
        if let Some(flat) = path.flat() {
            let keys = path.0.iter().map_while(Step::key).count();
            let node = entry(&mut self.root.keys, &flat).place(&path.0[keys..]);
            node.slot.get_or_insert(slot);
        }
        slot
    }

    /// The paths, by slot.
    pub(crate) fn paths(&self) -> &[Path] {
        &self.paths
    }
}

fn entry<'n, K: Clone + PartialEq>(children: &'n mut Vec<(K, Node)>, key: &K) -> &'n mut Node {
    let place = match children.iter().position(|(known, _)| known == key) {
        Some(place) => place,
        None => {
            children.push((key.clone(), Node::default()));
            children.len() - 1
        }
    };
    &mut children[place].1
}

impl Step {
    pub(crate) fn key(&self) -> Option<&str> {
        match self {
            Self::Key(key) => Some(key),
            _ => None,
        }
    }
}

impl Node {
    /// The node at the end of `steps` from here, made if it is new.
    fn place(&mut self, steps: &[Step]) -> &mut Self {
        let mut node = self;
        for step in steps {
            node = match step {
                Step::Key(key) => entry(&mut node.keys, key),
                Step::Index(index) => entry(&mut node.items, index),
                Step::Each => node.each.get_or_insert_default(),
            };
        }
        node
    }

    /// The child under `key`, if any path asks for it.
    pub(crate) fn key(&self, key: &str) -> Option<&Self> {
        self.keys
            .iter()
            .find(|(known, _)| known == key)
            .map(|(_, node)| node)
    }

    /// The child for item `index` of a list: named by number, or by `[]`.
    pub(crate) fn item(&self, index: usize) -> Option<&Self> {
        self.items
            .iter()
            .find(|(known, _)| *known == index)
            .map(|(_, node)| node)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_parse() {
        let path = Path::parse("edges[0].node.tags[]").unwrap();
        let key = |text: &str| Step::Key(text.to_owned());
        let expected = [
            key("edges"),
            Step::Index(0),
            key("node"),
            key("tags"),
            Step::Each,
        ];
        assert_eq!(path.0, expected);
    }

    #[test]
    fn wrong_paths_are_errors() {
        for text in ["", "a..b", "a[", "a[x]", "a[]b", "a.[0]"] {
            let error = Path::parse(text).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Mapping, "{text}");
        }
    }

    #[test]
    fn flattened_columns_are_found() {
        for (asked, column, found) in [
            ("hashtags[].name", "hashtags/0/name", true),
            ("authorMeta.name", "authorMeta.name", true),
            ("authorMeta.name", "authorMeta/name", true),
            ("hashtags", "hashtags/3", true),
            ("hashtags[].name", "hashtags/0/id", false),
            ("id", "id", true),
            ("id", "ids", false),
        ] {
            let path = Path::parse(asked).unwrap();
            assert_eq!(path.covers(&Path::of_column(column)), found, "{column}");
        }
    }
}
