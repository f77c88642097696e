//! The SQL engine: DuckDB as store, as executor of the `.sql` views, and for
//! ad hoc questions. No other module names `duckdb`.

mod cascade;
mod casefold;
mod cells;
mod check;
mod dataset;
mod export;
mod feed;
mod fence;
mod follow;
mod lines;
mod load;
mod lockdown;
mod merge;
mod merge_tables;
mod narrow;
mod notebook;
mod open;
mod open_error;
mod project;
mod query;
mod report;
mod run;
mod scopes;
mod staging;
mod statements;
mod store;
mod views;

pub use crate::project::Applied;
pub use crate::view::Projects;
pub use cells::Cells;
pub use check::Breach;
pub use fence::returns_rows;
pub use lines::in_text;
pub use lockdown::Interrupt;
pub use notebook::NotebookOptions;
pub use open::StoreOptions;
pub use project::Project;
pub use query::Param;
pub use statements::{Statement, split_statements};
pub use store::Store;
