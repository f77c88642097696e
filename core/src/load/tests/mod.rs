//! What becomes of files: of their rows, and of what is wrong with them.

mod blanks;
mod limits;
mod mappings;
mod platforms;
mod reasons;
mod tables;
mod threads;
mod x_api;

use std::collections::BTreeMap;

use crate::load::{LoadObserver, LoadOptions, LoadReport, Mapping, read_batches};
use crate::read::Input;
use crate::write::cell_text;
use crate::{Reject, Result};

/// A post, field by field; what is NULL is left out.
type Post = BTreeMap<String, String>;

/// What a load made of a file.
#[derive(Debug)]
struct Loaded {
    report: LoadReport,
    /// In the order of the records.
    posts: Vec<Post>,
    rejects: Vec<Reject>,
}

#[derive(Default)]
struct Rejects(Vec<Reject>);

impl LoadObserver for Rejects {
    fn rejected(&mut self, _: &str, reject: &Reject) -> Result<()> {
        self.0.push(reject.clone());
        Ok(())
    }
}

fn load_with(name: &str, bytes: impl Into<Vec<u8>>, options: &LoadOptions) -> Result<Loaded> {
    let input = Input::bytes(name, bytes.into());
    let mut rejects = Rejects::default();
    let (batches, report) = read_batches(&[input], options, &mut rejects)?;
    let mut posts = Vec::new();
    for batch in &batches {
        for row in 0..batch.rows.num_rows() {
            let mut post = Post::new();
            for (field, column) in batch
                .rows
                .schema()
                .fields()
                .iter()
                .zip(batch.rows.columns())
            {
                if let Some(text) = cell_text(column, row)? {
                    post.insert(field.name().clone(), text);
                }
            }
            posts.push(post);
        }
    }
    posts.sort_by_key(|post| post["record"].parse::<u64>().unwrap());
    rejects.0.sort_by_key(|reject| reject.record);
    Ok(Loaded {
        report,
        posts,
        rejects: rejects.0,
    })
}

/// Loads a file that is taken for what it is.
fn load(name: &str, bytes: impl Into<Vec<u8>>) -> Loaded {
    load_with(name, bytes, &LoadOptions::default()).unwrap()
}

fn mapped(mapping: &str) -> LoadOptions {
    LoadOptions {
        mapping: Some(Mapping::parse(mapping, "my.toml").unwrap()),
        ..LoadOptions::default()
    }
}

fn on(platform: &str) -> LoadOptions {
    LoadOptions {
        platform: Some(platform.to_owned()),
        ..LoadOptions::default()
    }
}

impl Loaded {
    /// One field of every post, `-` where it is NULL.
    fn all(&self, field: &str) -> Vec<&str> {
        self.posts
            .iter()
            .map(|post| post.get(field).map_or("-", String::as_str))
            .collect()
    }
}
