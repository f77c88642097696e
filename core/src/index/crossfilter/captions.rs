//! What captions say: from pieces of text to the posts that have them.
//!
//! A caption is cut after every space, tab and line break. Folding never joins
//! across such a cut, so each piece is folded once however many captions have it,
//! and a phrase without one of these inside it lies within a piece: it is found
//! in the pieces there are, which are far fewer than captions. A phrase of
//! several pieces is sought in the captions that have each of them.

use foldhash::{HashMap, HashSet};
use memchr::memmem::Finder;

use super::bits::Bits;
use super::columns::Columns;
use super::letters::Letters;
use crate::index::dataset::Dataset;
use crate::index::lists::{Lists, transpose};
use crate::index::texts::ordinal;
use crate::scope::Phrase;
use crate::value;

/// A piece that more than one in so many posts have is kept as bits.
const MANY: usize = 32;

/// Where in a piece a part of a phrase can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Anywhere,
    /// What follows is in the next piece.
    End,
    /// What comes before is in the piece before.
    Beginning,
    /// Both.
    Whole,
}

/// The pieces of all captions of a session.
#[derive(Debug)]
pub(super) struct Captions {
    /// The folded pieces, one after the other.
    text: Vec<u8>,
    /// Where each begins; one more than pieces.
    begins: Vec<usize>,
    /// The letters of each: few pieces that do not have a part have all of its.
    letters: Vec<Letters>,
    /// The places of posts that have each, where they are few.
    places: Lists,
    /// Where they are many: more than one in [`MANY`], for which bits take less
    /// room than a list and are put together faster. By number of the piece.
    many: HashMap<u32, Bits>,
    /// Pieces that folding has given a space inside, by number.
    spaced: HashSet<u32>,
    /// Where in `on_posts` the pieces of a post begin, by place; one more than posts.
    starts: Vec<usize>,
    /// The pieces of each caption, in their order.
    on_posts: Vec<u32>,
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
        starts.push(0);
        for (post, place) in columns.posts.iter().zip(0..) {
            if let Some(caption) = dataset.posts.captions.get(*post) {
                some.insert(place);
                for piece in pieces(caption) {
                    let new = ordinal(numbers.len());
                    on_posts.push(*numbers.entry(piece).or_insert(new));
                }
            }
            starts.push(on_posts.len());
        }
        on_posts.shrink_to_fit();
        let mut of_pieces = vec![0; numbers.len()];
        for number in &on_posts {
            of_pieces[*number as usize] += 1;
        }
        let is_many = |number: u32| of_pieces[number as usize] > columns.len() / MANY;
        let mut many: HashMap<u32, Bits> = HashMap::default();
        let with_pieces = || starts.windows(2).zip(0..);
        for (bounds, place) in with_pieces() {
            let on_post = &on_posts[bounds[0]..bounds[1]];
            for number in on_post.iter().filter(|number| is_many(**number)) {
                let bits = many.entry(*number);
                bits.or_insert_with(|| Bits::none(columns.len()))
                    .insert(place);
            }
        }
        let places = transpose(numbers.len(), |take| {
            for (bounds, place) in with_pieces() {
                let on_post = &on_posts[bounds[0]..bounds[1]];
                for number in on_post.iter().filter(|number| !is_many(**number)) {
                    take(*number, place);
                }
            }
        });
        let mut by_number = vec![""; numbers.len()];
        for (piece, number) in numbers {
            by_number[number as usize] = piece;
        }
        let mut text = Vec::new();
        let mut begins = Vec::with_capacity(by_number.len() + 1);
        let mut letters = Vec::with_capacity(by_number.len());
        let mut spaced = HashSet::default();
        begins.push(0);
        for (piece, number) in by_number.into_iter().zip(0..) {
            let folded = value::fold(piece);
            if pieces(&folded).nth(1).is_some() {
                spaced.insert(number);
            }
            letters.push(Letters::of(&folded));
            text.extend_from_slice(folded.as_bytes());
            begins.push(text.len());
        }
        Self {
            text,
            begins,
            letters,
            places,
            many,
            spaced,
            starts,
            on_posts,
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
        let parts: Vec<&str> = pieces(phrase.as_str()).collect();
        let mut with = Vec::with_capacity(parts.len());
        for (place, part) in parts.iter().enumerate() {
            let at = match (place == 0, place + 1 == parts.len()) {
                (true, true) => At::Anywhere,
                (true, false) => At::End,
                (false, true) => At::Beginning,
                (false, false) => At::Whole,
            };
            let pieces = self.with_part(part, at);
            self.narrow(&mut found, &pieces);
            with.push(pieces);
        }
        if parts.len() > 1 {
            let candidates: Vec<u32> = found.iter().collect();
            for place in candidates {
                let on_post = self.on_post(place);
                let says = if on_post.iter().any(|piece| self.spaced.contains(piece)) {
                    let caption = dataset.posts.captions.get(columns.posts[place as usize]);
                    caption.is_some_and(|caption| phrase.is_in(&value::fold(caption)))
                } else {
                    // No piece has a space inside: those of the parts follow each other.
                    let mut runs = on_post.windows(with.len());
                    let spell = |run: &[u32]| {
                        let mut both = run.iter().zip(&with);
                        both.all(|(piece, with)| with.has(*piece))
                    };
                    runs.any(spell)
                };
                if !says {
                    found.remove(place);
                }
            }
        }
        found
    }

