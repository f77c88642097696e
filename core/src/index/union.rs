//! The union of posting lists: each post once, with what matched it.

use crate::index::dataset::Dataset;
use crate::index::lists::List;
use crate::index::project::Project;
use crate::index::scratch::Scratch;
use crate::index::texts::ordinal;

/// The post is matched by a hashtag of the project.
pub(crate) const BY_HASHTAG: u8 = 1;
/// The post is by a creator of the project.
pub(crate) const BY_CREATOR: u8 = 2;

/// Fills `scratch.posts` and `scratch.matched` with the posts that the lists
/// which count for `project` have, in no order.
pub(crate) fn unite(dataset: &Dataset, project: &Project, scratch: &mut Scratch) {
    let hashtags = project.hashtags.iter().map(|one| one.hashtag);
    let hashtags = hashtags.filter(|_| project.scope_type.counts_hashtags());
    let creators = project.creators.iter().copied();
    let creators = creators.filter(|_| project.scope_type.counts_creators());
    let lists = hashtags
        .map(|hashtag| (dataset.by_hashtag.get(hashtag), BY_HASHTAG))
        .chain(creators.map(|creator| (dataset.by_creator.get(creator), BY_CREATOR)));
    let total: usize = lists.clone().map(|(list, _)| list.len()).sum();
    let words = dataset.posts.len().div_ceil(64);
    // A bitmap is written and read a word at a time, a hash table a post at a time.
    if total > words {
        dense(words, lists, scratch);
    } else {
        sparse(total, lists, scratch);
    }
}

fn sparse<'l>(total: usize, lists: impl Iterator<Item = (List<'l>, u8)>, scratch: &mut Scratch) {
    let Scratch {
        posts,
        matched,
        seen,
        ..
    } = scratch;
    posts.clear();
    matched.clear();
    posts.reserve(total);
    matched.reserve(total);
    seen.reset(total);
    for (list, by) in lists {
        for post in list.iter() {
            let place = ordinal(posts.len());
            let known = seen.find_or_insert(u64::from(post), place, |other| {
                posts[other as usize] == post
            });
            match known {
                Some(place) => matched[place as usize] |= by,
                None => {
                    posts.push(post);
                    matched.push(by);
                }
            }
        }
    }
}

fn dense<'l>(words: usize, lists: impl Iterator<Item = (List<'l>, u8)>, scratch: &mut Scratch) {
    let Scratch {
        posts,
        matched,
        bits,
        ..
    } = scratch;
    posts.clear();
    matched.clear();
    for bits in bits.iter_mut() {
        bits.clear();
        bits.resize(words, 0);
    }
    for (list, by) in lists {
        let bits = &mut bits[usize::from(by == BY_CREATOR)];
        for post in list.iter() {
            bits[post as usize / 64] |= 1 << (post % 64);
        }
    }
    let [by_hashtag, by_creator] = bits;
    for (word, (hashtag, creator)) in by_hashtag.iter().zip(by_creator).enumerate() {
        let mut rest = *hashtag | *creator;
        while rest != 0 {
            let bit = rest.trailing_zeros();
            let by = |bits: u64, by: u8| if bits >> bit & 1 == 0 { 0 } else { by };
            posts.push(ordinal(word * 64) + bit);
            matched.push(by(*hashtag, BY_HASHTAG) | by(*creator, BY_CREATOR));
            rest &= rest - 1;
        }
    }
}
