//! Small worlds in which everything odd is common: repeated posts, ties, NULLs,
//! counts at the edges, hashtags of several platforms, files that disagree.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use serde_json::{Value, json};
use veyl_core::read::Input;

/// The rows of each table, by the name of its file.
#[derive(Clone)]
pub(crate) struct World(Vec<(&'static str, Vec<Value>)>);

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (name, rows) in &self.0 {
            writeln!(f, "\n{name}")?;
            for row in rows {
                writeln!(f, "{row}")?;
            }
        }
        Ok(())
    }
}

impl World {
    /// The rows of a table.
    pub(crate) fn rows(&self, table: &str) -> &[Value] {
        let found = self.0.iter().find(|(name, _)| *name == table);
        found.map_or(&[], |(_, rows)| rows)
    }

    /// The tables as NDJSON files.
    pub(crate) fn inputs(&self) -> Vec<Input> {
        let files = self.0.iter().filter(|(_, rows)| !rows.is_empty());
        files.map(|(name, rows)| input(name, rows)).collect()
    }
}

/// Rows as an NDJSON file.
pub(crate) fn input(name: &str, rows: &[Value]) -> Input {
    let lines: String = rows.iter().map(|row| format!("{row}\n")).collect();
    Input::bytes(format!("{name}.ndjson"), lines.into_bytes())
}

const PLATFORMS: [&str; 3] = ["instagram", "tiktok", "x"];
pub(crate) const TAGS: [&str; 8] = ["sun", "sea", "z", "ä", "日本", "sun2", "a_b", "ж"];
pub(crate) const AUTHORS: [&str; 5] = ["ana", "Ana", "ben", "cy", "名"];
pub(crate) const QUERIES: [&str; 14] = [
    "likes>5",
    "NOT likes>5",
    "#sun OR #日本",
    "NOT #sea",
    "#nowhere",
    "@ana OR @ben platform:tiktok",
    "-platform:x",
    "text:\"SALE now\" OR text:ß",
    "NOT text:sale",
    "after:2024-02-01 before:2024-03-05",
    "engagement>=4294967294",
    "views!=0 (comments<3 OR shares=1)",
    "sentiment>0.25",
    "NOT sentiment<=0.25",
];

/// A world of up to some hundred posts.
pub(crate) fn world() -> impl Strategy<Value = World> {
    world_of(prop_oneof![vec(post(), 0..12), vec(post(), 30..160)])
}

/// A world of a few posts.
pub(crate) fn small_world() -> impl Strategy<Value = World> {
    world_of(vec(post(), 0..6))
}

fn world_of(posts: impl Strategy<Value = Vec<Value>>) -> impl Strategy<Value = World> {
    (
        posts,
        any::<bool>(),
        any::<bool>(),
        vec((0..160_usize, 1..30_i32), 0..12),
        vec(project(), 0..5),
        vec((0..6_i32, 1..30_i32), 0..16),
        vec((0..6_i32, 0..AUTHORS.len(), 0..4_i32), 0..10),
    )
        .prop_map(
            |(posts, with_hashtags, with_links, odd_links, projects, hashtags, creators)| {
                let mut links = Vec::new();
                if with_hashtags && with_links {
                    for post in &posts {
                        links.extend(implied_links(post));
                    }
                }
                if with_hashtags {
                    for (place, hashtag) in odd_links {
                        let post = posts.get(place).map(|post| post["id"].clone());
                        let post = post.unwrap_or_else(|| json!("x_none"));
                        links.push(json!({"post_id": post, "hashtag_id": hashtag}));
                    }
                }
                World(vec![
                    ("platforms", platforms()),
                    (
                        "hashtags",
                        if with_hashtags {
                            hashtag_rows()
                        } else {
                            Vec::new()
                        },
                    ),
                    ("posts", posts),
                    ("post_hashtags", links),
                    ("projects", numbered(projects)),
                    (
                        "project_hashtags",
                        numbered(hashtags.into_iter().map(|(project, hashtag)| {
                            json!({"project_id": project, "hashtag_id": hashtag,
                                   "added_at": "2024-01-01T00:00:00Z"})
                        })),
                    ),
                    (
                        "project_creators",
                        numbered(creators.into_iter().map(|(project, author, platform)| {
                            json!({"project_id": project, "creator_username": AUTHORS[author],
                                   "platform_id": platform, "added_at": "2024-01-01T00:00:00Z"})
                        })),
                    ),
                ])
            },
        )
}

fn numbered(rows: impl IntoIterator<Item = Value>) -> Vec<Value> {
    let rows = rows.into_iter().enumerate().map(|(place, mut row)| {
        row["id"] = json!(place + 1);
        row
    });
    rows.collect()
}

