//! The posts of a session, by place: the order of time.

use foldhash::HashMap;

use crate::Result;
use crate::index::dataset::Dataset;
use crate::index::project::Project;
use crate::index::record::{NO_TIME, Record};
use crate::index::scoped::{Scoped, engagement};
use crate::index::texts::ordinal;
use crate::index::time::{HOURS, hour, weekday};

/// Hours of a week.
pub(super) const WEEK: usize = 7 * HOURS;

/// The posts of a session. Places ascend by time, posts without one come after
/// all others, and by id where times are equal.
#[derive(Debug)]
pub(super) struct Columns {
    /// By place.
    pub(super) posts: Vec<u32>,
    /// So many posts, from the first, have a time.
    pub(super) dated: usize,
    /// Places of posts that have a count which does not fit a word.
    pub(super) wide: Vec<u32>,
}

impl Columns {
    /// The posts in scope of a project, or all there are.
    ///
    /// # Errors
    /// `Rule` where the engagement of a post leaves the range of BIGINT.
    pub(super) fn new(dataset: &Dataset, project: Option<&Project>) -> Result<Self> {
        let all = &dataset.posts;
        let posts = match project {
            Some(project) => {
                let mut scoped = Scoped::new(dataset, project);
                let mut posts: Vec<u32> = scoped.records().map(|(post, _)| post).collect();
                if posts.iter().all(|post| all.in_order(*post)) {
                    posts.sort_unstable();
                } else {
                    posts
                        .sort_unstable_by(|a, b| all.is_before(*b, *a).cmp(&all.is_before(*a, *b)));
                }
                posts
            }
            None if all.is_clustered() => all.ordinals().collect(),
            None => all.order(),
        };
        let mut wide = Vec::new();
        for (post, place) in posts.iter().zip(0..) {
            let record = all.record(*post);
            engagement(dataset, *post, &record)?;
            if record.is_wide() {
                wide.push(place);
            }
        }
        Ok(Self {
            dated: posts.partition_point(|post| all.record(*post).time() != NO_TIME),
            posts,
            wide,
        })
    }

    pub(super) fn len(&self) -> usize {
        self.posts.len()
    }

    pub(super) fn record(&self, dataset: &Dataset, place: u32) -> Record {
        dataset.posts.record(self.posts[place as usize])
    }

    /// The engagement of the post at `place`.
    ///
    /// # Errors
    /// `Rule` where it leaves the range of BIGINT.
    pub(super) fn engagement(&self, dataset: &Dataset, place: u32) -> Result<Option<i64>> {
        let post = self.posts[place as usize];
        engagement(dataset, post, &dataset.posts.record(post))
    }

    /// Known times, ascending.
    pub(super) fn times(&self, dataset: &Dataset) -> impl Iterator<Item = i64> {
        let dated = self.posts[..self.dated].iter();
        dated.map(|post| dataset.posts.record(*post).time())
    }

    /// The hour of the week of each post; [`WEEK`] where the time is not known.
    #[allow(clippy::cast_possible_truncation, reason = "a week has 168 hours")]
    pub(super) fn hours(&self, dataset: &Dataset) -> Vec<u8> {
        let known = self.times(dataset);
        let known = known.map(|at| ((weekday(at) - 1) * HOURS + hour(at)) as u8);
        let unknown = std::iter::repeat_n(WEEK as u8, self.len() - self.dated);
        known.chain(unknown).collect()
    }

    /// The platform of each post by number, and the ordinals of these platforms
    /// by name.
    pub(super) fn platforms(&self, dataset: &Dataset) -> (Vec<u16>, Vec<u16>) {
        let platform = |post: &u32| {
            let creator = dataset.posts.record(*post).creator();
            dataset.creators.platform(creator)
        };
        let mut there = vec![false; dataset.platforms.len()];
        for post in &self.posts {
            there[usize::from(platform(post))] = true;
        }
        let mut platforms: Vec<u16> = (0..)
            .zip(&there)
            .filter(|(_, there)| **there)
            .map(|(one, _)| one)
            .collect();
        platforms.sort_unstable_by_key(|one| dataset.platforms.name(*one));
        let mut number_of = vec![0; there.len()];
        for (number, platform) in (0..).zip(&platforms) {
            number_of[usize::from(*platform)] = number;
        }
        let numbers = self
            .posts
            .iter()
            .map(|post| number_of[usize::from(platform(post))]);
        (numbers.collect(), platforms)
    }

    /// The creator of each post by number, and the ordinals of these creators,
    /// those with the most engagement first.
    pub(super) fn creators(&self, dataset: &Dataset) -> (Vec<u32>, Vec<u32>) {
        let mut numbers = Numbers::default();
        let mut sums: Vec<(bool, u64)> = Vec::new();
        let of_posts = self.posts.iter().map(|post| {
            let record = dataset.posts.record(*post);
            let number = numbers.of(record.creator());
            sums.resize(numbers.texts.len(), (false, 0));
            let (engagement, engaged) = super::sums::narrow(record.engagement());
            let sum = &mut sums[number as usize];
            *sum = (sum.0 || engaged > 0, sum.1 + engagement);
            number
        });
        let mut of_posts: Vec<u32> = of_posts.collect();
        let creators = numbers.sort_by_key(&mut of_posts, |number| sums[number as usize]);
        (of_posts, creators)
    }

    /// Where among them those of each post begin, the hashtags of all posts by
    /// number, each once a post, and the ordinals of their names, those with the
    /// most posts first.
    pub(super) fn tags(&self, dataset: &Dataset) -> (Vec<u32>, Vec<u32>, Vec<u32>) {
        let mut numbers = Numbers::default();
        let mut posts: Vec<u32> = Vec::new();
        let mut starts = Vec::with_capacity(self.len() + 1);
        let mut of_posts = Vec::new();
        starts.push(0);
        for post in &self.posts {
            let begin = of_posts.len();
            for hashtag in dataset.tags.get(*post).iter() {
                let number = numbers.of(dataset.hashtags.name_of(hashtag));
                posts.resize(numbers.texts.len(), 0);
                if !of_posts[begin..].contains(&number) {
                    of_posts.push(number);
                    posts[number as usize] += 1;
                }
            }
            starts.push(ordinal(of_posts.len()));
        }
        let names = numbers.sort_by_key(&mut of_posts, |number| posts[number as usize]);
        (starts, of_posts, names)
    }

    pub(super) fn memory(&self) -> usize {
        (self.posts.capacity() + self.wide.capacity()) * 4
    }
}

/// Ordinals of a data set by a number of the session.
#[derive(Debug, Default)]
struct Numbers {
    numbers: HashMap<u32, u32>,
    texts: Vec<u32>,
}

impl Numbers {
    fn of(&mut self, text: u32) -> u32 {
        *self.numbers.entry(text).or_insert_with(|| {
            self.texts.push(text);
            ordinal(self.texts.len() - 1)
        })
    }

    /// Numbers anew, in `numbers` too, the greatest key first; the ordinals by
    /// number.
    fn sort_by_key<K: Ord>(self, numbers: &mut [u32], key: impl Fn(u32) -> K) -> Vec<u32> {
        let mut order: Vec<u32> = (0..ordinal(self.texts.len())).collect();
        order.sort_by_key(|number| std::cmp::Reverse(key(*number)));
        let mut new = vec![0; order.len()];
        for (place, number) in (0..).zip(&order) {
            new[*number as usize] = place;
        }
        for number in numbers {
            *number = new[*number as usize];
        }
        let texts = order.iter().map(|number| self.texts[*number as usize]);
        texts.collect()
    }
}
