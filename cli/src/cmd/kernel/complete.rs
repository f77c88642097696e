//! What fits where the cursor is, what stands there, and whether a cell is whole.

use jupyter_protocol::{
    CompleteReply, CompleteRequest, InspectReply, InspectRequest, IsCompleteReply, Media, MediaType,
};
use veyl_core::schema::TABLES;
use veyl_core::sql::{Param, Store, split_statements};
use veyl_core::view::VIEWS;

use crate::cmd::kernel::commands::NAMES;
use crate::cmd::kernel::worker::Worker;
use crate::words::{Words, begin_of_word, is_word, rows};

/// The first lines of cells.
const FIRST_LINES: [&str; 2] = ["%%sql", "%%vega-lite data="];

impl Worker {
    /// Where there is no store, nothing of a store fits.
    pub(super) fn complete(&mut self, request: &CompleteRequest) -> CompleteReply {
        let end = byte_of(&request.code, request.cursor_pos);
        let typed = &request.code[..end];
        let line = typed.rsplit('\n').next().unwrap_or_default();
        let (begin, matches) = if typed.starts_with("%%") && !typed.contains(['\n', ' ']) {
            (0, starting_with(typed, FIRST_LINES.map(str::to_owned)))
        } else if line.starts_with('.') && !line.contains(char::is_whitespace) {
            let begin = typed.len() - line.len();
            (begin, starting_with(line, NAMES.map(str::to_owned)))
        } else if let Some(rest) = line.strip_prefix(".project ") {
            let begin = typed.len() - rest.len();
            (begin, starting_with(rest, self.projects()))
        } else {
            let begin = begin_of_word(typed);
            let (before, word) = typed.split_at(begin);
            (begin, self.words().offers(before, word))
        };
        CompleteReply {
            matches,
            cursor_start: typed[..begin].chars().count(),
            cursor_end: typed.chars().count(),
            ..CompleteReply::default()
        }
    }

    fn words(&mut self) -> &Words {
        if self.words.is_none() {
            self.words = self.open().ok().map(|cells| Words::of(cells.store()));
        }
        self.words.get_or_insert_with(Words::default)
    }

    fn projects(&mut self) -> Vec<String> {
        let projects = self.open().ok().map(|cells| cells.store().projects());
        let projects = projects.and_then(Result::ok).unwrap_or_default();
        projects.into_iter().map(|project| project.name).collect()
    }

    /// Says what the name at the cursor is: a table, a view, or a function.
    pub(super) fn inspect(&mut self, request: &InspectRequest) -> InspectReply {
        let end = byte_of(&request.code, request.cursor_pos);
        let begin = begin_of_word(&request.code[..end]);
        let rest = &request.code[begin..];
        let word = &rest[..rest.find(|letter| !is_word(letter)).unwrap_or(rest.len())];
        let told = self.open().ok().and_then(|cells| {
            let store = cells.store();
            columns(store, word).or_else(|| function(store, word))
        });
        match told {
            Some(text) => InspectReply {
                found: true,
                data: Media::new(vec![MediaType::Plain(text)]),
                ..InspectReply::default()
            },
            None => InspectReply::default(),
        }
    }
}

/// Where the character at `place` begins, in bytes.
fn byte_of(text: &str, place: usize) -> usize {
    let mut letters = text.char_indices();
    letters.nth(place).map_or(text.len(), |(byte, _)| byte)
}

fn starting_with(word: &str, names: impl IntoIterator<Item = String>) -> Vec<String> {
    let names = names.into_iter();
    names.filter(|name| name.starts_with(word)).collect()
}

/// A table or view, with its columns.
fn columns(store: &Store, name: &str) -> Option<String> {
    let known = TABLES.iter().map(|table| (table.name, table.about));
    let mut known = known.chain(VIEWS.iter().map(|view| (view.name, view.about)));
    let about = known.find(|(known, _)| known.eq_ignore_ascii_case(name));
    let sql = "SELECT column_name, data_type FROM duckdb_columns() \
               WHERE lower(table_name) = lower(?) AND schema_name = 'main' AND NOT internal \
               ORDER BY database_name = 'temp' DESC, column_index";
    let rows = rows(store, sql, &[Param::Text(name.to_owned())]);
    if rows.is_empty() {
        return None;
    }
    let mut text = match about {
        Some((name, about)) => format!("{name}: {about}\n"),
        None => format!("{name}: a result that was kept\n"),
    };
    for row in rows {
        text += &format!("  {}\n", row.join("  "));
    }
    Some(text)
}

/// A function of DuckDB's, with its arguments.
fn function(store: &Store, name: &str) -> Option<String> {
    let sql = "SELECT DISTINCT function_name || '(' || array_to_string(parameters, ', ') || ')', \
               coalesce(description, '') FROM duckdb_functions() \
               WHERE function_name = lower(?) ORDER BY ALL LIMIT 20";
    let rows = rows(store, sql, &[Param::Text(name.to_owned())]);
    let lines = rows.iter().map(|row| row.join("  ").trim_end().to_owned());
    let text = lines.collect::<Vec<_>>().join("\n");
    (!text.is_empty()).then_some(text)
}

/// Whether a cell can run as it is, for consoles that ask at each line end.
pub(super) fn is_complete(code: &str) -> IsCompleteReply {
    let head = code.trim_start();
    let whole = if head.is_empty() || head.starts_with('.') {
        true
    } else if head.starts_with("%%") || head.starts_with("---") {
        // An empty line ends what has no end of its own.
        code.trim_end_matches([' ', '\t']).ends_with("\n\n")
    } else {
        split_statements(code).1.is_empty()
    };
    if whole {
        IsCompleteReply::complete()
    } else {
        IsCompleteReply::incomplete(String::new())
    }
}

#[cfg(test)]
mod tests {
    use jupyter_protocol::IsCompleteReplyStatus;

    use super::*;

    #[test]
    fn a_cell_is_whole_at_its_end() {
        for (code, whole) in [
            ("", true),
            (".tables", true),
            ("SELECT 1", false),
            ("SELECT 1;", true),
            ("SELECT ';", false),
            ("%%sql a\nSELECT 1;", false),
            ("%%sql a\nSELECT 1\n\n", true),
        ] {
            let whole_now = is_complete(code).status == IsCompleteReplyStatus::Complete;
            assert_eq!(whole_now, whole, "{code}");
        }
    }

    #[test]
    fn cursors_count_characters() {
        assert_eq!(byte_of("é日x", 2), 5);
        assert_eq!(byte_of("é", 7), 2);
    }
}
