//! Posts in the order of their ids.

use crate::index::posts::Posts;

/// Bytes of an id that are compared as one number.
const KEY: usize = 16;

/// Sorts posts by id. Ids of a platform begin alike, so what they share is
/// passed over, and the bytes after it are compared as one number; only where
/// these are equal are the texts looked at.
pub(crate) fn sort_by_id(all: &Posts, posts: &mut [u32]) {
    let mut keyed: Vec<(u8, u32)> = posts
        .iter()
        .map(|post| {
            let first = all.ids.text(*post).as_bytes().first();
            (first.copied().unwrap_or_default(), *post)
        })
        .collect();
    // Platforms mostly differ in their first letter.
    keyed.sort_by_key(|(first, _)| *first);
    let mut sorted = posts.iter_mut();
    for group in keyed.chunk_by(|a, b| a.0 == b.0) {
        let group: Vec<u32> = group.iter().map(|(_, post)| *post).collect();
        // In this order `zip` takes no place that it has no post for.
        for (post, place) in sorted_group(all, group).zip(sorted.by_ref()) {
            *place = post;
        }
    }
}

fn sorted_group(all: &Posts, posts: Vec<u32>) -> impl Iterator<Item = u32> {
    let id = |post: u32| all.ids.text(post).as_bytes();
    let shared = posts.split_first().map_or(0, |(first, rest)| {
        let first = id(*first);
        rest.iter().fold(first.len(), |shared, post| {
            let same = first[..shared].iter().zip(id(*post));
            same.take_while(|(a, b)| a == b).count()
        })
    });
    let mut keyed: Vec<(u128, u32)> = posts
        .into_iter()
        .map(|post| (key(&id(post)[shared..]), post))
        .collect();
    // A text that ends early sorts first, as zeros do; one that goes on with
    // zeros is told from it by the texts themselves.
    keyed.sort_unstable_by_key(|(key, _)| *key);
    for same in keyed.chunk_by_mut(|a, b| a.0 == b.0) {
        if same.len() > 1 {
            same.sort_unstable_by(|a, b| id(a.1).cmp(id(b.1)));
        }
    }
    keyed.into_iter().map(|(_, post)| post)
}

fn key(bytes: &[u8]) -> u128 {
    let mut key = [0; KEY];
    let length = bytes.len().min(KEY);
    key[..length].copy_from_slice(&bytes[..length]);
    u128::from_be_bytes(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::texts::Texts;
    use arrow::array::LargeStringArray;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn as_texts_sort(ids in proptest::collection::hash_set("(x_|xing_|tiktok_)?[\\x000-9]{0,20}", 0..40)) {
            let mut ids: Vec<String> = ids.into_iter().collect();
            let mut posts = Posts::default();
            posts.ids = Texts::from(LargeStringArray::from_iter_values(&ids));
            let mut order: Vec<u32> = (0..u32::try_from(ids.len()).unwrap()).collect();
            sort_by_id(&posts, &mut order);
            let sorted: Vec<String> = order.iter().map(|post| posts.ids.text(*post).to_owned()).collect();
            ids.sort();
            prop_assert_eq!(sorted, ids);
        }
    }
}
