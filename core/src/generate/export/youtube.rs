//! Videos of YouTube's Data API v3.

use crate::generate::export::json::Json;
use crate::generate::export::{author, native, time};
use crate::generate::post::Post;

/// One video.
pub(super) fn push(post: &Post, out: &mut Vec<u8>) {
    let sketch = &post.sketch;
    let id = native(sketch);
    let (title, description) = post.caption.split_at(post.title);
    let channel = sketch.author.account(sketch.platform);
    let name = author(sketch);
    let mut json = Json(out);
    json.open()
        .field("kind", "youtube#video")
        .field("etag", &format!("{:016x}", post.noise));
    json.field("id", &id).key("snippet").open();
    if sketch.known {
        json.field("publishedAt", &format!("{}Z", time(sketch.seconds)));
    } else {
        json.key("publishedAt").raw("null");
    }
    json.field("channelId", &format!("UC{channel:022x}"))
        .field("title", title);
    json.field("description", description.trim_start())
        .key("thumbnails")
        .open();
    for (size, width, height) in [
        ("default", 120, 90),
        ("medium", 320, 180),
        ("high", 480, 360),
    ] {
        json.key(size).open().field(
            "url",
            &format!("https://i.ytimg.example/vi/{id}/{size}.jpg"),
        );
        json.count("width", width).count("height", height).close();
    }
    json.close().field("channelTitle", &name);
    if !post.tags.is_empty() {
        json.key("tags").list();
        for tag in &post.tags {
            json.text(tag);
        }
        json.end();
    }
    json.field("categoryId", "26")
        .field("liveBroadcastContent", "none");
    json.field("defaultAudioLanguage", "en").close();
    json.key("contentDetails").open().field(
        "duration",
        &format!("PT{}M{}S", post.noise % 25, post.noise % 59 + 1),
    );
    json.field("dimension", "2d")
        .field("definition", "hd")
        .field("caption", "false")
        .close();
    json.key("status")
        .open()
        .field("privacyStatus", "public")
        .key("madeForKids")
        .truth(false)
        .close();
    // Counts are texts; those that can not be seen are left out.
    json.key("statistics").open();
    let [likes, comments, _, views] = post.metrics;
    for (field, count) in [
        ("viewCount", views),
        ("likeCount", likes),
        ("commentCount", comments),
    ] {
        if let Some(count) = count {
            json.field(field, &count.to_string());
        }
    }
    json.field("favoriteCount", "0").close().close();
}
