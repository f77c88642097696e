//! The command line: every command, option and example.

mod kernel;
mod serve;
mod sql;
mod trend;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use veyl_core::load::MaxRejects;
use veyl_core::report::GraphFormat;
use veyl_core::write::{Compression, Format};

pub(crate) use kernel::{Kernel, KernelAction, KernelInstall, KernelRun, KernelUninstall};
pub(crate) use serve::Serve;
pub(crate) use sql::Sql;
pub(crate) use trend::Trend;

/// Analytics for social-media posts: exports in, Parquet reports out, and any
/// SQL question in between. Nothing leaves the machine.
#[derive(Debug, Parser)]
#[command(
    name = "veyl",
    version,
    max_term_width = 100,
    after_help = "\
Three commands from exports to a report:
  veyl load exports/                     read scraper exports into ./veyl.duckdb
  veyl project add 'Street food' --hashtag streetfood --hashtag tacos
  veyl report --all --out reports/       one Parquet file per view"
)]
pub(crate) struct Cli {
    /// The store, a DuckDB file
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        default_value = "veyl.duckdb",
        env = "VEYL_DB"
    )]
    pub(crate) db: PathBuf,

    /// Results as JSON, for programs
    #[arg(long, global = true)]
    pub(crate) json: bool,

    /// Say more on standard error: which engine was chosen, and why
    #[arg(long, short, global = true)]
    pub(crate) verbose: bool,

    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Load(Load),
    Project(Project),
    View(View),
    Report(Report),
    Trend(Trend),
    Run(Run),
    Sql(Sql),
    Notebook(Notebook),
    Kernel(Kernel),
    Serve(Serve),
    Check(Check),
    Export(Export),
    Generate(Generate),
    Formats(Formats),
    Completions(Completions),
}

/// Read posts (or canonical tables) into the store
///
/// The format of each file is recognised from its first records. A load is all
/// or nothing: a broken file changes nothing. A row that can not be read is
/// left out, counted by reason, and written to --rejects; the others go in.
/// Loading the same file twice changes nothing.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  veyl load exports/                             every export in a folder
  veyl load 'tiktok-*.ndjson.gz' posts.parquet   a glob and a file
  zcat dump.gz | veyl load -                     standard input
  veyl load tweets.csv --map tweets.toml         a table that needs a mapping
  veyl load table.csv --platform instagram --rejects rejects.ndjson")]
