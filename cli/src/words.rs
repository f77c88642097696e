//! The names that there are in a store, for those who complete what is typed.

use std::collections::{BTreeSet, HashSet};

use veyl_core::sql::{Param, Store};
use veyl_core::write::cell_text;

/// The names that there are.
#[derive(Debug, Default)]
pub(crate) struct Words {
    tables: Vec<String>,
    /// Table and column.
    columns: Vec<(String, String)>,
    functions: Vec<String>,
    keywords: HashSet<String>,
}

impl Words {
    /// A name that can not be asked for is not offered.
    pub(crate) fn of(store: &Store) -> Self {
        let columns = "SELECT DISTINCT table_name, column_name FROM duckdb_columns() \
                       WHERE schema_name = 'main' AND NOT internal ORDER BY ALL";
        let columns = rows(store, columns, &[]);
        let columns = columns.into_iter().filter_map(|row| {
            let mut row = row.into_iter();
            Some((row.next()?, row.next()?))
        });
        let columns: Vec<_> = columns.collect();
        let functions = "SELECT DISTINCT function_name FROM duckdb_functions() \
                         WHERE regexp_matches(function_name, '^[a-z][a-z0-9_]*$') ORDER BY ALL";
        let keywords = "SELECT keyword_name FROM duckdb_keywords()";
        let tables: BTreeSet<_> = columns.iter().map(|(table, _)| table.clone()).collect();
        Self {
            tables: tables.into_iter().collect(),
            columns,
            functions: rows(store, functions, &[]).into_iter().flatten().collect(),
            keywords: rows(store, keywords, &[]).into_iter().flatten().collect(),
        }
    }

    /// The tables and views.
    pub(crate) fn tables(&self) -> &[String] {
        &self.tables
    }

    /// The keywords, in lower case.
    pub(crate) fn keywords(&self) -> &HashSet<String> {
        &self.keywords
    }

    /// What can stand in place of `word`, which follows `before`.
    pub(crate) fn offers(&self, before: &str, word: &str) -> Vec<String> {
        let start = word.to_lowercase();
        let fits = |name: &str| name.to_lowercase().starts_with(&start);
        if let Some(owner) = before.strip_suffix('.') {
            let begin = owner.rfind(|letter: char| !is_word(letter));
            let owner = owner[begin.map_or(0, |place| place + 1)..].to_lowercase();
            let is_table = self.tables.contains(&owner);
            let columns = self.columns.iter();
            let columns = columns.filter(|(table, _)| !is_table || *table == owner);
            let names: BTreeSet<_> = columns.map(|(_, column)| column.clone()).collect();
            return names.into_iter().filter(|name| fits(name)).collect();
        }
        if start.is_empty() {
            return self.tables.clone();
        }
        let mut offered: Vec<String> = Vec::new();
        let columns: BTreeSet<_> = self.columns.iter().map(|(_, column)| column).collect();
        let mut keywords: Vec<_> = self.keywords.iter().collect();
        keywords.sort();
        let upper = word.chars().any(char::is_uppercase);
        let keywords = keywords.into_iter().map(|keyword| {
            if upper {
                keyword.to_uppercase()
            } else {
                keyword.clone()
            }
        });
        let functions = self.functions.iter().map(|name| format!("{name}("));
        let all = self.tables.iter().cloned();
        let all = all.chain(columns.into_iter().cloned());
        for name in all.chain(keywords).chain(functions) {
            if fits(&name) && !offered.contains(&name) {
                offered.push(name);
            }
        }
        offered
    }
}

/// The rows of a query as texts; none where it fails.
pub(crate) fn rows(store: &Store, sql: &str, params: &[Param]) -> Vec<Vec<String>> {
    let Ok((_, batches)) = store.query(sql, params) else {
        return Vec::new();
    };
    let mut rows = Vec::new();
    for batch in batches {
        for row in 0..batch.num_rows() {
            let cells = batch.columns().iter();
            let cells = cells.map(|column| cell_text(column, row).ok().flatten());
            rows.push(cells.map(Option::unwrap_or_default).collect());
        }
    }
    rows
}

/// Where the word at the end of a text begins, in bytes.
pub(crate) fn begin_of_word(text: &str) -> usize {
    text.char_indices()
        .rev()
        .find(|(_, letter)| !is_word(*letter))
        .map_or(0, |(place, letter)| place + letter.len_utf8())
}

/// Whether a letter can be part of a bare name.
pub(crate) fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_is_offered() {
        let words = Words {
            tables: vec!["posts".to_owned(), "projects".to_owned()],
            columns: vec![
                ("posts".to_owned(), "posted_at".to_owned()),
                ("projects".to_owned(), "posts_count".to_owned()),
            ],
            functions: vec!["position".to_owned()],
            keywords: HashSet::from(["position".to_owned(), "select".to_owned()]),
        };
        assert_eq!(
            words.offers("SELECT ", "post"),
            ["posts", "posted_at", "posts_count"]
        );
        assert_eq!(words.offers("", "SEL"), ["SELECT"]);
        assert_eq!(words.offers("SELECT ", "posi"), ["position", "position("]);
        assert_eq!(words.offers("SELECT posts.", "p"), ["posted_at"]);
        assert_eq!(words.offers("SELECT p.", "p"), ["posted_at", "posts_count"]);
        assert_eq!(words.offers("FROM ", ""), ["posts", "projects"]);
    }
}
