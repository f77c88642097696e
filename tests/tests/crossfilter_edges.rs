//! The cross-filter at its edges: figures out of range, data sets that have
//! changed, wrong filters, no posts at all; and its answers as JSON.

// What can not be set up fails its test.
#![allow(clippy::unwrap_used)]

use serde_json::Value;
use veyl_core::ErrorKind;
use veyl_core::index::{
    self, Creator, CrossFilter, Dataset, Figures, Filters, Options, Order, TimeRange, TimeUnit,
    WeekdayHour,
};
use veyl_core::load::LoadOptions;

fn two_posts(views: i64) -> Dataset {
    let posts = format!(
        r#"{{"id":"x_1","platform_id":1,"author":"ana","hashtags":["sun"],"metrics":{{"views":{views}}},"posted_at":"2024-01-01T00:00:00Z"}}
{{"id":"x_2","platform_id":1,"author":"ben","hashtags":[],"metrics":{{"views":{views}}},"posted_at":"9024-01-01T00:00:00Z"}}
"#
    );
    let inputs = [
        veyl_core::read::Input::bytes("posts.ndjson", posts),
        veyl_core::read::Input::bytes("platforms.csv", "id,name\n1,x\n"),
    ];
    index::read(&inputs, &LoadOptions::default(), &mut ())
        .unwrap()
        .0
}

#[test]
fn a_sum_out_of_range_is_an_error_until_filters_leave_it_out() {
    let dataset = two_posts(i64::MAX);
    let mut session = CrossFilter::new(&dataset, None).unwrap();
    let options = Options::default();
    let error = session
        .set(&dataset, Filters::default(), &options)
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Rule);
    assert!(error.message().contains("of views"), "{error}");
    let ana = Creator {
        author: "ana".into(),
        platform: "x".into(),
    };
    let filters = Filters {
        creators: Some(vec![ana]),
        caption: None,
        time: Some(TimeRange {
            from: None,
            to: Some(4_000_000_000_000_000),
        }),
        ..Filters::default()
    };
    let summary = session.set(&dataset, filters, &options).unwrap();
    assert_eq!(summary.all.views, Some(i64::MAX));
    assert_eq!(summary.creators[0].views, Some(i64::MAX));
}

#[test]
fn thousands_of_years_have_a_bin_for_each_month_with_a_post() {
    let dataset = two_posts(1);
    let mut session = CrossFilter::new(&dataset, None).unwrap();
    let summary = session.set(&dataset, Filters::default(), &Options::default());
    let summary = summary.unwrap();
    assert_eq!(summary.time.unit, TimeUnit::Month);
    assert_eq!(summary.time.bins.len(), 7000 * 12 + 1);
    let options = Options {
        time_unit: Some(TimeUnit::Hour),
        ..Options::default()
    };
    let summary = session.set(&dataset, Filters::default(), &options).unwrap();
    let posts: Vec<u32> = summary.time.bins.iter().map(|bin| bin.posts).collect();
    assert_eq!(posts, [1, 1], "too many hours to fill in");
}

/// Few platforms are counted apart, many together: the answers are the same.
#[test]
fn platforms_are_chosen_however_many_there_are() {
    for count in [1, 2, 8, 9, 300] {
        let post = |platform: usize, number: usize| {
            format!(
                r#"{{"id":"p{platform}_{number}","platform_id":{platform},"author":"a{number}","hashtags":["all","t{number}"],"metrics":{{"likes":{platform},"views":10}}}}
"#
            )
        };
        let posts: String = (1..=count)
            .flat_map(|platform| [post(platform, 1), post(platform, 2)])
            .collect();
        let platforms: String = (1..=count)
            .map(|platform| format!("{platform},p{platform}\n"))
            .collect();
        let inputs = [
            veyl_core::read::Input::bytes("posts.ndjson", posts),
            veyl_core::read::Input::bytes("platforms.csv", format!("id,name\n{platforms}")),
        ];
        let (dataset, _) = index::read(&inputs, &LoadOptions::default(), &mut ()).unwrap();
        let mut session = CrossFilter::new(&dataset, None).unwrap();
        let options = Options::default();
        let last = format!("p{count}");
        let filters = Filters {
            platforms: Some(vec![last.clone()]),
            ..Filters::default()
        };
        let summary = session.set(&dataset, filters.clone(), &options).unwrap();
        let likes = i64::try_from(count).unwrap();
        let all = &summary.all;
        assert_eq!((all.posts, all.authors), (2, 2));
        assert_eq!(all.engagement, Some(2 * likes));
        assert_eq!(all.median_engagement, Some(likes as f64));
        assert_eq!(summary.platforms.len(), count);
        assert!(summary.platforms.iter().all(|bin| bin.posts == 2));
        let tags: Vec<_> = summary
            .hashtags
            .iter()
            .map(|bin| (bin.hashtag.as_str(), bin.posts, bin.views))
            .collect();
        let expected = [
            ("all", 2, Some(20)),
            ("t1", 1, Some(10)),
            ("t2", 1, Some(10)),
        ];
        assert_eq!(tags, expected);
        let creators = summary.creators.iter();
        assert!(creators.clone().all(|bin| bin.platform == last));
        assert!(creators.clone().all(|bin| bin.share_of_voice == Some(0.5)));
        assert_eq!(creators.len(), 2);
        let filters = Filters {
            hashtags: Some(vec!["t2".into()]),
            ..filters
        };
        let summary = session.set(&dataset, filters, &options).unwrap();
        assert_eq!((summary.all.posts, summary.all.authors), (1, 1));
        let creator = Creator {
            author: "a1".into(),
            platform: "p1".into(),
        };
        let filters = Filters {
            platforms: Some(vec![last, "nowhere".into()]),
            creators: Some(vec![creator]),
            ..Filters::default()
        };
        let summary = session.set(&dataset, filters, &options).unwrap();
        let found = u32::from(count == 1);
        assert_eq!((summary.all.posts, summary.all.authors), (found, found));
        let filters = Filters {
            platforms: Some(vec!["nowhere".into()]),
            ..Filters::default()
        };
        let summary = session.set(&dataset, filters, &options).unwrap();
        assert_eq!((summary.all.posts, summary.all.authors), (0, 0));
        assert!(summary.hashtags.is_empty() && summary.creators.is_empty());
        assert!(summary.platforms.iter().all(|bin| bin.posts == 2));
    }
}

