//! Any view as a polars DataFrame, without copying.
//!
//! `cargo run -p veyl-core --example frame --features polars -- veyl.duckdb project_summary`

use std::path::Path;

use veyl_core::sql::{Projects, Store, StoreOptions};
use veyl_core::view::View;

fn main() -> veyl_core::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let store = arguments.next().unwrap_or_else(|| "veyl.duckdb".to_owned());
    let view = arguments
        .next()
        .unwrap_or_else(|| "project_summary".to_owned());
    let store = Store::open(Path::new(&store), &StoreOptions::default())?;
    let frame = store.frame(View::named(&view)?, Projects::All)?;
    println!("{view}: {} rows, {} columns", frame.height(), frame.width());
    for column in frame.columns() {
        println!(
            "  {}: {}, {} NULLs",
            column.name(),
            column.dtype(),
            column.null_count()
        );
    }
    Ok(())
}
