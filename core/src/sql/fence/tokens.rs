//! A statement cut into words and signs, texts in quotes and comments left out.
//!
//! It must never see less than DuckDB sees. Where the two could part ways
//! (escapes in `E'…'`, dollar quotes, nested comments), it gives up.

use crate::{Error, Result};

use super::refused;

/// A piece of a statement that matters here.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A bare word, in lower case.
    Word(String),
    /// A name in double quotes, in lower case.
    Name(String),
    /// Any other single character outside of quotes.
    Sign(char),
}

/// Cuts a text into what matters; texts in quotes and comments are left out.
pub(super) fn tokens(sql: &str) -> Result<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = sql;
    // Two texts in quotes after one another may be read as one.
    let mut after_escapes = false;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\'' if after_escapes => return Err(unclear("a text after E'…'")),
            '\'' => quoted(rest, '\''),
            '"' => {
                let length = quoted(rest, '"');
                let name = rest[..length].trim_matches('"').to_lowercase();
                tokens.push(Token::Name(name));
                length
            }
            '-' if rest.starts_with("--") => line_comment(rest)?,
            '/' if rest.starts_with("/*") => block_comment(rest)?,
            '$' if !rest[1..].starts_with(|next: char| next.is_ascii_digit()) => {
                return Err(unclear("a text in dollar quotes"));
            }
            letter if starts_word(letter) => {
                let length = word(rest)?;
                let text = rest[..length].to_lowercase();
                // Any word that ends so: better one time too often.
                let escapes = text.ends_with('e') && rest[length..].starts_with('\'');
                tokens.push(Token::Word(text));
                if escapes {
                    let end = length + escaped(&rest[length..])?;
                    rest = &rest[end..];
                    after_escapes = true;
                    continue;
                }
                length
            }
            sign => {
                if !sign.is_whitespace() {
                    tokens.push(Token::Sign(sign));
                }
                sign.len_utf8()
            }
        };
        let blank = first.is_whitespace() || rest.starts_with("--") || rest.starts_with("/*");
        after_escapes &= blank;
        rest = &rest[length..];
    }
    Ok(tokens)
}

fn starts_word(letter: char) -> bool {
    letter.is_alphabetic() || letter == '_'
}

/// The length of the word at the start. DuckDB lets a `$` be part of a word.
fn word(text: &str) -> Result<usize> {
    let length = text
        .find(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .unwrap_or(text.len());
    if text[length..].starts_with('$') {
        return Err(unclear("a `$` in a word"));
    }
    Ok(length)
}

/// Up to the closing quote; a doubled quote stays inside.
fn quoted(text: &str, quote: char) -> usize {
    let mut at = 1;
    while let Some(found) = text[at..].find(quote) {
        at += found + 1;
        if !text[at..].starts_with(quote) {
            return at;
        }
        at += 1;
    }
    text.len()
}

/// As [`quoted`], of `E'…'`: a backslash before a quote is refused.
fn escaped(text: &str) -> Result<usize> {
    let length = quoted(text, '\'');
    if text[..length].contains("\\'") || text[..length].contains("\\\\") {
        return Err(unclear("a quote after a backslash"));
    }
    Ok(length)
}

fn line_comment(text: &str) -> Result<usize> {
    let length = text.find('\n').map_or(text.len(), |end| end + 1);
    // DuckDB ends the comment there already.
    if text[..length].trim_end().contains('\r') {
        return Err(unclear("a lone carriage return in a comment"));
    }
    Ok(length)
}

fn block_comment(text: &str) -> Result<usize> {
    let length = text[2..].find("*/").map_or(text.len(), |end| end + 4);
    if text[2..length].contains("/*") {
        return Err(unclear("a comment within a comment"));
    }
    Ok(length)
}

fn unclear(what: &str) -> Error {
    refused(&format!("{what} can not be told apart safely here"))
        .hint("write the text in single quotes, doubling those within; chr(39) and chr(92) are a quote and a backslash")
}
