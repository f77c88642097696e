//! An error of a query, drawn under the query for a terminal.

use crate::Error;
use crate::value::unicode::is_mark;

/// The characters of the query shown before and after the caret.
const CONTEXT: usize = 36;

/// `error`, then the line of `query` it points at, then a caret under its
/// column, then the hint, as far as each is known:
///
/// ```text
/// expected one of `platform:`, `text:`, `after:`, `before:`, found `platfrom:`
///   #sale platfrom:tiktok
///         ^
/// did you mean `platform:`?
/// ```
///
/// The caret stands right under the character in terminals that give East
/// Asian characters and emoji two cells, and under the right count of
/// characters in all. A long line is cut around it.
pub fn explain(query: &str, error: &Error) -> String {
    let mut lines = vec![error.message().to_owned()];
    if let Some(column) = error.position().column {
        let before = usize::try_from(column.saturating_sub(1)).unwrap_or(usize::MAX);
        let (shown, caret) = excerpt(query, before);
        lines.push(format!("  {shown}"));
        lines.push(format!("  {}^", " ".repeat(caret)));
    }
    lines.extend(error.advice().map(str::to_owned));
    lines.join("\n")
}

/// The part of the line around the character after the first `before`, and
/// the cells in front of that character.
fn excerpt(query: &str, before: usize) -> (String, usize) {
    let chars: Vec<char> = query.chars().collect();
    let before = before.min(chars.len());
    let line_start = chars[..before].iter().rposition(|c| *c == '\n');
    let line_end = chars[before..].iter().position(|c| *c == '\n');
    let line_start = line_start.map_or(0, |newline| newline + 1);
    let line_end = line_end.map_or(chars.len(), |length| before + length);

    let start = line_start.max(before.saturating_sub(CONTEXT));
    let end = line_end.min(before + CONTEXT);
    let mut shown = String::new();
    let mut caret = 0;
    if start > line_start {
        shown.push('…');
        caret += 1;
    }
    shown.extend(chars[start..end].iter().copied().map(printable));
    caret += chars[start..before]
        .iter()
        .map(|c| cells(*c))
        .sum::<usize>();
    if end < line_end {
        shown.push('…');
    }
    (shown, caret)
}

/// Tabs and control characters would move the caret, or the terminal.
fn printable(c: char) -> char {
    // Marks of direction turn the line around in some terminals.
    let turns =
        matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if c.is_control() || c.is_whitespace() || turns {
        ' '
    } else {
        c
    }
}

/// How many cells most terminals give a character, by its block.
fn cells(c: char) -> usize {
    match c {
        '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' => 0,
        // A wide space is shown as a narrow one.
        _ if printable(c) == ' ' => 1,
        _ if is_mark(c) => 0,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff01}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1f64f}'
        | '\u{1f680}'..='\u{1f6ff}'
        | '\u{1f900}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    fn explained(query: &str) -> String {
        parse(query).map_or_else(|error| explain(query, &error), |scope| scope.to_string())
    }

    #[test]
    fn the_caret_stands_under_the_column() {
        assert_eq!(
            explained("#sale platfrom:tiktok"),
            "expected one of `platform:`, `text:`, `after:`, `before:`, found `platfrom:`\n  \
             #sale platfrom:tiktok\n        ^\ndid you mean `platform:`?"
        );
        assert_eq!(
            explained("#a AND"),
            "expected a term after `AND`, found the end of the query\n  #a AND\n        ^"
        );
    }

    #[test]
    fn wide_characters_take_two_cells_and_marks_none() {
        let lines = explained("#東京 ,");
        assert_eq!(lines.lines().nth(2), Some("        ^"));
        let lines = explained("#cafe\u{301} ,");
        assert_eq!(lines.lines().nth(2), Some("        ^"));
    }

    #[test]
    fn only_the_line_and_only_a_part_of_it_is_shown() {
        let lines = explained("#a\n\t#b , #c\n#d");
        assert_eq!(lines.lines().nth(1), Some("   #b , #c"));
        assert_eq!(lines.lines().nth(2), Some("      ^"));

        let long = format!("{} , {}", "#abc ".repeat(500), "#abc ".repeat(500));
        let lines: Vec<String> = explained(&long).lines().map(str::to_owned).collect();
        let caret = lines[2].chars().count() - 1;
        assert_eq!(lines[1].chars().nth(caret), Some(','));
        assert!(lines[1].chars().count() < 80);
    }

    #[test]
    fn an_error_without_a_column_is_its_message() {
        assert_eq!(
            explained(" "),
            "the scope query is empty; leave scope_query out to take every match"
        );
    }

    #[test]
    fn a_column_past_the_query_is_its_end() {
        let error = Error::new(crate::ErrorKind::Scope, "no").at_column(99);
        assert_eq!(explain("ab", &error), "no\n  ab\n    ^");
    }
}
