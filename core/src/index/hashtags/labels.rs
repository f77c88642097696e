//! What names a hashtag in a view, as columns: its id, its name and its platform.
//! They stay as they are while figures change, so they are made once, piece by
//! piece, and every answer after that shares them.

use std::sync::{Arc, OnceLock};

use arrow::array::{ArrayRef, Int32Array, StringArray};

use super::Hashtags;
use crate::index::platforms::Platforms;

/// Hashtags of a piece: rows of a batch.
const PIECE: usize = 16_384;

/// Id, name and platform.
type Columns = [ArrayRef; 3];

/// All hashtags by id, in pieces.
#[derive(Debug, Clone)]
pub(crate) struct Labels {
    order: Vec<u32>,
    columns: Vec<OnceLock<Columns>>,
}

impl Hashtags {
    /// The hashtags there are, by id.
    pub(crate) fn labels(&self) -> &Labels {
        self.labels.get_or_init(|| {
            let order = self.by_id_order();
            let pieces = order.len().div_ceil(PIECE);
            Labels {
                columns: vec![OnceLock::new(); pieces],
                order,
            }
        })
    }
}

impl Labels {
    /// How many pieces there are.
    pub(crate) fn pieces(&self) -> usize {
        self.columns.len()
    }

    /// The hashtags of a piece.
    pub(crate) fn hashtags(&self, piece: usize) -> &[u32] {
        let end = self.order.len().min((piece + 1) * PIECE);
        &self.order[piece * PIECE..end]
    }

    /// The columns of a piece.
    pub(crate) fn columns(
        &self,
        piece: usize,
        hashtags: &Hashtags,
        platforms: &Platforms,
    ) -> &Columns {
        self.columns[piece].get_or_init(|| {
            let of_piece = || self.hashtags(piece).iter();
            let ids = of_piece().map(|hashtag| hashtags.id(*hashtag));
            let names = of_piece().map(|hashtag| hashtags.name(*hashtag));
            let platforms = of_piece().map(|hashtag| platforms.name(hashtags.platform(*hashtag)));
            [
                Arc::new(Int32Array::from_iter_values(ids)),
                Arc::new(StringArray::from_iter_values(names)),
                Arc::new(StringArray::from_iter_values(platforms)),
            ]
        })
    }

    /// Bytes held.
    pub(crate) fn memory(&self) -> usize {
        let columns = self.columns.iter().filter_map(OnceLock::get).flatten();
        let columns: usize = columns.map(|column| column.get_buffer_memory_size()).sum();
        columns + self.order.capacity() * 4
    }
}
