//! The rules of the canonical tables.

use std::collections::{HashMap, HashSet};

use arrow::array::{Array, AsArray, Float64Array, Int64Array};
use arrow::datatypes::{Float64Type, Int64Type, TimestampMicrosecondType};

use crate::generate::tests::{dataset, ints, tags, texts, whole};
use crate::schema::METRICS;
use crate::value;

#[test]
fn posts_keep_the_rules() {
    for posts in [1, 3000, 21_000] {
        let dataset = dataset(posts, 1);
        let batch = whole(&dataset, "posts");
        assert_eq!(batch.num_rows() as u64, posts);
        let platforms = whole(&dataset, "platforms");
        let names: HashMap<_, _> = (0..platforms.num_rows())
            .map(|row| {
                (
                    ints(&platforms, "id").value(row),
                    texts(&platforms, "name").value(row),
                )
            })
            .collect();
        let ids = texts(&batch, "id");
        assert_eq!(ids.iter().collect::<HashSet<_>>().len() as u64, posts);
        let lists = batch.column_by_name("hashtags").unwrap().as_list::<i32>();
        let sentiment: &Float64Array = batch
            .column_by_name("sentiment")
            .unwrap()
            .as_primitive::<Float64Type>();
        assert!(
            sentiment
                .iter()
                .flatten()
                .all(|mood| (-1.0..=1.0).contains(&mood))
        );
        let metrics = batch.column_by_name("metrics").unwrap().as_struct();
        for name in METRICS {
            let counts: &Int64Array = metrics
                .column_by_name(name)
                .unwrap()
                .as_primitive::<Int64Type>();
            assert!(counts.iter().flatten().all(|count| count >= 0));
            if posts > 1000 {
                assert!(
                    counts.null_count() > 0 && counts.null_count() < counts.len(),
                    "{name}"
                );
                assert!(counts.iter().flatten().any(|count| count == 0), "{name}");
            }
        }
        for row in 0..batch.num_rows() {
            let platform = names[&ints(&batch, "platform_id").value(row)];
            let native = ids
                .value(row)
                .strip_prefix(platform)
                .and_then(|id| id.strip_prefix('_'));
            assert!(
                native.is_some_and(|id| !id.is_empty()),
                "{}",
                ids.value(row)
            );
            let tags = tags(lists, row);
            let caption = texts(&batch, "caption");
            let found = if caption.is_null(row) {
                Vec::new()
            } else {
                value::tags::from_caption(caption.value(row))
            };
            assert_eq!(found, tags, "{}", caption.value(row));
        }
    }
}

#[test]
fn captions_have_a_usual_length() {
    let batch = whole(&dataset(5000, 2), "posts");
    let captions = texts(&batch, "caption");
    let lengths: Vec<_> = captions
        .iter()
        .flatten()
        .map(|text| text.chars().count())
        .collect();
    assert!(lengths.iter().all(|length| (24..=300).contains(length)));
    let usual = lengths
        .iter()
        .filter(|length| (30..=200).contains(*length))
        .count();
    assert!(
        usual * 100 > lengths.len() * 97,
        "{usual} of {}",
        lengths.len()
    );
    assert!(captions.null_count() > 0);
}

#[test]
fn links_are_the_lists_of_the_posts() {
    let dataset = dataset(20_500, 3);
    let (posts, links) = (whole(&dataset, "posts"), whole(&dataset, "post_hashtags"));
    let hashtags = whole(&dataset, "hashtags");
    let mut names = HashMap::new();
    let mut keys = HashSet::new();
    for row in 0..hashtags.num_rows() {
        let name = texts(&hashtags, "name").value(row);
        let platform = ints(&hashtags, "platform_id").value(row);
        assert_eq!(value::hashtag::normalize(name).as_deref(), Some(name));
        assert!(keys.insert((platform, name)));
        assert!(
            names
                .insert(ints(&hashtags, "id").value(row), (platform, name))
                .is_none()
        );
    }
    let mut linked: HashMap<_, Vec<_>> = HashMap::new();
    for row in 0..links.num_rows() {
        let hashtag = ints(&links, "hashtag_id").value(row);
        linked
            .entry(texts(&links, "post_id").value(row))
            .or_default()
            .push(names[&hashtag]);
    }
    let lists = posts.column_by_name("hashtags").unwrap().as_list::<i32>();
    for row in 0..posts.num_rows() {
        let platform = ints(&posts, "platform_id").value(row);
        let list = tags(lists, row);
        let list: Vec<_> = list.iter().map(|tag| (platform, tag.as_str())).collect();
        assert_eq!(
            linked
                .remove(texts(&posts, "id").value(row))
                .unwrap_or_default(),
            list
        );
    }
    assert!(linked.is_empty());
    let mean = links.num_rows() as f64 / posts.num_rows() as f64;
    assert!((mean - 2.5).abs() < 0.05, "{mean}");
}

#[test]
fn projects_refer_to_what_there_is() {
    let dataset = dataset(3000, 4);
    let column = |table: &str, column: &str| -> HashSet<i32> {
        ints(&whole(&dataset, table), column)
            .iter()
            .flatten()
            .collect()
    };
    for (table, name, target) in [
        ("projects", "user_id", "users"),
        ("oauth_accounts", "user_id", "users"),
        ("subscriptions", "user_id", "users"),
        ("project_hashtags", "project_id", "projects"),
        ("project_hashtags", "hashtag_id", "hashtags"),
        ("project_creators", "project_id", "projects"),
        ("project_creators", "platform_id", "platforms"),
    ] {
        assert!(
            column(table, name).is_subset(&column(target, "id")),
            "{table}.{name}"
        );
    }
    let hashtags = whole(&dataset, "project_hashtags");
    let creators = whole(&dataset, "project_creators");
    let mut keys = HashSet::new();
    for row in 0..hashtags.num_rows() {
        let key = (
            ints(&hashtags, "project_id").value(row),
            ints(&hashtags, "hashtag_id").value(row),
        );
        assert!(keys.insert(key));
    }
    let mut keys = HashSet::new();
    for row in 0..creators.num_rows() {
        assert!(keys.insert((
            ints(&creators, "project_id").value(row),
            ints(&creators, "platform_id").value(row),
            texts(&creators, "creator_username").value(row),
        )));
    }
    for links in [&hashtags, &creators] {
        let ids: HashSet<_> = ints(links, "id").iter().collect();
        assert_eq!(ids.len(), links.num_rows());
    }
    let authors: HashSet<String> = texts(&whole(&dataset, "posts"), "author")
        .iter()
        .flatten()
        .map(str::to_owned)
        .collect();
    let seen = texts(&creators, "creator_username")
        .iter()
        .flatten()
        .filter(|name| authors.contains(*name));
    assert!(seen.count() * 2 > creators.num_rows());
}

#[test]
fn some_times_are_not_known() {
    let batch = whole(&dataset(20_000, 1), "posts");
    let times = batch
        .column_by_name("posted_at")
        .unwrap()
        .as_primitive::<TimestampMicrosecondType>();
    assert!(
        (50..160).contains(&times.null_count()),
        "{}",
        times.null_count()
    );
    let day = 86_400_000_000;
    let span = times.iter().flatten().max().unwrap() - times.iter().flatten().min().unwrap();
    assert!((720 * day..=728 * day).contains(&span));
}
