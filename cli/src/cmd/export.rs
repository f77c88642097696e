//! `veyl export`: the canonical tables as files that `veyl load` reads back.

use std::fs;

use anyhow::{Context, Result, bail};
use serde::Serialize;
use veyl_core::schema::{TABLES, Table};
use veyl_core::write::Format;

use crate::args::Export;
use crate::output;
use crate::session::Session;
use crate::table;

#[derive(Serialize)]
struct Written {
    table: &'static str,
    file: String,
    rows: u64,
}

pub(crate) fn run(session: &Session, args: Export) -> Result<()> {
    if args.format == Format::Markdown {
        bail!("markdown can not be loaded back; use parquet, arrow, csv, ndjson or json");
    }
    let wanted =
        |table: &Table| args.tables.is_empty() || args.tables.iter().any(|name| name == table.name);
    if let Some(unknown) = args.tables.iter().find(|name| Table::named(name).is_none()) {
        let names: Vec<_> = TABLES.iter().map(|table| table.name).collect();
        bail!(
            "there is no table `{unknown}` (the tables are {})",
            names.join(", ")
        );
    }
    let store = session.open()?;
    fs::create_dir_all(&args.out)
        .with_context(|| format!("{} can not be made", args.out.display()))?;
    let mut written = Vec::new();
    for table in TABLES.iter().filter(|table| wanted(table)) {
        let path = args
            .out
            .join(format!("{}.{}", table.name, args.format.extension()));
        let mut rows = 0;
        output::whole_file(&path, |file| {
            rows = store.export_table(table, args.format.exact_writer(file).as_mut())?;
            Ok(())
        })?;
        written.push(Written {
            table: table.name,
            file: path.display().to_string(),
            rows,
        });
    }
    session.answer(&written, || {
        let rows: Vec<_> = written
            .iter()
            .map(|one| vec![one.file.clone(), one.rows.to_string()])
            .collect();
        table::plain(&["file", "rows"], &rows, 1)
    })
}
