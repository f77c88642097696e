//! What only the inside shows; the rest is in the integration tests.

use bytes::Bytes;

use crate::generate::{self, Options};
use crate::index::{Builder, Dataset, Rules};
use crate::schema::TABLES;

fn made() -> Dataset {
    let options = Options {
        posts: 3000,
        projects: 5,
        seed: 4,
    };
    let made = generate::Dataset::new(options).unwrap();
    let mut builder = Builder::new(Rules::Load);
    for table in &TABLES {
        for batch in made.table(table) {
            builder.append(table, batch.unwrap()).unwrap();
        }
    }
    builder.finish().unwrap().dataset
}

fn written(dataset: &Dataset) -> Bytes {
    let mut bytes = Vec::new();
    dataset.write_snapshot(&mut bytes).unwrap();
    bytes.into()
}

/// Where the lists and texts begin.
fn addresses(dataset: &Dataset) -> Vec<usize> {
    let lists = [&dataset.tags, &dataset.by_hashtag, &dataset.by_creator];
    let first = |texts: &str| texts.as_ptr().addr();
    let mut addresses = vec![
        first(dataset.posts.ids.text(0)),
        first(dataset.posts.captions.text(0)),
        first(dataset.hashtags.text(0)),
        first(dataset.creators.author(0)),
    ];
    addresses.extend(lists.map(|lists| lists.get(0).head.as_ptr().addr()));
    addresses
}

#[test]
fn columns_are_views_into_the_bytes() {
    let dataset = made();
    let bytes = written(&dataset);
    let within = bytes.as_ptr().addr()..bytes.as_ptr().addr() + bytes.len();
    let read = Dataset::from_snapshot(bytes.clone()).unwrap();
    for address in addresses(&read) {
        assert!(within.contains(&address));
    }
    // The data set keeps what it looks into.
    drop(bytes);
    assert_eq!(read.posts.ids.text(7), dataset.posts.ids.text(7));
    assert_eq!(read.posts.record(2999), dataset.posts.record(2999));
}

#[test]
fn what_is_not_aligned_is_copied() {
    let dataset = made();
    let bytes = written(&dataset);
    let mut copied = 0;
    for shift in 0..4 {
        let mut moved = vec![0; shift];
        moved.extend_from_slice(&bytes);
        let moved = Bytes::from(moved).slice(shift..);
        let within = moved.as_ptr().addr()..moved.as_ptr().addr() + moved.len();
        let aligned = within.start.is_multiple_of(align_of::<u32>());
        let read = Dataset::from_snapshot(moved).unwrap();
        let list = read.by_hashtag.get(0).head.as_ptr().addr();
        assert_eq!(within.contains(&list), aligned);
        copied += u32::from(!aligned);
        assert!(written(&read) == bytes);
    }
    assert_eq!(copied, 3);
}
