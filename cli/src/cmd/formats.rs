//! `veyl formats`: what it reads, and how it tells.

use anyhow::Result;

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
                    format.recognised_by(),
                ]
            })
            .collect();
        table::plain(&["format", "what", "platform", "recognised by"], &rows, 4)
    })
}
