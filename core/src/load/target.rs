//! What one source is: which table it loads into, and by which adapter.

use crate::Result;
use crate::adapt::{ADAPTERS, Adapter, TableAdapter, Target, recognise};
use crate::load::LoadOptions;
use crate::read::{Block, Input, ReadOptions, Reader, Wrapper};
use crate::schema::Table;

/// A source under way: its reader, its first block, and what its records become.
pub(crate) struct Opened {
    pub(crate) reader: Reader,
    pub(crate) first: Option<Block>,
    pub(crate) target: Target,
    pub(crate) format: String,
    pub(crate) why: String,
}

/// Opens `input` and decides what it is.
pub(crate) fn open(input: &Input, options: &LoadOptions) -> Result<Opened> {
    let read_options = read_options(options);
    let mut reader = Reader::open(input, &read_options)?;
    let mut first = reader.next_block()?;
    let in_source = |error: crate::Error| error.in_source(input.name());
    let (target, format, why) = match table_of(input, options) {
        Some(table) => (
            Target::Table(TableAdapter::new(table, options.now)),
            table.name.to_owned(),
            "the file is named after the table".to_owned(),
        ),
        None => {
            let found = recognise(
                first.as_ref(),
                options.format.as_deref(),
                options.mapping.as_ref().map(|mapping| &mapping.0),
            )
            .map_err(in_source)?;
            let adapter =
                Adapter::compile(&found.spec, options.platform.as_deref()).map_err(in_source)?;
            (Target::Posts(Box::new(adapter)), found.spec.name, found.why)
        }
    };
    let root = &target.tree().root;
    let columns = reader.columns().unwrap_or_default().iter();
    let wanted = columns.filter(|column| root.key(column).is_some());
    let wanted: Vec<String> = wanted.cloned().collect();
    if !reader.are_most(&wanted) {
        // The format is known only after a look inside: begin again, with fewer columns.
        reader = Reader::open(input, &read_options)?;
        reader.project(&wanted)?;
        first = reader.next_block()?;
    }
    Ok(Opened {
        reader,
        first,
        target,
        format,
        why,
    })
}

/// The canonical table that a file of lines without a line is named after: how
/// an export writes a table that has no rows.
pub(crate) fn empty_table(input: &Input) -> Option<&'static Table> {
    let file = input.name().rsplit(['/', '\\']).next()?;
    let (stem, extension) = file.split_once('.')?;
    let lines = ["ndjson", "jsonl"].contains(&extension) && input.size() == Some(0);
    Table::named(stem).filter(|_| lines)
}

/// The canonical table that the file is named after; posts are told by their
/// records, since many an export is called `posts.json`.
fn table_of(input: &Input, options: &LoadOptions) -> Option<&'static Table> {
    let named = options.format.as_deref().and_then(Table::named);
    if options.format.is_some() || options.mapping.is_some() {
        return named.filter(|table| table.name != "posts");
    }
    let file = input.name().rsplit(['/', '\\']).next()?;
    let stem = file.split('.').next()?;
    Table::named(stem).filter(|table| table.name != "posts")
}

fn read_options(options: &LoadOptions) -> ReadOptions {
    let mut read = ReadOptions::default();
    for spec in ADAPTERS.iter() {
        for list in &spec.lists {
            let wrapper = Wrapper {
                list: list.clone(),
                side: spec.side.clone(),
            };
            if !read.wrappers.contains(&wrapper) {
                read.wrappers.push(wrapper);
            }
        }
    }
    if let Some(mapping) = &options.mapping {
        read.encoding.clone_from(&mapping.0.encoding);
        read.separator = mapping.0.separator;
        read.wrappers
            .extend(mapping.0.lists.iter().map(|list| Wrapper {
                list: list.clone(),
                side: mapping.0.side.clone(),
            }));
    }
    read
}
