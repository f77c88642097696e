//! The cross-filter answers as a plain scan of every post would, whatever came
//! before in the session.

// What can not be set up fails its test; spans of made-up times are small.
#![allow(clippy::unwrap_used, clippy::cast_possible_truncation)]

mod cases;
mod plain_scan;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, subsequence};
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;
use veyl_core::generate;
use veyl_core::index::{
    self, Creator, CrossFilter, Dataset, EngagementRange, Filters, Options, Order, Summary,
    TimeRange, TimeUnit, WeekdayHour,
};
use veyl_core::load::LoadOptions;
use veyl_core::sql::Store;
use veyl_tests::empty_store;

use cases::{AUTHORS, TAGS, World, input, world};

/// What happens to a data set before a session.
#[derive(Debug, Clone)]
struct Later {
    /// Posts that come, some of them again.
    posts: Vec<Value>,
    /// Posts that are deleted.
    gone: Vec<Index>,
}

/// A step of a session.
#[derive(Debug, Clone)]
struct Step {
    filters: Filters,
    options: Options,
    order: Order,
    offset: usize,
    limit: usize,
}

fn later() -> impl Strategy<Value = Later> {
    let some = || prop_oneof![Just(0..1_usize), Just(0..40)];
    (some(), some()).prop_flat_map(|(posts, gone)| {
        (vec(cases::post(), posts), vec(any::<Index>(), gone))
            .prop_map(|(posts, gone)| Later { posts, gone })
    })
}

fn time() -> impl Strategy<Value = Option<i64>> {
    // The ten weeks of the posts, and a little around them.
    let day = 19_730..19_815_i64;
    let clock = prop_oneof![
        Just(0),
        Just(43_200_000_000),
        Just(86_399_999_999),
        0..86_400_000_000_i64
    ];
    option::weighted(
        0.8,
        (day, clock).prop_map(|(day, clock)| day * 86_400_000_000 + clock),
    )
}

fn range_of_time() -> impl Strategy<Value = TimeRange> {
    (time(), time(), any::<bool>()).prop_map(|(one, other, as_is)| {
        let (from, to) = if as_is || one <= other {
            (one, other)
        } else {
            (other, one)
        };
        TimeRange { from, to }
    })
}

fn filters() -> impl Strategy<Value = Filters> {
    let platforms = ["instagram", "TikTok", "x", "nowhere"]
        .map(str::to_owned)
        .to_vec();
    let tags: Vec<String> = TAGS.iter().map(|tag| format!("#{tag}")).collect();
    let tags = [tags, vec!["SUN".into(), "#".into(), "nosuch".into()]].concat();
    let creators = AUTHORS.iter().flat_map(|author| {
        ["instagram", "tiktok", "X"].map(|platform| Creator {
            author: (*author).to_owned(),
            platform: platform.to_owned(),
        })
    });
    let creators: Vec<Creator> = creators.collect();
    let hours = || {
        (
            1..=7_u8,
            prop_oneof![Just(0), Just(7), Just(12), Just(23), 0..24_u8],
        )
    };
    let bound = || option::of(prop_oneof![-1..60_i64, 0..300_000_i64, Just(1 << 40)]);
    let caption = prop_oneof![
        Just(""),
        Just("s"),
        Just("sale"),
        Just("SALE "),
        Just("sale  n"),
        Just("e n"),
        Just("straSSE"),
        Just("big sale  now"),
        Just(" "),
        Just("本 \"q"),
        Just("nothing")
    ];
    (
        option::weighted(0.3, range_of_time()),
        option::weighted(0.3, subsequence(platforms, 0..4)),
        option::weighted(0.3, subsequence(tags, 0..4)),
        option::weighted(0.3, subsequence(creators, 0..6)),
        option::weighted(0.3, vec(hours(), 0..20)),
        option::weighted(0.3, (bound(), bound())),
        option::weighted(0.3, caption),
    )
        .prop_map(
            |(time, platforms, hashtags, creators, hours, engagement, caption)| {
                let hours = hours.map(|hours| {
                    let hours = hours.into_iter();
                    hours
                        .map(|(weekday, hour)| WeekdayHour { weekday, hour })
                        .collect()
                });
                Filters {
                    time,
                    platforms,
                    hashtags,
                    creators,
                    weekday_hours: hours,
                    engagement: engagement.map(|(min, max)| EngagementRange { min, max }),
                    caption: caption.map(str::to_owned),
                }
            },
        )
}

