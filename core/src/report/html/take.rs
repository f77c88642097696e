//! What a page takes of each view: everything of the small ones, and the first
//! rows and the number of the long ones.

use arrow::array::{Array, RecordBatch};

use crate::Result;
use crate::report::html::data::{
    Creator, Day, FollowedHashtag, Gathered, Hashtag, Hour, LACKED, Lacking, Listed, Pair,
    Reference, Signal, Summary,
};
use crate::report::html::figure::Figure;
use crate::report::row::{Row, array, rows};

/// Rows of a list at most, where the list is in the order of the view.
pub(super) const LONGEST: usize = 30;

/// Pairs of hashtags at most: there are very many, and few say something.
pub(super) const PAIRS: usize = 20;

pub(super) use crate::report::html::take_posts::top_posts;

/// Takes the rows that still fit, and counts all.
fn list<T>(
    listed: &mut Listed<T>,
    most: usize,
    batch: &RecordBatch,
    make: impl Fn(Row<'_>) -> Result<T>,
) -> Result<()> {
    let room = most.saturating_sub(listed.rows.len());
    for row in rows(batch).take(room) {
        listed.rows.push(make(row)?);
    }
    listed.total += batch.num_rows() as u64;
    Ok(())
}

pub(super) fn summary(project: &mut Gathered, batch: &RecordBatch) -> Result<()> {
    for row in rows(batch) {
        project.summary = Summary {
            name: row.name("name")?,
            hashtags: row.number("hashtags")?,
            creators: row.number("creators")?,
            authors: row.count("authors")?,
            posts: row.count("posts")?,
            total_likes: row.count("total_likes")?,
            total_comments: row.count("total_comments")?,
            total_shares: row.count("total_shares")?,
            total_views: row.count("total_views")?,
            total_engagement: row.count("total_engagement")?,
            avg_engagement: row.mean("avg_engagement")?,
            median_engagement: row.mean("median_engagement")?,
            engagement_rate_mean: row.share("engagement_rate_mean")?.map(Figure::settled),
            engagement_rate_pooled: row.share("engagement_rate_pooled")?,
            avg_sentiment: row.mean("avg_sentiment")?.map(Figure::settled),
            first_post_at: row.time("first_post_at")?,
            last_post_at: row.time("last_post_at")?,
        };
    }
    Ok(())
}

pub(super) fn posts(project: &mut Gathered, batch: &RecordBatch) -> Result<()> {
    let mut arrays = Vec::with_capacity(LACKED.len());
    for (name, _) in LACKED {
        arrays.push(array(batch, name)?);
    }
    let coverage = &mut project.coverage;
    let mut place = 0;
    for row in 0..batch.num_rows() {
        let whole = Row::of(batch, row);
        match whole.text("matched_by")? {
            Some("hashtag") => coverage.by_hashtag += 1,
            Some("creator") => coverage.by_creator += 1,
            _ => coverage.by_both += 1,
        }
        let platform = whole.number("platform_id")?;
        let is_same = |known: &Lacking| known.platform_id == platform;
        if !coverage.platforms.get(place).is_some_and(is_same) {
            place = match coverage.platforms.iter().position(is_same) {
                Some(place) => place,
                None => {
                    coverage.platforms.push(Lacking {
                        platform_id: platform,
                        platform: whole.name("platform")?,
                        ..Lacking::default()
                    });
                    coverage.platforms.len() - 1
                }
            };
        }
        let lacking = &mut coverage.platforms[place];
        lacking.posts += 1;
        for (count, array) in lacking.lacks.iter_mut().zip(&arrays) {
            *count += i64::from(array.is_null(row));
        }
    }
    Ok(())
}

pub(super) fn timeline(project: &mut Gathered, batch: &RecordBatch) -> Result<()> {
    for row in rows(batch) {
        project.days.push(Day {
            day: row.number("day")?,
            posts: row.number("posts")?,
            total_engagement: row.int("total_engagement")?,
            total_views: row.int("total_views")?,
            authors: row.number("authors")?,
            posts_7d: row.number("posts_7d")?,
            engagement_7d: row.int("engagement_7d")?,
        });
    }
    Ok(())
}

pub(super) fn heatmap(project: &mut Gathered, batch: &RecordBatch) -> Result<()> {
    for row in rows(batch) {
        project.hours.push(Hour {
            posts: row.number("posts")?,
            avg_engagement: row.mean("avg_engagement")?,
        });
    }
    Ok(())
}

pub(super) fn followed(project: &mut Gathered, batch: &RecordBatch) -> Result<()> {
    list(&mut project.followed, LONGEST, batch, |row| {
        Ok(FollowedHashtag {
            name: row.name("name")?,
            platform: row.name("platform")?,
            total_posts: row.count("total_posts")?,
            avg_engagement: row.mean("avg_engagement")?,
            total_engagement: row.count("total_engagement")?,
            total_views: row.count("total_views")?,
            first_post_at: row.day("first_post_at")?,
            last_post_at: row.day("last_post_at")?,
        })
    })
}

pub(super) fn lift(project: &mut Gathered, batch: &RecordBatch) -> Result<()> {
    list(&mut project.hashtags, LONGEST, batch, |row| {
        Ok(Hashtag {
            name: row.name("hashtag")?,
            posts_with: row.count("posts_with")?,
            posts_without: row.count("posts_without")?,
            avg_engagement_with: row.mean("avg_engagement_with")?,
            avg_engagement_without: row.mean("avg_engagement_without")?,
            lift: row.times("lift")?,
        })
    })
}

pub(super) fn pairs(project: &mut Gathered, batch: &RecordBatch) -> Result<()> {
    list(&mut project.pairs, PAIRS, batch, |row| {
        Ok(Pair {
            hashtag_a: row.name("hashtag_a")?,
            hashtag_b: row.name("hashtag_b")?,
            posts: row.count("posts")?,
            jaccard: row.mean("jaccard")?,
            total_engagement: row.count("total_engagement")?,
        })
    })
}

pub(super) fn creators(project: &mut Gathered, batch: &RecordBatch) -> Result<()> {
    list(&mut project.creators, LONGEST, batch, |row| {
        Ok(Creator {
            creator_username: row.name("creator_username")?,
            platform: row.name("platform")?,
            posts: row.count("posts")?,
            total_engagement: row.count("total_engagement")?,
            avg_engagement: row.mean("avg_engagement")?,
            median_engagement: row.mean("median_engagement")?,
            total_views: row.count("total_views")?,
            engagement_rate_mean: row.share("engagement_rate_mean")?.map(Figure::settled),
            engagement_rate_pooled: row.share("engagement_rate_pooled")?,
            first_post_at: row.day("first_post_at")?,
            last_post_at: row.day("last_post_at")?,
            posts_per_day: row.mean("posts_per_day")?,
            share_of_voice: row.share("share_of_voice")?,
        })
    })
}

/// The last of them: what is new is what is asked for.
pub(super) fn signals(project: &mut Gathered, batch: &RecordBatch) -> Result<()> {
    let signals = &mut project.signals;
    signals.total += batch.num_rows() as u64;
    let first = batch.num_rows().saturating_sub(LONGEST);
    for row in rows(batch).skip(first) {
        let post = row.text("post_id")?.map(|id| Reference {
            id: id.to_owned(),
            ..Reference::default()
        });
        signals.rows.insert(
            0,
            Signal {
                signal: row.name("signal")?,
                at: row.time("at")?,
                post,
                hashtag: row.text("hashtag")?.map(str::to_owned),
                value: row.mean("value")?,
                expected: row.mean("expected")?,
            },
        );
    }
    signals.rows.truncate(LONGEST);
    Ok(())
}
