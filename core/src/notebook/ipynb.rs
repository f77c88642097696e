//! A run notebook as a Jupyter notebook (nbformat 4.5).

use nbformat::v4::{Cell, CellId, CellMetadata, DisplayData, LanguageInfo, Metadata, Output};
use serde_json::Value;

use jupyter_protocol::media::{Media, MediaType};

use crate::notebook::markdown::{filled, head};
use crate::notebook::model::{Block, Notebook};
use crate::notebook::ran::Ran;
use crate::notebook::table::Shown;
use crate::notebook::wrong;
use crate::{Error, Result};

/// The notebook as a Jupyter notebook, results included; the same run gives the
/// same bytes.
///
/// # Errors
/// `Notebook` with file and line where a value in prose is of no column or does
/// not fit its format, or a chart has too many rows.
pub fn to_ipynb(notebook: &Notebook, ran: &Ran) -> Result<String> {
    let mut cells = Vec::new();
    let head = head(notebook, ran);
    if !head.is_empty() {
        cells.push(markdown("head", &head)?);
    }
    let mut count = 0;
    for (place, block) in notebook.blocks.iter().enumerate() {
        let id = format!("block-{place}");
        cells.push(match block {
            Block::Prose(prose) => markdown(&id, filled(notebook, ran, prose)?.trim_matches('\n'))?,
            Block::Query(query) => {
                count += 1;
                let mut outputs = Vec::new();
                if !query.hide {
                    let shown = Shown::new(ran.result(place)?, notebook.rows_shown(query))?;
                    outputs.push(display(vec![
                        MediaType::Html(shown.html()),
                        MediaType::Plain(shown.plain()),
                    ]));
                }
                code(&id, query.name.as_deref(), count, &query.sql, outputs)?
            }
            Block::Chart(chart) => {
                count += 1;
                let spec = chart.for_jupyter(ran.result(chart.data)?);
                let spec = spec.map_err(|error| error.in_source(notebook.source.clone()))?;
                let outputs = vec![display(vec![
                    MediaType::VegaLiteV5(spec),
                    MediaType::Plain(format!("a chart of {}", chart.name)),
                ])];
                code(&id, None, count, &chart.text, outputs)?
            }
        });
    }
    let language = LanguageInfo {
        name: "sql".to_owned(),
        version: None,
        codemirror_mode: None,
        additional: [("file_extension".to_owned(), Value::from(".sql"))].into(),
    };
    let metadata = Metadata {
        language_info: Some(language),
        ..Metadata::default()
    };
    let whole = nbformat::Notebook::V4(nbformat::v4::Notebook {
        metadata,
        nbformat: 4,
        nbformat_minor: 5,
        cells,
    });
    nbformat::serialize_notebook(&whole).map_err(|error| wrong(error.to_string()))
}

fn markdown(id: &str, text: &str) -> Result<Cell> {
    Ok(Cell::Markdown {
        id: cell_id(id)?,
        metadata: CellMetadata::default(),
        source: lines(text),
        attachments: None,
    })
}

fn code(
    id: &str,
    name: Option<&str>,
    count: i32,
    text: &str,
    outputs: Vec<Output>,
) -> Result<Cell> {
    Ok(Cell::Code {
        id: cell_id(id)?,
        metadata: CellMetadata {
            name: name.map(str::to_owned),
            ..CellMetadata::default()
        },
        execution_count: Some(count),
        source: lines(text.trim_end_matches('\n')),
        outputs,
    })
}

fn display(media: Vec<MediaType>) -> Output {
    Output::DisplayData(DisplayData {
        data: Media::new(media),
        metadata: serde_json::Map::new(),
    })
}

fn cell_id(text: &str) -> Result<CellId> {
    CellId::new(text).map_err(|error: &str| -> Error { wrong(error) })
}

fn lines(text: &str) -> Vec<String> {
    text.split_inclusive('\n').map(str::to_owned).collect()
}
