//! Which statements a user's own SQL may hold. DuckDB's settings already keep
//! it from files and network, but not from everything: the store's own file,
//! its log and its scratch folder stay within reach of `COPY … TO`, and the
//! logging functions write where they are told. So statements are let through
//! by what they begin with, and calls of functions that reach out are not.
//!
//! Where the text could be read in two ways, the statement is refused.

mod tokens;

use crate::sql::statements::split_statements;
use crate::{Error, ErrorKind, Result};

use tokens::{Token, tokens};

/// What a statement may begin with.
const STATEMENTS: [&str; 35] = [
    "select",
    "with",
    "from",
    "values",
    "table",
    "describe",
    "desc",
    "show",
    "summarize",
    "explain",
    "pivot",
    "pivot_wider",
    "pivot_longer",
    "unpivot",
    "prepare",
    "execute",
    "deallocate",
    "insert",
    "update",
    "delete",
    "merge",
    "truncate",
    "create",
    "drop",
    "alter",
    "comment",
    "begin",
    "start",
    "commit",
    "end",
    "rollback",
    "abort",
    "checkpoint",
    "vacuum",
    "analyze",
];

/// Statements that give no rows of their own.
const CHANGES: [&str; 22] = [
    "insert",
    "update",
    "delete",
    "merge",
    "truncate",
    "create",
    "drop",
    "alter",
    "comment",
    "begin",
    "start",
    "commit",
    "end",
    "rollback",
    "abort",
    "prepare",
    "deallocate",
    "set",
    "reset",
    "checkpoint",
    "vacuum",
    "analyze",
];

/// Questions that make a table.
const QUESTIONS: [&str; 9] = [
    "select",
    "with",
    "from",
    "values",
    "table",
    "pivot",
    "pivot_wider",
    "pivot_longer",
    "unpivot",
];

/// Questions that make one in brackets.
const DESCRIPTIONS: [&str; 4] = ["describe", "desc", "show", "summarize"];

/// Functions that reach beyond the tables, beside all that read or scan files.
const FUNCTIONS: [&str; 11] = [
    "enable_logging",
    "disable_logging",
    "truncate_duckdb_logs",
    "enable_profiling",
    "disable_profiling",
    "glob",
    "sniff_csv",
    "getenv",
    "which_secret",
    // Their text is put together while it runs: it could call any function.
    "query",
    "json_execute_serialized_sql",
];

/// What a user can do where SQL has reached beyond the store.
pub(crate) const REACH: &str = "SQL reaches the tables and views and nothing else: files come in with `veyl load` or --from, and go out with --output or `veyl export`";

/// Fails where `sql` is not one statement of the kinds that are let through.
pub(crate) fn admit(sql: &str) -> Result<()> {
    let mut tokens = tokens(sql)?;
    while tokens.last() == Some(&Token::Sign(';')) {
        tokens.pop();
    }
    if tokens.contains(&Token::Sign(';')) {
        return Err(refused("several statements in one are not run").hint("give them one by one"));
    }
    kind(&tokens)?;
    calls(&tokens)
}

/// A statement that only asks.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Question<'t> {
    /// Its text, without `;` at its end.
    pub(crate) sql: &'t str,
    /// Whether it is one like `DESCRIBE`, which is a question only in brackets.
    pub(crate) describes: bool,
}

/// Fails where `sql` is not one statement that asks and changes nothing.
pub(crate) fn question(sql: &str) -> Result<Question<'_>> {
    admit(sql)?;
    let tokens = tokens(sql)?;
    let asked = |token: &&Token| **token != Token::Sign('(');
    let first = match tokens.iter().find(asked) {
        Some(Token::Word(word)) => word.as_str(),
        Some(Token::Sign(';')) | None => {
            return Err(refused("the cell asks nothing").hint("write a SELECT in it"));
        }
        _ => "",
    };
    let describes = DESCRIPTIONS.contains(&first);
    if !describes && !QUESTIONS.contains(&first) {
        return Err(refused(&format!(
            "a cell is a question, and this one begins with {}",
            if first.is_empty() { "none" } else { first }.to_uppercase()
        ))
        .hint("SELECT, WITH, FROM, VALUES, TABLE, PIVOT, UNPIVOT, DESCRIBE and SUMMARIZE are questions"));
    }
    Ok(Question {
        sql: without_end(sql),
        describes,
    })
}

/// A statement without the `;` at its end and what follows; its lines keep their numbers.
fn without_end(sql: &str) -> &str {
    let (statements, _) = split_statements(sql);
    let only = statements.first().map_or("", |statement| statement.sql);
    match sql.find(only) {
        Some(begin) if !only.is_empty() => &sql[..begin + only.len()],
        _ => sql.trim_end(),
    }
}

/// Whether a statement gives rows, not only the number of those it changed.
/// Where that is not sure, it does.
pub fn returns_rows(sql: &str) -> bool {
    let Ok(tokens) = tokens(sql) else { return true };
    let word = |name: &str| Token::Word(name.to_owned());
    let changes = CHANGES
        .iter()
        .any(|name| tokens.first() == Some(&word(name)));
    !changes || tokens.contains(&word("returning"))
}

