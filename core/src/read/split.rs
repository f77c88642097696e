//! Where a JSON value ends: strings, escapes and depth, and nothing else.

/// How deep the kinds of brackets are remembered. Deeper ones are only
/// counted, so that a text of nothing but brackets takes no memory.
const REMEMBERED: usize = 1 << 16;

/// Finds the end of one value, piece by piece.
///
/// It sees as much of JSON as it takes to find the end; what is between the
/// brackets and quotes is the parser's affair.
#[derive(Debug, Default)]
pub(super) struct Splitter {
    state: State,
    open: Nesting,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the first byte.
    #[default]
    Start,
    /// Between brackets, outside strings.
    Open,
    Text,
    /// After a backslash in a string.
    Escape,
    /// A number, `true`, `false`, `null`.
    Scalar,
}

/// A bracket that closes one of the other kind, or none; the index of it in the piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unbalanced(pub(super) usize);

impl Splitter {
    /// Reads on in `piece`. The index after the value, if it ends in there.
    ///
    /// The first piece must begin with the value. A scalar ends at the first
    /// byte that is not part of it, hence never by itself at the end of a piece.
    pub(super) fn scan(&mut self, piece: &[u8]) -> Result<Option<usize>, Unbalanced> {
        let mut at = 0;
        if self.state == State::Start {
            let Some(first) = piece.first() else {
                return Ok(None);
            };
            self.state = match first {
                b'{' | b'[' => State::Open,
                b'"' => {
                    at = 1;
                    State::Text
                }
                _ => State::Scalar,
            };
        }
        while at < piece.len() {
            match self.state {
                State::Start | State::Open => {
                    let Some(next) = piece[at..]
                        .iter()
                        .position(|byte| STRUCTURAL[usize::from(*byte)])
                    else {
                        return Ok(None);
                    };
                    at += next;
                    match piece[at] {
                        b'"' => self.state = State::Text,
                        opening @ (b'{' | b'[') => self.open.push(opening == b'{'),
                        closing => {
                            if !self.open.pop(closing == b'}') {
                                return Err(Unbalanced(at));
                            }
                            if self.open.depth == 0 {
                                return Ok(Some(at + 1));
                            }
                        }
                    }
                    at += 1;
                }
                State::Text => {
                    let Some(next) = quote_or_escape(&piece[at..]) else {
                        return Ok(None);
                    };
                    at += next + 1;
                    if piece[at - 1] == b'\\' {
                        self.state = State::Escape;
                    } else if self.open.depth == 0 {
                        return Ok(Some(at));
                    } else {
                        self.state = State::Open;
                    }
                }
                State::Escape => {
                    at += 1;
                    self.state = State::Text;
                }
                State::Scalar => {
                    return Ok(piece[at..]
                        .iter()
                        .position(|byte| ends_scalar(*byte))
                        .map(|end| at + end));
                }
            }
        }
        Ok(None)
    }

    /// Whether the value so far ends inside a string.
    pub(super) fn in_text(&self) -> bool {
        matches!(self.state, State::Text | State::Escape)
    }

    /// Whether the innermost open bracket is a list's.
    pub(super) fn in_list(&self) -> bool {
        self.open.innermost() == Some(false)
    }
}

/// The first quote or backslash. Most strings are short, so the first words
/// are looked at here; only a long one is worth a call.
fn quote_or_escape(text: &[u8]) -> Option<usize> {
    const WORDS: usize = 4;
    let words = text.as_chunks::<8>().0;
    let words = &words[..words.len().min(WORDS)];
    for (index, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let found = bytes_equal(word, b'"') | bytes_equal(word, b'\\');
        if found != 0 {
            return Some(index * 8 + found.trailing_zeros() as usize / 8);
        }
    }
    let start = words.len() * 8;
    memchr::memchr2(b'"', b'\\', &text[start..]).map(|index| start + index)
}

/// The high bit of each byte of `word` that is `byte`; above the first of
/// them, others may be set too.
fn bytes_equal(word: u64, byte: u8) -> u64 {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    let differing = word ^ (ONES * u64::from(byte));
    differing.wrapping_sub(ONES) & !differing & (ONES << 7)
}

fn ends_scalar(byte: u8) -> bool {
    matches!(byte, b',' | b']' | b'}' | b':' | b'"' | b'[' | b'{') || byte.is_ascii_whitespace()
}

const STRUCTURAL: [bool; 256] = {
    let mut table = [false; 256];
    table[b'{' as usize] = true;
    table[b'}' as usize] = true;
    table[b'[' as usize] = true;
    table[b']' as usize] = true;
    table[b'"' as usize] = true;
    table
};

/// The open brackets, a bit each: set for an object's.
#[derive(Debug, Default)]
struct Nesting {
    depth: usize,
    kinds: Vec<u64>,
}

impl Nesting {
    fn push(&mut self, object: bool) {
        let (word, bit) = (self.depth / 64, self.depth % 64);
        if self.depth < REMEMBERED {
            if word == self.kinds.len() {
                self.kinds.push(0);
            }
            self.kinds[word] = self.kinds[word] & !(1 << bit) | u64::from(object) << bit;
        }
        self.depth += 1;
    }

    /// Closes the innermost bracket, if it is of this kind.
    fn pop(&mut self, object: bool) -> bool {
        let fits = self.depth > REMEMBERED || self.innermost() == Some(object);
        if fits {
            self.depth -= 1;
        }
        fits
    }

    fn innermost(&self) -> Option<bool> {
        let top = self.depth.checked_sub(1)?;
        let word = self.kinds.get(top / 64)?;
        Some(word >> (top % 64) & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The end of the value at the start of `text`, found in pieces of `size`.
    fn end(text: &[u8], size: usize) -> Result<Option<usize>, Unbalanced> {
        let mut splitter = Splitter::default();
        for (index, piece) in text.chunks(size).enumerate() {
            if let Some(end) = splitter.scan(piece)? {
                return Ok(Some(index * size + end));
            }
        }
        Ok(None)
    }

    #[test]
    fn ends_are_found_wherever_the_pieces_part() {
        let values = [
            "{}",
            r#"[[],{"a":[]}]"#,
            r#"{"a\"}":"\\","b":["\u00e9]",1,null]}"#,
            r#""a \" b \\""#,
            "{\"caf\u{e9}\":\"\u{1f600}}\"}",
            "-12.5e3",
        ];
        for value in values {
            let text = format!("{value},{{");
            for size in 1..=text.len() {
                assert_eq!(
                    end(text.as_bytes(), size),
                    Ok(Some(value.len())),
                    "{value} by {size}"
                );
            }
        }
    }

    #[test]
    fn unbalanced_brackets_are_told() {
        assert_eq!(end(b"{\"a\":[1}", 100), Err(Unbalanced(7)));
        assert_eq!(end(b"[}", 100), Err(Unbalanced(1)));
        assert_eq!(end(b"[[]", 100), Ok(None));
    }

    #[test]
    fn depth_takes_neither_stack_nor_memory() {
        let depth = 1_000_000;
        let deep = ["[".repeat(depth), "]".repeat(depth)].concat();
        assert_eq!(end(deep.as_bytes(), 4096), Ok(Some(2 * depth)));
        let mut splitter = Splitter::default();
        assert_eq!(splitter.scan("[".repeat(depth).as_bytes()), Ok(None));
        assert!(splitter.open.kinds.len() <= REMEMBERED / 64);
    }
}
