//! A whole post: its outline, with its text and its counts.

use crate::generate::authors::{Letters, push_capitalised};
use crate::generate::caption;
use crate::generate::platform::Platform;
use crate::generate::random::{Purpose, Stream, count, exp2, log2};
use crate::generate::sketch::{self, Only, Sketch, Sketches};
use crate::generate::world::World;

/// A post with everything that tables and exports show.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Post {
    pub(super) sketch: Sketch,
    /// Its hashtags in normal form, distinct, in order of appearance.
    pub(super) tags: Vec<String>,
    /// The same as its caption writes them.
    pub(super) written: Vec<String>,
    /// Its caption; empty where it has none.
    pub(super) caption: String,
    /// Where the title of a YouTube video ends in the caption.
    pub(super) title: usize,
    pub(super) video: bool,
    pub(super) followers: i64,
    /// Likes, comments, shares, views.
    pub(super) metrics: [Option<i64>; 4],
    pub(super) sentiment: Option<f64>,
    pub(super) score: Option<f64>,
    pub(super) score_trend: Option<f64>,
    /// Random bits for what only an export shows.
    pub(super) noise: u64,
}

/// The posts of one chunk, in order.
#[derive(Debug)]
pub(super) struct Posts<'w> {
    world: &'w World,
    sketches: Sketches<'w>,
    stream: Stream,
}

impl<'w> Posts<'w> {
    /// Those of chunk `chunk` of an export, or of the tables.
    pub(super) fn new(world: &'w World, chunk: u64, only: Option<Only>) -> Self {
        let number = sketch::number(chunk, only);
        Self {
            world,
            sketches: Sketches::new(world, chunk, only),
            stream: Stream::new(world.seed, Purpose::Details, number),
        }
    }
}

impl Iterator for Posts<'_> {
    type Item = Post;

    fn next(&mut self) -> Option<Post> {
        let sketch = self.sketches.next()?;
        Some(post(self.world, &mut self.stream, sketch))
    }
}

fn post(world: &World, stream: &mut Stream, sketch: Sketch) -> Post {
    let letters = sketch.author.letters();
    let mut tags = Vec::with_capacity(sketch.tags().len());
    let mut written = Vec::with_capacity(sketch.tags().len());
    for tag in sketch.tags() {
        let mut name = String::with_capacity(24);
        world.vocabulary.push_name(*tag, &mut name);
        written.push(in_letters(&name, letters));
        tags.push(name);
    }
    let platform = sketch.platform;
    let (caption, title) = caption::write(stream, &sketch, &written);
    let followers = sketch.author.followers(platform);
    let video = match platform {
        Platform::TikTok | Platform::YouTube => true,
        Platform::Instagram => stream.chance(0.45),
        Platform::X | Platform::Mastodon => stream.chance(0.15),
    };
    let metrics = metrics(stream, &sketch, followers, video);
    let mood = if sketch.in_campaign { 0.35 } else { 0.2 };
    let sentiment = thousandths(mood + 0.4 * stream.normal());
    let sentiment = stream.chance(0.5).then_some(sentiment);
    let score = thousandths(stream.unit()) * 100.0;
    let score = stream.chance(0.3).then_some(score);
    let trend = thousandths(0.3 * stream.normal());
    Post {
        tags,
        written,
        caption,
        title,
        video,
        followers: count(followers),
        metrics,
        sentiment,
        score,
        score_trend: score.and(stream.chance(0.7).then_some(trend)),
        noise: stream.bits(),
        sketch,
    }
}

/// A number within -1 and 1, to three decimals.
fn thousandths(x: f64) -> f64 {
    (x.clamp(-1.0, 1.0) * 1000.0).round() / 1000.0
}

fn in_letters(name: &str, letters: Letters) -> String {
    match letters {
        Letters::Lower => name.to_owned(),
        Letters::Capitals => name.to_ascii_uppercase(),
        Letters::First => {
            let mut written = String::with_capacity(name.len());
            push_capitalised(name, &mut written);
            written
        }
    }
}

/// How a platform's audience reacts: binary logarithms of reach against the
/// author's followers, and of each count against the one before it; then how
/// often each count can not be seen.
struct Audience {
    reach: f64,
    likes: f64,
    comments: f64,
    shares: f64,
    hidden: [f64; 4],
}

fn audience(platform: Platform, video: bool) -> Audience {
    let (reach, likes, comments, shares, hidden) = match platform {
        Platform::Instagram => {
            let views = if video { 0.01 } else { 1.0 };
            (2.2, -4.3, -4.6, 0.0, [0.07, 0.03, 1.0, views])
        }
        Platform::TikTok => (3.2, -4.1, -4.8, -4.2, [0.005, 0.01, 0.01, 0.01]),
        Platform::YouTube => (1.8, -4.9, -3.6, 0.0, [0.04, 0.06, 1.0, 0.01]),
        Platform::X => (1.4, -5.6, -3.1, -2.4, [0.004, 0.004, 0.01, 0.15]),
        Platform::Mastodon => (0.2, -4.2, -2.5, -1.2, [0.0, 0.0, 0.0, 1.0]),
    };
    Audience {
        reach,
        likes,
        comments,
        shares,
        hidden,
    }
}

fn metrics(stream: &mut Stream, sketch: &Sketch, followers: f64, video: bool) -> [Option<i64>; 4] {
    let audience = audience(sketch.platform, video);
    let mut reach = audience.reach + 0.75 * log2(followers + 1.0) + stream.normal();
    // A few posts go far beyond the author's usual reach.
    if stream.chance(0.008) {
        reach += 2.5 + 3.0 * stream.unit();
    }
    if sketch.in_campaign {
        reach += 1.2;
    }
    let likes = reach + audience.likes + 0.5 * stream.normal();
    let comments = likes + audience.comments + 0.8 * stream.normal();
    let shares = likes + audience.shares + 0.7 * stream.normal();
    // Some are so new that no one has seen them yet.
    let unseen = stream.chance(0.002);
    let sizes = [likes, comments, shares, reach];
    std::array::from_fn(|metric| {
        let hidden = stream.chance(audience.hidden[metric]);
        let seen = if unseen {
            0
        } else {
            count(exp2(sizes[metric]))
        };
        (!hidden).then_some(seen)
    })
}