fn platforms() -> Vec<Value> {
    let rows = PLATFORMS.iter().enumerate();
    rows.map(|(place, name)| json!({"id": place + 1, "name": name}))
        .collect()
}

/// Most of the hashtags there can be; the others are made where posts have them.
fn hashtag_rows() -> Vec<Value> {
    let mut rows = Vec::new();
    for platform in 0..PLATFORMS.len() {
        for (tag, name) in TAGS.iter().enumerate().skip(platform) {
            let id = platform * TAGS.len() + tag + 1;
            rows.push(json!({"id": id, "name": name, "platform_id": platform + 1}));
        }
    }
    rows
}

fn implied_links(post: &Value) -> Vec<Value> {
    let platform = post["platform_id"].as_u64().unwrap_or_default() - 1;
    let tags = post["hashtags"].as_array().into_iter().flatten();
    tags.filter_map(|tag| {
        let place = TAGS.iter().position(|name| *name == tag)? as u64;
        let known = place >= platform;
        let id = platform * TAGS.len() as u64 + place + 1;
        known.then(|| json!({"post_id": post["id"], "hashtag_id": id}))
    })
    .collect()
}

pub(crate) fn post() -> impl Strategy<Value = Value> {
    let texts = (
        0..120_u32,
        0..PLATFORMS.len(),
        0..AUTHORS.len(),
        option::of(prop_oneof![
            Just("Big SALE  now"),
            Just("sale NOW! STRASSE"),
            Just(""),
            Just("日本 \"quoted\" Straße")
        ]),
        vec(0..TAGS.len(), 0..5),
    );
    let numbers = (
        count(),
        count(),
        count(),
        count(),
        option::weighted(0.9, time()),
        option::of(-4..=4_i32),
        option::of(-1e9..1e9_f64),
    );
    (texts, numbers).prop_map(|(texts, numbers)| {
        let (id, platform, author, caption, tags) = texts;
        let (likes, comments, shares, views, posted_at, sentiment, score) = numbers;
        let mut names: Vec<&str> = Vec::new();
        for tag in tags {
            if !names.contains(&TAGS[tag]) {
                names.push(TAGS[tag]);
            }
        }
        json!({
            "id": format!("{}_{id}", PLATFORMS[platform]),
            "platform_id": platform + 1,
            "author": AUTHORS[author],
            "caption": caption,
            "hashtags": names,
            "metrics": {"likes": likes, "comments": comments, "shares": shares, "views": views},
            "posted_at": posted_at,
            "sentiment": sentiment.map(|quarters| f64::from(quarters) / 4.0),
            "score": score,
            "score_trend": score.map(|score| score / 3.0),
        })
    })
}

/// Small counts, mostly; those at the edge of 32 bits, and huge ones, seldom.
pub(crate) fn count() -> impl Strategy<Value = Option<i64>> {
    let some = prop_oneof![
        20 => 0..40_i64,
        10 => 0..100_000_i64,
        1 => Just(i64::from(u32::MAX) - 2),
        1 => Just(i64::from(u32::MAX) - 1),
        1 => Just(i64::from(u32::MAX)),
        1 => Just(1_i64 << 40),
    ];
    option::weighted(0.8, some)
}

/// Ten weeks, in which ties and midnights are common.
pub(crate) fn time() -> impl Strategy<Value = String> {
    let clock = prop_oneof![
        Just("00:00:00"),
        Just("12:00:00"),
        Just("23:59:59.999999"),
        Just("07:30:00.5")
    ];
    (0..70_u32, clock).prop_map(|(day, clock)| {
        let day = 19_737 + i64::from(day);
        let date = date_of(day);
        format!("{date}T{clock}Z")
    })
}

/// The date of a day since 1970.
fn date_of(day: i64) -> String {
    let days = arrow::array::Date32Array::from(vec![i32::try_from(day).unwrap_or_default()]);
    days.value_as_date(0)
        .map(|date| date.to_string())
        .unwrap_or_default()
}

fn project() -> impl Strategy<Value = Value> {
    let platforms = prop_oneof![
        3 => Just(None),
        1 => Just(Some("[]")),
        1 => Just(Some(r#"["tiktok"]"#)),
        1 => Just(Some(r#"["instagram","x"]"#)),
        1 => Just(Some(r#"["tik"]"#)),
    ];
    let scope_type = prop_oneof![Just("both"), Just("hashtags"), Just("creators")];
    let query = option::weighted(0.4, 0..QUERIES.len());
    (platforms, scope_type, query).prop_map(|(platforms, scope_type, query)| {
        json!({
            "name": "p",
            "platforms": platforms,
            "scope_type": scope_type,
            "scope_query": query.map(|query| QUERIES[query]),
            "created_at": "2024-01-01T00:00:00Z",
            "updated_at": "2024-01-01T00:00:00Z",
        })
    })
}
