//! Several statements in one text, told apart: `;` ends one, but not within
//! quotes, comments or dollar quotes.

/// One statement and where it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statement<'t> {
    /// Its text, without the `;` and without blanks around it.
    pub sql: &'t str,
    /// The 1-based line it begins on.
    pub line: u64,
}

/// The statements of a text, and what is left after the last `;` (blanks and
/// comments alone are nothing).
pub fn split_statements(text: &str) -> (Vec<Statement<'_>>, &str) {
    let mut statements = Vec::new();
    let mut begin = 0;
    let mut line = 1;
    let mut at = 0;
    while let Some(token) = next_token(&text[at..]) {
        let end = at + token.len();
        if token == ";" {
            let whole = &text[begin..at];
            if !is_blank(whole) {
                let sql = whole.trim();
                let lead = &whole[..whole.len() - whole.trim_start().len()];
                let line = line + lines_in(lead);
                statements.push(Statement { sql, line });
            }
            line += lines_in(whole);
            begin = end;
        }
        at = end;
    }
    let rest = &text[begin..];
    (statements, if is_blank(rest) { "" } else { rest })
}

fn lines_in(text: &str) -> u64 {
    text.bytes().filter(|byte| *byte == b'\n').count() as u64
}

fn is_blank(text: &str) -> bool {
    let mut at = 0;
    while let Some(token) = next_token(&text[at..]) {
        let comment = token.starts_with("--") || token.starts_with("/*");
        if !comment && !token.trim().is_empty() {
            return false;
        }
        at += token.len();
    }
    true
}

/// The next piece of SQL that must not be looked into; never empty.
fn next_token(text: &str) -> Option<&str> {
    let first = text.chars().next()?;
    let length = match first {
        '\'' | '"' => quoted(text, first),
        '-' if text.starts_with("--") => text.find('\n').map_or(text.len(), |end| end + 1),
        '/' if text.starts_with("/*") => block_comment(text),
        '$' => dollar_quoted(text),
        other => other.len_utf8(),
    };
    Some(&text[..length])
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

/// Block comments nest, as in Postgres.
fn block_comment(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < text.len() {
        let rest = &text.as_bytes()[at..];
        if rest.starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    text.len()
}

/// `$$ … $$` and `$tag$ … $tag$`; a lone `$` (a parameter) is itself.
fn dollar_quoted(text: &str) -> usize {
    let tag_end = text[1..].find(|letter: char| !letter.is_alphanumeric() && letter != '_');
    let Some(end) = tag_end.map(|end| end + 1) else {
        return text.len();
    };
    if !text[end..].starts_with('$')
        || text[1..].starts_with(|letter: char| letter.is_ascii_digit())
    {
        return 1;
    }
    let tag = &text[..=end];
    text[tag.len()..]
        .find(tag)
        .map_or(text.len(), |found| tag.len() + found + tag.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> (Vec<&str>, &str) {
        let (statements, rest) = split_statements(text);
        (statements.into_iter().map(|one| one.sql).collect(), rest)
    }

    #[test]
    fn only_a_bare_semicolon_ends_a_statement() {
        for (text, statements, rest) in [
            ("SELECT 1; SELECT 2;", vec!["SELECT 1", "SELECT 2"], ""),
            ("SELECT ';' ; x", vec!["SELECT ';'"], " x"),
            ("SELECT 'it''s;' ;", vec!["SELECT 'it''s;'"], ""),
            ("SELECT \";\";", vec!["SELECT \";\""], ""),
            ("SELECT $$;$$;", vec!["SELECT $$;$$"], ""),
            ("SELECT $a$;$$;$a$;", vec!["SELECT $a$;$$;$a$"], ""),
            ("SELECT $1;", vec!["SELECT $1"], ""),
            ("-- a;\nSELECT 1;", vec!["-- a;\nSELECT 1"], ""),
            (
                "/* ; /* ; */ ; */ SELECT 1;",
                vec!["/* ; /* ; */ ; */ SELECT 1"],
                "",
            ),
            (";;  ; -- nothing", vec![], ""),
            ("SELECT 'open;", vec![], "SELECT 'open;"),
            ("SELECT 'ü';é", vec!["SELECT 'ü'"], "é"),
        ] {
            assert_eq!(texts(text), (statements, rest), "{text}");
        }
    }

    #[test]
    fn statements_know_their_line() {
        let (statements, _) = split_statements("SELECT 1;\n\n  SELECT 2;");
        assert_eq!(statements[1].line, 3);
    }
}
