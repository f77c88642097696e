//! Notebooks: Markdown whose SQL cells are run and whose results are shown.
//!
//! ````markdown
//! ---
//! project: Night markets
//! params:
//!   least: { type: int, default: 100 }
//! ---
//! The best post has {{best.engagement|compact}} reactions.
//!
//! ```sql best
//! SELECT id, engagement FROM project_top_posts WHERE engagement >= $least LIMIT 1
//! ```
//! ````
//!
//! Text in, text out: nothing here reads a file, knows the terminal, or names
//! an engine. In the order in which a notebook goes through them:
//!
//! - `front`, `param`: the front matter and the parameters it declares
//! - `info`, `parse`: Markdown to blocks: prose, SQL cells, charts
//! - `lex`, `bind`, `names`: which parameters and which relations a cell's SQL uses
//! - `hole`: `{{name.column|format}}` in prose
//! - `graph`: the order in which cells run, or the circle that forbids it
//! - `outline`: all of this for an editor that runs the cells itself
//! - `ran`: what an engine hands back ([`crate::sql::Store::run_notebook`] is one)
//! - `single`: a cell on its own, as Jupyter hands one over
//! - `format`, `escape`, `table`, `chart`: values, tables and charts for people
//! - `markdown`, `html`, `ipynb`: the three outputs

mod bind;
mod chart;
pub(crate) mod escape;
mod format;
mod front;
mod graph;
mod hole;
mod html;
mod info;
#[cfg(feature = "duckdb")]
mod ipynb;
mod lex;
mod markdown;
mod model;
mod names;
mod outline;
mod param;
mod parse;
mod ran;
mod single;
mod starter;
mod table;
#[cfg(test)]
mod tests;

#[cfg(not(target_family = "wasm"))]
pub(crate) use escape::html as escape_html;
#[cfg(not(target_family = "wasm"))]
pub(crate) use format::grouped;
pub use front::Front;
pub use html::{ChartScripts, to_html};
#[cfg(feature = "polars")]
pub(crate) use html::{DRAW, page};
#[cfg(not(target_family = "wasm"))]
pub(crate) use html::{SORT, hash_source};
#[cfg(feature = "duckdb")]
pub use ipynb::to_ipynb;
pub use markdown::{Origin, to_markdown, to_markdown_with_origins};
pub use model::{Block, Chart, Notebook, Prose, Query};
pub use outline::{Outline, OutlineBlock, OutlineFront, OutlineHole, OutlineParam, Piece};
#[cfg(feature = "duckdb")]
pub(crate) use param::values;
pub use param::{ParamSpec, ParamType, ParamValue};
pub use ran::{Ran, Relation, fill_first, fill_text};
pub use single::Cell;
#[cfg(feature = "duckdb")]
pub(crate) use single::bound;
pub use starter::starter;

use crate::{Error, ErrorKind};

/// An error about the text of a notebook.
fn wrong(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Notebook, message)
}