    /// The folded text of a piece.
    fn piece(&self, number: u32) -> &[u8] {
        let number = number as usize;
        &self.text[self.begins[number]..self.begins[number + 1]]
    }

    /// The pieces of the caption of the post at `place`.
    #[inline]
    fn on_post(&self, place: u32) -> &[u32] {
        &self.on_posts[self.starts[place as usize]..self.starts[place as usize + 1]]
    }

    /// The pieces that have `part` there. One that has a space inside may have
    /// what comes before and after too.
    fn with_part(&self, part: &str, at: At) -> Bits {
        let mut with = Bits::none(self.letters.len());
        let finder = Finder::new(part);
        let wanted = Letters::of(part);
        let is_letter = Letters::is_known(part);
        for (letters, number) in self.letters.iter().zip(0..) {
            if !letters.have(wanted) {
                continue;
            }
            let piece = self.piece(number);
            let is_there = match at {
                At::Anywhere => is_letter || finder.find(piece).is_some(),
                At::End => piece.ends_with(part.as_bytes()),
                At::Beginning => piece.starts_with(part.as_bytes()),
                At::Whole => piece == part.as_bytes(),
            };
            if is_there || self.spaced.contains(&number) && finder.find(piece).is_some() {
                with.insert(number);
            }
        }
        with
    }

    /// Lets go of those posts of `found` that have none of these pieces.
    fn narrow(&self, found: &mut Bits, wanted: &Bits) {
        let mut without = found.clone();
        for (number, posts) in &self.many {
            if wanted.has(*number) {
                without.subtract(posts);
            }
        }
        // Most first letters are somewhere in nearly every caption: then the few
        // that are left are read, not the many lists of posts.
        let lists = || wanted.iter().map(|number| self.places.get(number).head);
        let listed: usize = lists().map(<[u32]>::len).sum();
        // In a page this product takes more than a usize.
        let read = without.count() as u64 * self.on_posts.len() as u64 / self.starts.len() as u64;
        if read < listed as u64 {
            let left: Vec<u32> = without.iter().collect();
            for place in left {
                if self.on_post(place).iter().any(|piece| wanted.has(*piece)) {
                    without.remove(place);
                }
            }
        } else {
            for place in lists().flatten() {
                without.remove(*place);
            }
        }
        found.subtract(&without);
    }

    pub(super) fn memory(&self) -> usize {
        self.text.capacity()
            + self.begins.capacity() * size_of::<usize>()
            + self.letters.capacity() * size_of::<Letters>()
            + self.places.memory()
            + self.many.values().map(Bits::memory).sum::<usize>()
            + self.many.capacity() * (size_of::<Bits>() + 5)
            + self.spaced.capacity() * 5
            + self.starts.capacity() * size_of::<usize>()
            + self.on_posts.capacity() * 4
            + self.some.memory()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::texts::Texts;
    use arrow::array::LargeStringArray;
    use proptest::collection::vec;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn as_every_caption_asked(
            captions in vec(proptest::option::weighted(0.9, "[aAbß \u{a0}\n]{0,8}"), 0..90),
            phrases in vec("[aAbß \u{a0}\n]{1,5}", 1..6),
        ) {
            let mut dataset = Dataset::default();
            dataset.posts.captions = Texts::from(LargeStringArray::from(captions.clone()));
            let columns = Columns {
                posts: (0..ordinal(captions.len())).collect(),
                dated: 0,
                wide: Vec::new(),
            };
            let index = Captions::new(&dataset, &columns);
            let mut before: Option<(Phrase, Bits)> = None;
            for phrase in phrases {
                let phrase = Phrase::new(&phrase).unwrap();
                let says = |caption: &Option<String>| {
                    caption.as_ref().is_some_and(|caption| phrase.is_in(&value::fold(caption)))
                };
                let expected = Bits::of(&captions.iter().collect::<Vec<_>>(), says);
                let among = before.as_ref().filter(|(old, _)| phrase.as_str().contains(old.as_str()));
                let among = among.map(|(_, bits)| bits);
                prop_assert_eq!(&index.saying(&dataset, &columns, &phrase, among), &expected);
                before = Some((phrase, expected));
            }
        }

        /// What the search stands on: pieces folded apart are the text folded.
        #[test]
        fn pieces_fold_apart(text in "([a-zA-Z \t\n]|\\PC|[\u{300}-\u{345}\u{a0}\u{2003}\u{3099}\u{1100}-\u{11ff}]){0,40}") {
            let apart: String = pieces(&text).map(value::fold).collect();
            prop_assert_eq!(apart, value::fold(&text));
        }
    }
}
