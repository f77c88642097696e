//! Snapshots of data sets: what comes back is what was written, and nothing
//! that is damaged or forged does more than give an error.

// A world that can not be made fails its test; sections are named in small letters.
#![allow(clippy::unwrap_used, clippy::case_sensitive_file_extension_comparisons)]

mod cases;

use std::cell::Cell;

use bytes::Bytes;
use cases::World;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use veyl_core::ErrorKind;
use veyl_core::index::{self, Dataset};
use veyl_core::load::LoadOptions;
use veyl_core::view::{Projects, VIEWS};
use veyl_core::write::Format;
use veyl_tests::sealed::{exercise, seal, sections, written};

/// `VEYL_CASES` sets how many; the default is what a test run has time for.
fn runner(default: u32) -> TestRunner {
    let cases = std::env::var("VEYL_CASES").ok();
    TestRunner::new(Config {
        cases: cases.and_then(|text| text.parse().ok()).unwrap_or(default),
        failure_persistence: None,
        ..Config::default()
    })
}

fn dataset(world: &World) -> Dataset {
    let options = LoadOptions::default();
    index::read(&world.inputs(), &options, &mut ()).unwrap().0
}

/// Every view of everything and of single projects, as bytes or as an error.
fn answers(dataset: &Dataset) -> Vec<(String, Result<Vec<u8>, String>)> {
    let ids: Vec<i32> = dataset.projects().collect();
    let mut answers = Vec::new();
    for view in &VIEWS {
        let mut selections = vec![Projects::All];
        if view.is_per_project() {
            selections.extend(ids.chunks(1).map(Projects::Only));
        }
        for projects in selections {
            let mut bytes = Vec::new();
            let mut writer = Format::Arrow.writer(&mut bytes);
            let outcome = dataset.view_into(view, projects, writer.as_mut());
            drop(writer);
            let answer = outcome.map(|_| bytes).map_err(|error| error.to_string());
            answers.push((format!("{} of {projects:?}", view.name), answer));
        }
    }
    answers
}

fn read(bytes: &[u8]) -> veyl_core::Result<Dataset> {
    Dataset::from_snapshot(Bytes::copy_from_slice(bytes))
}

/// A small snapshot that has every section there is, the same in every run.
fn small() -> Vec<u8> {
    let mut runner = TestRunner::deterministic();
    loop {
        let world = cases::world().new_tree(&mut runner).unwrap().current();
        let bytes = written(&dataset(&world));
        let sections = sections(&bytes);
        let full = |name: &str| {
            sections
                .get(name)
                .is_some_and(|(_, bytes)| !bytes.is_empty())
        };
        let wanted = [
            "posts.wide.posts",
            "posts.own.items",
            "posts.captions.valid",
            "posts.score_trend.values",
            "projects.platforms.valid",
            "projects.scopes.bytes",
            "projects.hashtags.items",
            "projects.creators.items",
        ];
        if bytes.len() < 40_000 && wanted.into_iter().all(full) {
            return bytes;
        }
    }
}

#[test]
fn any_data_set_comes_back() {
    runner(32)
        .run(&(cases::world(), 1..64_usize), |(world, shift)| {
            let dataset = dataset(&world);
            let bytes = written(&dataset);
            let expected = answers(&dataset);
            prop_assert_eq!(expected.len() >= VIEWS.len(), true);
            let back = read(&bytes).unwrap();
            prop_assert_eq!(back.posts(), dataset.posts());
            prop_assert_eq!(back.links(), dataset.links());
            prop_assert_eq!(&answers(&back), &expected);
            prop_assert!(written(&back) == bytes);
            // Wherever in memory the bytes lie.
            let mut moved = vec![0; shift];
            moved.extend_from_slice(&bytes);
            let moved = Dataset::from_snapshot(Bytes::from(moved).slice(shift..)).unwrap();
            prop_assert_eq!(&answers(&moved), &expected);
            Ok(())
        })
        .unwrap();
}

