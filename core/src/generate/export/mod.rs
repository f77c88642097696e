//! Posts as scrapers and platform APIs write them, with the fields that no
//! adapter reads as well: what real files weigh, these weigh.

mod crowdtangle;
mod instagram;
mod json;
mod mastodon;
mod tiktok;
mod x;
mod youtube;

use std::io::Write;

use crate::generate::Dataset;
use crate::generate::platform::Platform;
use crate::generate::post::{Post, Posts};
use crate::generate::sketch::{CHUNK, Only, Sketch};
use crate::parallel::ordered;
use crate::value;
use crate::{Error, ErrorKind, Result};

/// An export format that made-up posts can be written in.
#[derive(Debug)]
pub struct ExportFormat {
    /// Its name, as `veyl formats` has it.
    pub name: &'static str,
    /// The extension of its files, without the dot.
    pub extension: &'static str,
    of: Only,
    head: &'static str,
    between: &'static str,
    tail: &'static str,
    push: fn(&Post, &mut Vec<u8>),
}

/// Every export format that made-up posts can be written in.
static FORMATS: [ExportFormat; 6] = [
    ExportFormat {
        name: "apify-tiktok",
        extension: "ndjson",
        of: only(Platform::TikTok, 1),
        head: "",
        between: "\n",
        tail: "\n",
        push: tiktok::push,
    },
    ExportFormat {
        name: "apify-instagram",
        extension: "json",
        of: only(Platform::Instagram, 2),
        head: "[\n",
        between: ",\n",
        tail: "\n]\n",
        push: instagram::push,
    },
    ExportFormat {
        name: "youtube-api",
        extension: "json",
        of: only(Platform::YouTube, 3),
        head: "{\"kind\":\"youtube#videoListResponse\",\"etag\":\"bWFkZS11cA\",\"items\":[\n",
        between: ",\n",
        tail: "\n]}\n",
        push: youtube::push,
    },
    ExportFormat {
        name: "x-api",
        extension: "ndjson",
        of: only(Platform::X, 4),
        head: "",
        between: "\n",
        tail: "\n",
        push: x::push,
    },
    ExportFormat {
        name: "mastodon",
        extension: "json",
        of: only(Platform::Mastodon, 5),
        head: "[\n",
        between: ",\n",
        tail: "\n]\n",
        push: mastodon::push,
    },
    ExportFormat {
        name: "crowdtangle-instagram",
        extension: "csv",
        of: only(Platform::Instagram, 6),
        head: crowdtangle::HEADER,
        between: "\n",
        tail: "\n",
        push: crowdtangle::push,
    },
];

const fn only(platform: Platform, format: u64) -> Only {
    Only { platform, format }
}

impl ExportFormat {
    /// Every export format that posts can be made in.
    pub fn all() -> &'static [Self] {
        &FORMATS
    }

    /// The format called `name`.
    ///
    /// # Errors
    /// `UnknownFormat` with the list.
    pub fn named(name: &str) -> Result<&'static Self> {
        FORMATS
            .iter()
            .find(|format| format.name == name)
            .ok_or_else(|| {
                let names: Vec<_> = FORMATS.iter().map(|format| format.name).collect();
                Error::new(
                    ErrorKind::UnknownFormat,
                    format!("posts can not be made in a format called `{name}`"),
                )
                .hint(format!("the formats are {}", names.join(", ")))
            })
    }
}

/// Writes all posts.
pub(super) fn write(
    dataset: &Dataset,
    format: &ExportFormat,
    out: &mut dyn Write,
    written: &mut dyn FnMut(u64),
) -> Result<()> {
    let world = &dataset.world;
    let make = |chunk| {
        let mut bytes = Vec::with_capacity(CHUNK as usize * 1536);
        let mut posts = 0;
        for post in Posts::new(world, chunk, Some(format.of)) {
            if post.sketch.ordinal > 0 {
                bytes.extend_from_slice(format.between.as_bytes());
            }
            (format.push)(&post, &mut bytes);
            posts += 1;
        }
        (bytes, posts)
    };
    out.write_all(format.head.as_bytes())?;
    ordered(
        dataset.threads,
        world.posts.div_ceil(CHUNK),
        make,
        |(bytes, posts)| {
            out.write_all(&bytes)?;
            written(posts);
            Ok(())
        },
    )?;
    let lines = format.head.is_empty();
    if world.posts > 0 || !lines {
        out.write_all(format.tail.as_bytes())?;
    }
    Ok(out.flush()?)
}

/// The user name (on YouTube the title of the channel) of a post's author.
fn author(sketch: &Sketch) -> String {
    let mut name = String::with_capacity(24);
    sketch.author.push_name(sketch.platform, &mut name);
    name
}

/// The id of a post without its platform.
fn native(sketch: &Sketch) -> String {
    let mut id = String::with_capacity(20);
    sketch.platform.push_native(sketch.native(), &mut id);
    id
}

/// `2026-01-31T12:00:00`: each format has its own ending.
fn time(seconds: i64) -> String {
    let mut time = value::format_time(seconds * 1_000_000);
    time.pop();
    time
}

/// What an export tells of a post, as the canonical tables would have it.
#[cfg(test)]
#[derive(Debug, PartialEq)]
pub(super) struct Made {
    pub(super) id: String,
    pub(super) author: String,
    pub(super) caption: Option<String>,
    pub(super) hashtags: Vec<String>,
    pub(super) metrics: [Option<i64>; 4],
    pub(super) posted_at: Option<i64>,
}

#[cfg(test)]
impl ExportFormat {
    /// What the export of this format tells, post by post.
    pub(super) fn made(&self, dataset: &Dataset) -> Vec<Made> {
        let chunks = 0..dataset.world.posts.div_ceil(CHUNK);
        let posts = chunks.flat_map(|chunk| Posts::new(&dataset.world, chunk, Some(self.of)));
        posts
            .map(|post| Made {
                id: format!("{}_{}", self.of.platform.name(), self.id(&post)),
                author: author(&post.sketch),
                caption: Some(post.caption).filter(|caption| !caption.is_empty()),
                hashtags: post.tags,
                metrics: post.metrics,
                posted_at: post.sketch.known.then_some(post.sketch.seconds * 1_000_000),
            })
            .collect()
    }

    fn id(&self, post: &Post) -> String {
        match self.name {
            "apify-instagram" | "crowdtangle-instagram" => instagram::short_code(post),
            "mastodon" => mastodon::uri(post),
            _ => native(&post.sketch),
        }
    }
}
