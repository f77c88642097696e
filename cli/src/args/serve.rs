//! The arguments of `veyl serve`.

use clap::Args;

/// Open the page in a browser, over the store
///
/// Serves veyl's page and the posts, hashtags and projects of the store to this
/// machine and to no other; of users and accounts it has nothing. The store is
/// read at the start, and again when the page is loaded anew after a load or a
/// change of projects. Ctrl-C ends it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  veyl serve --open
  veyl --db food.duckdb serve --port 9000")]
pub(crate) struct Serve {
    /// The port; 0 takes any that is free. What the page keeps belongs to a port
    #[arg(long, value_name = "N", default_value_t = 8350)]
    pub(crate) port: u16,
    /// Open the page in the browser
    #[arg(long)]
    pub(crate) open: bool,
}
