//! Mastodon's statuses.

use crate::generate::export::json::Json;
use crate::generate::export::{author, native, time};
use crate::generate::post::Post;

const SERVER: &str = "https://social.example";

/// One status.
pub(super) fn push(post: &Post, out: &mut Vec<u8>) {
    let sketch = &post.sketch;
    let (id, name) = (native(sketch), author(sketch));
    let at = format!("{}.000Z", time(sketch.seconds));
    let at = sketch.known.then_some(at.as_str());
    let mut json = Json(out);
    json.open()
        .field("id", &id)
        .key("created_at")
        .text_or_null(at);
    json.key("in_reply_to_id")
        .raw("null")
        .key("sensitive")
        .truth(false)
        .field("spoiler_text", "");
    json.field("visibility", "public").field("language", "en");
    json.field("uri", &uri(post));
    json.field("url", &format!("{SERVER}/@{name}/{id}"));
    let [likes, comments, shares, _] = post.metrics;
    json.known("replies_count", comments)
        .known("reblogs_count", shares);
    json.known("favourites_count", likes)
        .key("edited_at")
        .raw("null");
    json.field("content", &html(post)).key("reblog").raw("null");
    let mut title = String::new();
    sketch.author.push_title(&mut title);
    json.key("account")
        .open()
        .field("id", &sketch.author.account(sketch.platform).to_string());
    json.field("username", &name)
        .field("acct", &name)
        .field("display_name", &title);
    json.key("bot")
        .truth(false)
        .field("note", "<p>all made up</p>");
    json.count("followers_count", post.followers).close();
    json.key("media_attachments")
        .list()
        .end()
        .key("mentions")
        .list()
        .end();
    json.key("tags").list();
    for tag in &post.tags {
        json.open()
            .field("name", tag)
            .field("url", &format!("{SERVER}/tags/{tag}"))
            .close();
    }
    json.end()
        .key("emojis")
        .list()
        .end()
        .key("card")
        .raw("null")
        .key("poll")
        .raw("null")
        .close();
}

/// What names the status on every server.
pub(super) fn uri(post: &Post) -> String {
    let (id, name) = (native(&post.sketch), author(&post.sketch));
    format!("{SERVER}/users/{name}/statuses/{id}")
}

fn link(tag: &str, written: &str) -> String {
    format!(
        "<a href=\"{SERVER}/tags/{tag}\" class=\"mention hashtag\" rel=\"tag\">#<span>{written}</span></a>"
    )
}

/// The caption as HTML, its hashtags as links.
fn html(post: &Post) -> String {
    let text = post.caption.replace('&', "&amp;");
    let mut html = "<p>".to_owned();
    let mut rest = text.as_str();
    for (tag, written) in post.tags.iter().zip(&post.written) {
        let Some((before, after)) = rest.split_once(&format!("#{written}")) else {
            continue;
        };
        html.push_str(before);
        html.push_str(&link(tag, written));
        rest = after;
    }
    html.push_str(rest);
    html.push_str("</p>");
    html.replace('\n', "<br />")
}