fn step() -> impl Strategy<Value = Step> {
    let unit = option::weighted(
        0.5,
        prop_oneof![
            Just(TimeUnit::Hour),
            Just(TimeUnit::Day),
            Just(TimeUnit::Week),
            Just(TimeUnit::Month)
        ],
    );
    let order = prop_oneof![
        Just(Order::Time),
        Just(Order::Engagement),
        Just(Order::Views),
        Just(Order::Likes)
    ];
    (
        filters(),
        0..25_usize,
        unit,
        order,
        0..30_usize,
        0..30_usize,
    )
        .prop_map(|(filters, top, time_unit, order, offset, limit)| Step {
            filters,
            options: Options { top, time_unit },
            order,
            offset,
            limit,
        })
}

/// Loads the files into a store and a data set, and changes both.
fn load(world: &World, later: &Later) -> veyl_core::Result<(Store, Dataset)> {
    let store = empty_store();
    let options = LoadOptions::default();
    store.load(&world.inputs(), &options, &mut ())?;
    let (mut dataset, _) = index::read(&world.inputs(), &options, &mut ())?;
    if !later.posts.is_empty() {
        let inputs = [input("posts", &later.posts)];
        store.load(&inputs, &options, &mut ())?;
        dataset.load(&inputs, &options, &mut ())?;
    }
    let (_, ids) = store.query("SELECT id FROM posts ORDER BY id", &[])?;
    let ids: Vec<String> = veyl_tests::texts(&ids).concat();
    let gone = later.gone.iter().filter(|_| !ids.is_empty());
    let gone: Vec<&String> = gone.map(|one| one.get(&ids)).collect();
    dataset.delete_posts(&gone)?;
    for id in gone {
        store.query(&format!("DELETE FROM posts WHERE id = '{id}'"), &[])?;
    }
    store.settle_after_changes()?;
    Ok((store, dataset))
}

/// The mean of rates apart, which is a sum of floats.
fn with_close_mean(mut found: Summary, expected: &Summary) -> Result<Summary, String> {
    let means = |summary: &Summary| summary.all.engagement_rate_mean;
    let close = match (means(&found), means(expected)) {
        (Some(found), Some(expected)) => {
            (found - expected).abs() <= 1e-12 * found.abs().max(expected.abs())
        }
        (found, expected) => found == expected,
    };
    if !close {
        return Err(format!(
            "means {:?} and {:?}",
            means(&found),
            means(expected)
        ));
    }
    found.all.engagement_rate_mean = expected.all.engagement_rate_mean;
    Ok(found)
}

fn session(
    store: &Store,
    dataset: &Dataset,
    project: Option<i32>,
    steps: &[Step],
) -> Result<(), String> {
    let text = |error: veyl_core::Error| error.to_string();
    let posts = plain_scan::posts(store, project);
    let mut session = CrossFilter::new(dataset, project).map_err(text)?;
    for step in steps {
        let found = session.set(dataset, step.filters.clone(), &step.options);
        let expected = plain_scan::summary(&posts, &step.filters, &step.options);
        let found = with_close_mean(found.map_err(text)?, &expected)?;
        if found != expected {
            return Err(format!(
                "{project:?}, {step:?}:\n{found:?}\nexpected\n{expected:?}"
            ));
        }
        let page = session.posts(dataset, step.order, step.offset, step.limit);
        let page = page.map_err(text)?;
        let rows = plain_scan::rows(&posts, &step.filters, step.order);
        let expected: Vec<_> = rows
            .iter()
            .skip(step.offset)
            .take(step.limit)
            .cloned()
            .collect();
        if page.rows != expected || page.total as usize != rows.len() {
            return Err(format!(
                "{project:?}, {step:?}:\n{page:?}\nexpected\n{expected:?}"
            ));
        }
    }
    Ok(())
}

