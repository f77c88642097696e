//! `veyl formats`: what it reads, and how it tells.

use anyhow::Result;
use veyl_core::FormatInfo;

use crate::session::Session;
use crate::table;

pub(crate) fn run(session: &Session) -> Result<()> {
    let formats = veyl_core::formats();
    session.answer(&formats, || {
        let rows: Vec<_> = formats
            .iter()
            .map(|format| {
                vec![
                    format.name.clone(),
                    format.title.clone(),
                    format.platform.clone().unwrap_or_default(),
                    recognised_by(format),
                ]
            })
            .collect();
        table::plain(&["format", "what", "platform", "recognised by"], &rows, 4)
    })
}

fn recognised_by(format: &FormatInfo) -> String {
    if format.has.is_empty() {
        return "column names".to_owned();
    }
    let mut text = format.has.join(", ");
    if !format.any.is_empty() {
        text += &format!(", {}", format.any.join(" or "));
    }
    if !format.lacks.is_empty() {
        text += &format!(", no {}", format.lacks.join(", "));
    }
    text
}