#[test]
fn an_empty_data_set_comes_back() {
    let empty = Dataset::default();
    let back = read(&written(&empty)).unwrap();
    assert_eq!(answers(&back), answers(&empty));
}

#[test]
fn one_that_was_cut_off_is_refused_wherever_that_was() {
    let bytes = small();
    for length in 0..bytes.len() {
        let error = read(&bytes[..length]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Corrupt, "{length}: {error}");
        assert!(error.message().starts_with("section `"), "{error}");
    }
    // Also where the end is there, and something before it is not.
    let starts = sections(&bytes).into_values().map(|(_, bytes)| bytes.start);
    for start in starts {
        let mut torn = bytes.clone();
        torn.drain(start..start + 64);
        assert_eq!(read(&torn).unwrap_err().kind(), ErrorKind::Corrupt);
        let mut longer = bytes.clone();
        longer.splice(start..start, [0; 64]);
        assert_eq!(read(&longer).unwrap_err().kind(), ErrorKind::Corrupt);
    }
}

#[test]
fn a_byte_that_changed_is_found_or_does_not_matter() {
    let bytes = small();
    let ends = sections(&bytes).into_values().map(|(_, bytes)| bytes.end);
    let between: usize = ends.map(|end| end.next_multiple_of(64) - end).sum();
    let mut harmless = 0;
    for place in 0..bytes.len() {
        // Another bit each time, and all of them.
        for flip in [1 << (place % 8), 0xff] {
            let mut other = bytes.clone();
            other[place] ^= flip;
            match read(&other) {
                // What is equal to the last byte gives equal answers.
                Ok(read) => {
                    assert!(written(&read) == bytes, "byte {place}");
                    harmless += 1;
                }
                Err(error) => assert!(
                    matches!(error.kind(), ErrorKind::Corrupt | ErrorKind::Store),
                    "{error}"
                ),
            }
        }
    }
    assert_eq!(
        harmless,
        between * 2,
        "only what is between sections does not matter"
    );
}

#[test]
fn forged_bytes_are_refused_or_answer() {
    let bytes = small();
    let size = bytes.len();
    let values = prop_oneof![any::<u8>(), Just(0), Just(1), Just(0x7f), Just(0xff)];
    let edits = vec((any::<prop::sample::Index>(), values, 1..9_usize), 1..4);
    let opened = Cell::new(0);
    let open = |mut forged: Vec<u8>| {
        seal(&mut forged);
        opened.set(opened.get() + u32::from(exercise(forged.into()).is_ok()));
        Ok(())
    };
    runner(400)
        .run(&edits, |edits| {
            let mut forged = bytes.clone();
            for (place, value, count) in edits {
                let place = place.index(size);
                let end = (place + count).min(size);
                forged[place..end].fill(value);
            }
            open(forged)
        })
        .unwrap();
    // Single words, so that many get past the first check.
    runner(400)
        .run(
            &(any::<prop::sample::Index>(), 0..40_u32),
            |(place, value)| {
                let mut forged = bytes.clone();
                let place = place.index(size / 4) * 4;
                forged[place..place + 4].copy_from_slice(&value.to_le_bytes());
                seal(&mut forged);
                let _ = exercise(forged.into());
                Ok(())
            },
        )
        .unwrap();
    assert!(opened.get() > 50, "{} were opened", opened.get());
    let mut same = bytes.clone();
    seal(&mut same);
    assert!(same == bytes, "true ones are sealed alike");
}

/// Sections in which every value may be.
const FREE: [&str; 9] = [
    "posts.captions.valid",
    "posts.score.values",
    "posts.score_trend.values",
    "posts.sentiment.values",
    "posts.wide.valid",
    "projects.added_at",
    "projects.descriptions.valid",
    "projects.platforms.valid",
    "projects.updated_at",
];

