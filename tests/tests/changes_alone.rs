//! Changes to a data set, without a store: many of them, and wrong ones.

use arrow::array::{AsArray, BooleanArray, RecordBatch};
use arrow::compute::{concat_batches, filter_record_batch};
use veyl_core::generate;
use veyl_core::index::{Builder, Dataset, Rules};
use veyl_core::load::LoadOptions;
use veyl_core::project::{Applied, ProjectSpec};
use veyl_core::read::Input;
use veyl_core::schema::{TABLES, Table};
use veyl_core::view::{Projects, VIEWS};
use veyl_core::{ErrorKind, Result};
use veyl_tests::engines::difference_from_fresh;

/// Made-up tables, `posts` apart and in one batch.
fn tables(posts: u64) -> Result<(Vec<(&'static Table, RecordBatch)>, RecordBatch)> {
    let made = generate::Dataset::new(generate::Options {
        posts,
        projects: 30,
        seed: 7,
    })?;
    let mut others = Vec::new();
    let mut of_posts = Vec::new();
    for table in TABLES.iter().filter(|table| table.name != "post_hashtags") {
        for batch in made.table(table) {
            match table.name {
                "posts" => of_posts.push(batch?),
                _ => others.push((table, batch?)),
            }
        }
    }
    let posts = concat_batches(&Table::posts().arrow(), &of_posts)?;
    Ok((others, posts))
}

fn build(others: &[(&'static Table, RecordBatch)], posts: &RecordBatch) -> Result<Dataset> {
    let mut builder = Builder::new(Rules::Load);
    for (table, batch) in others {
        builder.append(table, batch.clone())?;
    }
    builder.append(Table::posts(), posts.clone())?;
    builder.finish().map(|built| built.dataset)
}

/// The rows whose place `keep` says.
fn some(posts: &RecordBatch, keep: impl Fn(usize) -> bool) -> Result<RecordBatch> {
    let kept: BooleanArray = (0..posts.num_rows()).map(|row| Some(keep(row))).collect();
    Ok(filter_record_batch(posts, &kept)?)
}

fn assert_same(fresh: &Dataset, dataset: &Dataset) {
    for view in &VIEWS {
        let difference = difference_from_fresh(view, Projects::All, fresh, dataset);
        assert_eq!(difference, None);
    }
}

/// A third at first, the others between them, then a seventh deleted: authors
/// have posts before and after those that were there, and more than are looked
/// back on.
#[test]
fn thousands_of_changes_are_merged_on_the_way() {
    let (others, posts) = tables(15_000).unwrap();
    let mut dataset = build(&others, &some(&posts, |row| row % 3 == 0).unwrap()).unwrap();
    // Whatever views keep is there.
    assert_same(&dataset.clone(), &dataset);
    let later = some(&posts, |row| row % 3 != 0).unwrap();
    let mut merged = 0;
    for first in (0..later.num_rows()).step_by(700) {
        let batch = later.slice(first, 700.min(later.num_rows() - first));
        let before = dataset.unmerged();
        let loaded = dataset.load_posts(std::slice::from_ref(&batch)).unwrap();
        assert_eq!(loaded.new_posts, batch.num_rows() as u64);
        merged += usize::from(dataset.unmerged() < before);
        let again = dataset.load_posts(&[batch]).unwrap();
        assert_eq!((again.new_posts, again.updated_posts), (0, 0));
    }
    assert!(merged > 0, "{} unmerged", dataset.unmerged());
    assert!(dataset.unmerged() > 0);
    assert_same(&build(&others, &posts).unwrap(), &dataset);

    let gone = some(&posts, |row| row % 7 == 2).unwrap();
    let ids: Vec<&str> = gone.column(0).as_string::<i32>().iter().flatten().collect();
    dataset.delete_posts(&ids).unwrap();
    assert!(dataset.unmerged() > 0);
    let fresh = build(&others, &some(&posts, |row| row % 7 != 2).unwrap()).unwrap();
    assert_eq!(dataset.posts(), fresh.posts());
    assert_same(&fresh, &dataset);
    dataset.merge();
    assert_eq!(dataset.unmerged(), 0);
    assert_same(&fresh, &dataset);
}

#[test]
fn a_copy_does_not_see_changes_to_the_other() {
    let (others, posts) = tables(600).unwrap();
    let dataset = build(&others, &posts).unwrap();
    let mut changed = dataset.clone();
    let ids: Vec<&str> = posts
        .column(0)
        .as_string::<i32>()
        .iter()
        .flatten()
        .collect();
    changed.delete_posts(&ids).unwrap();
    assert_eq!((dataset.posts(), changed.posts()), (600, 0));
    assert_same(&build(&others, &posts).unwrap(), &dataset);
    assert_same(
        &build(&others, &some(&posts, |_| false).unwrap()).unwrap(),
        &changed,
    );
}

/// Every wrong change: what is said of it, and that nothing is other after it.
#[test]
fn what_is_wrong_changes_nothing() {
    let (others, posts) = tables(300).unwrap();
    let mut dataset = build(&others, &posts).unwrap();
    let first = posts.column(0).as_string::<i32>().value(0).to_owned();
    let spec = |name: &str, hashtags: &[&str]| ProjectSpec {
        name: name.to_owned(),
        hashtags: hashtags.iter().map(|&tag| tag.to_owned()).collect(),
        ..ProjectSpec::default()
    };
    let options = LoadOptions::default();
    let kind = |result: Result<()>| result.err().map(|error| error.kind());
    let wrong: Vec<(&str, Option<ErrorKind>, ErrorKind)> = vec![
        (
            "an id that no post has",
            kind(dataset.delete_posts(&[first.as_str(), "x_none"])),
            ErrorKind::NotFound,
        ),
        (
            "a hashtag that is not there",
            kind(dataset.remove_hashtags(&["tiktok:nowhere_to_be_seen"])),
            ErrorKind::NotFound,
        ),
        (
            "a hashtag of no platform",
            kind(dataset.add_hashtags(&["tiktok:new_one", "sun"]).map(drop)),
            ErrorKind::Argument,
        ),
        (
            "a platform that is not there",
            kind(
                dataset
                    .add_hashtags(&["tiktok:new_one", "nowhere:sun"])
                    .map(drop),
            ),
            ErrorKind::NotFound,
        ),
        (
            "a project that is not there",
            kind(dataset.remove_project(-4)),
            ErrorKind::NotFound,
        ),
        (
            "a hashtag that is not followed",
            kind(dataset.unfollow(1, &["nowhere_to_be_seen"], &[], 0)),
            ErrorKind::NotFound,
        ),
        (
            "the second of two projects",
            kind(
                dataset
                    .apply_projects(&[spec("A", &["tiktok:new_one"]), spec("B", &["!!"])], 0)
                    .map(drop),
            ),
            ErrorKind::Argument,
        ),
        (
            "a name that no platform has",
            kind(
                dataset
                    .apply_projects(&[spec("A", &["new:one", "ü ü:two"])], 0)
                    .map(drop),
            ),
            ErrorKind::Argument,
        ),
        (
            "a table of other columns",
            kind(dataset.load_posts(&[others[0].1.clone()]).map(drop)),
            ErrorKind::Corrupt,
        ),
        (
            "a file of another table",
            kind(
                dataset
                    .load(
                        &[Input::bytes("platforms.csv", "id,name\n9,new\n")],
                        &options,
                        &mut (),
                    )
                    .map(drop),
            ),
            ErrorKind::Argument,
        ),
    ];
    for (what, found, expected) in wrong {
        assert_eq!(found, Some(expected), "{what}");
    }
    assert_eq!(dataset.unmerged(), 0);
    assert_same(&build(&others, &posts).unwrap(), &dataset);
    // The next ids are those of a data set that saw none of it.
    let applied = dataset.apply_projects(&[spec("A", &["tiktok:new_one"])], 0);
    assert_eq!(applied.unwrap(), [Applied::Created]);
    let mut other = build(&others, &posts).unwrap();
    other
        .apply_projects(&[spec("A", &["tiktok:new_one"])], 0)
        .unwrap();
    assert_same(&other, &dataset);
}

#[test]
fn a_dry_run_and_too_many_rejects_change_nothing() {
    let (others, posts) = tables(50).unwrap();
    let mut dataset = build(&others, &posts).unwrap();
    let lines = r#"{"id": "tiktok_new", "platform_id": 2, "author": "a", "hashtags": [], "metrics": {"likes": 1}}
{"id": "tiktok_odd", "platform_id": 77, "author": "a", "hashtags": [], "metrics": {"likes": 1}}
"#;
    let inputs = [Input::bytes("posts.ndjson", lines)];
    let dry = LoadOptions {
        dry_run: true,
        ..LoadOptions::default()
    };
    let report = dataset.load(&inputs, &dry, &mut ()).unwrap();
    assert!(!report.changed);
    let strict = LoadOptions {
        max_rejects: Some("0".parse().unwrap()),
        ..LoadOptions::default()
    };
    let error = dataset.load(&inputs, &strict, &mut ()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooManyRejects);
    assert_eq!(dataset.posts(), 50);
    let report = dataset
        .load(&inputs, &LoadOptions::default(), &mut ())
        .unwrap();
    assert_eq!((report.new_posts, report.rejected()), (1, 1));
    assert_eq!(dataset.posts(), 51);
}
