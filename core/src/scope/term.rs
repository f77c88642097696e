//! A token that is a whole term -> its predicate.

use super::fault::{self, shortened, wrong};
use super::leaf::{Author, Comparison, Metric, Moment, Phrase, Platform, Sentiment, Tag};
use super::lex::{Kind, Token, Value};
use super::literal;
use super::suggest::{self, FIELDS, Meant, SENTIMENT};
use super::tree::Scope;
use crate::{Error, Result};

/// The predicate of `token`, or the error that it begins no term; `place`
/// says where a term was expected, as in ` after `AND``.
pub(super) fn predicate(token: &Token<'_>, place: &str) -> Result<Scope> {
    match &token.kind {
        Kind::Tag(value) => at(value, Tag::new(&value.text)).map(Scope::Tag),
        Kind::Author(value) => at(value, Author::new(&value.text)).map(Scope::Author),
        Kind::Field { name, value } => field(token, name, value),
        Kind::Compare {
            name,
            comparison,
            value,
        } => compare(token, name, *comparison, value),
        _ => Err(no_term(token, place)),
    }
}

/// How an error names what it found.
pub(super) fn found(token: &Token<'_>) -> String {
    match token.kind {
        Kind::End => "the end of the query".to_owned(),
        _ => fault::found(token.raw),
    }
}

fn at<T>(value: &Value<'_>, result: Result<T>) -> Result<T> {
    result.map_err(|error| error.at_column(value.column))
}

fn field(token: &Token<'_>, name: &str, value: &Value<'_>) -> Result<Scope> {
    match name.to_ascii_lowercase().as_str() {
        "platform" => at(value, Platform::new(&value.text)).map(Scope::Platform),
        "text" => at(value, Phrase::new(&value.text)).map(Scope::Text),
        "after" => at(value, Moment::parse(&value.text)).map(Scope::After),
        "before" => at(value, Moment::parse(&value.text)).map(Scope::Before),
        _ => Err(unknown_field(token, name, value)),
    }
}

fn unknown_field(token: &Token<'_>, name: &str, value: &Value<'_>) -> Error {
    let known = FIELDS.map(|field| format!("`{field}:`")).join(", ");
    let message = format!("expected one of {known}, found `{}:`", shortened(name));
    let error = wrong(token.column, message);
    match suggest::term(name) {
        // `likes:100` and `likes:>100`, as other languages have it.
        Some(Meant::Number(number)) => {
            let compares = value.text.starts_with(['<', '>', '=', '!']);
            let equals = if compares { "" } else { "=" };
            let text = shortened(&value.text);
            error.hint(format!("did you mean `{number}{equals}{text}`?"))
        }
        Some(Meant::Sigil(sigil)) => {
            let text = shortened(value.text.trim_start_matches(sigil));
            error.hint(format!("did you mean `{sigil}{text}`?"))
        }
        Some(meant @ Meant::Field(_)) => error.hint(format!("did you mean `{}`?", meant.opening())),
        None => error,
    }
}

fn compare(
    token: &Token<'_>,
    name: &str,
    comparison: Comparison,
    value: &Value<'_>,
) -> Result<Scope> {
    let word = name.to_ascii_lowercase();
    if word == SENTIMENT {
        let number = literal::decimal(value)?;
        let value = at(value, Sentiment::new(number))?;
        return Ok(Scope::Sentiment { comparison, value });
    }
    let metric = Metric::ALL.into_iter().find(|m| m.name() == word);
    let Some(metric) = metric else {
        return Err(unknown_number(token, name, comparison));
    };
    let value = literal::count(value)?;
    Ok(Scope::Count {
        metric,
        comparison,
        value,
    })
}

fn unknown_number(token: &Token<'_>, name: &str, comparison: Comparison) -> Error {
    let metrics = Metric::ALL.into_iter().map(Metric::name);
    let known: Vec<_> = metrics.chain([SENTIMENT]).collect();
    let message = format!(
        "expected one of {} before `{}`, found `{}`",
        known.join(", "),
        comparison.symbol(),
        shortened(name)
    );
    let error = wrong(token.column, message);
    match suggest::term(name) {
        Some(Meant::Number(number)) => error.hint(format!("did you mean `{number}`?")),
        Some(Meant::Field("after" | "before")) => {
            error.hint("times are compared with `after:2026-01-31` and `before:2026-01-31`")
        }
        Some(meant) => error.hint(format!("did you mean `{}`?", meant.opening())),
        None => error,
    }
}

fn no_term(token: &Token<'_>, place: &str) -> Error {
    let message = format!("expected a term{place}, found {}", found(token));
    let error = wrong(token.column, message);
    let raw = shortened(token.raw);
    match token.kind {
        Kind::Quoted => error.hint(format!("did you mean `text:{raw}`?")),
        Kind::Word => match suggest::term(token.raw) {
            Some(Meant::Number(number)) => error.hint(format!("did you mean `{number}>100`?")),
            Some(Meant::Field(field)) => error.hint(format!("did you mean `{field}:`?")),
            _ => error.hint(format!("did you mean `#{raw}` or `text:{raw}`?")),
        },
        _ => error,
    }
}
