//! The projects, and the users who have them.

use crate::generate::authors::Author;
use crate::generate::calendar::{DAY, END};
use crate::generate::caption::push_place;
use crate::generate::platform::{PLATFORMS, Platform, push_number};
use crate::generate::random::{Purpose, Stream, Zipf};
use crate::generate::themes::THEMES;
use crate::generate::world::World;

/// The ids of a project's links begin with its own: the third hashtag of
/// project 17 is 1703. So no project waits for the ones before it.
pub(super) const LINKS: u32 = 100;

/// At most so many projects, for the ids of their links to be 32-bit integers.
pub(super) const MOST_PROJECTS: u32 = 20_000_000;

/// Queries in the normal form of the scope language.
const QUERIES: [&str; 8] = [
    "likes>100",
    "NOT text:giveaway",
    "platform:tiktok OR platform:instagram",
    "after:2026-01-01",
    "engagement>=50 AND NOT platform:x",
    "before:2026-07-01 AND views>1000",
    "text:\"{town}\" OR comments>20",
    "NOT #fyp AND NOT #viral",
];

/// A project and what it follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Project {
    pub(super) id: i32,
    pub(super) user: Option<i32>,
    pub(super) name: String,
    pub(super) description: Option<String>,
    pub(super) status: &'static str,
    /// A JSON list of names.
    pub(super) platforms: Option<String>,
    pub(super) scope_type: &'static str,
    pub(super) scope_query: Option<String>,
    /// In unix seconds.
    pub(super) created: i64,
    pub(super) updated: i64,
    pub(super) hashtags: Vec<(Platform, u32)>,
    pub(super) creators: Vec<(Platform, Author)>,
}

/// How many users there are for so many projects.
pub(super) fn users(projects: u32) -> u32 {
    projects / 20 + 3
}

impl Project {
    /// Project number `number` of `projects`, from 0.
    pub(super) fn new(world: &World, number: u32, projects: u32) -> Self {
        let mut stream = Stream::new(world.seed, Purpose::Projects, u64::from(number));
        let stream = &mut stream;
        let theme = stream.index(world.themes);
        let id = number + 1;
        let mut name = format!("{}, ", THEMES[theme].title);
        push_place(stream, &mut name);
        name.push(' ');
        push_number(u64::from(id), &mut name);
        let mut description = "Who talks about it in ".to_owned();
        push_place(stream, &mut description);
        let user = (1 + stream.below(u64::from(users(projects)))) as i32;
        let scope_type = match stream.below(20) {
            0..=7 => "hashtags",
            8..=12 => "creators",
            _ => "both",
        };
        let created =
            END - DAY - stream.below((world.calendar.days() * DAY / 2).unsigned_abs()) as i64;
        let updated = created + stream.below((END - created).unsigned_abs()) as i64;
        let empty = stream.chance(0.01);
        Self {
            id: id as i32,
            user: stream.chance(0.95).then_some(user),
            name,
            description: stream.chance(0.6).then_some(description),
            status: stream.pick(&["active", "active", "active", "draft", "paused"]),
            platforms: platforms(stream),
            scope_type,
            scope_query: stream.chance(0.05).then(|| query(stream)),
            created,
            updated,
            hashtags: if empty {
                Vec::new()
            } else {
                hashtags(world, stream, theme)
            },
            creators: if empty {
                Vec::new()
            } else {
                creators(world, stream, theme)
            },
        }
    }
}

fn platforms(stream: &mut Stream) -> Option<String> {
    let chosen = match stream.below(100) {
        0..70 => return None,
        70 => Vec::new(),
        _ => {
            let mut chosen = PLATFORMS.to_vec();
            chosen.retain(|_| stream.chance(0.5));
            if chosen.is_empty() {
                chosen.push(stream.pick(&PLATFORMS));
            }
            chosen
        }
    };
    let names: Vec<_> = chosen
        .iter()
        .map(|platform| format!("\"{}\"", platform.name()))
        .collect();
    Some(format!("[{}]", names.join(",")))
}

