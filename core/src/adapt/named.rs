//! Whether what a mapping names is there at all.

use crate::adapt::field::Field;
use crate::adapt::names;
use crate::adapt::path::{Path, PathTree, Step};
use crate::adapt::recognise::presence;
use crate::adapt::rule::under;
use crate::adapt::spec::{FIELDS, Spec};
use crate::read::{Block, Rows};
use crate::{Error, ErrorKind, Result};

/// The fields without which no record is a post.
const NEEDED: [&str; 2] = ["id", "author"];

/// Fails where `mapping` names a column that the table of `block` does not
/// have. Records of JSON may leave fields out: there it fails where the first
/// ones have nothing that a post needs, and says which others they lack.
pub(crate) fn check(
    mapping: &Spec,
    block: Option<&Block>,
    columns: &[String],
) -> Result<Option<String>> {
    let Some(block) = block else {
        return Ok(None);
    };
    let mut tree = PathTree::default();
    let mut named: Vec<(&str, Vec<String>, Vec<usize>)> = Vec::new();
    for (name, field) in FIELDS.iter().zip(mapping.clone().fields.all_mut()) {
        for group in field.iter().flat_map(Field::groups) {
            let mut slots = Vec::new();
            for path in group {
                let paths = under(&mapping.payload, path)?;
                slots.extend(paths.iter().map(|path| tree.insert(path)));
            }
            named.push((*name, group.to_vec(), slots));
        }
    }
    let is_json = matches!(block.rows, Rows::Json { .. });
    let records = match &block.rows {
        // A value may be null in the first rows, and its column be there.
        Rows::Arrow(_) => vec![
            tree.paths()
                .iter()
                .map(|path| within(path, columns))
                .collect(),
        ],
        Rows::Table(_) => presence(block, &tree, 1)?,
        Rows::Json { .. } => presence(block, &tree, usize::MAX)?,
    };
    if records.is_empty() {
        return Ok(None);
    }
    let mut lacking = Vec::new();
    for (name, paths, slots) in named {
        if slots
            .iter()
            .any(|slot| records.iter().any(|has| has[*slot]))
        {
            continue;
        }
        let shown = names::show(&paths);
        if is_json && !NEEDED.contains(&name) {
            lacking.push(format!("{shown} for {name}"));
            continue;
        }
        let (what, there) = if is_json {
            ("key in any of the first records", "keys")
        } else {
            ("column in the file", "columns")
        };
        return Err(Error::new(
            ErrorKind::Mapping,
            format!("the mapping file names {shown} for `{name}`, but there is no such {what}"),
        )
        .hint(format!("the {there} are {}", names::show(columns))));
    }
    if lacking.is_empty() {
        return Ok(None);
    }
    let count = records.len();
    Ok(Some(format!(
        "none of the first {count} records has what it names: {}; they have {}",
        lacking.join(", "),
        names::show(columns)
    )))
}

/// Whether a path lies in one of `columns`, which has the fields of structs as `a.b`.
fn within(path: &Path, columns: &[String]) -> bool {
    let keys: Vec<&str> = path.0.iter().map_while(Step::key).take(2).collect();
    columns.contains(&keys.join(".")) || path.flat().is_some_and(|flat| columns.contains(&flat))
}
