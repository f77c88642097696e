//! Which relations a question reads: the names that stand where a table can.

use crate::notebook::lex::{Token, tokens};

/// What the names within one pair of brackets are.
#[derive(Debug, Clone, Copy, Default)]
struct Level {
    /// After `FROM`, so that a comma leads to the next table.
    from: bool,
    /// The next name is a table.
    table: bool,
    /// Within `extract(… FROM …)` and the like.
    function: bool,
}

/// Words after which a list of tables is over.
const AFTER: [&str; 15] = [
    "select",
    "where",
    "group",
    "order",
    "having",
    "limit",
    "offset",
    "window",
    "qualify",
    "union",
    "intersect",
    "except",
    "sample",
    "values",
    "with",
];

/// Words that come between a `FROM` and its table.
const BEFORE: [&str; 2] = ["lateral", "only"];

/// Functions that have a `FROM` of their own.
const FUNCTIONS: [&str; 5] = ["extract", "substring", "trim", "overlay", "position"];

/// Statements that take a table right away.
const STATEMENTS: [&str; 8] = [
    "table",
    "pivot",
    "pivot_wider",
    "pivot_longer",
    "unpivot",
    "describe",
    "desc",
    "summarize",
];

/// The names, in lower case, that stand where a table can, each once; and those
/// that the question's own `WITH` defines.
pub(super) fn relations(sql: &str) -> (Vec<String>, Vec<String>) {
    let tokens: Vec<Token> = tokens(sql).into_iter().map(|(token, _)| token).collect();
    let mut read: Vec<String> = Vec::new();
    let mut levels = vec![Level::default()];
    for (place, token) in tokens.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|place| tokens.get(place));
        let after = tokens.get(place + 1);
        let top = levels.len() - 1;
        match token {
            Token::Sign('(') => {
                let inner = Level {
                    from: levels[top].table,
                    table: levels[top].table,
                    function: is_one_of(before, &FUNCTIONS),
                };
                levels[top].table = false;
                levels.push(inner);
            }
            Token::Sign(')') if top > 0 => {
                levels.pop();
            }
            Token::Sign(',') => levels[top].table = levels[top].from,
            Token::Word(word) | Token::Name(word) => {
                let level = &mut levels[top];
                let bare = matches!(token, Token::Word(_));
                let word = word.as_str();
                if bare && word == "from" {
                    let compared = is_one_of(before, &["distinct"])
                        && place
                            .checked_sub(2)
                            .is_some_and(|place| is_one_of(tokens.get(place), &["is", "not"]));
                    if !level.function && !compared {
                        (level.from, level.table) = (true, true);
                    }
                } else if bare && word == "join" {
                    (level.from, level.table) = (true, true);
                } else if bare && AFTER.contains(&word) {
                    (level.from, level.table) = (false, false);
                } else if bare
                    && STATEMENTS.contains(&word)
                    && matches!(before, None | Some(Token::Sign('(')))
                {
                    (level.from, level.table) = (false, true);
                } else if level.table && !(bare && BEFORE.contains(&word)) {
                    level.table = false;
                    match after {
                        // A function, or the schema of a table that follows.
                        Some(Token::Sign('(')) => {}
                        Some(Token::Sign('.')) => level.table = word == "temp",
                        _ if !read.iter().any(|known| known == word) => read.push(word.to_owned()),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    (read, defined(&tokens))
}

/// The names before `AS (SELECT`, also with columns in brackets between.
fn defined(tokens: &[Token]) -> Vec<String> {
    let mut names = Vec::new();
    for (place, token) in tokens.iter().enumerate() {
        if !is_one_of(Some(token), &["as"]) {
            continue;
        }
        let mut inside = place + 1;
        while is_one_of(tokens.get(inside), &["not", "materialized"]) {
            inside += 1;
        }
        let question = [
            "select", "with", "from", "values", "pivot", "unpivot", "table",
        ];
        if tokens.get(inside) != Some(&Token::Sign('('))
            || !(is_one_of(tokens.get(inside + 1), &question)
                || tokens.get(inside + 1) == Some(&Token::Sign('(')))
        {
            continue;
        }
        let mut name = place.checked_sub(1);
        if name.and_then(|name| tokens.get(name)) == Some(&Token::Sign(')')) {
            let opened = tokens[..place]
                .iter()
                .rposition(|token| *token == Token::Sign('('));
            name = opened.and_then(|opened| opened.checked_sub(1));
        }
        if let Some(Token::Word(name) | Token::Name(name)) = name.and_then(|name| tokens.get(name))
        {
            names.push(name.clone());
        }
    }
    names
}

fn is_one_of(token: Option<&Token>, words: &[&str]) -> bool {
    matches!(token, Some(Token::Word(word)) if words.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::relations;

    #[test]
    fn names_of_tables_and_no_others() {
        for (sql, expected) in [
            ("SELECT a, b FROM c", vec!["c"]),
            ("FROM c SELECT a, b", vec!["c"]),
            (
                "SELECT 1 FROM a, b AS x, \"C\" JOIN d ON a.x = d.y, e",
                vec!["a", "b", "c", "d", "e"],
            ),
            (
                "SELECT 1 FROM (a JOIN (SELECT x, y FROM b)) WHERE z IN (FROM c)",
                vec!["a", "b", "c"],
            ),
            ("SELECT extract(year FROM x), y FROM t", vec!["t"]),
            ("SELECT a IS DISTINCT FROM b, c FROM t", vec!["t"]),
            ("SELECT DISTINCT a FROM t", vec!["t"]),
            (
                "SELECT 'FROM x', \"from\", 1 -- FROM y\n/* FROM z */ FROM t",
                vec!["t"],
            ),
            ("FROM range(3) AS r(x, y), t", vec!["t"]),
            ("FROM temp.t JOIN main.u USING (a, b)", vec!["t"]),
            ("PIVOT t ON x USING sum(y)", vec!["t"]),
            (
                "SELECT 1 FROM a UNION ALL (SELECT b, c FROM d ORDER BY e, f)",
                vec!["a", "d"],
            ),
            ("FROM a, LATERAL (SELECT a.x, b.y FROM b)", vec!["a", "b"]),
            ("SUMMARIZE t", vec!["t"]),
        ] {
            assert_eq!(relations(sql).0, expected, "{sql}");
        }
    }

    #[test]
    fn names_that_a_question_defines() {
        let sql = "WITH RECURSIVE a AS (SELECT 1), b(x, y) AS NOT MATERIALIZED (FROM a) FROM b WINDOW w AS (ORDER BY x)";
        assert_eq!(relations(sql).1, ["a", "b"]);
    }
}
