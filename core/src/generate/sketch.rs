//! The first outline of a post: where, who, when, and about what. It is all
//! that the links between posts and hashtags need, and it is cheap.

use crate::generate::authors::Author;
use crate::generate::campaign::Campaigns;
use crate::generate::platform::{PLATFORMS, Platform};
use crate::generate::random::{Gentle, Purpose, Stream};
use crate::generate::world::{GENERAL_PART, World};

/// Posts are made in chunks of so many; each chunk has its own random numbers,
/// so that chunks can be made in any order, or at the same time.
pub(super) const CHUNK: u64 = 4096;

/// The most hashtags that a post has.
const MOST_TAGS: usize = 10;

/// How many of a thousand posts have 0, 1, 2 ... hashtags.
const TAGS: [u16; MOST_TAGS + 1] = [130, 200, 236, 190, 118, 58, 30, 18, 10, 6, 4];

/// The mean of that.
pub(super) const MEAN_TAGS: f64 = 2.5;

/// The part of the posts whose time is not known.
const UNKNOWN_TIME: f64 = 0.005;

/// The export that posts are made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Only {
    /// All posts are of this platform.
    pub(super) platform: Platform,
    /// From 1 to 15, another for every format: or all exports would tell the
    /// same story.
    pub(super) format: u64,
}

/// The outline of a post.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sketch {
    pub(super) ordinal: u64,
    pub(super) platform: Platform,
    pub(super) author: Author,
    /// What the post is about; mostly what its author always posts about.
    pub(super) theme: usize,
    pub(super) in_campaign: bool,
    /// When it was published, in unix seconds; `known` says whether anyone knows.
    pub(super) seconds: i64,
    pub(super) known: bool,
    tags: [u32; MOST_TAGS],
    count: usize,
}

impl Sketch {
    /// Its hashtags, distinct, in order of appearance.
    pub(super) fn tags(&self) -> &[u32] {
        &self.tags[..self.count]
    }

    /// The number by which its platform knows it.
    pub(super) fn native(&self) -> u64 {
        self.platform.native(self.ordinal, self.seconds)
    }

    /// Adds its id in the canonical tables.
    pub(super) fn push_id(&self, text: &mut String) {
        text.push_str(self.platform.name());
        text.push('_');
        self.platform.push_native(self.native(), text);
    }
}

/// The outlines of one chunk, in order.
#[derive(Debug)]
pub(super) struct Sketches<'w> {
    world: &'w World,
    only: Option<Only>,
    activity: [Gentle; PLATFORMS.len()],
    stream: Stream,
    next: u64,
    end: u64,
}

impl<'w> Sketches<'w> {
    /// Those of chunk `chunk` of an export, or of the tables.
    pub(super) fn new(world: &'w World, chunk: u64, only: Option<Only>) -> Self {
        let activity = match only {
            Some(_) => [world.activity(1.0); PLATFORMS.len()],
            None => PLATFORMS.map(|platform| world.activity(platform.part())),
        };
        Self {
            world,
            only,
            activity,
            stream: Stream::new(world.seed, Purpose::Sketches, number(chunk, only)),
            next: chunk * CHUNK,
            end: ((chunk + 1) * CHUNK).min(world.posts),
        }
    }

    fn sketch(&mut self, ordinal: u64) -> Sketch {
        let (world, stream) = (self.world, &mut self.stream);
        let platform = Platform::at(stream.unit());
        let activity = self.activity[platform.place()];
        let platform = self.only.map_or(platform, |only| only.platform);
        let campaign = stream
            .chance(Campaigns::PART)
            .then(|| world.campaigns.at(stream.unit()));
        let themes = world.themes as u64;
        let mut number = activity.rank(stream.unit());
        if let Some(campaign) = campaign {
            // Someone about as busy who posts about the campaign's theme.
            number = number / themes * themes + campaign.theme as u64;
        }
        let author = world.author(u32::try_from(number).unwrap_or(u32::MAX));
        let theme = match campaign {
            None if stream.chance(0.1) => stream.index(world.themes),
            _ => author.theme(),
        };
        let seconds = match campaign {
            Some(c) => world
                .calendar
                .campaign(stream, c.first, c.days, author.offset()),
            None => world.calendar.ordinary(stream, author.offset()),
        };
        let known = !stream.chance(UNKNOWN_TIME);
        let mut sketch = Sketch {
            ordinal,
            platform,
            author,
            theme,
            in_campaign: campaign.is_some(),
            seconds,
            known,
            tags: [0; MOST_TAGS],
            count: 0,
        };
        let mut wanted = how_many(stream.below(1000));
        if let Some(campaign) = campaign {
            wanted = wanted.max(1);
            sketch.add(campaign.tag);
        }
        // A hashtag drawn twice is drawn again, but not for ever.
        for _ in 0..4 * wanted {
            if sketch.count == wanted {
                break;
            }
            let tag = draw(world, stream, &sketch);
            if !sketch.tags().contains(&tag) {
                sketch.add(tag);
            }
        }
        sketch
    }
}

