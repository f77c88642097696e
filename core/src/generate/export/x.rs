//! X's API v2, rows to which a tool has added the author.

use crate::generate::export::json::Json;
use crate::generate::export::{author, native, time};
use crate::generate::post::Post;

/// One row.
pub(super) fn push(post: &Post, out: &mut Vec<u8>) {
    let sketch = &post.sketch;
    let (id, name) = (native(sketch), author(sketch));
    let account = sketch.author.account(sketch.platform).to_string();
    let mut json = Json(out);
    json.open()
        .field("id", &id)
        .field("author_id", &account)
        .field("conversation_id", &id);
    json.key("edit_history_tweet_ids").list().text(&id).end();
    // The API escapes what HTML would take for its own.
    json.field("text", &post.caption.replace('&', "&amp;"))
        .field("lang", "en");
    if sketch.known {
        json.field("created_at", &format!("{}.000Z", time(sketch.seconds)));
    }
    json.field("reply_settings", "everyone")
        .key("possibly_sensitive")
        .truth(false);
    push_entities(post, &mut json);
    let [likes, comments, shares, views] = post.metrics;
    json.key("public_metrics").open();
    // Both are left out together where shares are not known.
    let quotes = shares.map(|shares| shares / 6);
    let retweets = shares.zip(quotes).map(|(shares, quotes)| shares - quotes);
    json.known("retweet_count", retweets)
        .known("reply_count", comments);
    match likes {
        Some(likes) => json.count("like_count", likes),
        None => json.key("like_count").raw("null"),
    };
    json.known("quote_count", quotes)
        .count("bookmark_count", likes.unwrap_or(0) / 20);
    json.known("impression_count", views).close();
    let mut title = String::new();
    sketch.author.push_title(&mut title);
    json.key("author_user")
        .open()
        .field("id", &account)
        .field("name", &title);
    json.field("username", &name)
        .key("verified")
        .truth(post.followers > 200_000);
    json.field("description", "all made up")
        .key("public_metrics")
        .open();
    json.count("followers_count", post.followers)
        .count("tweet_count", post.followers / 3 + 10);
    json.close().close().close();
}

/// Where the hashtags are in the text, in characters.
fn push_entities(post: &Post, json: &mut Json<'_>) {
    if post.written.is_empty() {
        return;
    }
    json.key("entities").open().key("hashtags").list();
    let mut from = 0;
    for tag in &post.written {
        let wanted = format!("#{tag}");
        // In order of appearance, so each is after the one before.
        let start = post.caption[from..]
            .find(&wanted)
            .map_or(from, |place| from + place);
        from = (start + wanted.len()).min(post.caption.len());
        let characters = |end: usize| post.caption[..end].chars().count() as i64;
        json.open()
            .count("start", characters(start))
            .count("end", characters(from));
        json.field("tag", tag).close();
    }
    json.end().close();
}