/// Judges a statement by its first words.
fn kind(tokens: &[Token]) -> Result<()> {
    let opened = tokens
        .iter()
        .take_while(|token| **token == Token::Sign('('))
        .count();
    let words: Vec<&str> = tokens[opened..]
        .iter()
        .map_while(|token| match token {
            Token::Word(word) => Some(word.as_str()),
            _ => None,
        })
        .take(5)
        .collect();
    let first = words.first().copied().unwrap_or_default();
    match first {
        "explain" => kind(after_options(&tokens[opened + 1..])),
        "prepare" => {
            let is_as = |token: &Token| *token == Token::Word("as".to_owned());
            let body = tokens.iter().position(is_as);
            body.map_or(Ok(()), |place| kind(&tokens[place + 1..]))
        }
        "set" | "reset" if words.get(1) == Some(&"variable") => Ok(()),
        "create" | "drop" | "alter" if words.contains(&"secret") => {
            Err(not_run("what makes or removes secrets"))
        }
        "update" if words.get(1) == Some(&"extensions") => Err(not_run("UPDATE EXTENSIONS")),
        first if STATEMENTS.contains(&first) => Ok(()),
        // Not a statement of DuckDB either, which says so better.
        "" => Ok(()),
        other => Err(not_run(&format!(
            "a statement that begins with {}",
            other.to_uppercase()
        ))),
    }
}

/// What `EXPLAIN` explains: its options, as words or in brackets, are stepped over.
fn after_options(mut tokens: &[Token]) -> &[Token] {
    while let [Token::Word(word), rest @ ..] = tokens
        && ["analyze", "analyse", "verbose"].contains(&word.as_str())
    {
        tokens = rest;
    }
    let options = ["analyze", "format", "verbose"];
    if let [Token::Sign('('), Token::Word(word), ..] = tokens
        && options.contains(&word.as_str())
        && let Some(end) = tokens.iter().position(|token| *token == Token::Sign(')'))
    {
        return &tokens[end + 1..];
    }
    tokens
}

/// Refuses calls of functions that reach out.
fn calls(tokens: &[Token]) -> Result<()> {
    for pair in tokens.windows(2) {
        if let [Token::Word(name) | Token::Name(name), Token::Sign('(')] = pair
            && (FUNCTIONS.contains(&name.as_str())
                || name.starts_with("read_")
                || name.starts_with("parquet_")
                || name.ends_with("_scan"))
        {
            return Err(not_run(&format!("{name}()")));
        }
    }
    Ok(())
}

fn not_run(what: &str) -> Error {
    refused(&format!("{what} is not run over a store")).hint(REACH)
}

fn refused(message: &str) -> Error {
    Error::new(ErrorKind::Store, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_and_changes_pass() {
        for sql in [
            "SELECT 'COPY posts TO ''x''; ' || \"copy\" FROM posts -- COPY; it\n",
            "  /* why */ FROM posts;",
            "((SELECT 1) UNION (SELECT 2))",
            "WITH a AS (SELECT 1) SELECT * FROM a;;",
            "EXPLAIN ANALYZE SELECT 1",
            "EXPLAIN (FORMAT json) SELECT 1",
            "EXPLAIN (SELECT 1)",
            "PREPARE p AS SELECT * FROM posts WHERE id = $1",
            "CREATE TEMP TABLE t AS FROM range(3)",
            "UPDATE posts SET author = 'x' WHERE caption LIKE '%E''%'",
            "SET VARIABLE x = 1",
            "SELECT split(caption, E'\\n') FROM posts",
            "SELECT query, glob FROM duckdb_logs",
            "SELEC 1",
            "",
        ] {
            let outcome = admit(sql);
            if sql == "SELEC 1" {
                assert!(outcome.is_err(), "{sql}");
            } else {
                assert!(outcome.is_ok(), "{sql}: {outcome:?}");
            }
        }
    }

    #[test]
    fn what_reaches_out_is_refused() {
        for sql in [
            "COPY posts TO 'x'",
            " \n(COPY posts TO 'x')",
            "copy(SELECT 1) TO 'x'",
            "EXPLAIN ANALYZE COPY posts TO 'x'",
            "EXPLAIN (FORMAT json) COPY posts TO 'x'",
            "PREPARE p AS COPY posts TO 'x'",
            "PREPARE p (INT) AS COPY posts TO 'x'",
            "ATTACH 'x'",
            "SET threads = 1",
            "PRAGMA enable_logging",
            "CALL enable_logging()",
            "FROM enable_logging()",
            "FROM system.main.\"Enable_Logging\" ()",
            "FROM query('SELECT 1')",
            "FROM arrow_scan(1, 2, 3)",
            "FROM read_text('x')",
            "CREATE PERSISTENT SECRET s (TYPE s3)",
            "CREATE OR REPLACE TEMPORARY SECRET s (TYPE s3)",
            "UPDATE EXTENSIONS",
            "FORCE INSTALL x",
        ] {
            assert!(admit(sql).is_err(), "{sql}");
        }
    }

    /// Where another reader of the text could see a second statement.
    #[test]
    fn nothing_hides_in_quotes_and_comments() {
        for sql in [
            "SELECT 1; COPY posts TO 'x'",
            "SELECT E'\\''; COPY posts TO 'x'; --'",
            "SELECT e'\\\\'; COPY posts TO 'x'; --'",
            "SELECT E'a'\n'\\''; COPY posts TO 'x'; --'",
            "SELECT E'a' -- c\n'\\''; COPY posts TO 'x'; --'",
            "SELECT 1 -- \r; COPY posts TO 'x'",
            "SELECT 1 /* /* */ ; COPY posts TO 'x' /* */ */",
            "SELECT a$x$; COPY posts TO 'x'; SELECT $x$",
            "SELECT $x$ '$x$; COPY posts TO 'x'; --'",
            "SELECT 1$x$ a $x$; COPY posts TO 'x'; SELECT $x$ $x$",
            "SELECT \u{b7}$x$; COPY posts TO 'x'; SELECT $x$",
            "SELECT a\u{200b}E'\\''; COPY posts TO 'x'; --'",
        ] {
            assert!(admit(sql).is_err(), "{sql}");
        }
    }
}
