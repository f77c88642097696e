//! The command, in a build with Polars.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use veyl_core::trend::{Reports, TrendOptions, find, to_html, trend};

use crate::args::Trend;
use crate::session::Session;
use crate::{charts, output};

pub(crate) fn run(session: &Session, args: Trend) -> Result<()> {
    let options = TrendOptions {
        projects: args.projects,
        hashtags: args.hashtags,
        figures: args.figures,
        latest: args.latest,
    };
    let found = find(&args.folders)?;
    tell(&found);
    let moves = trend(&found.reports, &options)?;
    if let Some(path) = &args.chart {
        let scripts = charts::scripts().context(
            "this veyl was built without Vega, which draws charts (`make build` fetches it where \
             npm is there); --format and --output give the figures themselves",
        )?;
        let page = to_html(&moves, &found, scripts)?;
        return write(path, &page);
    }
    output::write(&args.output, session.json, |writer| {
        writer.start(&moves.schema())?;
        writer.write(&moves)?;
        Ok(writer.finish()?)
    })
}

/// Which reports are read, and which are not and why.
fn tell(found: &Reports) {
    for passed in &found.passed_over {
        output::tell(format_args!(
            "passed over {}: {}",
            passed.folder.display(),
            passed.reason
        ));
    }
    if let (Some(first), Some(last)) = (found.reports.first(), found.reports.last()) {
        output::tell(format_args!(
            "{} reports, {} to {}",
            found.reports.len(),
            first.day,
            last.day
        ));
    }
}

fn write(path: &Path, page: &str) -> Result<()> {
    output::whole_file(path, |mut file| Ok(file.write_all(page.as_bytes())?))?;
    output::print(&format!("{} written\n", path.display()))
}