impl Sketch {
    fn add(&mut self, tag: u32) {
        self.tags[self.count] = tag;
        self.count += 1;
    }
}

impl Iterator for Sketches<'_> {
    type Item = Sketch;

    fn next(&mut self) -> Option<Sketch> {
        let ordinal = self.next;
        (ordinal < self.end).then(|| {
            self.next += 1;
            self.sketch(ordinal)
        })
    }
}

/// The number of a chunk's streams.
pub(super) fn number(chunk: u64, only: Option<Only>) -> u64 {
    chunk * 16 + only.map_or(0, |only| only.format)
}

fn how_many(mut of_thousand: u64) -> usize {
    for (count, posts) in TAGS.into_iter().enumerate() {
        if of_thousand < u64::from(posts) {
            return count;
        }
        of_thousand -= u64::from(posts);
    }
    MOST_TAGS
}

/// A hashtag for the post: a general one, a favourite of the author's, or
/// another of the theme.
fn draw(world: &World, stream: &mut Stream, sketch: &Sketch) -> u32 {
    let vocabulary = &world.vocabulary;
    if stream.chance(GENERAL_PART) {
        return vocabulary.general(stream.unit());
    }
    if stream.chance(0.3) {
        let favourite = sketch.author.favourite(stream.below(5));
        return vocabulary.own(sketch.author.theme(), favourite);
    }
    vocabulary.own(sketch.theme, stream.unit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_of_hashtags_have_their_mean() {
        assert_eq!(
            TAGS.iter().map(|posts| u32::from(*posts)).sum::<u32>(),
            1000
        );
        let sum: u64 = (0_u64..)
            .zip(TAGS)
            .map(|(n, posts)| n * u64::from(posts))
            .sum();
        assert!((sum as f64 / 1000.0 - MEAN_TAGS).abs() < 0.03, "{sum}");
    }

    #[test]
    fn posts_have_distinct_hashtags_as_many_as_meant() {
        let world = World::new(1, 40_000);
        let sketches: Vec<_> = (0..10)
            .flat_map(|chunk| Sketches::new(&world, chunk, None))
            .collect();
        assert_eq!(sketches.len(), 40_000);
        let mut links = 0;
        for sketch in &sketches {
            links += sketch.tags().len();
            for (place, tag) in sketch.tags().iter().enumerate() {
                assert!(!sketch.tags()[..place].contains(tag));
                assert!((*tag as usize) < world.vocabulary.len());
            }
        }
        let mean = links as f64 / 40_000.0;
        assert!((mean - MEAN_TAGS).abs() < 0.05, "{mean}");
    }

    #[test]
    fn hashtags_and_authors_are_used_unequally() {
        let world = World::new(1, 40_000);
        let mut tags = vec![0; world.vocabulary.len()];
        let mut authors = vec![0; 2000];
        for sketch in (0..10).flat_map(|chunk| Sketches::new(&world, chunk, None)) {
            for tag in sketch.tags() {
                tags[*tag as usize] += 1;
            }
            authors[sketch.author.number as usize] += 1;
        }
        for uses in [&mut tags, &mut authors] {
            uses.sort_unstable_by(|a: &i32, b| b.cmp(a));
        }
        assert!(
            tags[0] > 2000 && tags[1000] < 40,
            "{} {}",
            tags[0],
            tags[1000]
        );
        assert!(
            authors[0] > 10 * authors[authors.len() / 4],
            "{}",
            authors[0]
        );
    }
}
