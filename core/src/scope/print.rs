//! Tree -> the query in normal form, which parses to the same tree.

use std::fmt::{self, Display, Formatter, Write};

use chrono::DateTime;

use super::leaf::Moment;
use super::lex::{is_bare_name, is_bare_value};
use super::tree::Scope;

/// The normal form: `AND` written out, `NOT` for `-`, only the parentheses
/// that the precedence needs, quotation marks only where they are needed.
impl Display for Scope {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::And(parts) => list(f, parts, " AND ", |part| matches!(part, Self::Or(_))),
            Self::Or(parts) => list(f, parts, " OR ", |_| false),
            Self::Not(inner) => {
                f.write_str("NOT ")?;
                let compound = matches!(**inner, Self::And(_) | Self::Or(_));
                part(f, inner, compound)
            }
            Self::Tag(tag) => sigil(f, '#', tag.as_str()),
            Self::Author(author) => sigil(f, '@', author.as_str()),
            Self::Platform(platform) => {
                f.write_str("platform:")?;
                value(f, platform.as_str(), is_bare_name(platform.as_str()))
            }
            Self::Text(phrase) => {
                f.write_str("text:")?;
                value(f, phrase.as_str(), is_bare_value(phrase.as_str()))
            }
            Self::After(moment) => write!(f, "after:{moment}"),
            Self::Before(moment) => write!(f, "before:{moment}"),
            Self::Count {
                metric,
                comparison,
                value,
            } => write!(f, "{}{}{value}", metric.name(), comparison.symbol()),
            Self::Sentiment { comparison, value } => {
                write!(f, "sentiment{}{}", comparison.symbol(), value.get())
            }
        }
    }
}

/// The date alone at midnight, else the time to the second or as far as it goes.
impl Display for Moment {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        // Every moment is within chrono's range.
        let time = DateTime::from_timestamp_micros(self.micros()).ok_or(fmt::Error)?;
        let shape = match self.micros() {
            micros if micros.rem_euclid(86_400_000_000) == 0 => "%Y-%m-%d",
            micros if micros.rem_euclid(1_000_000) == 0 => "%Y-%m-%dT%H:%M:%SZ",
            _ => "%Y-%m-%dT%H:%M:%S%.6fZ",
        };
        write!(f, "{}", time.format(shape))
    }
}

fn list(
    f: &mut Formatter<'_>,
    parts: &[Scope],
    operator: &str,
    binds_looser: fn(&Scope) -> bool,
) -> fmt::Result {
    for (i, scope) in parts.iter().enumerate() {
        if i > 0 {
            f.write_str(operator)?;
        }
        part(f, scope, binds_looser(scope))?;
    }
    Ok(())
}

fn part(f: &mut Formatter<'_>, scope: &Scope, parentheses: bool) -> fmt::Result {
    if parentheses {
        write!(f, "({scope})")
    } else {
        write!(f, "{scope}")
    }
}

fn sigil(f: &mut Formatter<'_>, sigil: char, name: &str) -> fmt::Result {
    f.write_char(sigil)?;
    value(f, name, is_bare_name(name))
}

fn value(f: &mut Formatter<'_>, text: &str, bare: bool) -> fmt::Result {
    if bare {
        return f.write_str(text);
    }
    f.write_char('"')?;
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            f.write_char('\\')?;
        }
        f.write_char(c)?;
    }
    f.write_char('"')
}

#[cfg(test)]
#[path = "print_tests.rs"]
mod tests;
