//! A query's characters -> tokens, one at a time.
//!
//! What a character means depends on what began the token: `:` ends a
//! hashtag, and is part of a time. So a token here is a whole term.

use std::borrow::Cow;

use super::fault::{found, wrong};
use super::leaf::Comparison;
use super::suggest;
use crate::{Error, Result};

/// A piece of a query.
#[derive(Debug)]
pub(super) struct Token<'q> {
    pub(super) kind: Kind<'q>,
    /// Its first character's 1-based place in the query, in characters.
    pub(super) column: u64,
    /// The characters it was read from.
    pub(super) raw: &'q str,
}

#[derive(Debug)]
pub(super) enum Kind<'q> {
    Open,
    Close,
    And,
    Or,
    Not,
    /// `-`, with a term directly after it.
    Minus,
    /// `#name`
    Tag(Value<'q>),
    /// `@name`
    Author(Value<'q>),
    /// `name:value`
    Field {
        name: &'q str,
        value: Value<'q>,
    },
    /// `name>value`
    Compare {
        name: &'q str,
        comparison: Comparison,
        value: Value<'q>,
    },
    /// A word that stands alone and is no operator.
    Word,
    /// A phrase in quotation marks that stands alone.
    Quoted,
    End,
}

/// What a term names or compares with.
#[derive(Debug)]
pub(super) struct Value<'q> {
    /// Without the quotation marks, escapes undone.
    pub(super) text: Cow<'q, str>,
    pub(super) column: u64,
}

/// Whether `text` reads as one value without quotation marks after `#`, `@`
/// and `platform:`.
pub(super) fn is_bare_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_name_char)
}

/// Whether `text` reads as one value without quotation marks after `text:`.
pub(super) fn is_bare_value(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_value_char)
}

/// Names end where punctuation of the language begins, so that `#a#b` is two
/// hashtags and `#a,#b` is noticed.
fn is_name_char(c: char) -> bool {
    is_value_char(c) && !"#＃﹟@:;<>=!&|+".contains(c)
}

fn is_value_char(c: char) -> bool {
    !is_space(c) && !c.is_control() && !is_quote(c) && !"(),\\".contains(c)
}

/// The byte order mark and the zero-width space come with pasted text.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}')
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

/// Reads tokens off the front of a query.
pub(super) struct Lexer<'q> {
    rest: &'q str,
    column: u64,
}

impl<'q> Lexer<'q> {
    pub(super) fn new(query: &'q str) -> Self {
        Self {
            rest: query,
            column: 1,
        }
    }

