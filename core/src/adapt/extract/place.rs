//! Which column of a batch of Arrow arrays feeds which slot.

use arrow::array::Array;

use super::columns::{Column, Columns};
use crate::adapt::path::Node;

/// Where the values of one slot are, over all rows of a batch.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place<'c> {
    /// Nowhere: of every record the slot is absent.
    Nowhere,
    /// In one column, row by row.
    Column(&'c Column),
    /// In more than one column, in the items of lists, or under structs that may be NULL.
    Scattered,
}

impl Columns<'_> {
    /// The places of the slots from 0 to before `slots`.
    pub(crate) fn places(&self, slots: usize) -> Vec<Place<'_>> {
        let mut places = vec![Place::Nowhere; slots];
        for (node, column) in &self.feeds {
            place(column, node, &mut places);
        }
        places
    }
}

fn place<'c>(column: &'c Column, node: &Node, places: &mut [Place<'c>]) {
    if let Some(slot) = node.slot {
        places[slot] = match (places[slot], column) {
            (Place::Nowhere, column) if !matches!(column, Column::Coded(..)) => {
                Place::Column(column)
            }
            _ => Place::Scattered,
        };
    }
    match column {
        Column::Struct(array, children) => {
            for (name, child) in children {
                match node.key(name) {
                    Some(node) if array.null_count() == 0 => place(child, node, places),
                    Some(node) => scatter(node, places),
                    None => {}
                }
            }
        }
        Column::List(_, items) => {
            let inner = node.items.iter().map(|(_, node)| node);
            for node in inner.chain(node.each.as_deref()) {
                // Keys lead nowhere in items that are no structs.
                if node.slot.is_some() || items.is_nested() {
                    scatter(node, places);
                }
            }
        }
        Column::Coded(..) => scatter(node, places),
        _ => {}
    }
}

/// All slots from `node` on have their values in places of their own.
fn scatter(node: &Node, places: &mut [Place<'_>]) {
    if let Some(slot) = node.slot {
        places[slot] = Place::Scattered;
    }
    let keys = node.keys.iter().map(|(_, node)| node);
    let items = node.items.iter().map(|(_, node)| node);
    for node in keys.chain(items).chain(node.each.as_deref()) {
        scatter(node, places);
    }
}
