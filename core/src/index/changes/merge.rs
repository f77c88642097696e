//! What changed, merged with what did not.

use crate::index::dataset::Dataset;
use crate::index::lists::{Lists, transpose};
use crate::index::project::Project;
use crate::index::texts::ordinal;
use crate::parallel::both;

/// So few changed posts are never merged.
const FEWEST: usize = 4096;

/// Changed posts may be one in so many.
const SHARE: usize = 8;

/// Of an old ordinal that has no new one.
const NOWHERE: u32 = u32::MAX;

impl Dataset {
    /// How many posts were appended, changed or deleted since they were last
    /// written in the order of time.
    pub fn unmerged(&self) -> usize {
        self.posts.touched()
    }

    /// Writes all posts anew in the order of time, those deleted left out.
    ///
    /// Changes do so by themselves when there are many of them (an eighth of all
    /// posts). A program that has time to spare can choose the moment: it takes
    /// time in proportion to all posts, and room for them twice.
    pub fn merge(&mut self) {
        if self.posts.touched() == 0 {
            return;
        }
        let order = self.posts.order();
        let mut place_of = vec![NOWHERE; self.posts.len()];
        for (place, post) in order.iter().enumerate() {
            place_of[*post as usize] = ordinal(place);
        }
        let (posts, (tags, by_hashtag)) = both(
            || self.posts.reordered(&order, &place_of),
            || {
                let tags = reordered(&self.tags, &order);
                let by_hashtag = tags.transposed(self.hashtags.len());
                (tags, by_hashtag)
            },
        );
        self.by_creator = transpose(self.creators.len(), |take| {
            for post in posts.ordinals() {
                take(posts.record(post).creator(), post);
            }
        });
        self.posts = posts;
        self.tags = tags;
        self.by_hashtag = by_hashtag;
        self.hashtags = std::mem::take(&mut self.hashtags).frozen();
        self.creators = std::mem::take(&mut self.creators).frozen();
        for project in &mut self.projects {
            renumber_matches(project, &place_of);
        }
        self.stamp.renew();
    }

    pub(super) fn merge_if_due(&mut self) {
        let most = (self.posts.len() / SHARE).max(FEWEST);
        if self.posts.touched() > most {
            self.merge();
        }
    }
}

/// The lists of `order`, in that order, in one piece.
fn reordered(lists: &Lists, order: &[u32]) -> Lists {
    let mut starts = Vec::with_capacity(order.len() + 1);
    let mut items = Vec::with_capacity(lists.total());
    starts.push(0);
    for post in order {
        items.extend(lists.get(*post).iter());
        starts.push(ordinal(items.len()));
    }
    Lists::frozen(starts.into(), items.into())
}

fn renumber_matches(project: &mut Project, place_of: &[u32]) {
    if let Some(matches) = project.matches.get_mut() {
        // Posts that are deleted have left the matches before.
        for post in &mut matches.posts {
            *post = place_of[*post as usize];
        }
    }
}