/// `VEYL_CASES` sets how many; the default is what a test run has time for.
#[test]
fn sessions_over_odd_data_are_plain_scans() {
    let cases = std::env::var("VEYL_CASES").ok();
    let cases = cases.and_then(|cases| cases.parse().ok()).unwrap_or(60);
    let mut runner = TestRunner::new(Config {
        cases,
        source_file: Some(file!()),
        ..Config::default()
    });
    let made = (world(), later(), vec(step(), 1..6));
    let outcome = runner.run(&made, |(world, later, steps)| {
        let (store, dataset) = load(&world, &later).map_err(fail)?;
        session(&store, &dataset, None, &steps).map_err(TestCaseError::fail)?;
        for project in dataset.projects().take(2) {
            session(&store, &dataset, Some(project), &steps).map_err(TestCaseError::fail)?;
        }
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}

fn fail(error: veyl_core::Error) -> TestCaseError {
    TestCaseError::fail(error.to_string())
}

/// Data of the usual shape, and more of it: several batches, several stretches of
/// engagement, sets that are turned in each of the ways there are.
#[test]
fn a_long_session_over_usual_data_is_a_plain_scan() {
    let made = generate::Dataset::new(generate::Options {
        posts: 3000,
        projects: 20,
        seed: 5,
    });
    let made = made.unwrap();
    let folder = tempfile::tempdir().unwrap();
    for table in &veyl_core::schema::TABLES {
        let file = std::fs::File::create(folder.path().join(format!("{}.parquet", table.name)));
        let mut writer = veyl_core::write::Format::Parquet.writer(file.unwrap());
        made.write_table(table, writer.as_mut(), &mut || ())
            .unwrap();
    }
    let inputs = veyl_core::read::expand([folder.path().display().to_string()]).unwrap();
    let store = empty_store();
    store
        .load(&inputs, &LoadOptions::default(), &mut ())
        .unwrap();
    let (dataset, _) = index::read(&inputs, &LoadOptions::default(), &mut ()).unwrap();
    let mut found = CrossFilter::new(&dataset, None).unwrap();
    let first = found
        .set(&dataset, Filters::default(), &Options::default())
        .unwrap();
    let (begin, end) = (
        first.all.first_post_at.unwrap(),
        first.all.last_post_at.unwrap(),
    );
    let part = |share: f64| begin + ((end - begin) as f64 * share) as i64;
    let range = |from: f64, to: f64| {
        Some(TimeRange {
            from: Some(part(from)),
            to: Some(part(to)),
        })
    };
    let creator = |bin: &index::CreatorBin| Creator {
        author: bin.author.clone(),
        platform: bin.platform.clone(),
    };
    let mut steps = vec![Filters::default()];
    let mut change = |change: &dyn Fn(&mut Filters)| {
        let mut filters = steps.last().cloned().unwrap_or_default();
        change(&mut filters);
        steps.push(filters);
    };
    for drag in 0..8 {
        let from = 0.1 * f64::from(drag);
        change(&|filters| filters.time = range(from, from + 0.3));
    }
    change(&|filters| filters.platforms = Some(vec![first.platforms[0].platform.clone()]));
    change(&|filters| filters.time = range(0.0, 0.95));
    change(&|filters| filters.time = None);
    change(&|filters| filters.hashtags = Some(vec![first.hashtags[0].hashtag.clone()]));
    change(&|filters| filters.platforms = None);
    change(&|filters| filters.creators = Some(first.creators.iter().map(creator).collect()));
    change(&|filters| filters.hashtags = None);
    change(&|filters| {
        filters.engagement = Some(EngagementRange {
            min: Some(10),
            max: None,
        });
    });
    change(&|filters| {
        filters.engagement = Some(EngagementRange {
            min: Some(12),
            max: Some(5000),
        });
    });
    change(&|filters| filters.creators = None);
    for text in ["a", "an", "and", "and ", "and t", "the"] {
        change(&|filters| filters.caption = Some(text.to_owned()));
    }
    change(&|filters| filters.engagement = None);
    change(&|filters| {
        let hours =
            (8..20).flat_map(|hour| (1..=5).map(move |weekday| WeekdayHour { weekday, hour }));
        filters.weekday_hours = Some(hours.collect());
    });
    change(&|filters| filters.caption = None);
    change(&|filters| *filters = Filters::default());
    let steps: Vec<Step> = steps
        .into_iter()
        .map(|filters| Step {
            filters,
            options: Options::default(),
            order: Order::Engagement,
            offset: 5,
            limit: 20,
        })
        .collect();
    session(&store, &dataset, None, &steps).unwrap();
}
