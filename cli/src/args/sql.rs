//! The arguments of `veyl sql`.

use std::path::PathBuf;

use clap::Args;

use crate::args::OutputArgs;

/// Ask SQL questions of the tables and views
///
/// Without -c or -f, an interactive shell; statements end with `;`. The store
/// is open for reading only and SQL can reach no files and no network; --write
/// lets it change the store. Of several statements, each prints its result;
/// JSON, Parquet, Arrow and --output hold that of the last one.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  veyl sql -c \"SELECT author, count(*) AS posts FROM posts GROUP BY ALL ORDER BY posts DESC LIMIT 10\"
  veyl sql -f question.sql --format csv
  veyl sql --from exports/ -c 'FROM hashtags_with_stats ORDER BY total_posts DESC LIMIT 20'
  echo 'SELECT 1;' | veyl sql")]
pub(crate) struct Sql {
    /// The query, or several ended with `;`
    #[arg(
        short = 'c',
        long = "command",
        value_name = "QUERY",
        conflicts_with = "file"
    )]
    pub(crate) query: Option<String>,
    /// A file of queries
    #[arg(short = 'f', long, value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// Ask of these export files, without a store
    #[arg(long, value_name = "FILE|DIR|GLOB", conflicts_with = "write", num_args = 1..)]
    pub(crate) from: Vec<String>,
    /// The platform of posts from --from that do not say theirs
    #[arg(long, value_name = "NAME", requires = "from")]
    pub(crate) platform: Option<String>,
    /// Let statements change the store
    #[arg(long)]
    pub(crate) write: bool,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}
