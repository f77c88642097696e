//! One project's views over data sets of several sizes: the same number of
//! matching posts is to cost the same.

use std::hint::black_box;

use serde_json::{Value, json};
use veyl_core::generate::{Dataset as Made, Options};
use veyl_core::index::{Builder, Dataset, Rules};
use veyl_core::schema::TABLES;
use veyl_core::sql::Projects;
use veyl_core::view::View;

use crate::measure::compare;
use crate::sides::by_posts;

/// Projects with about so many posts are asked for.
const MATCHING: i64 = 1000;

/// So many of them in turn, so that not one alone is in the processor's caches.
const PROJECTS: usize = 16;

const VIEWS: [&str; 3] = ["project_summary", "project_timeline", "project_posts"];

/// The times at one size.
#[derive(Debug, Clone)]
pub(crate) struct Scale {
    pub(crate) posts: u64,
    /// Matching posts of a project, in the mean.
    pub(crate) matching: f64,
    /// Seconds a project, by view.
    pub(crate) seconds: [f64; VIEWS.len()],
}

impl Scale {
    pub(crate) fn views() -> [&'static str; VIEWS.len()] {
        VIEWS
    }

    pub(crate) fn json(&self) -> Value {
        let views = VIEWS.iter().zip(self.seconds).map(|(view, seconds)| {
            json!({ "view": view, "seconds": seconds, "seconds_a_matching_post": seconds / self.matching })
        });
        json!({
            "posts": self.posts,
            "matching_posts": self.matching,
            "views": views.collect::<Vec<_>>(),
        })
    }
}

/// Times the views over a data set of `posts` posts.
pub(crate) fn of(posts: u64, projects: u32, runs: usize) -> Scale {
    let index = made_up(posts, projects);
    let mut near = by_posts(&index);
    near.sort_by_key(|(posts, _)| (posts - MATCHING).abs());
    near.truncate(PROJECTS);
    let matching: i64 = near.iter().map(|(posts, _)| posts).sum();
    let count = near.len().max(1) as f64;
    let seconds = VIEWS.map(|name| {
        let view = View::named(name).expect("it is a view");
        let ask = || {
            for (_, project) in &near {
                let answer = index.view(view, Projects::Only(&[*project]));
                black_box(answer.expect("the index answers"));
            }
        };
        compare(name, None, runs, [Some(Box::new(ask)), None, None]).index / count
    });
    Scale {
        posts,
        matching: matching as f64 / count,
        seconds,
    }
}

fn made_up(posts: u64, projects: u32) -> Dataset {
    let made = Made::new(Options {
        posts,
        projects,
        seed: 1,
    })
    .expect("the data set can be made up");
    let mut builder = Builder::new(Rules::Load);
    for table in &TABLES {
        for batch in made.table(table) {
            let batch = batch.expect("the table can be made up");
            builder.append(table, batch).expect("it is canonical");
        }
    }
    builder.finish().expect("it keeps the rules").dataset
}
