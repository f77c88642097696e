//! Apify's TikTok scrapers.

use crate::generate::export::json::Json;
use crate::generate::export::{author, native, time};
use crate::generate::post::Post;
use crate::generate::random::splitmix;

/// One record.
pub(super) fn push(post: &Post, out: &mut Vec<u8>) {
    let sketch = &post.sketch;
    let (id, name) = (native(sketch), author(sketch));
    let url = format!("https://www.tiktok.com/@{name}/video/{id}");
    let cover = format!(
        "https://p16-sign.tiktokcdn.example/obj/tos-maliva/{:016x}",
        post.noise
    );
    let mut json = Json(out);
    json.open()
        .field("id", &id)
        .field("text", &post.caption)
        .field("textLanguage", "en");
    if sketch.known {
        json.count("createTime", sketch.seconds);
        json.field("createTimeISO", &format!("{}.000Z", time(sketch.seconds)));
    } else {
        json.key("createTimeISO").raw("null");
    }
    json.key("isAd").truth(false);
    push_author(post, &name, &mut json);
    push_music(post, &mut json);
    json.field("webVideoUrl", &url)
        .key("mediaUrls")
        .list()
        .end();
    json.key("videoMeta")
        .open()
        .count("height", 1024)
        .count("width", 576);
    json.count("duration", 6 + (post.noise % 170) as i64);
    json.field("coverUrl", &format!("{cover}~tplv-dmt-logom:cover.image"));
    json.field("definition", "540p")
        .field("format", "mp4")
        .close();
    let [likes, comments, shares, views] = post.metrics;
    json.known("diggCount", likes)
        .known("shareCount", shares)
        .known("playCount", views);
    json.count("collectCount", likes.unwrap_or(0) / 9)
        .known("commentCount", comments);
    json.key("mentions")
        .list()
        .end()
        .key("detailedMentions")
        .list()
        .end();
    json.key("hashtags").list();
    for (tag, number) in post.tags.iter().zip(sketch.tags()) {
        json.open()
            .field("id", &(1_600_000 + u64::from(*number) * 37).to_string());
        json.field("name", tag)
            .field("title", "")
            .field("cover", "")
            .close();
    }
    json.end().key("effectStickers").list().end();
    json.key("isSlideshow")
        .truth(false)
        .key("isPinned")
        .truth(false);
    json.key("isSponsored")
        .truth(post.noise.is_multiple_of(50))
        .close();
}

fn push_author(post: &Post, name: &str, json: &mut Json<'_>) {
    let author = post.sketch.author;
    let account = author.account(post.sketch.platform);
    let mut title = String::new();
    author.push_title(&mut title);
    let picture = format!(
        "https://p16-sign.tiktokcdn.example/tos-maliva-avt-0068/{:016x}~c5_720x720.jpeg",
        splitmix(account)
    );
    json.key("authorMeta")
        .open()
        .field("id", &account.to_string())
        .field("name", name);
    json.field("profileUrl", &format!("https://www.tiktok.com/@{name}"));
    json.field("nickName", &title)
        .key("verified")
        .truth(post.followers > 200_000);
    json.field("signature", "all made up")
        .key("bioLink")
        .raw("null");
    json.field("avatar", &picture)
        .key("privateAccount")
        .truth(false);
    json.count("following", (account % 900) as i64)
        .count("fans", post.followers);
    json.count("heart", post.followers * 11)
        .count("video", (account % 1200) as i64 + 1);
    json.count("digg", (account % 5000) as i64).close();
}

fn push_music(post: &Post, json: &mut Json<'_>) {
    let track = post.noise >> 44;
    json.key("musicMeta")
        .open()
        .field("musicName", "original sound");
    json.field("musicAuthor", &format!("studio {track}"))
        .key("musicOriginal")
        .truth(true);
    json.field(
        "playUrl",
        &format!(
            "https://sf16-ies-music.tiktokcdn.example/obj/{:016x}.mp3",
            splitmix(track)
        ),
    );
    json.field("musicId", &(6_700_000_000_000_000_000 + track).to_string())
        .close();
}