#[test]
fn values_out_of_range_are_refused_by_the_name_of_their_section() {
    let bytes = small();
    for (name, (_, place)) in sections(&bytes) {
        if place.is_empty() {
            continue;
        }
        for value in [0xff, 0x7f] {
            let mut forged = bytes.clone();
            forged[place.clone()].fill(value);
            seal(&mut forged);
            let free = FREE.contains(&name.as_str());
            let ascii = value == 0x7f && name.ends_with(".bytes");
            match read(&forged) {
                Ok(_) => assert!(
                    free || ascii || name == "hashtags.names",
                    "{name} of {value:#x}"
                ),
                Err(error) => {
                    assert_eq!(error.kind(), ErrorKind::Corrupt);
                    let group = name.split('.').next().unwrap();
                    assert!(error.message().contains(group), "{name}: {error}");
                    assert!(error.advice().is_some());
                }
            }
        }
    }
}

#[test]
fn a_section_that_is_missing_is_named_unless_it_may_be() {
    let bytes = small();
    let optional = |name: &str| {
        ["posts.wide.posts", "posts.own.posts"].contains(&name)
            || (name.starts_with("posts.s") && name.ends_with(".values"))
            || ["posts.captions.valid", "projects.platforms.valid"].contains(&name)
            || ["projects.scopes.valid", "projects.descriptions.valid"].contains(&name)
    };
    for (name, (entry, _)) in sections(&bytes) {
        let mut forged = bytes.clone();
        forged[entry..entry + 40].fill(b'?');
        seal(&mut forged);
        match read(&forged) {
            Ok(_) => assert!(optional(&name), "{name}"),
            Err(error) => assert!(
                error.message().contains(&name) || optional(&name),
                "{error}"
            ),
        }
        // As another type.
        let mut forged = bytes.clone();
        forged[entry + 40] ^= 7;
        seal(&mut forged);
        let error = read(&forged).unwrap_err();
        assert!(error.message().contains(&format!("`{name}`")), "{error}");
    }
}

#[test]
fn other_versions_and_other_files_are_told_apart() {
    let mut bytes = small();
    bytes[8] = 2;
    seal(&mut bytes);
    let error = read(&bytes).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Store);
    assert!(error.message().contains("version 2") && error.message().contains("reads 1"));
    assert!(error.advice().unwrap().contains("again"), "{error}");
    for other in [b"PAR1".repeat(100), vec![0; 128], b"id,author\n".to_vec()] {
        assert_eq!(read(&other).unwrap_err().kind(), ErrorKind::Corrupt);
    }
    runner(256)
        .run(&vec(any::<u8>(), 0..400), |bytes| {
            prop_assert!(exercise(bytes.into()).is_err());
            Ok(())
        })
        .unwrap();
}

#[test]
fn files_are_whole_or_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("posts.veyl");
    let first = read(&small()).unwrap();
    let bytes = first.save(&path).unwrap();
    assert_eq!(bytes, std::fs::metadata(&path).unwrap().len());
    let opened = Dataset::open(&path).unwrap();
    let expected = answers(&first);
    assert_eq!(answers(&opened), expected);
    // Another in its place leaves the one that is open as it was.
    Dataset::default().save(&path).unwrap();
    assert_eq!(answers(&opened), expected);
    assert_eq!(Dataset::open(&path).unwrap().posts(), 0);
    // Also over itself.
    opened.save(&path).unwrap();
    assert_eq!(answers(&Dataset::open(&path).unwrap()), expected);

    let nowhere = folder.path().join("nowhere").join("posts.veyl");
    let error = opened.save(&nowhere).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io);
    assert!(error.to_string().contains("nowhere") && error.advice().is_some());
    assert_eq!(Dataset::open(&nowhere).unwrap_err().kind(), ErrorKind::Io);
    std::fs::write(&path, b"not one").unwrap();
    let error = Dataset::open(&path).unwrap_err();
    assert!(error.to_string().contains("posts.veyl"), "{error}");
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}
