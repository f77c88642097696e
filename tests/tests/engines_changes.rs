//! After any sequence of changes a data set answers as the store does after the
//! same changes, and as one that is built afresh of the store's tables.

mod cases;
mod changes;

use changes::{Both, Step};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// `VEYL_CASES` sets how many; the default is what a test run has time for.
fn runner(default: u32) -> TestRunner {
    let cases = std::env::var("VEYL_CASES").ok();
    let cases = cases.and_then(|text| text.parse().ok()).unwrap_or(default);
    TestRunner::new(Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    })
}

#[test]
fn any_sequence_ends_as_building_afresh() {
    runner(24)
        .run(
            &(cases::world(), vec(changes::step(), 1..9)),
            |(world, steps)| check(&world, &steps).map_err(TestCaseError::fail),
        )
        .unwrap();
}

/// A handful of posts: every list becomes empty at some time.
#[test]
fn small_worlds_that_come_and_go() {
    runner(24)
        .run(
            &(cases::small_world(), vec(changes::step(), 1..12)),
            |(world, steps)| check(&world, &steps).map_err(TestCaseError::fail),
        )
        .unwrap();
}

fn check(world: &cases::World, steps: &[Step]) -> Result<(), String> {
    let mut both = Both::new(world)?;
    for step in steps {
        both.take(step)
            .map_err(|what| format!("{step:?}: {what}"))?;
    }
    both.compare()
}
