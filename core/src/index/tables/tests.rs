use std::collections::HashSet;

use arrow::array::AsArray;

use super::*;
use crate::index::tests::{Kept, made};
use crate::index::{Builder, Rules};
use crate::project::ProjectSpec;
use crate::view::{Projects, VIEWS};

fn table(dataset: &Dataset, name: &str) -> Vec<RecordBatch> {
    let mut kept = Kept::default();
    let rows = dataset.table_into(name, &mut kept).unwrap();
    let all: usize = kept.0.iter().map(RecordBatch::num_rows).sum();
    assert_eq!(rows, all as u64, "{name}");
    kept.0
}

fn with_scope() -> Dataset {
    let mut dataset = made(4000, 20);
    let spec = ProjectSpec {
        name: "Scoped".to_owned(),
        scope_query: Some("likes>20 OR NOT platform:tiktok".to_owned()),
        ..dataset.project_specs()[0].1.clone()
    };
    dataset.apply_projects(&[spec], 9).unwrap();
    dataset
}

/// A data set built of the tables gives every view alike.
#[test]
fn tables_make_the_data_set_again() {
    let dataset = with_scope();
    let mut builder = Builder::new(Rules::Stored);
    for name in NAMES.iter().filter(|name| **name != SCOPE_MATCHES) {
        for batch in table(&dataset, name) {
            builder.append(Table::named(name).unwrap(), batch).unwrap();
        }
    }
    let again = builder.finish().unwrap().dataset;
    for view in &VIEWS {
        let (one, other) = (
            dataset.view(view, Projects::All).unwrap(),
            again.view(view, Projects::All).unwrap(),
        );
        assert!(one == other, "{}", view.name);
    }
}

#[test]
fn parts_together_are_the_table() {
    let dataset = with_scope();
    for name in NAMES {
        let places = dataset.places(name).unwrap();
        let mut rows = 0;
        let mut ids = HashSet::new();
        for start in (0..places).step_by(700) {
            let mut part = Kept::default();
            rows += dataset
                .table_part_into(name, start..start + 700, &mut part)
                .unwrap();
            for batch in part.0.iter().filter(|_| name == "posts") {
                let texts = batch.column(0).as_string::<i32>();
                ids.extend(texts.iter().flatten().map(str::to_owned));
            }
        }
        let whole: usize = table(&dataset, name)
            .iter()
            .map(RecordBatch::num_rows)
            .sum();
        assert_eq!(rows, whole as u64, "{name}");
        assert!(rows > 0, "{name}");
        if name == "posts" {
            assert_eq!(ids.len() as u64, rows);
        }
    }
    assert_eq!(
        dataset.places("users").unwrap_err().kind(),
        ErrorKind::NotFound
    );
}

/// The rows are those of the view that shows what is in scope.
#[test]
fn scope_matches_are_the_posts_in_scope() {
    let dataset = with_scope();
    let scoped: Vec<i32> = dataset
        .project_specs()
        .into_iter()
        .filter(|(_, spec)| spec.scope_query.is_some())
        .map(|(id, _)| id)
        .collect();
    assert!(!scoped.is_empty());
    let view = crate::view::View::named("project_posts").unwrap();
    let pairs = |batches: Vec<RecordBatch>, post: usize| -> HashSet<(i32, String)> {
        let mut pairs = HashSet::new();
        for batch in batches {
            let projects = batch
                .column(0)
                .as_primitive::<arrow::datatypes::Int32Type>();
            let posts = batch.column(post).as_string::<i32>();
            let rows = projects.iter().flatten().zip(posts.iter().flatten());
            pairs.extend(rows.map(|(project, post)| (project, post.to_owned())));
        }
        pairs
    };
    let shown = dataset.view(view, Projects::Only(&scoped)).unwrap();
    let post = shown[0].schema().index_of("id").unwrap();
    assert_eq!(pairs(table(&dataset, SCOPE_MATCHES), 1), pairs(shown, post));
}
