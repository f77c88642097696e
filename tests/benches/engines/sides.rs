//! The three engines over the same tables.

use std::path::Path;

use arrow::array::{AsArray, RecordBatch};
use arrow::datatypes::{Int32Type, Int64Type};
use veyl_core::generate;
use veyl_core::index::Dataset;
use veyl_core::sql::{Projects, Store};
use veyl_core::view::View;
use veyl_tests::frames::Frames;
use veyl_tests::tables::{duckdb, index};

/// What the scope queries of the projects match, beside the tables.
const MATCHES: &str = "scope_matches.parquet";

/// What the scope queries match, found once and then read like a table: DuckDB
/// is not made to wait for it.
pub(crate) fn match_scopes(store: &Store, tables: &Path) {
    let file = tables.join(MATCHES).display().to_string();
    if !Path::new(&file).exists() {
        store
            .settle_after_changes()
            .expect("scope queries are matched");
        let copy = format!("COPY veyl_internal.scope_matches TO '{file}'");
        store.query(&copy, &[]).expect("DuckDB copies");
        return;
    }
    let insert =
        format!("INSERT INTO veyl_internal.scope_matches SELECT * FROM read_parquet('{file}')");
    store.query(&insert, &[]).expect("DuckDB loads");
}

/// All three, and the project to ask about.
pub(crate) struct Sides {
    pub(crate) store: Store,
    pub(crate) index: Dataset,
    /// The same before any sums of hashtags are kept.
    pub(crate) fresh: Dataset,
    pub(crate) frames: Frames,
    pub(crate) project: i32,
    posts: i64,
}

impl Sides {
    pub(crate) fn new(made: &generate::Dataset, tables: &Path) -> Self {
        let store = duckdb(tables);
        match_scopes(&store, tables);
        let index = index(tables);
        let (schema, mut matches) = store
            .query("FROM veyl_internal.scope_matches", &[])
            .expect("DuckDB reads");
        matches.push(RecordBatch::new_empty(schema));
        let frames = Frames::new(|table| made.table(table).collect(), &matches);
        let by_posts = by_posts(&index);
        let (posts, project) = by_posts[by_posts.len() / 2];
        Self {
            store,
            fresh: index.clone(),
            index,
            frames: frames.expect("polars takes the tables"),
            project,
            posts,
        }
    }

    pub(crate) fn describe(&self) -> String {
        let memory = self.index.memory();
        format!(
            "{} posts, {} links, {} projects; project {} has {} posts; the index holds {:.1} bytes a post and {:.1} a link besides texts",
            self.index.posts(),
            self.index.links(),
            self.index.projects().count(),
            self.project,
            self.posts,
            memory.posts as f64 / self.index.posts().max(1) as f64,
            memory.links as f64 / self.index.links().max(1) as f64,
        )
    }
}

/// The projects that have posts in scope, by how many.
pub(crate) fn by_posts(index: &Dataset) -> Vec<(i64, i32)> {
    let view = View::named("project_summary").expect("it is a view");
    let mut all = Vec::new();
    for batch in index.view(view, Projects::All).expect("the index answers") {
        let column = |name: &str| batch.column_by_name(name).expect("the view has it").clone();
        let (ids, posts) = (column("project_id"), column("posts"));
        let ids = ids.as_primitive::<Int32Type>().values();
        let posts = posts.as_primitive::<Int64Type>().values();
        all.extend(posts.iter().copied().zip(ids.iter().copied()));
    }
    all.retain(|(posts, _)| *posts > 0);
    all.sort_unstable();
    all
}
