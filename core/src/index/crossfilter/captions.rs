//! What captions say: from pieces of text to the posts that have them.
//!
//! A caption is cut after every space, tab and line break. Folding never joins
//! across such a cut, so each piece is folded once however many captions have it,
//! and a phrase without one of these inside it lies within a piece: it is found
//! in the pieces there are, which are far fewer than captions. A phrase of
//! several pieces is sought in the captions that have each of them.

use foldhash::HashMap;
use memchr::memmem::Finder;

use super::bits::Bits;
use super::columns::Columns;
use crate::index::dataset::Dataset;
use crate::index::lists::{Lists, transpose};
use crate::index::texts::ordinal;
use crate::scope::Phrase;
use crate::value;

/// Between pieces; no text has it.
const BETWEEN: u8 = 0xff;

/// The pieces of all captions of a session.
#[derive(Debug)]
pub(super) struct Captions {
    /// The folded pieces, one after the other, [`BETWEEN`] each.
    text: Vec<u8>,
    /// Where each begins.
    begins: Vec<usize>,
    /// The places of posts that have each.
    places: Lists,
    /// The posts that have a caption.
    some: Bits,
}

/// The parts of a text: each ends after a space, a tab or a line break.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive([' ', '\t', '\n', '\r'])
}

impl Captions {
    /// Of every post of the session.
    pub(super) fn new(dataset: &Dataset, columns: &Columns) -> Self {
        let mut numbers: HashMap<&str, u32> = HashMap::default();
        let mut some = Bits::none(columns.len());
        let mut starts = Vec::with_capacity(columns.len() + 1);
        let mut on_posts: Vec<u32> = Vec::new();
        // The last post that each piece was found on.
        let mut last_on: Vec<u32> = Vec::new();
        starts.push(0);
        for (post, place) in columns.posts.iter().zip(0..) {
            if let Some(caption) = dataset.posts.captions.get(*post) {
                some.insert(place);
                for piece in pieces(caption) {
                    let new = ordinal(numbers.len());
                    let number = *numbers.entry(piece).or_insert(new);
                    if number as usize == last_on.len() {
                        last_on.push(u32::MAX);
                    }
                    if std::mem::replace(&mut last_on[number as usize], place) != place {
                        on_posts.push(number);
                    }
                }
            }
            starts.push(on_posts.len());
        }
        let places = transpose(numbers.len(), |take| {
            for (bounds, place) in starts.windows(2).zip(0..) {
                for number in &on_posts[bounds[0]..bounds[1]] {
                    take(*number, place);
                }
            }
        });
        let mut by_number = vec![""; numbers.len()];
        for (piece, number) in numbers {
            by_number[number as usize] = piece;
        }
        let mut text = Vec::new();
        let mut begins = Vec::with_capacity(by_number.len());
        for piece in by_number {
            begins.push(text.len());
            text.extend_from_slice(value::fold(piece).as_bytes());
            text.push(BETWEEN);
        }
        Self {
            text,
            begins,
            places,
            some,
        }
    }

    /// The posts whose caption says `phrase`; of those of `among`, where posts
    /// outside it are known not to.
    pub(super) fn saying(
        &self,
        dataset: &Dataset,
        columns: &Columns,
        phrase: &Phrase,
        among: Option<&Bits>,
    ) -> Bits {
        let mut found = among.unwrap_or(&self.some).clone();
        let mut parts = 0;
        for part in pieces(phrase.as_str()) {
            parts += 1;
            found.intersect(&self.with_piece(part, columns.len()));
        }
        if parts > 1 {
            let candidates: Vec<u32> = found.iter().collect();
            for place in candidates {
                let caption = dataset.posts.captions.get(columns.posts[place as usize]);
                let says = caption.is_some_and(|caption| phrase.is_in(&value::fold(caption)));
                if !says {
                    found.remove(place);
                }
            }
        }
        found
    }

    /// The posts that have a piece with `part` in it.
    fn with_piece(&self, part: &str, posts: usize) -> Bits {
        let mut bits = Bits::none(posts);
        let finder = Finder::new(part);
        let mut from = 0;
        while let Some(found) = finder.find(&self.text[from..]) {
            let number = self.begins.partition_point(|begin| *begin <= from + found) - 1;
            for place in self.places.get(ordinal(number)).head {
                bits.insert(*place);
            }
            match self.begins.get(number + 1) {
                Some(next) => from = *next,
                None => break,
            }
        }
        bits
    }

    pub(super) fn memory(&self) -> usize {
        self.text.capacity()
            + self.begins.capacity() * size_of::<usize>()
            + self.places.memory()
            + self.some.memory()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// What the search stands on: pieces folded apart are the text folded.
        #[test]
        fn pieces_fold_apart(text in "([a-zA-Z \t\n]|\\PC|[\u{300}-\u{345}\u{a0}\u{2003}\u{3099}\u{1100}-\u{11ff}]){0,40}") {
            let apart: String = pieces(&text).map(value::fold).collect();
            prop_assert_eq!(apart, value::fold(&text));
        }
    }
}
