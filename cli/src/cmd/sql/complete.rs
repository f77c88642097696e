//! What Tab offers: what there is in the store, and the shell's own commands.

use std::borrow::Cow;
use std::cell::OnceCell;

use rustyline::completion::{Completer, Pair};
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Context, Helper};
use veyl_core::sql::{Store, split_statements};

use crate::cmd::sql::highlight::highlight;
use crate::cmd::sql::shell_commands::COMMANDS;
use crate::words::{Words, begin_of_word};

/// What the line editor asks: how to complete, colour and end a statement.
pub(super) struct SqlHelper<'s> {
    store: &'s Store,
    colours: bool,
    words: OnceCell<Words>,
}

impl<'s> SqlHelper<'s> {
    pub(super) fn new(store: &'s Store, colours: bool) -> Self {
        Self {
            store,
            colours,
            words: OnceCell::new(),
        }
    }

    /// Looks again at the tables that there are.
    pub(super) fn forget(&mut self) {
        self.words = OnceCell::new();
    }

    fn words(&self) -> &Words {
        self.words.get_or_init(|| Words::of(self.store))
    }
}

impl Completer for SqlHelper<'_> {
    type Candidate = Pair;

    fn complete(
        &self,
        line: &str,
        pos: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<Pair>)> {
        let typed = &line[..pos];
        let begin = begin_of_word(typed);
        let (before, word) = typed.split_at(begin);
        let names = match before.strip_prefix('.') {
            Some("") => {
                let names = COMMANDS.iter().map(|command| command.name[1..].to_owned());
                names.filter(|name| name.starts_with(word)).collect()
            }
            Some(command) => {
                let command = command.split_whitespace().next().unwrap_or_default();
                let names: Vec<String> = match command {
                    "schema" => self.words().tables().to_vec(),
                    "mode" => [
                        "table", "csv", "json", "ndjson", "markdown", "parquet", "arrow",
                    ]
                    .map(str::to_owned)
                    .to_vec(),
                    "project" => self
                        .store
                        .projects()
                        .unwrap_or_default()
                        .into_iter()
                        .map(|project| project.name)
                        .collect(),
                    "timer" | "pager" => vec!["on".to_owned(), "off".to_owned()],
                    _ => Vec::new(),
                };
                names
                    .into_iter()
                    .filter(|name| name.starts_with(word))
                    .collect()
            }
            None => self.words().offers(before, word),
        };
        let pairs = names.into_iter().map(|name| Pair {
            display: name.clone(),
            replacement: name,
        });
        Ok((begin, pairs.collect()))
    }
}

impl Highlighter for SqlHelper<'_> {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        if !self.colours || line.starts_with('.') {
            return Cow::Borrowed(line);
        }
        Cow::Owned(highlight(line, self.words().keywords()))
    }

    fn highlight_char(&self, _: &str, _: usize, _: CmdKind) -> bool {
        self.colours
    }
}

impl Validator for SqlHelper<'_> {
    /// A statement goes on to the next line until its `;`.
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        let input = context.input();
        if input.trim_start().starts_with('.') {
            return Ok(ValidationResult::Valid(None));
        }
        let (_, rest) = split_statements(input);
        Ok(if rest.is_empty() {
            ValidationResult::Valid(None)
        } else {
            ValidationResult::Incomplete
        })
    }
}

impl Hinter for SqlHelper<'_> {
    type Hint = String;
}

impl Helper for SqlHelper<'_> {}
