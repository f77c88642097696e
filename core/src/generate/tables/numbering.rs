//! Which hashtags a data set has on which platform, and their ids: those that
//! a post carries or a project follows, in the order of platform and rank.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::generate::platform::{PLATFORMS, Platform};
use crate::generate::projects::Project;
use crate::generate::sketch::{CHUNK, Sketches};
use crate::generate::world::World;
use crate::parallel::ordered;

/// The ids of hashtags.
#[derive(Debug)]
pub(in crate::generate) struct Numbering {
    vocabulary: usize,
    /// By platform and hashtag: the id; 0 where there is none.
    ids: Vec<i32>,
    /// By id less 1: the place in `ids`.
    places: Vec<u32>,
}

impl Numbering {
    /// Goes through the outlines of all posts and through all projects.
    pub(in crate::generate) fn new(world: &World, projects: u32, threads: usize) -> Self {
        let vocabulary = world.vocabulary.len();
        let size = vocabulary * PLATFORMS.len();
        let used: Vec<AtomicU64> = (0..size.div_ceil(64)).map(|_| AtomicU64::new(0)).collect();
        let mark = |platform: Platform, tag: u32| {
            let place = platform.place() * vocabulary + tag as usize;
            let bit = 1 << (place % 64);
            // Most are marked already; and in which order they are is all one.
            if used[place / 64].load(Ordering::Relaxed) & bit == 0 {
                used[place / 64].fetch_or(bit, Ordering::Relaxed);
            }
        };
        let chunk = |chunk| {
            for sketch in Sketches::new(world, chunk, None) {
                for tag in sketch.tags() {
                    mark(sketch.platform, *tag);
                }
            }
        };
        // Marking can not fail.
        let _ = ordered(threads, world.posts.div_ceil(CHUNK), chunk, |()| Ok(()));
        for number in 0..projects {
            for (platform, tag) in Project::new(world, number, projects).hashtags {
                mark(platform, tag);
            }
        }
        let mut ids = vec![0; size];
        let mut places = Vec::new();
        for (place, id) in ids.iter_mut().enumerate() {
            if used[place / 64].load(Ordering::Relaxed) & 1 << (place % 64) != 0 {
                places.push(place as u32);
                *id = places.len() as i32;
            }
        }
        Self {
            vocabulary,
            ids,
            places,
        }
    }

    /// How many hashtags there are.
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// The id of a hashtag that a post carries or a project follows.
    pub(super) fn id(&self, platform: Platform, tag: u32) -> i32 {
        self.ids[platform.place() * self.vocabulary + tag as usize]
    }

    /// Platform and hashtag of the row at `place` (its id less 1).
    pub(super) fn at(&self, place: usize) -> (Platform, u32) {
        let place = self.places[place] as usize;
        (
            PLATFORMS[place / self.vocabulary],
            (place % self.vocabulary) as u32,
        )
    }
}
