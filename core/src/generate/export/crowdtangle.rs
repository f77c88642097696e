//! CrowdTangle's CSV downloads of Instagram posts.

use std::io::Write;

use crate::generate::export::instagram::short_code;
use crate::generate::export::{author, time};
use crate::generate::post::Post;

/// The names of the columns.
pub(super) const HEADER: &str = "Account,User Name,Followers at Posting,Post Created,Type,\
    Total Interactions,Likes,Comments,Views,URL,Link,Photo,Title,Description,Image Text,\
    Sponsor Id,Sponsor Name,Overperforming Score\n";

/// One row.
pub(super) fn push(post: &Post, out: &mut Vec<u8>) {
    let sketch = &post.sketch;
    let name = author(sketch);
    let mut title = String::new();
    sketch.author.push_title(&mut title);
    let created = if sketch.known {
        format!("{} UTC", time(sketch.seconds).replace('T', " "))
    } else {
        String::new()
    };
    let kind = if post.video { "Video" } else { "Photo" };
    let cell = |count: Option<i64>| count.map(|count| count.to_string()).unwrap_or_default();
    let [likes, comments, _, views] = post.metrics;
    let total = likes.unwrap_or(0) + comments.unwrap_or(0);
    let url = format!("https://www.instagram.com/p/{}/", short_code(post));
    let caption = post.caption.replace('"', "\"\"");
    // Writing into memory does not fail.
    let _ = write!(
        out,
        "{title},{name},{},{created},{kind},\"{}\",{},{},{},{url},{url},,,\"{caption}\",,,,{:.2}",
        post.followers,
        thousands(total),
        cell(likes),
        cell(comments),
        cell(views),
        (post.noise % 900) as f64 / 100.0 - 3.0,
    );
}

/// `12,345`, as CrowdTangle writes sums.
fn thousands(number: i64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + 4);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
