//! The hashtags on a project's posts, by name: the same name on two platforms is
//! one hashtag.

use crate::Result;
use crate::index::figures::Total;
use crate::index::scoped::{Scoped, engagement};
use crate::index::texts::ordinal;

/// The names on the posts in scope, numbered from 0 in the order of their bytes.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// Ordinals of names, by number.
    pub(crate) texts: Vec<u32>,
    /// Of each name: posts with it, and their engagement.
    pub(crate) sums: Vec<NameSums>,
    /// The numbers of names on each post, ascending, each once.
    starts: Vec<u32>,
    numbers: Vec<u32>,
    /// The engagement of each post.
    engagements: Vec<Option<i64>>,
}

/// What is summed up of the posts with a name.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct NameSums {
    pub(crate) posts: u32,
    pub(crate) engagement: Total,
}

impl Names {
    /// The names of the project that `scoped` is at.
    ///
    /// # Errors
    /// `Rule` where an engagement leaves the range of BIGINT.
    pub(crate) fn collect(&mut self, scoped: &mut Scoped<'_>) -> Result<()> {
        let dataset = scoped.dataset;
        self.texts.clear();
        self.starts.clear();
        self.numbers.clear();
        self.engagements.clear();
        self.starts.push(0);
        let (posts, seen) = scoped.members_and_seen();
        let links = |post: u32| dataset.tags.get(post);
        let total: usize = posts.iter().map(|(post, _)| links(post).len()).sum();
        seen.reset(total);
        for (post, record) in posts.iter() {
            let begin = self.numbers.len();
            for hashtag in links(post).iter() {
                let name = dataset.hashtags.name_of(hashtag);
                let new = ordinal(self.texts.len());
                let known = &self.texts;
                let is = |other: u32| known[other as usize] == name;
                let number = seen.find_or_insert(u64::from(name), new, is);
                let number = number.unwrap_or_else(|| {
                    self.texts.push(name);
                    new
                });
                if !self.numbers[begin..].contains(&number) {
                    self.numbers.push(number);
                }
            }
            self.starts.push(ordinal(self.numbers.len()));
            self.engagements.push(engagement(dataset, post, record)?);
        }
        self.order(|name| dataset.hashtags.text(name));
        self.sum_up();
        Ok(())
    }

    /// Renumbers in the order of the names.
    fn order<'t>(&mut self, text: impl Fn(u32) -> &'t str) {
        let mut order: Vec<u32> = (0..ordinal(self.texts.len())).collect();
        order.sort_unstable_by_key(|number| text(self.texts[*number as usize]));
        let mut number_of = vec![0; order.len()];
        for (new, old) in order.iter().enumerate() {
            number_of[*old as usize] = ordinal(new);
        }
        self.texts = order
            .iter()
            .map(|number| self.texts[*number as usize])
            .collect();
        for number in &mut self.numbers {
            *number = number_of[*number as usize];
        }
        for bounds in self.starts.windows(2) {
            self.numbers[bounds[0] as usize..bounds[1] as usize].sort_unstable();
        }
    }

    fn sum_up(&mut self) {
        let mut sums = std::mem::take(&mut self.sums);
        sums.clear();
        sums.resize(self.texts.len(), NameSums::default());
        for (numbers, engagement) in self.posts() {
            for number in numbers {
                let sums = &mut sums[*number as usize];
                sums.posts += 1;
                if let Some(engagement) = engagement {
                    sums.engagement.add(engagement);
                }
            }
        }
        self.sums = sums;
    }

    /// The numbers of names on each post, and its engagement.
    pub(crate) fn posts(&self) -> impl Iterator<Item = (&[u32], Option<i64>)> {
        self.starts
            .windows(2)
            .map(|bounds| &self.numbers[bounds[0] as usize..bounds[1] as usize])
            .zip(self.engagements.iter().copied())
    }

    /// How many posts are in scope.
    pub(crate) fn post_count(&self) -> usize {
        self.engagements.len()
    }

    /// The engagement of all posts in scope.
    pub(crate) fn engagement(&self) -> Total {
        let mut total = Total::default();
        let all = self.engagements.iter().flatten();
        all.for_each(|engagement| total.add(*engagement));
        total
    }
}
