//! `project_cohashtags`: pairs of hashtags that occur together.

use std::cmp::Reverse;

use arrow::array::ArrayRef;

use crate::Result;
use crate::index::figures::Total;
use crate::index::scoped::Scoped;
use crate::index::seen::Seen;
use crate::index::texts::ordinal;
use crate::index::views::cells::{BigInts, Doubles, Integers, TextCells};
use crate::index::views::run::FULL;
use crate::index::views::{Batches, Operator};

#[derive(Debug, Default)]
pub(super) struct Cohashtags {
    project_id: Integers,
    hashtag_a: TextCells,
    hashtag_b: TextCells,
    posts: BigInts,
    jaccard: Doubles,
    total_engagement: BigInts,
    pairs: Vec<Pair>,
    seen: Seen,
}

/// Two hashtags by number, `a` the smaller.
#[derive(Debug, Clone, Copy)]
struct Pair {
    a: u32,
    b: u32,
    posts: u32,
    engagement: Total,
}

impl Operator for Cohashtags {
    fn project(&mut self, scoped: &mut Scoped<'_>, out: &mut Batches<'_, '_>) -> Result<()> {
        let (dataset, project) = (scoped.dataset, scoped.project);
        let names = scoped.names()?;
        self.pairs.clear();
        // As many as all posts have, and no more than there can be of so many names.
        let on_posts = names.posts().map(|(on, _)| pairs(on.len()));
        let most = on_posts.fold(0, u64::saturating_add);
        let most = most.min(pairs(names.texts.len()));
        self.seen
            .reset(usize::try_from(most).unwrap_or(usize::MAX / 4));
        for (on, engagement) in names.posts() {
            for (place, a) in on.iter().enumerate() {
                for b in &on[place + 1..] {
                    self.count(*a, *b, engagement);
                }
            }
        }
        // Numbers are in the order of names.
        self.pairs
            .sort_unstable_by_key(|pair| (Reverse(pair.posts), pair.a, pair.b));
        let pairs = std::mem::take(&mut self.pairs);
        for pair in &pairs {
            if self.rows() >= FULL {
                out.push(self.take()?)?;
            }
            let name = |number: u32| dataset.hashtags.text(names.texts[number as usize]);
            let with = |number: u32| i64::from(names.sums[number as usize].posts);
            let both = i64::from(pair.posts);
            self.project_id.push(project.id);
            self.hashtag_a.push(name(pair.a));
            self.hashtag_b.push(name(pair.b));
            self.posts.push(both);
            self.jaccard
                .push(both as f64 / (with(pair.a) + with(pair.b) - both) as f64);
            self.total_engagement
                .push_option(pair.engagement.sum("of engagement")?);
        }
        self.pairs = pairs;
        Ok(())
    }

    fn rows(&self) -> usize {
        self.project_id.len()
    }

    fn take(&mut self) -> Result<Vec<ArrayRef>> {
        Ok(vec![
            self.project_id.take(),
            self.hashtag_a.take(),
            self.hashtag_b.take(),
            self.posts.take(),
            self.jaccard.take(),
            self.total_engagement.take(),
        ])
    }
}

/// How many pairs so many names make.
fn pairs(names: usize) -> u64 {
    let names = names as u64;
    names * names.saturating_sub(1) / 2
}

impl Cohashtags {
    fn count(&mut self, a: u32, b: u32, engagement: Option<i64>) {
        let new = ordinal(self.pairs.len());
        let pairs = &self.pairs;
        let is = |other: u32| {
            let other = &pairs[other as usize];
            other.a == a && other.b == b
        };
        let key = u64::from(a) << 32 | u64::from(b);
        let place = self.seen.find_or_insert(key, new, is);
        let place = place.unwrap_or_else(|| {
            self.pairs.push(Pair {
                a,
                b,
                posts: 0,
                engagement: Total::default(),
            });
            new
        });
        let pair = &mut self.pairs[place as usize];
        pair.posts += 1;
        if let Some(engagement) = engagement {
            pair.engagement.add(engagement);
        }
    }
}
