//! Lines of errors, counted in the text that the user sees.

use crate::Error;

/// What DuckDB writes before the line that it shows.
const PICTURE: &str = "LINE ";

/// An error of a statement that begins on line `first` of a text: `LINE 1:` of
/// DuckDB's picture becomes the line of that text, with the caret below still
/// in its place. An error that names a line of the statement names that of the
/// text, and one without gets the line on which the statement begins.
pub fn in_text(error: Error, first: u64) -> Error {
    let message = error.message();
    let moved = match message.rfind(&format!("\n{PICTURE}")) {
        Some(place) => moved(&message[place + 1..], first)
            .map(|picture| format!("{}{picture}", &message[..=place])),
        None => None,
    };
    let line = error.position().line;
    let told = match (moved, line) {
        (Some(message), _) => Error::new(error.kind(), message),
        (None, None) => return error.at_line(first),
        (None, Some(line)) => {
            Error::new(error.kind(), error.message()).at_line(line + first.saturating_sub(1))
        }
    };
    match error.advice() {
        Some(advice) => told.hint(advice),
        None => told,
    }
}

/// The picture with its line moved by `first - 1`.
fn moved(picture: &str, first: u64) -> Option<String> {
    let (number, shown) = picture.strip_prefix(PICTURE)?.split_once(':')?;
    let line: u64 = number.parse().ok()?;
    let head = format!("{PICTURE}{}:", line + first.saturating_sub(1));
    // Where the number grows, the caret moves along.
    let wider = head.len().saturating_sub(PICTURE.len() + number.len() + 1);
    let shown = shown.replacen('\n', &format!("\n{}", " ".repeat(wider)), 1);
    Some(head + &shown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorKind;

    #[test]
    fn lines_are_those_of_the_text() {
        let said =
            "Parser Error: syntax error at \"x\"\n\nLINE 2: SELECT 1 x x\n                  ^";
        let error = || Error::new(ErrorKind::Store, said).hint("do so");
        assert_eq!(in_text(error(), 1).message(), said);
        let told = in_text(error(), 100);
        let expected =
            "Parser Error: syntax error at \"x\"\n\nLINE 101: SELECT 1 x x\n                    ^";
        assert_eq!(told.message(), expected);
        assert_eq!(told.advice(), Some("do so"));
        let told = in_text(Error::new(ErrorKind::Store, "no"), 7);
        assert_eq!(told.to_string(), "line 7: no");
        let told = in_text(Error::new(ErrorKind::Notebook, "no").at_line(3), 7);
        assert_eq!(told.to_string(), "line 9: no");
    }
}
