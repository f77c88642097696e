//! The two engines give the same answers, view by view, over made-up data.

mod cases;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use veyl_core::generate;
use veyl_core::index::{self, Dataset};
use veyl_core::load::LoadOptions;
use veyl_core::read::Input;
use veyl_core::schema::TABLES;
use veyl_core::sql::{Projects, Store};
use veyl_core::view::VIEWS;
use veyl_core::write::Format;
use veyl_tests::empty_store;
use veyl_tests::engines::{dataset_of, difference};

/// Every view of everything, and of some projects.
fn compare(store: &Store, dataset: &Dataset) -> Result<(), String> {
    let ids: Vec<i32> = dataset.projects().collect();
    for view in &VIEWS {
        let mut selections = vec![Projects::All];
        if view.is_per_project() {
            selections.extend([Projects::Only(&[-1]), Projects::Only(&[])]);
            selections.extend(ids.chunks(2).take(3).map(Projects::Only));
            selections.extend(ids.chunks(1).take(3).map(Projects::Only));
        }
        for projects in selections {
            if let Some(what) = difference(view, projects, store, dataset) {
                return Err(format!("{projects:?}: {what}"));
            }
        }
    }
    Ok(())
}

/// Loads the files into both engines; a third data set is made of the store's tables.
fn load(inputs: &[Input]) -> veyl_core::Result<(Store, Dataset, Dataset)> {
    let store = empty_store();
    let options = LoadOptions::default();
    let theirs = store.load(inputs, &options, &mut ())?;
    let (loaded, ours) = index::read(inputs, &options, &mut ())?;
    for (theirs, ours) in theirs.sources.iter().zip(&ours.sources) {
        assert_eq!(theirs, ours);
    }
    assert_eq!(theirs.reasons, ours.reasons);
    assert_eq!(theirs.disagreements, ours.disagreements);
    let stored = dataset_of(&store)?;
    Ok((store, loaded, stored))
}

fn check(inputs: &[Input]) -> Result<(), String> {
    let (store, loaded, stored) = load(inputs).map_err(|error| error.to_string())?;
    compare(&store, &loaded).map_err(|what| format!("loaded, {what}"))?;
    compare(&store, &stored).map_err(|what| format!("stored, {what}"))
}

#[test]
fn made_up_data_of_the_usual_shape() {
    for (posts, projects, seed) in [(0, 0, 1), (1, 3, 2), (4000, 40, 3)] {
        let made = generate::Dataset::new(generate::Options {
            posts,
            projects,
            seed,
        })
        .unwrap();
        let inputs: Vec<_> = TABLES
            .iter()
            // An empty file of posts has nothing to be told by.
            .filter(|table| posts > 0 || table.name != "posts")
            .map(|table| {
                let mut bytes = Vec::new();
                let mut writer = Format::Parquet.writer(&mut bytes);
                made.write_table(table, writer.as_mut(), &mut || ())
                    .unwrap();
                drop(writer);
                Input::bytes(format!("{}.parquet", table.name), bytes)
            })
            .collect();
        check(&inputs).unwrap();
    }
}

#[test]
fn an_empty_store_is_an_empty_data_set() {
    let store = empty_store();
    compare(&store, &dataset_of(&store).unwrap()).unwrap();
    compare(&store, &Dataset::default()).unwrap();
}

/// `VEYL_CASES` sets how many; the default is what a test run has time for.
#[test]
fn made_up_data_of_any_shape() {
    let cases = std::env::var("VEYL_CASES").ok();
    let cases = cases.and_then(|text| text.parse().ok()).unwrap_or(24);
    let mut runner = TestRunner::new(Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    });
    runner
        .run(&cases::world(), |world| {
            check(&world.inputs()).map_err(TestCaseError::fail)
        })
        .unwrap();
}
