//! Sums that follow changes to posts.

use super::{HashtagSums, UNSUMMED};
use crate::index::dataset::Dataset;
use crate::index::record::NO_TIME;

/// What of a hashtag's sums its list is to be asked for after a removal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stale {
    /// The first and the last time: one of them was the removed post's.
    Times,
    /// Everything: a sum that did not fit may fit now.
    All,
}

impl HashtagSums {
    /// Takes a post out again; what is to be computed anew, where anything is.
    pub(crate) fn remove(&mut self, one: &Self) -> Option<Stale> {
        self.viewed -= one.viewed;
        if one.engaged == UNSUMMED {
            return Some(Stale::All);
        }
        if self.engaged != UNSUMMED {
            self.engagement -= one.engagement;
            self.views -= one.views;
            self.engaged -= one.engaged;
        }
        let timed = one.last != NO_TIME;
        let outermost = one.first <= self.first || one.last >= self.last;
        (timed && outermost).then_some(Stale::Times)
    }
}

impl Dataset {
    /// Brings what is stale of a hashtag's sums up to date.
    pub(crate) fn refresh_sums(&mut self, hashtag: u32, stale: Stale) {
        let (first, last) = self.times_of_hashtag(hashtag);
        let all = (stale == Stale::All).then(|| HashtagSums::of(self, hashtag));
        if let Some(sums) = self.sums.get_mut() {
            let sums = &mut sums[hashtag as usize];
            if let Some(all) = all {
                *sums = all;
            }
            (sums.first, sums.last) = (first, last);
        }
    }

    /// The first and the last known time of a hashtag's posts, as sums hold
    /// them. Posts that stand in the order of time are not looked through: the
    /// outermost two are enough, besides those that changed or came later.
    pub(super) fn times_of_hashtag(&self, hashtag: u32) -> (i64, i64) {
        let posts = &self.posts;
        let of_hashtag = self.by_hashtag.get(hashtag);
        let (dated, frozen) = posts.frozen_bounds();
        if posts.is_clustered() {
            // Those without a time come after all others.
            let known = match of_hashtag.last() {
                Some(last) if last < dated => of_hashtag.len(),
                _ => of_hashtag.below(dated),
            };
            let time = |place| posts.record(of_hashtag.at(place)).time();
            return match known.checked_sub(1) {
                Some(last) => (time(0), time(last)),
                None => (i64::MAX, NO_TIME),
            };
        }
        let (mut first, mut last) = (i64::MAX, NO_TIME);
        let mut take = |post: u32| {
            let at = posts.record(post).time();
            if at != NO_TIME {
                first = first.min(at);
                last = last.max(at);
            }
        };
        let dated = of_hashtag.below(dated);
        let in_order = |place: &usize| posts.in_order(of_hashtag.at(*place));
        let (first_place, last_place) =
            ((0..dated).find(in_order), (0..dated).rev().find(in_order));
        for place in first_place.into_iter().chain(last_place) {
            take(of_hashtag.at(place));
        }
        for place in of_hashtag.below(frozen)..of_hashtag.len() {
            take(of_hashtag.at(place));
        }
        posts.moved_in(of_hashtag).for_each(&mut take);
        (first, last)
    }
}
