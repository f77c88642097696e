//! The programs that draw charts in pages, where this build has them: `build.rs`
//! takes them from the folder in `VEYL_VEGA_DIR`.

use veyl_core::notebook::ChartScripts;

include!(concat!(env!("OUT_DIR"), "/charts.rs"));

/// Vega and Vega-Lite; `None` in a build without them.
pub(crate) fn scripts() -> Option<ChartScripts<'static>> {
    SCRIPTS.map(|(vega, vega_lite)| ChartScripts { vega, vega_lite })
}
