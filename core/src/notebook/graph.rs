//! The order in which cells run: each after those whose results it reads.

use crate::Result;
use crate::notebook::model::{Block, Notebook};
use crate::notebook::wrong;

#[derive(Clone, Copy, PartialEq)]
enum Mark {
    New,
    Open,
    Done,
}

impl Notebook {
    /// The places of the SQL cells in the order in which they can run; where
    /// nothing else forbids it, that of the file.
    ///
    /// # Errors
    /// `Notebook` where cells read each other in a circle, which it shows.
    pub(crate) fn order(&self) -> Result<Vec<usize>> {
        let mut marks = vec![Mark::New; self.blocks.len()];
        let mut order = Vec::new();
        for place in 0..self.blocks.len() {
            self.visit(place, &mut marks, &mut Vec::new(), &mut order)?;
        }
        Ok(order)
    }

    fn visit(
        &self,
        place: usize,
        marks: &mut [Mark],
        path: &mut Vec<usize>,
        order: &mut Vec<usize>,
    ) -> Result<()> {
        let Some(Block::Query(query)) = self.blocks.get(place) else {
            return Ok(());
        };
        path.push(place);
        match marks[place] {
            Mark::Done => {}
            Mark::Open => return Err(self.circle(place, path)),
            Mark::New => {
                marks[place] = Mark::Open;
                for read in &query.reads {
                    self.visit(*read, marks, path, order)?;
                }
                marks[place] = Mark::Done;
                order.push(place);
            }
        }
        path.pop();
        Ok(())
    }

    /// The circle that `path` closes at `place`.
    fn circle(&self, place: usize, path: &[usize]) -> crate::Error {
        let begin = path.iter().position(|one| *one == place).unwrap_or(0);
        let mut steps = Vec::new();
        let mut line = 0;
        for (step, place) in path[begin..].iter().enumerate() {
            if let Some(query) = self.query(*place) {
                let name = query.name.as_deref().unwrap_or("a cell without a name");
                if step == 0 {
                    line = query.line;
                }
                steps.push(format!("{name} (line {})", query.line));
            }
        }
        let error = if steps.len() == 2 {
            wrong(format!("the cell {} reads itself", steps[0]))
        } else {
            wrong(format!(
                "cells read each other in a circle: {}",
                steps.join(" reads ")
            ))
        };
        error
            .in_source(self.source.clone())
            .at_line(line)
            .hint("a cell can read only cells that do not need it")
    }
}
