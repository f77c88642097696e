//! What a cell does.

use std::time::Instant;

use anyhow::{Result, ensure};
use veyl_core::notebook::Cell;
use veyl_core::sql::{returns_rows, split_statements};
use veyl_core::write::cell_text;

use crate::cmd::kernel::show::Show;
use crate::cmd::kernel::worker::Worker;

impl Worker {
    /// Runs a cell, and shows what it gives.
    pub(super) fn cell(&mut self, code: &str, show: &Show) -> Result<()> {
        let begin = Instant::now();
        if code.trim().is_empty() {
            return Ok(());
        }
        if code.trim_start().starts_with('.') {
            return self.commands(code, show);
        }
        let rows = self.rows;
        let cells = self.open()?;
        let rows = rows.unwrap_or(cells.front().rows);
        let cell = Cell::parse(code, cells.front())?;
        match cell {
            Cell::Front(front) => {
                let params = front.params.len();
                let speaks = match cells.declare(front)? {
                    Some(project) => format!("the project views speak of {project}"),
                    None => "the project views speak of all projects".to_owned(),
                };
                show.note(format_args!("{params} parameters; {speaks}"));
            }
            Cell::Query(query) => {
                let rows = query.rows.unwrap_or(rows);
                let result = cells.ask(&query, rows)?;
                if !query.hide {
                    show.table(&result, rows, true)?;
                } else if let Some(name) = &query.name {
                    show.note(format_args!("{name}: {} rows", result.total));
                }
            }
            Cell::Chart(chart) => {
                let result = cells.drawn_by(&chart)?;
                show.chart(chart.for_jupyter(&result)?, chart.data_name());
            }
            Cell::Statements => self.statements(code, rows, show)?,
        }
        // What was made can be completed from now on.
        self.words = None;
        if self.timer {
            show.note(format_args!("{:.3} s", begin.elapsed().as_secs_f64()));
        }
        Ok(())
    }

    /// Runs every statement, in order, until one fails. The last needs no `;`.
    fn statements(&mut self, code: &str, rows: usize, show: &Show) -> Result<()> {
        let whole = format!("{code}\n;");
        let (statements, rest) = split_statements(&whole);
        ensure!(rest.is_empty(), "the cell ends within quotes or a comment");
        let stop = self.stop.clone();
        let cells = self.open()?;
        for (place, statement) in statements.iter().enumerate() {
            stop.check()?;
            let result = cells.run(statement.sql, statement.line, rows)?;
            if returns_rows(statement.sql) {
                show.table(&result, rows, place + 1 == statements.len())?;
            } else if let Some(batch) = result.batches.first()
                && result
                    .schema
                    .fields()
                    .first()
                    .is_some_and(|field| field.name() == "Count")
                && let Some(changed) = cell_text(batch.column(0), 0)?
            {
                show.note(format_args!("{changed} rows changed"));
            }
        }
        Ok(())
    }
}
