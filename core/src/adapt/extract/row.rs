//! Slots from a row of a CSV table.

use std::borrow::Cow;

use crate::adapt::path::{Path, PathTree};
use crate::adapt::raw::Raw;
use crate::read::TableRow;

/// Which columns of a table feed which slots, in the order of the columns.
#[derive(Debug)]
pub(crate) struct RowPlan {
    feeds: Vec<(usize, usize, bool)>,
}

impl RowPlan {
    /// Matches the columns of a header with the paths of a tree.
    pub(crate) fn new(tree: &PathTree, header: &[String]) -> Self {
        let mut feeds = Vec::new();
        for (column, name) in header.iter().enumerate() {
            let literal = Path(vec![super::super::path::Step::Key(name.clone())]);
            let flattened = Path::of_column(name);
            for (slot, path) in tree.paths().iter().enumerate() {
                if *path == literal {
                    feeds.push((column, slot, false));
                } else if path.covers(&flattened) {
                    let over_list = path.0.len() != flattened.0.len() || *path != flattened;
                    feeds.push((column, slot, over_list));
                }
            }
        }
        Self { feeds }
    }

    /// Which slots have a column.
    pub(crate) fn fed(&self) -> impl Iterator<Item = usize> {
        self.feeds.iter().map(|(_, slot, _)| *slot)
    }

    /// Fills `slots` from one row; an empty cell is null.
    pub(crate) fn extract<'a>(&self, row: TableRow<'a>, slots: &mut [Raw<'a>]) {
        for &(column, slot, in_list) in &self.feeds {
            match row.get(column) {
                Some("") if in_list => {}
                None | Some("") => slots[slot] = Raw::Null,
                Some(cell) => slots[slot].put(Raw::Text(Cow::Borrowed(cell)), in_list),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{Input, ReadOptions, Reader, Rows};

    #[test]
    fn flattened_lists_come_together_and_empty_cells_are_null() {
        let mut tree = PathTree::default();
        for path in ["id", "tags[].name", "note"] {
            tree.insert(&Path::parse(path).unwrap());
        }
        let table = "tags/0/name,id,tags/1/name,note,other\na,7,b,,x\n";
        let input = Input::bytes("table.csv", table.as_bytes().to_vec());
        let mut reader = Reader::open(&input, &ReadOptions::default()).unwrap();
        let block = reader.next_block().unwrap().unwrap();
        let Rows::Table(rows) = &block.rows else {
            unreachable!("a CSV gives a table")
        };
        let plan = RowPlan::new(&tree, rows.header());
        let mut slots = vec![Raw::Absent; 3];
        plan.extract(rows.get(0).unwrap(), &mut slots);
        let text = |text: &'static str| Raw::Text(Cow::Borrowed(text));
        assert_eq!(
            slots,
            [text("7"), Raw::List(vec![text("a"), text("b")]), Raw::Null]
        );
    }
}
