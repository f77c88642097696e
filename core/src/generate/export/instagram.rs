//! Apify's Instagram scrapers.

use crate::generate::export::json::Json;
use crate::generate::export::{author, native, time};
use crate::generate::platform::push_base64;
use crate::generate::post::Post;

/// The short code of a post: its number in other letters.
pub(super) fn short_code(post: &Post) -> String {
    let mut code = String::with_capacity(11);
    push_base64(post.sketch.native(), &mut code);
    code
}

/// One record.
pub(super) fn push(post: &Post, out: &mut Vec<u8>) {
    let sketch = &post.sketch;
    let code = short_code(post);
    let picture = format!(
        "https://scontent.cdninstagram.example/v/t51.2885-15/{:016x}_n.jpg",
        post.noise
    );
    let mut json = Json(out);
    json.open().field("id", &native(sketch));
    json.field("type", if post.video { "Video" } else { "Image" })
        .field("shortCode", &code);
    json.key("caption")
        .text_or_null(Some(post.caption.as_str()).filter(|text| !text.is_empty()));
    json.key("hashtags").list();
    for tag in &post.written {
        json.text(tag);
    }
    json.end().key("mentions").list().end();
    json.field("url", &format!("https://www.instagram.com/p/{code}/"));
    let [likes, comments, _, views] = post.metrics;
    json.known("commentsCount", comments)
        .field("firstComment", "")
        .key("latestComments")
        .list()
        .end();
    json.count("dimensionsHeight", 1350)
        .count("dimensionsWidth", 1080);
    json.field("displayUrl", &picture)
        .key("images")
        .list()
        .end();
    if post.video {
        json.field("videoUrl", &format!("{picture}.mp4"));
        json.known("videoViewCount", views.map(|views| views / 2))
            .known("videoPlayCount", views);
        json.count("videoDuration", 5 + (post.noise % 80) as i64);
    }
    // -1 says that the author hides the count.
    json.key("alt")
        .raw("null")
        .count("likesCount", likes.unwrap_or(-1));
    if sketch.known {
        json.field("timestamp", &format!("{}.000Z", time(sketch.seconds)));
    } else {
        json.key("timestamp").raw("null");
    }
    json.key("childPosts").list().end();
    let mut title = String::new();
    sketch.author.push_title(&mut title);
    json.field("ownerFullName", &title)
        .field("ownerUsername", &author(sketch));
    json.field(
        "ownerId",
        &sketch.author.account(sketch.platform).to_string(),
    );
    json.key("isSponsored").truth(post.noise.is_multiple_of(50));
    json.key("isCommentsDisabled")
        .truth(comments.is_none())
        .close();
}
