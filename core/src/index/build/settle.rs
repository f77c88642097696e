//! The rules over the rows of a small table: keys, unique columns, references.

use std::hash::Hash;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use crate::index::build::{Origin, Outcome};

/// A row, and where it is from.
#[derive(Debug)]
pub(super) struct Row<T> {
    pub(super) origin: Origin,
    pub(super) value: T,
}

/// Of the rows of one key the last stays; the others are duplicates.
pub(super) fn last_of_each<T, K: Hash + Ord>(
    rows: Vec<Row<T>>,
    outcome: &mut Outcome,
    key: impl Fn(&T) -> K,
) -> Vec<Row<T>> {
    // Tables are mostly written in the order of their keys.
    if rows
        .windows(2)
        .all(|pair| key(&pair[0].value) < key(&pair[1].value))
    {
        return rows;
    }
    let mut places: HashMap<K, usize> = HashMap::with_capacity(rows.len());
    let mut kept: Vec<Row<T>> = Vec::with_capacity(rows.len());
    for row in rows {
        match places.get(&key(&row.value)) {
            None => {
                places.insert(key(&row.value), kept.len());
                kept.push(row);
            }
            Some(place) => {
                let known = &mut kept[*place];
                let loser = if row.origin >= known.origin {
                    std::mem::replace(known, row)
                } else {
                    row
                };
                outcome.duplicate(loser.origin.source);
            }
        }
    }
    kept
}

/// Of the rows that share their unique columns the first stays; the others are
/// rejected, with the columns as they are `shown`.
pub(super) fn first_of_each<T, U: Hash + Eq>(
    mut rows: Vec<Row<T>>,
    outcome: &mut Outcome,
    (table, field): (&str, &str),
    unique: impl Fn(&T) -> U,
    shown: impl Fn(&U) -> String,
) -> Vec<Row<T>> {
    rows.sort_by_key(|row| row.origin);
    let mut seen = HashSet::with_capacity(rows.len());
    rows.retain(|row| {
        let first = seen.insert(unique(&row.value));
        if !first {
            let shown = shown(&unique(&row.value));
            let reason = format!("another row of {table} has the same {field}");
            outcome.reject(row.origin, field, &shown, reason);
        }
        first
    });
    rows
}

/// Rows that refer to nothing are rejected.
pub(super) fn with_target<T>(
    mut rows: Vec<Row<T>>,
    outcome: &mut Outcome,
    (field, target): (&str, &str),
    reference: impl Fn(&T) -> Option<i32>,
    exists: impl Fn(i32) -> bool,
) -> Vec<Row<T>> {
    rows.retain(|row| {
        let dangling = reference(&row.value).filter(|id| !exists(*id));
        if let Some(id) = dangling {
            dangles(outcome, row.origin, field, &id.to_string(), target);
        }
        dangling.is_none()
    });
    rows
}

/// Says that a row refers to nothing.
pub(super) fn dangles(
    outcome: &mut Outcome,
    origin: Origin,
    field: &str,
    value: &str,
    target: &str,
) {
    let reason = format!("refers to a row of {target} that does not exist");
    outcome.reject(origin, field, value, reason);
}
