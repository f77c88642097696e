//! Steps made up, small ones first so that failures shrink well.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};
use veyl_core::project::ProjectSpec;

use crate::cases::{AUTHORS, QUERIES, TAGS, count, post, time};

/// One change.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    /// Posts of canonical tables, and of platforms that may be new.
    Posts {
        canonical: Vec<Value>,
        foreign: Vec<Value>,
    },
    /// Known posts, crawled again.
    Again(Vec<(Index, Edit)>),
    Delete(Vec<Index>),
    AddHashtag(String),
    RemoveHashtags(Vec<Index>),
    Apply(Vec<ProjectSpec>),
    Add(ProjectSpec),
    RemoveProject(Index),
    Unfollow {
        project: Index,
        what: Index,
    },
    Merge,
    /// Makes the data set anew of the store's tables, to be changed from there.
    Reopen,
    /// Written as a snapshot, and read again from it.
    Snapshot,
    /// Asks for every view, so that what they keep is there.
    Look,
}

/// What is other about a post.
#[derive(Debug, Clone)]
pub(crate) enum Edit {
    /// Nothing.
    Same,
    Counts([Option<i64>; 4]),
    /// It moves in time.
    Time(Option<String>),
    Tags(Vec<usize>),
    Author(usize),
    Sentiment(Option<i32>),
    Caption(Option<&'static str>),
}

impl Edit {
    pub(crate) fn apply(&self, post: &mut Value) {
        match self {
            Self::Same => {}
            Self::Counts([likes, comments, shares, views]) => {
                post["metrics"] = json!({"likes": likes, "comments": comments,
                                         "shares": shares, "views": views});
            }
            Self::Time(at) => post["posted_at"] = json!(at),
            Self::Tags(tags) => {
                let names: Vec<&str> = tags.iter().map(|tag| TAGS[*tag]).collect();
                post["hashtags"] = json!(names);
            }
            Self::Author(author) => post["author"] = json!(AUTHORS[*author]),
            Self::Sentiment(quarters) => {
                post["sentiment"] = json!(quarters.map(|quarters| f64::from(quarters) / 4.0));
            }
            Self::Caption(caption) => post["caption"] = json!(caption),
        }
    }
}

pub(crate) fn step() -> impl Strategy<Value = Step> {
    let some = || vec(any::<Index>(), 0..4);
    prop_oneof![
        4 => (vec(post(), 0..12), vec(foreign(), 0..4)).prop_map(|(canonical, foreign)| {
            Step::Posts { canonical, foreign }
        }),
        4 => vec((any::<Index>(), edit()), 0..8).prop_map(Step::Again),
        2 => some().prop_map(Step::Delete),
        // As far as all of them.
        1 => vec(any::<Index>(), 0..60).prop_map(Step::Delete),
        1 => (0..4_usize, 0..TAGS.len()).prop_map(|(platform, tag)| {
            let platform = ["instagram", "tiktok", "mastodon", "nowhere"][platform];
            Step::AddHashtag(format!("{platform}:{}", TAGS[tag]))
        }),
        2 => some().prop_map(Step::RemoveHashtags),
        2 => vec(spec(), 1..3).prop_map(Step::Apply),
        2 => spec().prop_map(Step::Add),
        1 => any::<Index>().prop_map(Step::RemoveProject),
        1 => (any::<Index>(), any::<Index>())
            .prop_map(|(project, what)| Step::Unfollow { project, what }),
        1 => Just(Step::Merge),
        1 => Just(Step::Reopen),
        2 => Just(Step::Snapshot),
        4 => Just(Step::Look),
    ]
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        1 => Just(Edit::Same),
        4 => [count(), count(), count(), count()].prop_map(Edit::Counts),
        3 => option::weighted(0.8, time()).prop_map(Edit::Time),
        2 => vec(0..TAGS.len(), 0..4).prop_map(Edit::Tags),
        1 => (0..AUTHORS.len()).prop_map(Edit::Author),
        1 => option::of(-4..=4_i32).prop_map(Edit::Sentiment),
        1 => option::of(Just("a SALE now")).prop_map(Edit::Caption),
    ]
}

/// A post of a platform that no table of platforms has.
fn foreign() -> impl Strategy<Value = Value> {
    let platform = prop_oneof![Just("mastodon"), Just("bluesky")];
    (
        platform,
        0..20_u32,
        0..AUTHORS.len(),
        vec(0..TAGS.len(), 0..4),
        count(),
        option::of(time()),
    )
        .prop_map(|(platform, id, author, tags, likes, at)| {
            let names: Vec<&str> = tags.iter().map(|tag| TAGS[*tag]).collect();
            json!({
                "id": id.to_string(),
                "platform": platform,
                "username": AUTHORS[author],
                "hashtags": names,
                "likes": likes,
                "created_at": at,
            })
        })
}

fn spec() -> impl Strategy<Value = ProjectSpec> {
    let name = prop_oneof![Just("p"), Just("cats"), Just("dogs")];
    let platforms = prop_oneof![
        4 => Just(vec![]),
        1 => Just(vec!["tiktok"]),
        1 => Just(vec!["mastodon", "x"]),
    ];
    let scope_type = option::weighted(
        0.3,
        prop_oneof![Just("hashtags"), Just("creators"), Just("both")],
    );
    let on = || prop_oneof![4 => Just(""), 2 => Just("tiktok:"), 1 => Just("pixelfed:")];
    (
        name,
        platforms,
        scope_type,
        option::weighted(0.4, 0..QUERIES.len()),
        vec((on(), 0..TAGS.len()), 0..4),
        vec((on(), 0..AUTHORS.len()), 0..3),
        option::of(Just("about")),
    )
        .prop_map(
            |(name, platforms, scope_type, query, hashtags, creators, description)| {
                let hashtags = hashtags.into_iter();
                let creators = creators.into_iter();
                ProjectSpec {
                    name: name.to_owned(),
                    description: description.map(str::to_owned),
                    status: None,
                    platforms: platforms.into_iter().map(str::to_owned).collect(),
                    scope_type: scope_type.map(str::to_owned),
                    scope_query: query.map(|query| QUERIES[query].to_owned()),
                    hashtags: hashtags
                        .map(|(on, tag)| format!("{on}{}", TAGS[tag]))
                        .collect(),
                    creators: creators
                        .map(|(on, author)| format!("{on}{}", AUTHORS[author]))
                        .collect(),
                }
            },
        )
}
