//! Platforms, hashtags, and the users of the monitoring product.

use arrow::array::{
    ArrayRef, Int32Array, Int32Builder, Int64Builder, StringArray, StringBuilder,
    TimestampMicrosecondBuilder,
};

use crate::generate::calendar::{DAY, END};
use crate::generate::platform::{PLATFORMS, Platform};
use crate::generate::projects;
use crate::generate::random::{Purpose, Stream};
use crate::generate::sketch::CHUNK;
use crate::generate::tables::{Numbering, array, micros};
use crate::generate::world::World;

/// The columns of `platforms`.
pub(super) fn platforms() -> Vec<ArrayRef> {
    vec![
        array(Int32Array::from_iter_values(PLATFORMS.map(Platform::id))),
        array(StringArray::from_iter_values(PLATFORMS.map(Platform::name))),
    ]
}

/// The columns of `hashtags`.
pub(super) fn hashtags(world: &World, numbering: &Numbering, chunk: u64) -> Vec<ArrayRef> {
    let mut id = Int32Builder::new();
    let mut name = StringBuilder::new();
    let mut platform = Int32Builder::new();
    let mut last_scraped = TimestampMicrosecondBuilder::new();
    let mut updated_at = TimestampMicrosecondBuilder::new();
    let mut stream = Stream::new(world.seed, Purpose::Hashtags, chunk);
    let mut text = String::new();
    let first = (chunk * CHUNK) as usize;
    for place in first..(first + CHUNK as usize).min(numbering.len()) {
        let (of, tag) = numbering.at(place);
        id.append_value(place as i32 + 1);
        text.clear();
        world.vocabulary.push_name(tag, &mut text);
        name.append_value(&text);
        platform.append_value(of.id());
        let scraped = micros(END - stream.below(30 * DAY.unsigned_abs()) as i64);
        let known = stream.chance(0.8);
        last_scraped.append_option(known.then_some(scraped));
        updated_at.append_option((known || stream.chance(0.5)).then_some(scraped));
    }
    vec![
        array(id.finish()),
        array(name.finish()),
        array(platform.finish()),
        array(last_scraped.finish()),
        array(updated_at.finish()),
    ]
}

/// The columns of `users`: addresses are of the domain that is kept for examples.
pub(super) fn users(projects: u32) -> Vec<ArrayRef> {
    let ids = 1..=projects::users(projects) as i32;
    let emails = ids
        .clone()
        .map(|id| (id % 7 != 0).then(|| format!("analyst{id}@example.org")));
    let names = ids
        .clone()
        .map(|id| (id % 11 != 0).then(|| format!("Analyst {id}")));
    vec![
        array(Int32Array::from_iter_values(ids.clone())),
        array(emails.collect::<StringArray>()),
        array(names.collect::<StringArray>()),
    ]
}

/// The columns of `oauth_accounts`: one or two providers a user, no tokens.
pub(super) fn oauth_accounts(projects: u32) -> Vec<ArrayRef> {
    let mut user = Int32Builder::new();
    let mut provider = StringBuilder::new();
    for id in 1..=projects::users(projects) as i32 {
        let names: &[&str] = if id % 3 == 0 {
            &["google", "meta"]
        } else {
            &["google"]
        };
        for name in names {
            user.append_value(id);
            provider.append_value(name);
        }
    }
    vec![array(user.finish()), array(provider.finish())]
}

/// The columns of `subscriptions`: one plan a user.
pub(super) fn subscriptions(projects: u32) -> Vec<ArrayRef> {
    let mut user = Int32Builder::new();
    let mut plan = StringBuilder::new();
    let mut quota = Int64Builder::new();
    for id in 1..=projects::users(projects) as i32 {
        let (name, posts) = match id % 10 {
            0 => ("team", None),
            1..=3 => ("pro", Some(100_000)),
            _ => ("free", Some(1000)),
        };
        user.append_value(id);
        plan.append_value(name);
        quota.append_option(posts);
    }
    vec![
        array(user.finish()),
        array(plan.finish()),
        array(quota.finish()),
    ]
}
