//! Tokens -> tree, by descent: one function for each level of precedence.

use super::fault::{invalid, wrong};
use super::lex::{Kind, Lexer, Token};
use super::term;
use super::tree::Scope;
use crate::{Error, Result};

/// The longest query, in bytes, as written and in normal form.
pub const MAX_BYTES: usize = 64 * 1024;

/// How deep parentheses and negations may nest.
pub const MAX_DEPTH: usize = 128;

/// Reads a query.
///
/// # Errors
/// If it is not in the language, empty, too long or too deep. The error names
/// the column, in characters from 1, and what was expected there;
/// [`explain`](super::explain) draws it.
pub fn parse(query: &str) -> Result<Scope> {
    if query.len() > MAX_BYTES {
        return Err(too_long(query.len()));
    }
    let mut parser = Parser::new(query)?;
    if matches!(parser.current.kind, Kind::End) {
        return Err(invalid(
            "the scope query is empty; leave scope_query out to take every match",
        ));
    }
    let scope = parser.disjunction("")?;
    // All else that may follow a disjunction is part of it.
    if matches!(parser.current.kind, Kind::Close) {
        let column = parser.current.column;
        return Err(wrong(column, "expected a `(` before this `)`"));
    }
    // Where AND is written out and `1M` in full the query grows. What cannot
    // be read back must not be made.
    let printed = scope.to_string().len();
    if printed > MAX_BYTES {
        return Err(too_long(printed));
    }
    Ok(scope)
}

fn too_long(bytes: usize) -> Error {
    let message = format!("a scope query is at most {MAX_BYTES} bytes long, found {bytes}");
    invalid(message)
}

struct Parser<'q> {
    lexer: Lexer<'q>,
    current: Token<'q>,
    depth: usize,
}

impl<'q> Parser<'q> {
    fn new(query: &'q str) -> Result<Self> {
        let mut lexer = Lexer::new(query);
        let current = lexer.next()?;
        Ok(Self {
            lexer,
            current,
            depth: 0,
        })
    }

    fn advance(&mut self) -> Result<Token<'q>> {
        let next = self.lexer.next()?;
        Ok(std::mem::replace(&mut self.current, next))
    }

    /// Terms with OR between them; `place` tells an error where the first was expected.
    fn disjunction(&mut self, place: &str) -> Result<Scope> {
        let mut scope = self.conjunction(place)?;
        while matches!(self.current.kind, Kind::Or) {
            self.advance()?;
            scope = scope.or(self.conjunction(" after `OR`")?);
        }
        Ok(scope)
    }

    /// Terms with AND, or nothing, between them.
    fn conjunction(&mut self, place: &str) -> Result<Scope> {
        let mut scope = self.negation(place)?;
        loop {
            let place = match self.current.kind {
                Kind::And => {
                    self.advance()?;
                    " after `AND`"
                }
                Kind::Or | Kind::Close | Kind::End => return Ok(scope),
                _ => "",
            };
            scope = scope.and(self.negation(place)?);
        }
    }

    fn negation(&mut self, place: &str) -> Result<Scope> {
        let place = match self.current.kind {
            Kind::Not => " after `NOT`",
            Kind::Minus => " directly after `-`",
            Kind::Open => return self.group(),
            _ => {
                let scope = term::predicate(&self.current, place)?;
                self.advance()?;
                return Ok(scope);
            }
        };
        self.deeper()?;
        self.advance()?;
        let scope = self.negation(place)?;
        self.depth -= 1;
        Ok(!scope)
    }

    fn group(&mut self) -> Result<Scope> {
        self.deeper()?;
        let open = self.advance()?;
        let scope = self.disjunction(" after `(`")?;
        if !matches!(self.current.kind, Kind::Close) {
            let message = format!(
                "expected `)` for the `(` at column {}, found {}",
                open.column,
                term::found(&self.current)
            );
            return Err(wrong(self.current.column, message));
        }
        self.advance()?;
        self.depth -= 1;
        Ok(scope)
    }

    /// One level down. Each is a few frames of the stack, which a query from
    /// outside must not be able to use up.
    fn deeper(&mut self) -> Result<()> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let message =
                format!("parentheses and `NOT` nest at most {MAX_DEPTH} deep, here they go deeper");
            return Err(wrong(self.current.column, message));
        }
        Ok(())
    }
}

impl std::str::FromStr for Scope {
    type Err = Error;

    fn from_str(query: &str) -> Result<Self> {
        parse(query)
    }
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