    /// The next token; [`Kind::End`] for ever after the last.
    pub(super) fn next(&mut self) -> Result<Token<'q>> {
        self.take_while(is_space);
        let (start, column) = (self.rest, self.column);
        let kind = self.kind()?;
        let raw = &start[..start.len() - self.rest.len()];
        Ok(Token { kind, column, raw })
    }

    fn kind(&mut self) -> Result<Kind<'q>> {
        let Some(first) = self.peek() else {
            return Ok(Kind::End);
        };
        match first {
            '(' => {
                self.skip(1);
                Ok(Kind::Open)
            }
            ')' => {
                self.skip(1);
                Ok(Kind::Close)
            }
            '-' => self.minus(),
            '#' | '＃' | '﹟' => {
                self.skip(1);
                self.name().map(Kind::Tag)
            }
            '@' => {
                self.skip(1);
                self.name().map(Kind::Author)
            }
            '"' => self.quoted().map(|_| Kind::Quoted),
            c if c.is_alphanumeric() || c == '_' => self.word(),
            c => Err(self.unexpected(c)),
        }
    }

    fn minus(&mut self) -> Result<Kind<'q>> {
        let column = self.column;
        self.skip(1);
        match self.peek() {
            Some(c) if !is_space(c) => Ok(Kind::Minus),
            _ => Err(wrong(column, "expected a term directly after `-`")),
        }
    }

    /// A word and what hangs from it: `AND`, `platform:tiktok`, `likes > 100`.
    fn word(&mut self) -> Result<Kind<'q>> {
        let name = self.take_while(|c| c.is_alphanumeric() || "_-'".contains(c));
        if self.peek() == Some(':') {
            self.skip(1);
            let value = self.value(is_value_char)?;
            return Ok(Kind::Field { name, value });
        }
        for (keyword, kind) in [("and", Kind::And), ("or", Kind::Or), ("not", Kind::Not)] {
            if name.eq_ignore_ascii_case(keyword) {
                return Ok(kind);
            }
        }
        let after_name = (self.rest, self.column);
        self.take_while(is_space);
        let Some(comparison) = self.comparison()? else {
            (self.rest, self.column) = after_name;
            return Ok(Kind::Word);
        };
        self.take_while(is_space);
        // The comma belongs to no number; taken along, it can be named in the error.
        let value = self.value(|c| is_value_char(c) || c == ',')?;
        Ok(Kind::Compare {
            name,
            comparison,
            value,
        })
    }

    fn comparison(&mut self) -> Result<Option<Comparison>> {
        let column = self.column;
        let symbol = self.take_while(|c| "<>=!≤≥≠".contains(c));
        if symbol.is_empty() {
            return Ok(None);
        }
        let known = Comparison::ALL.into_iter().find(|c| c.symbol() == symbol);
        if known.is_some() {
            return Ok(known);
        }
        let error = wrong(
            column,
            format!(
                "expected one of `>`, `>=`, `<`, `<=`, `=`, `!=`, found {}",
                found(symbol)
            ),
        );
        Err(match suggest::comparison(symbol) {
            Some(meant) => error.hint(format!("did you mean `{meant}`?")),
            None => error,
        })
    }

    fn name(&mut self) -> Result<Value<'q>> {
        let bare = self.peek() != Some('"');
        let value = self.value(is_name_char)?;
        // `#a-#b`: a name that swallowed the minus of the next term.
        let joined = matches!(self.peek(), Some('#' | '@' | '('));
        if bare && joined && value.text.ends_with('-') {
            return Err(wrong(self.column - 1, "expected a space before `-`"));
        }
        Ok(value)
    }

    /// A value, in quotation marks or of characters that are `bare`; empty if there is none.
    fn value(&mut self, bare: fn(char) -> bool) -> Result<Value<'q>> {
        let column = self.column;
        let text = if self.peek() == Some('"') {
            self.quoted()?
        } else {
            Cow::Borrowed(self.take_while(bare))
        };
        match self.peek() {
            Some(c @ '"') => Err(wrong(self.column, format!("expected a space before `{c}`"))),
            Some(c) if is_quote(c) => Err(self.unexpected(c)),
            _ => Ok(Value { text, column }),
        }
    }

    fn quoted(&mut self) -> Result<Cow<'q, str>> {
        let opening = self.column;
        self.skip(1);
        let plain = self.take_while(|c| c != '"' && c != '\\');
        if self.peek() == Some('"') {
            self.skip(1);
            return Ok(Cow::Borrowed(plain));
        }
        let mut text = plain.to_owned();
        loop {
            text.push_str(self.take_while(|c| c != '"' && c != '\\'));
            let mut ahead = self.rest.chars();
            match (ahead.next(), ahead.next()) {
                (Some('"'), _) => {
                    self.skip(1);
                    return Ok(Cow::Owned(text));
                }
                (Some('\\'), Some(c @ ('"' | '\\'))) => {
                    text.push(c);
                    self.skip(2);
                }
                (Some(_), Some(c)) => {
                    let message = format!(
                        "expected `\"` or `\\` after `\\` within quotation marks, found `{c}`"
                    );
                    return Err(wrong(self.column, message).hint("write `\\\\` for one `\\`"));
                }
                _ => {
                    return Err(wrong(
                        opening,
                        "expected a closing `\"` for this one, found the end of the query",
                    ));
                }
            }
        }
    }

    fn unexpected(&self, c: char) -> Error {
        let character = found(c.encode_utf8(&mut [0; 4]));
        let error = wrong(self.column, format!("expected a term, found {character}"));
        match suggest::symbol(c) {
            Some(advice) => error.hint(advice),
            None => error,
        }
    }

    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'q str {
        let end = self
            .rest
            .find(|c: char| !wanted(c))
            .unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        self.column += taken.chars().count() as u64;
        taken
    }

    fn skip(&mut self, chars: usize) {
        let mut rest = self.rest.chars();
        for _ in rest.by_ref().take(chars) {
            self.column += 1;
        }
        self.rest = rest.as_str();
    }
}
