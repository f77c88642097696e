//! SQL in colour, as it is typed.

use std::collections::HashSet;

const KEYWORD: &str = "\x1b[1;34m";
const TEXT: &str = "\x1b[32m";
const NUMBER: &str = "\x1b[36m";
const COMMENT: &str = "\x1b[2m";
const PLAIN: &str = "\x1b[0m";

/// A line of SQL with its keywords, texts, numbers and comments in colour.
pub(super) fn highlight(sql: &str, keywords: &HashSet<String>) -> String {
    let mut coloured = String::with_capacity(sql.len() * 2);
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let (length, colour) = match first {
            '\'' => (quoted(rest, '\''), Some(TEXT)),
            '"' => (quoted(rest, '"'), None),
            '-' if rest.starts_with("--") => (rest.find('\n').unwrap_or(rest.len()), Some(COMMENT)),
            '/' if rest.starts_with("/*") => (
                rest[2..].find("*/").map_or(rest.len(), |end| end + 4),
                Some(COMMENT),
            ),
            digit if digit.is_ascii_digit() => (word(rest), Some(NUMBER)),
            letter if letter.is_alphabetic() || letter == '_' => {
                let length = word(rest);
                let is_keyword = keywords.contains(&rest[..length].to_lowercase());
                (length, is_keyword.then_some(KEYWORD))
            }
            other => (other.len_utf8(), None),
        };
        let piece = &rest[..length];
        match colour {
            Some(colour) => {
                coloured += colour;
                coloured += piece;
                coloured += PLAIN;
            }
            None => coloured += piece,
        }
        rest = &rest[length..];
    }
    coloured
}

fn word(text: &str) -> usize {
    text.find(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .unwrap_or(text.len())
}

fn quoted(text: &str, quote: char) -> usize {
    text[1..].find(quote).map_or(text.len(), |end| end + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Only colours are added, whatever is typed.
    #[test]
    fn the_text_stays_as_it_is() {
        let keywords = HashSet::from(["select".to_owned(), "from".to_owned()]);
        for sql in [
            "SELECT 'it''s', \"from\", 12.5e3 FROM é -- from\n/* x",
            "'open",
            "\"open",
            "/*",
            "--",
            "日本 /* * / */ 1_000",
        ] {
            let mut plain = highlight(sql, &keywords);
            for colour in [KEYWORD, TEXT, NUMBER, COMMENT, PLAIN] {
                plain = plain.replace(colour, "");
            }
            assert_eq!(plain, sql);
        }
        let coloured = highlight("select x", &keywords);
        assert_eq!(coloured, format!("{KEYWORD}select{PLAIN} x"));
    }
}
