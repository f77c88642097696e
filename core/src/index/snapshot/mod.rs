//! A data set as a file that maps back in without being built again.
//!
//! [`Dataset::write_snapshot`](super::Dataset::write_snapshot) writes one,
//! [`Dataset::from_snapshot`](super::Dataset::from_snapshot) reads it; natively
//! [`Dataset::save`](super::Dataset::save) and
//! [`Dataset::open`](super::Dataset::open) do so with a file. The columns of the
//! data set that is read are views into the bytes; small tables are copied out.
//!
//! # The format
//!
//! All numbers are little-endian. Everything begins at a multiple of 64 bytes
//! from the beginning; what is between is zero.
//!
//! ```text
//! header   64 bytes  0 magic [8], 8 version u32, 12 zero
//! sections           one array each, one after the other
//! table    64 bytes a section
//!                    0 name [40], filled up with zeros; 40 type u32;
//!                    44 CRC-32 of its bytes u32; 48 offset u64; 56 bytes u64
//! trailer  64 bytes  0 offset of the table u64; 8 bytes of the file u64;
//!                    16 posts u64; 24 links u64; 32 sections u32; 36 zero;
//!                    52 CRC-32 of header, table and these 52 bytes u32;
//!                    56 magic [8]
//! ```
//!
//! The table comes last, so that a snapshot is written in one go to anything
//! that takes bytes, and one that was cut off is known by its end.
//!
//! | type | | |
//! |---|---|---|
//! | 1 | `u8` | also texts, in UTF-8 |
//! | 2 | `u16` | ordinals of platforms |
//! | 3 | `u32` | ordinals of all else, places, packed records |
//! | 4 | `i32` | ids |
//! | 5 | `u64` | bits |
//! | 6 | `i64` | counts, times in microseconds UTC, offsets of texts |
//! | 7 | `f64` | |
//!
//! A column of texts `T` is `T.offsets` (`i64`, one more than there are texts,
//! from 0 on) into `T.bytes` (`u8`), and where there are NULLs `T.valid` (`u64`,
//! a bit a text from the lowest on). Lists `L` are `L.starts` (`u32`, one more
//! than there are lists, from 0 on) into `L.items` (`u32`). An ordinal is a
//! place in the table it refers to.
//!
//! | section | type | one per | what |
//! |---|---|---|---|
//! | `platforms.ids`, texts `platforms.names` | `i32` | platform | |
//! | texts `names` | | name of hashtags | each once, whatever the platform |
//! | `hashtags.ids`, `.names`, `.platforms` | `i32`, `u32`, `u16` | hashtag | ids ascend |
//! | `creators.platforms`, texts `creators.authors` | `u16` | creator | |
//! | `posts.records` | `u32` x 8 | post | likes, comments, shares, views, engagement (2^32 - 1: absent; 2^32 - 2: see `posts.wide`), creator, low and high half of `posted_at` (-2^63: unknown) |
//! | `posts.wide.posts`, `.counts`, `.valid` | `u32`, `i64` x 4, `u8` | post with a count of 2^32 - 2 or more | its four counts, and a bit for each that is there |
//! | `posts.own.posts`, lists `posts.own` | `u32` | post whose own list of hashtags is not that of its links | names |
//! | `posts.sentiment.valid`, `.before`, `.values` | `u64`, `u32`, `f64` | 64 posts, 512 posts, value | which posts have one, a bit each; how many come before; these. None of the three where there is no value. Likewise `posts.score`, `posts.score_trend` |
//! | texts `posts.ids`, `posts.captions` | | post | |
//! | lists `tags` | | post | hashtags |
//! | lists `by_hashtag`, `by_creator` | | hashtag, creator | posts, ascending |
//! | `projects.ids`, `.scope_types` | `i32`, `u8` | project | ids ascend; 0 hashtags, 1 creators, 2 both |
//! | texts `projects.names`, `.platforms`, `.scopes` | | project | the last is the scope query in normal form |
//! | lists `projects.hashtags`, `projects.added_at` | `i64` | followed hashtag | ascending |
//! | lists `projects.creators` | | project | |
//! | texts `projects.descriptions`, `.statuses`; `projects.updated_at` | `i64` | project | |
//! | lists of texts `projects.hashtag_names`, `.creator_names` | | project | followed by name, on every platform there will be: `.starts`, and a column of texts |
//!
//! Posts stand in the order of `posted_at`, unknown ones last, then `id`.
//! Posts and hashtags that were taken away are not written.
//!
//! A later version of veyl may add sections of other names to this version of
//! the format, which earlier ones pass over; whatever else changes raises the
//! version.
//!
//! # Trust
//!
//! A snapshot may come from anywhere. Every section that is read is checked
//! against its checksum, every length and ordinal against what it refers to,
//! every text for UTF-8, before the data set is there; in time that is linear
//! in the size of the file, and with memory that is less than it. A forged file
//! can lie (a hashtag's posts need not be those that carry it), but it can not
//! make a view fail in another way than with an error.

mod check;
mod chunks;
#[cfg(not(target_family = "wasm"))]
mod file;
mod layout;
#[cfg(not(target_family = "wasm"))]
mod map;
mod order;
mod read;
mod read_names;
mod read_posts;
mod read_projects;
mod sections;
mod write;
mod write_posts;
mod write_projects;

#[cfg(test)]
mod tests;

pub use layout::{MAGIC, VERSION};