#[test]
fn a_data_set_that_has_changed_is_refused() {
    let mut dataset = two_posts(1);
    let mut session = CrossFilter::new(&dataset, None).unwrap();
    let copy = dataset.clone();
    let options = Options::default();
    dataset.delete_posts::<&str>(&[]).unwrap();
    session.set(&dataset, Filters::default(), &options).unwrap();
    dataset.delete_posts(&["x_1"]).unwrap();
    let error = session
        .set(&dataset, Filters::default(), &options)
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Argument);
    assert!(
        error
            .advice()
            .is_some_and(|hint| hint.contains("new session"))
    );
    session.posts(&dataset, Order::Time, 0, 1).unwrap_err();
    session.prepare_captions(&dataset).unwrap_err();
    session.set(&copy, Filters::default(), &options).unwrap();
    session
        .set(&two_posts(1), Filters::default(), &options)
        .unwrap_err();
    let mut other = copy.clone();
    other.add_hashtags(&["x:new"]).unwrap();
    session
        .set(&other, Filters::default(), &options)
        .unwrap_err();
}

#[test]
fn what_is_wrong_changes_nothing() {
    let dataset = two_posts(1);
    assert_eq!(
        CrossFilter::new(&dataset, Some(7)).unwrap_err().kind(),
        ErrorKind::NotFound
    );
    let mut session = CrossFilter::new(&dataset, None).unwrap();
    let filters = |hour| Filters {
        weekday_hours: Some(vec![WeekdayHour { weekday: 1, hour }]),
        ..Filters::default()
    };
    let options = Options::default();
    let before = session.set(&dataset, filters(0), &options).unwrap();
    assert_eq!(before.all.posts, 1);
    let error = session.set(&dataset, filters(24), &options).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Argument);
    let page = session.posts(&dataset, Order::Time, 0, 9).unwrap();
    assert_eq!(page.total, 1);
    let typo: Result<Filters, _> = serde_json::from_str(r#"{"platform": ["x"]}"#);
    assert!(typo.is_err());
}

#[test]
fn filters_and_answers_are_json_as_programs_write_it() {
    let filters: Filters = serde_json::from_str(
        r#"{"time": {"from": 5}, "platforms": null, "weekdayHours": [{"weekday": 1, "hour": 2}],
            "engagement": {"max": 9}}"#,
    )
    .unwrap();
    assert_eq!(filters.time.unwrap().from, Some(5));
    assert_eq!(filters.platforms, None);
    let options: Options = serde_json::from_str(r#"{"timeUnit": "week"}"#).unwrap();
    assert_eq!((options.top, options.time_unit), (20, Some(TimeUnit::Week)));
    let dataset = two_posts(3);
    let mut session = CrossFilter::new(&dataset, None).unwrap();
    let summary = session.set(&dataset, Filters::default(), &options).unwrap();
    let json = serde_json::to_value(&summary).unwrap();
    assert_eq!(json["all"]["medianEngagement"], Value::Null);
    assert_eq!(json["time"]["unit"], "week");
    assert_eq!(json["hashtags"][0]["hashtag"], "sun");
    assert_eq!(json["hashtags"][0]["views"], 3);
    assert_eq!(json["weekdayHours"][0]["posts"], 1);
}

#[test]
fn nothing_at_all_is_a_session_too() {
    let dataset = Dataset::default();
    let mut session = CrossFilter::new(&dataset, None).unwrap();
    let summary = session.set(&dataset, Filters::default(), &Options::default());
    let summary = summary.unwrap();
    assert_eq!(summary.all, Figures::default());
    assert!(summary.time.bins.is_empty() && summary.platforms.is_empty());
    assert_eq!(summary.weekday_hours.len(), 168);
    assert_eq!(
        session.posts(&dataset, Order::Views, 3, 4).unwrap().total,
        0
    );
}