fn query(stream: &mut Stream) -> String {
    let mut town = String::new();
    push_place(stream, &mut town);
    // The normal form of a phrase is folded, and one word needs no marks.
    let town = town.to_lowercase();
    stream.pick(&QUERIES).replace("\"{town}\"", &town)
}

/// Some eight hashtags: two to six names of the theme, each on some platforms.
fn hashtags(world: &World, stream: &mut Stream, theme: usize) -> Vec<(Platform, u32)> {
    let most = world.vocabulary.of_a_theme();
    let mut tags: Vec<u32> = Vec::new();
    for _ in 0..2 + stream.below(5) {
        // One in four is well known; the others can be of any rank but the first.
        let (low, high) = if stream.chance(0.25) {
            (4, most.min(200))
        } else {
            (20, most)
        };
        let rank = low * Zipf::new(high / low).rank(stream.unit()) + stream.below(low) + low;
        let tag = world.vocabulary.ranked(theme, rank.min(most - 1));
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    if stream.chance(0.03) {
        tags.push(world.vocabulary.general(stream.unit()));
    }
    let mut links = Vec::with_capacity(8);
    for tag in tags {
        let before = links.len();
        links.extend(
            PLATFORMS
                .iter()
                .filter(|_| stream.chance(0.5))
                .map(|p| (*p, tag)),
        );
        if links.len() == before {
            links.push((stream.pick(&PLATFORMS), tag));
        }
    }
    links
}

/// Some twenty creators of the theme: a few of the busy, more of the others.
fn creators(world: &World, stream: &mut Stream, theme: usize) -> Vec<(Platform, Author)> {
    let themes = world.themes as u64;
    let wanted = 5 + stream.index(31);
    let mut creators: Vec<(Platform, Author)> = Vec::with_capacity(wanted);
    // A small data set may not have as many.
    for _ in 0..2 * wanted {
        if creators.len() == wanted {
            break;
        }
        let platform = Platform::at(stream.unit());
        let authors = world.authors_on(platform);
        let number = if stream.chance(0.2) {
            (9 + Zipf::new(authors).rank(stream.unit())).min(authors - 1)
        } else {
            stream.below(authors)
        };
        let number = number / themes * themes + theme as u64;
        let creator = (platform, world.author(number as u32));
        if !creators.contains(&creator) {
            creators.push(creator);
        }
    }
    creators
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scope;

    #[test]
    fn projects_are_as_described() {
        let world = World::new(1, 1_000_000);
        let projects: Vec<_> = (0..1000).map(|n| Project::new(&world, n, 1000)).collect();
        let mean = |count: fn(&Project) -> usize| {
            projects.iter().map(count).sum::<usize>() as f64 / 1000.0
        };
        let (hashtags, creators) = (mean(|p| p.hashtags.len()), mean(|p| p.creators.len()));
        assert!((7.0..10.0).contains(&hashtags), "{hashtags}");
        assert!((18.0..22.0).contains(&creators), "{creators}");
        for kind in ["hashtags", "creators", "both"] {
            assert!(projects.iter().filter(|p| p.scope_type == kind).count() > 150);
        }
        assert!(
            projects
                .iter()
                .any(|p| p.hashtags.is_empty() && p.creators.is_empty())
        );
        assert!(
            projects
                .iter()
                .any(|p| p.platforms.as_deref() == Some("[]"))
        );
        let links = projects
            .iter()
            .map(|p| p.hashtags.len().max(p.creators.len()));
        assert!(links.max().unwrap_or(0) < LINKS as usize);
    }

    #[test]
    fn queries_are_in_normal_form() {
        let world = World::new(1, 1000);
        let projects = (0..2000).map(|n| Project::new(&world, n, 2000));
        let queries: Vec<_> = projects.filter_map(|p| p.scope_query).collect();
        assert!((60..150).contains(&queries.len()), "{}", queries.len());
        for query in queries {
            assert_eq!(scope::parse(&query).unwrap().to_string(), query);
        }
    }
}
