use super::super::parse;
use super::*;
use crate::Result;

const POST: PostView<'_> = PostView {
    author: "Ana",
    platform: "TikTok",
    caption: Some("Die STRASSE nach Café"),
    hashtags: &["sale", "東京"],
    metrics: Metrics {
        likes: Some(100),
        comments: Some(0),
        shares: None,
        views: Some(5_000),
    },
    posted_at: Some(1_767_225_600_000_000),
    sentiment: Some(0.25),
};

const BARE: PostView<'_> = PostView {
    author: "Ana",
    platform: "tiktok",
    caption: None,
    hashtags: &[],
    metrics: Metrics {
        likes: None,
        comments: None,
        shares: None,
        views: None,
    },
    posted_at: None,
    sentiment: None,
};

#[test]
fn predicates_see_their_part_of_the_post() -> Result<()> {
    for (query, expected) in [
        ("#Sale", true),
        ("#sal", false),
        ("#東京", true),
        ("@Ana", true),
        ("@ana", false),
        ("platform:tiktok", true),
        ("platform:tik", false),
        ("text:straße", true),
        ("text:\"nach cafe\u{301}\"", true),
        ("text:berlin", false),
        // 2026-01-01T00:00:00Z
        ("after:2026-01-01", true),
        ("after:2026-01-01T00:00:00.000001Z", false),
        ("before:2026-01-01", false),
        ("before:2026-01-01T00:00:00.000001Z", true),
        ("likes>99", true),
        ("likes>100", false),
        ("likes>=100 likes<=100 likes=100 likes!=99 likes<101", true),
        ("comments=0", true),
        ("engagement=100", true),
        ("views>=5k", true),
        ("sentiment=0.25", true),
        ("sentiment<0.25", false),
        ("#sale -@Ana OR views<1", false),
        ("#no OR (#sale AND NOT #no)", true),
    ] {
        assert_eq!(matches(&parse(query)?, &POST), expected, "{query}");
    }
    Ok(())
}

#[test]
fn what_is_absent_is_false_and_its_negation_true() -> Result<()> {
    for query in [
        "#a",
        "text:a",
        "after:1970-01-01",
        "before:9999-01-01",
        "likes>=0",
        "likes<0",
        "shares!=5",
        "views=0",
        "engagement>=0",
        "sentiment<=1",
    ] {
        let scope = parse(query)?;
        assert!(!matches(&scope, &BARE), "{query}");
        assert!(matches(&!scope, &BARE), "NOT {query}");
    }
    Ok(())
}

#[test]
fn engagement_leaves_absent_counts_out_and_never_overflows() {
    let metrics = |likes, comments, shares| Metrics {
        likes,
        comments,
        shares,
        views: Some(1),
    };
    assert_eq!(metrics(None, None, None).get(Metric::Engagement), None);
    assert_eq!(
        metrics(None, Some(2), None).get(Metric::Engagement),
        Some(2)
    );
    assert_eq!(
        metrics(Some(i64::MAX), Some(i64::MAX), Some(1)).get(Metric::Engagement),
        Some(2 * i128::from(i64::MAX) + 1)
    );
}
