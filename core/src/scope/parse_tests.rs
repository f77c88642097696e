use super::super::parse;
use super::*;
use crate::ErrorKind;

fn normal(query: &str) -> String {
    match parse(query) {
        Ok(scope) => scope.to_string(),
        Err(error) => format!("error: {error}"),
    }
}

/// The column, the message, the hint.
fn refused(query: &str) -> (Option<u64>, String, Option<String>) {
    match parse(query) {
        Ok(scope) => (None, format!("parsed as {scope}"), None),
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::Scope);
            let hint = error.advice().map(str::to_owned);
            (error.position().column, error.message().to_owned(), hint)
        }
    }
}

#[test]
fn every_term_is_read() {
    for (query, expected) in [
        ("#Rust", "#rust"),
        ("＃ＲＵＳＴ", "#rust"),
        ("#\"two words\"", "#twowords"),
        ("#東京", "#東京"),
        ("#covid-19", "#covid19"),
        ("@Some.One_-x", "@Some.One_-x"),
        (r#"@"a \"b\" \\ c""#, r#"@"a \"b\" \\ c""#),
        ("@\"plain\"", "@plain"),
        ("platform:TikTok", "platform:tiktok"),
        ("Platform:\"x y\"", "platform:\"x y\""),
        ("text:Word", "text:word"),
        ("text:\"A Phrase\"", "text:\"a phrase\""),
        ("text:#a@b:c", "text:#a@b:c"),
        ("text:and", "text:and"),
        ("after:2026-01-01", "after:2026-01-01"),
        ("before:2026-02-01T00:00:00Z", "before:2026-02-01"),
        ("after:2026-01-01T10:30:00Z", "after:2026-01-01T10:30:00Z"),
        (
            "after:2026-01-01T10:30:00+02:00",
            "after:2026-01-01T08:30:00Z",
        ),
        (
            "after:2026-01-01T10:30:00.5Z",
            "after:2026-01-01T10:30:00.500000Z",
        ),
        ("LIKES > 1.5M", "likes>1500000"),
        ("comments<=1_000", "comments<=1000"),
        ("engagement != 0", "engagement!=0"),
        ("sentiment>=-0.50", "sentiment>=-0.5"),
        ("\u{feff}#a", "#a"),
    ] {
        assert_eq!(normal(query), expected, "{query}");
    }
}

#[test]
fn operators_bind_as_documented() {
    for (query, expected) in [
        ("#a #b or #c", "#a AND #b OR #c"),
        ("#a and (#b OR #c)", "#a AND (#b OR #c)"),
        ("(#a #b) OR #c", "#a AND #b OR #c"),
        ("(#a (#b (#c)))", "#a AND #b AND #c"),
        ("not #a #b", "NOT #a AND #b"),
        ("not (#a #b)", "NOT (#a AND #b)"),
        ("-#a -(#b or #c)", "NOT #a AND NOT (#b OR #c)"),
        ("--#a", "#a"),
        ("NOT -#a", "#a"),
        ("#a#b@c", "#a AND #b AND @c"),
        ("#a(#b)#c", "#a AND #b AND #c"),
        ("-likes>5", "NOT likes>5"),
    ] {
        assert_eq!(normal(query), expected, "{query}");
    }
}

#[test]
fn errors_point_at_what_was_found() {
    for (query, column, message) in [
        (
            "#a AND",
            7,
            "expected a term after `AND`, found the end of the query",
        ),
        ("#a OR OR #b", 7, "expected a term after `OR`, found `OR`"),
        ("AND #a", 1, "expected a term, found `AND`"),
        ("()", 2, "expected a term after `(`, found `)`"),
        (
            "(#a",
            4,
            "expected `)` for the `(` at column 1, found the end of the query",
        ),
        ("#a)", 3, "expected a `(` before this `)`"),
        (
            "#東京 text:\"ab",
            10,
            "expected a closing `\"` for this one, found the end of the query",
        ),
        ("#a - #b", 4, "expected a term directly after `-`"),
        ("#a-#b", 3, "expected a space before `-`"),
        ("#a\"b\"", 3, "expected a space before `\"`"),
        ("# a", 2, "a hashtag needs a name after `#`"),
        ("@", 2, "an author needs a name after `@`"),
        (
            "text: a",
            6,
            "a phrase to look for is missing after `text:`",
        ),
        ("#a, #b", 3, "expected a term, found `,`"),
        (
            "likes>",
            7,
            "expected a whole number like `100`, `1_000`, `10k` or `1.5M`, found nothing",
        ),
        ("sentiment>2", 11, "a sentiment lies between -1 and 1"),
        (
            "after:2026-13-01",
            7,
            "expected a date like `2026-01-31` or a time like `2026-01-31T10:30:00Z`, found `2026-13-01`",
        ),
        (
            "text:\"\\n\"",
            7,
            "expected `\"` or `\\` after `\\` within quotation marks, found `n`",
        ),
        ("#a\u{7}", 3, "expected a term, found `\\u{7}`"),
    ] {
        let (at, said, _) = refused(query);
        assert_eq!((at, said.as_str()), (Some(column), message), "{query}");
    }
}

#[test]
fn near_misses_are_suggested() {
    for (query, hint) in [
        ("platfrom:tiktok", "did you mean `platform:`?"),
        ("like>5", "did you mean `likes`?"),
        ("likes:5", "did you mean `likes=5`?"),
        ("likes:>5", "did you mean `likes>5`?"),
        ("hashtag:sale", "did you mean `#sale`?"),
        ("from:@ana", "did you mean `@ana`?"),
        ("since:2026-01-01", "did you mean `after:`?"),
        (
            "posted_at>2026-01-01",
            "times are compared with `after:2026-01-31` and `before:2026-01-31`",
        ),
        ("platform=tiktok", "did you mean `platform:`?"),
        ("likes=>5", "did you mean `>=`?"),
        (
            "likes>1,000",
            "within a number write `_` or nothing between thousands, and a point before decimals",
        ),
        ("likes", "did you mean `likes>100`?"),
        ("cats", "did you mean `#cats` or `text:cats`?"),
        ("\"a b\"", "did you mean `text:\"a b\"`?"),
        ("text:“a b”", "quotation marks are `\"`"),
        ("#a && #b", "did you mean `AND`?"),
        ("#a | #b", "write `AND` or `OR` between terms"),
        ("!#a", "did you mean `NOT`?"),
    ] {
        assert_eq!(refused(query).2.as_deref(), Some(hint), "{query}");
    }
}

#[test]
fn times_outside_the_calendar_are_refused() {
    for time in [
        "",
        "2026",
        "2026-1-1",
        "+2026-01-1",
        "2026-02-30",
        "2026-01-01T10:30",
        "2026-01-01T25:00:00Z",
        "2026-01-01T10:30:00",
        "2026-01-01t10:30:00z",
        "2026-01-01T10:30:00.1234567Z",
        "0000-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00",
        "-001-01-01",
    ] {
        let (column, message, _) = refused(&format!("after:{time}"));
        assert_eq!(column, Some(7), "{time}: {message}");
    }
}

#[test]
fn an_empty_query_says_what_to_do() {
    for query in ["", "  \n\t"] {
        assert_eq!(
            refused(query).1,
            "the scope query is empty; leave scope_query out to take every match"
        );
    }
}

#[test]
fn depth_is_limited() {
    let nested = |depth: usize| format!("{}#a{}", "(".repeat(depth), ")".repeat(depth));
    assert_eq!(normal(&nested(MAX_DEPTH)), "#a");
    assert_eq!(refused(&nested(MAX_DEPTH + 1)).0, Some(129));
    for hostile in [
        "(".repeat(60_000),
        "-".repeat(60_000),
        "NOT ".repeat(16_000),
    ] {
        assert!(refused(&hostile).1.contains("at most 128 deep"));
    }
}

#[test]
fn length_is_limited_also_in_normal_form() {
    assert!(
        refused(&" ".repeat(MAX_BYTES + 1))
            .1
            .contains("at most 65536 bytes")
    );
    // Six bytes a term as written, ten in normal form.
    let terms = |n: usize| "#abcd ".repeat(n);
    assert!(parse(&terms(6_000)).is_ok());
    assert!(refused(&terms(10_000)).1.contains("found 99995"));
}

#[test]
fn long_pieces_are_shortened_in_errors() {
    let (_, message, hint) = refused(&"x".repeat(60_000));
    assert!(message.len() < 200, "{message}");
    assert!(hint.is_some_and(|hint| hint.len() < 200));
    assert!(refused(&format!("after:{}", "1".repeat(60_000))).1.len() < 300);
    assert!(refused(&format!("likes>{}", "1".repeat(60_000))).1.len() < 300);
    assert!(refused(&format!("likes>{}", "x".repeat(60_000))).1.len() < 300);
    assert!(refused(&format!("likes{}5", ">".repeat(60_000))).1.len() < 300);
}
