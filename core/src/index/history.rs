//! What was to be expected of a post: how its author's last posts did.

use crate::Result;
use crate::index::dataset::Dataset;
use crate::index::figures::Total;
use crate::index::record::{NO_TIME, Record};
use crate::index::scoped::{Scoped, engagement};
use crate::index::texts::ordinal;

/// So many of the author's posts are looked back on.
const LAST: usize = 100;

/// Fewer are too few to expect anything.
const FEWEST: usize = 5;

/// A post's performance against its author's.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Performance {
    pub(crate) engagement: Option<i64>,
    /// The mean of the middle half of the author's last 100 engagements before.
    pub(crate) expected: Option<f64>,
    pub(crate) overperforming: Option<f64>,
}

/// The performances of a project's posts.
#[derive(Debug, Default)]
pub(crate) struct History {
    /// By place of the post.
    pub(crate) performances: Vec<Performance>,
    /// Places of posts, those of an author together.
    by_author: Vec<(u32, u32)>,
    earlier: Vec<Earlier>,
    window: Vec<i64>,
}

/// A post of an author that has a time and an engagement.
#[derive(Debug, Clone, Copy)]
struct Earlier {
    post: u32,
    at: i64,
    engagement: i64,
}

impl History {
    /// The performances of the project that `scoped` is at.
    ///
    /// # Errors
    /// `Rule` where an engagement, or a sum of them, leaves the range of BIGINT.
    pub(crate) fn collect(&mut self, scoped: &mut Scoped<'_>) -> Result<()> {
        let dataset = scoped.dataset;
        let (posts, _) = scoped.members_and_seen();
        self.performances.clear();
        self.by_author.clear();
        for (place, (post, record)) in posts.iter().enumerate() {
            let engagement = engagement(dataset, post, record)?;
            self.performances.push(Performance {
                engagement,
                ..Performance::default()
            });
            if engagement.is_some() && record.time() != NO_TIME {
                self.by_author.push((record.creator(), ordinal(place)));
            }
        }
        self.by_author.sort_unstable();
        let by_author = std::mem::take(&mut self.by_author);
        for same in by_author.chunk_by(|a, b| a.0 == b.0) {
            let of_author = same.iter().map(|(_, place)| {
                let (post, record) = posts.get(*place);
                (*place, post, record.time())
            });
            self.expect(dataset, same[0].0, of_author)?;
        }
        self.by_author = by_author;
        Ok(())
    }

    /// What was to be expected of an author's posts in scope.
    fn expect(
        &mut self,
        dataset: &Dataset,
        author: u32,
        posts: impl Iterator<Item = (u32, u32, i64)> + Clone,
    ) -> Result<()> {
        let ids = &dataset.posts.ids;
        self.look_back(dataset, author, posts.clone().map(|(_, post, _)| post))?;
        for (place, post, at) in posts {
            let before = self.earlier.partition_point(|other| {
                let clear = other.at.cmp(&at);
                clear.is_lt()
                    || clear.is_eq() && other.post != post && ids.text(other.post) < ids.text(post)
            });
            let window = &self.earlier[before.saturating_sub(LAST)..before];
            if window.len() < FEWEST {
                continue;
            }
            self.window.clear();
            self.window.extend(window.iter().map(|one| one.engagement));
            let expected = middle_half(&mut self.window)?;
            let performance = &mut self.performances[place as usize];
            performance.expected = Some(expected);
            performance.overperforming = performance
                .engagement
                .and_then(|engagement| score(engagement, expected));
        }
        Ok(())
    }

    /// The author's posts that have a time and an engagement, in the order of
    /// time and id: those before the last of `posts`, at least [`LAST`] before
    /// the first.
    fn look_back(
        &mut self,
        dataset: &Dataset,
        author: u32,
        posts: impl Iterator<Item = u32> + Clone,
    ) -> Result<()> {
        let all = &dataset.posts;
        let written = dataset.by_creator.get(author);
        self.earlier.clear();
        let read = |post: u32| -> Result<Option<Earlier>> {
            let record: Record = all.record(post);
            let engagement = engagement(dataset, post, &record)?;
            Ok(engagement
                .filter(|_| record.time() != NO_TIME)
                .map(|engagement| Earlier {
                    post,
                    at: record.time(),
                    engagement,
                }))
        };
        if !all.is_clustered() || !written.tail.is_empty() {
            for post in written.iter() {
                self.earlier.extend(read(post)?);
            }
            self.earlier.sort_unstable_by(|a, b| {
                let id = |one: &Earlier| all.ids.text(one.post);
                a.at.cmp(&b.at).then_with(|| id(a).cmp(id(b)))
            });
            return Ok(());
        }
        // Ordinals are in the order of time and id: only a stretch is read.
        let ordinals = written.head;
        let (first, last) = posts.fold((u32::MAX, 0), |(first, last), post| {
            (first.min(post), last.max(post))
        });
        let begin = ordinals.partition_point(|post| *post < first);
        let end = ordinals.partition_point(|post| *post < last);
        for post in ordinals[..begin].iter().rev() {
            if self.earlier.len() == LAST {
                break;
            }
            self.earlier.extend(read(*post)?);
        }
        self.earlier.reverse();
        for post in &ordinals[begin..end] {
            self.earlier.extend(read(*post)?);
        }
        Ok(())
    }
}

/// The mean without the lowest and the highest quarter. Leaves the values in
/// another order.
fn middle_half(values: &mut [i64]) -> Result<f64> {
    let drop = values.len() / 4;
    let kept = values.len() - 2 * drop;
    if drop > 0 {
        values.select_nth_unstable(drop - 1);
        values[drop..].select_nth_unstable(kept - 1);
    }
    let mut total = Total::default();
    values[drop..drop + kept]
        .iter()
        .for_each(|value| total.add(*value));
    let sum = total.sum("of engagement")?.unwrap_or(0);
    Ok(sum as f64 / kept as f64)
}

/// How far a post was above what was expected (1 or more), or below (negative).
fn score(engagement: i64, expected: f64) -> Option<f64> {
    let actual = engagement as f64;
    if expected <= 0.0 {
        return None;
    }
    Some(if actual >= expected {
        actual / expected
    } else if engagement == 0 {
        -2.0 * expected
    } else {
        -(expected / actual)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_are_dropped() {
        for (mut values, expected) in [
            (vec![9, 1, 5, 3, 100], 17.0 / 3.0),
            (vec![1, 2, 3, 4, 5, 6, 7, 8], 4.5),
            ((1..=100).rev().collect(), 50.5),
        ] {
            let mean = middle_half(&mut values).unwrap();
            assert_eq!(mean.to_bits(), f64::to_bits(expected));
        }
    }

    #[test]
    fn scores() {
        assert_eq!(score(30, 10.0), Some(3.0));
        assert_eq!(score(5, 10.0), Some(-2.0));
        assert_eq!(score(0, 10.0), Some(-20.0));
        assert_eq!(score(5, 0.0), None);
    }
}