pub(crate) struct Load {
    /// Files, folders, globs, or - for standard input
    #[arg(required = true, value_name = "FILE|DIR|GLOB|-")]
    pub(crate) inputs: Vec<String>,
    /// The export format (`veyl formats` lists them), instead of recognising it
    #[arg(long, value_name = "NAME")]
    pub(crate) format: Option<String>,
    /// A mapping file: where the fields of a post are in a table of your own
    #[arg(long, value_name = "MAPPING.toml", conflicts_with = "format")]
    pub(crate) map: Option<PathBuf>,
    /// The platform of posts that do not say theirs
    #[arg(long, value_name = "NAME")]
    pub(crate) platform: Option<String>,
    /// Write every rejected row, with position and reason, to this NDJSON file
    #[arg(long, value_name = "FILE")]
    pub(crate) rejects: Option<PathBuf>,
    /// Fail, and change nothing, if more rows than this are rejected
    #[arg(long, value_name = "N|P%")]
    pub(crate) max_rejects: Option<MaxRejects>,
    /// Read and check everything, change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// Make, list, show and remove projects
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  veyl project add 'Street food' --hashtag streetfood --hashtag tacos
  veyl project apply projects.toml
  veyl project list")]
pub(crate) struct Project {
    #[command(subcommand)]
    pub(crate) action: ProjectAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ProjectAction {
    Add(ProjectAdd),
    /// List the projects with the counts of their last run
    #[command(after_help = "Example:\n  veyl project list --json")]
    List,
    /// Show a project and all it follows
    #[command(after_help = "Example:\n  veyl project show 'Street food'")]
    Show {
        /// Its name or id
        project: String,
    },
    /// Remove a project and its links; posts stay
    #[command(after_help = "Example:\n  veyl project remove 'Street food'")]
    Remove {
        /// Its name or id
        project: String,
    },
    Apply(ProjectApply),
}

/// Make a project, or make it as given if it is there
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  veyl project add 'Street food' --hashtag streetfood --hashtag tiktok:tacos
  veyl project add Rivals --creator instagram:ann --creator tiktok:bob
  veyl project add Launch --hashtag launch --scope 'after:2026-01-01 likes>100 NOT @us'")]
pub(crate) struct ProjectAdd {
    /// Its name
    pub(crate) name: String,
    /// A hashtag to follow; `tiktok:tag` on one platform only
    #[arg(long = "hashtag", value_name = "TAG")]
    pub(crate) hashtags: Vec<String>,
    /// A creator to follow; `tiktok:name` on one platform only
    #[arg(long = "creator", value_name = "NAME")]
    pub(crate) creators: Vec<String>,
    /// Count only posts of this platform
    #[arg(long = "platform", value_name = "NAME")]
    pub(crate) platforms: Vec<String>,
    /// A scope query that narrows the posts further
    #[arg(long = "scope", value_name = "QUERY")]
    pub(crate) scope_query: Option<String>,
    /// Which matches count: hashtags, creators or both
    #[arg(long, value_name = "TYPE")]
    pub(crate) scope_type: Option<String>,
    /// What it is about
    #[arg(long, value_name = "TEXT")]
    pub(crate) description: Option<String>,
    /// Its status
    #[arg(long, value_name = "WORD")]
    pub(crate) status: Option<String>,
}

/// Make the projects of a TOML file be as the file says
///
/// Projects are known by name; those that the file does not name stay as they are.
#[derive(Debug, Args)]
#[command(after_help = "\
Example of a projects file:
  [[project]]
  name = \"Street food\"
  platforms = [\"instagram\", \"tiktok\"]
  hashtags = [\"streetfood\", \"tacos\"]
  creators = [\"instagram:ann\"]
  scope_query = 'after:2026-01-01 NOT text:\"giveaway\"'")]
pub(crate) struct ProjectApply {
    /// The projects file
    #[arg(value_name = "FILE.toml")]
    pub(crate) file: PathBuf,
}

/// Print a view, or write it to a file
///
/// Without a name, lists the views.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  veyl view project_summary
  veyl view project_timeline --project 'Street food' --format csv
  veyl view project_posts --project 3 -o posts.parquet
  veyl view project_cohashtags --project 3 -o hashtags.gexf    a network, for Gephi")]
pub(crate) struct View {
    /// The view
    pub(crate) name: Option<String>,
    /// Only this project, by name or id; can be given more than once
    #[arg(long = "project", short = 'p', value_name = "PROJECT")]
    pub(crate) projects: Vec<String>,
    /// Which engine computes it; the answers are the same
    #[arg(long, value_name = "ENGINE", default_value = "auto")]
    pub(crate) engine: EngineArg,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

/// How a result is printed or written.
#[derive(Debug, Clone, Args)]
pub(crate) struct OutputArgs {
    /// table, csv, json, ndjson, markdown, parquet or arrow; by default a table,
    /// or what the extension of --output says. The view project_cohashtags of one
    /// project also as a network: gexf or graphml
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<OutputFormat>,
    /// Write to this file
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Show at most this many rows in a table; 0 shows all
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub(crate) rows: usize,
}

/// Which engine is to compute views.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum EngineArg {
    /// The cheaper one; `-v` says which and why
    Auto,
    /// The SQL views, on DuckDB
    Duckdb,
    /// The index, in memory
    Index,
}

/// A format, or a table for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OutputFormat {
    Table,
    File(Format),
    Graph(GraphFormat),
}

impl std::str::FromStr for OutputFormat {
    type Err = veyl_core::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "table" => Ok(Self::Table),
            "gexf" | "graphml" => text.parse().map(Self::Graph),
            other => other.parse().map(Self::File),
        }
    }
}

/// Write every view of the projects into a folder of Parquet files
///
/// Each run makes one folder in --out, named by its time in UTC, with one file
/// per view and a manifest.json. The folder shows only once it is whole. With
/// --html it also has a page per project, to be read in a browser and printed,
/// and index.html over them. With --from, export files and canonical tables are
/// reported on without a store.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  veyl report --all --out reports/
  veyl report --all --out reports/ --html            pages for people, too
  veyl report 'Street food' Rivals --out reports/ --format csv
  veyl report --from exports/ --projects projects.toml --all --out reports/
  veyl report --all --out reports/ --name 2026-01-31 --compression snappy")]
pub(crate) struct Report {
    /// Projects by name or id
    #[arg(value_name = "PROJECT", required_unless_present = "all")]
    pub(crate) projects: Vec<String>,
    /// Every project
    #[arg(long, conflicts_with = "projects")]
    pub(crate) all: bool,
    /// The folder in which the folder of this run is made
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// The name of this run's folder, instead of the time
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// parquet, csv, ndjson, json, markdown or arrow
    #[arg(long, value_name = "FORMAT", default_value = "parquet")]
    pub(crate) format: Format,
    /// zstd or snappy, for Parquet
    #[arg(long, value_name = "NAME", default_value = "zstd")]
    pub(crate) compression: Compression,
    /// Write pages for people too: one a project, and index.html over them
    #[arg(long)]
    pub(crate) html: bool,
    /// Write each project's network of hashtags too, for Gephi: gexf or graphml
    #[arg(long, value_name = "FORMAT")]
    pub(crate) graph: Option<GraphFormat>,
    /// Which engine computes the views; the rows are the same
    #[arg(long, value_name = "ENGINE", default_value = "auto")]
    pub(crate) engine: EngineArg,
    /// Report on these files, without a store
    #[arg(long, value_name = "FILE|DIR|GLOB", num_args = 1..)]
    pub(crate) from: Vec<String>,
    /// A projects file, as `veyl project apply` takes, for the posts of --from
    #[arg(long = "projects", value_name = "FILE.toml", requires = "from")]
    pub(crate) projects_file: Option<PathBuf>,
    /// The platform of posts from --from that do not say theirs
    #[arg(long, value_name = "NAME", requires = "from")]
    pub(crate) platform: Option<String>,
}

/// Recompute the cached counts and times of projects
///
/// Stores `posts_count`, `creators_count`, `signals_count`, `last_signal_at` and
/// `last_run_at` in the table of projects.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  veyl run --all")]
pub(crate) struct Run {
    /// Projects by name or id
    #[arg(value_name = "PROJECT", required_unless_present = "all")]
    pub(crate) projects: Vec<String>,
    /// Every project
    #[arg(long, conflicts_with = "projects")]
    pub(crate) all: bool,
}

/// Run notebooks: Markdown with SQL cells and charts
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  veyl notebook new month.md --project 'Street food'
  veyl notebook run month.md -o month.html
  veyl notebook run month.md -o month.ipynb --param top=5
  veyl notebook run month.md -o month.html --check      for continuous integration")]
pub(crate) struct Notebook {
    #[command(subcommand)]
    pub(crate) action: NotebookAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum NotebookAction {
    Run(NotebookRun),
    New(NotebookNew),
}

/// Run a notebook and write it with its results
///
/// As Markdown, as one HTML file that needs no network, or as a Jupyter
/// notebook. SQL in it can only ask: the store is open for reading only, and
/// files and network are out of reach. The same notebook over the same store
/// gives the same bytes.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  veyl notebook run month.md                       Markdown on standard output
  veyl notebook run month.md -o month.html --param since=2026-09-01
  veyl notebook run month.md -o month.html --check")]
pub(crate) struct NotebookRun {
    /// The notebook
    #[arg(value_name = "FILE.md")]
    pub(crate) file: PathBuf,
    /// Write to this file: .html, .md or .ipynb
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// html, markdown or ipynb, instead of what the extension of --output says
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<NotebookFormat>,
    /// The value of a parameter; can be given more than once
    #[arg(long = "param", value_name = "NAME=VALUE")]
    pub(crate) params: Vec<String>,
    /// The project that the project views speak of, by name or id, instead of
    /// the notebook's own
    #[arg(long, short = 'p', value_name = "PROJECT")]
    pub(crate) project: Option<String>,
    /// Write nothing; fail if a cell fails, or if --output is there and is not
    /// what would be written
    #[arg(long)]
    pub(crate) check: bool,
}

/// Write a notebook to start from
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  veyl notebook new month.md --project 'Street food'")]
pub(crate) struct NotebookNew {
    /// The notebook; it must not exist yet
    #[arg(value_name = "FILE.md")]
    pub(crate) file: PathBuf,
    /// The project it is about
    #[arg(long, short = 'p', value_name = "PROJECT")]
    pub(crate) project: Option<String>,
    /// Its title, instead of the name of the file
    #[arg(long, value_name = "TEXT")]
    pub(crate) title: Option<String>,
}

/// The form a notebook is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum NotebookFormat {
    /// One page that needs nothing else
    Html,
    /// Markdown with values and tables
    #[value(alias = "md")]
    Markdown,
    /// A Jupyter notebook
    Ipynb,
}

/// Check the store, or files, against every rule of the tables
///
/// Names each breach with table, key and rule; exits with 1 if there is one.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  veyl check
  veyl check dump/*.parquet      what loading these would find, without a store")]
pub(crate) struct Check {
    /// Files to check instead of the store
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<String>,
    /// The platform of posts that do not say theirs
    #[arg(long, value_name = "NAME", requires = "files")]
    pub(crate) platform: Option<String>,
}

/// Write the canonical tables back out as files
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  veyl export --out dump/
  veyl export --out dump/ --format csv --table posts --table hashtags")]
pub(crate) struct Export {
    /// The folder for the files
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// parquet, arrow, csv, ndjson or json
    #[arg(long, value_name = "FORMAT", default_value = "parquet")]
    pub(crate) format: Format,
    /// Only this table; can be given more than once
    #[arg(long = "table", value_name = "TABLE")]
    pub(crate) tables: Vec<String>,
}

/// Make a synthetic data set, for trying things out and for benchmarks
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  veyl generate --posts 1000000 --out big/           canonical tables as Parquet
  veyl generate --posts 50000 --out one/ --format apify-tiktok")]
pub(crate) struct Generate {
    /// How many posts
    #[arg(long, value_name = "N")]
    pub(crate) posts: u64,
    /// The folder for the files
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// `tables` (canonical tables as Parquet) or the name of an export format
    #[arg(long, value_name = "NAME", default_value = "tables")]
    pub(crate) format: String,
    /// The same seed gives the same data
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub(crate) seed: u64,
    /// How many projects (canonical tables only)
    #[arg(long, value_name = "N", default_value_t = 1000)]
    pub(crate) projects: u32,
}

/// List the export formats and how each is recognised
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  veyl formats --json")]
pub(crate) struct Formats {}

/// Print a completion script for your shell
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  veyl completions bash > ~/.local/share/bash-completion/completions/veyl"
)]
pub(crate) struct Completions {
    /// bash, zsh, fish, elvish or powershell
    pub(crate) shell: Shell,
}
