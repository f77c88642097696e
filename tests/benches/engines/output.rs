//! The table for people, and the same for programs.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use veyl_core::index::Memory;

use crate::Ask;
use crate::measure::{Row, Unit};
use crate::scale::Scale;

/// A row as soon as it is known, for those who wait.
pub(crate) fn progress(row: &Row) {
    eprintln!("{}", line(row));
}

/// Everything, as Markdown tables.
pub(crate) fn print(rows: &[Row], scale: &[Scale]) {
    println!("\n| work | index | DuckDB | Polars | DuckDB / index | Polars / index | at least |");
    println!("|---|---:|---:|---:|---:|---:|---:|");
    for row in rows {
        println!("{}", line(row));
    }
    if scale.is_empty() {
        return;
    }
    println!(
        "\n| posts | matching | {} |",
        Scale::views()
            .map(|view| format!("{view} (a matching post)"))
            .join(" | ")
    );
    println!("|---:|---:|---:|---:|---:|");
    for one in scale {
        let cells = one
            .seconds
            .map(|seconds| format!("{} ({:.1} ns)", time(seconds), seconds / one.matching * 1e9));
        println!(
            "| {} | {:.0} | {} |",
            one.posts,
            one.matching,
            cells.join(" | ")
        );
    }
}

fn line(row: &Row) -> String {
    let figure = |figure: f64| match row.unit {
        Unit::Seconds => time(figure),
        Unit::Megabytes => format!("{figure:.0} MB"),
    };
    let other = |known: Option<f64>| known.map_or(String::new(), figure);
    let times = |ratio: Option<f64>| ratio.map_or(String::new(), ratio_text);
    format!(
        "| {} | {} | {} | {} | {} | {} | {} |",
        row.work,
        figure(row.index),
        other(row.duckdb),
        other(row.polars),
        times(row.ratio(row.duckdb)),
        times(row.ratio(row.polars)),
        times(row.bar)
    )
}

fn ratio_text(ratio: f64) -> String {
    if ratio < 10.0 {
        format!("{ratio:.2} x")
    } else {
        format!("{ratio:.0} x")
    }
}

fn time(seconds: f64) -> String {
    if seconds < 1e-3 {
        format!("{:.1} µs", seconds * 1e6)
    } else if seconds < 1.0 {
        format!("{:.1} ms", seconds * 1e3)
    } else {
        format!("{seconds:.2} s")
    }
}

/// Everything, as one JSON document.
pub(crate) fn write_json(path: &Path, ask: &Ask, memory: &Memory, rows: &[Row], scale: &[Scale]) {
    let rows: Vec<Value> = rows
        .iter()
        .map(|row| {
            json!({
                "work": row.work,
                "unit": match row.unit {
                    Unit::Seconds => "s",
                    Unit::Megabytes => "MB",
                },
                "index": row.index,
                "duckdb": row.duckdb,
                "polars": row.polars,
                "duckdb_by_index": row.ratio(row.duckdb),
                "polars_by_index": row.ratio(row.polars),
                "at_least": row.bar,
            })
        })
        .collect();
    let document = json!({
        "posts": ask.posts,
        "projects": ask.projects,
        "runs": ask.runs,
        "index_bytes": memory.total(),
        "index_bytes_without_texts": memory.without_texts(),
        "rows": rows,
        "scale": scale.iter().map(Scale::json).collect::<Vec<_>>(),
    });
    let text = format!("{document:#}\n");
    fs::write(path, text).expect("the JSON file can be written");
}
