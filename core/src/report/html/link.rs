//! Where a post is on its platform, and what a project's page is called.

/// The address of a post, where its id tells it: `http` or `https`, and nothing
/// in it but what stands in such an address.
pub(super) fn post(platform: &str, id: &str, author: &str) -> Option<String> {
    let native = id
        .strip_prefix(platform)
        .and_then(|rest| rest.strip_prefix('_'))?;
    let digits = || !native.is_empty() && native.bytes().all(|byte| byte.is_ascii_digit());
    let code = || !native.is_empty() && native.bytes().all(is_code);
    match platform {
        "instagram" if code() => Some(format!("https://www.instagram.com/p/{native}/")),
        "tiktok" if digits() => Some(format!(
            "https://www.tiktok.com/@{}/video/{native}",
            encoded(author)
        )),
        "youtube" if code() => Some(format!("https://www.youtube.com/watch?v={native}")),
        "x" if digits() => Some(format!("https://x.com/i/status/{native}")),
        "reddit" if code() => Some(format!("https://www.reddit.com/comments/{native}/")),
        "bluesky" => bluesky(native),
        // Mastodon's ids are addresses, where the export has them.
        "mastodon" if is_web(native) => Some(native.to_owned()),
        _ => None,
    }
}

fn is_code(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// `at://did:plc:abc/app.bsky.feed.post/key`.
fn bluesky(uri: &str) -> Option<String> {
    let (did, key) = uri
        .strip_prefix("at://")?
        .split_once("/app.bsky.feed.post/")?;
    let fits = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| is_code(byte) || matches!(byte, b':' | b'.'))
    };
    (fits(did) && fits(key)).then(|| format!("https://bsky.app/profile/{did}/post/{key}"))
}

/// Whether this is an address of the web, in printable ASCII.
fn is_web(address: &str) -> bool {
    let rest = address
        .strip_prefix("https://")
        .or_else(|| address.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_graphic()))
}

/// Text as one part of an address.
fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            byte if is_code(byte) || byte == b'.' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

/// Letters of a name in the name of a file, at most.
const LONGEST: usize = 40;

/// The stem of a project's files: its id, which no other has, and its name, as
/// far as that can be a file's name everywhere.
pub(in crate::report) fn stem(id: i32, name: &str) -> String {
    let mut stem = format!("project-{id}");
    let words = name
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    let begin = stem.len();
    for word in words {
        if stem.len() - begin + word.len() > LONGEST {
            break;
        }
        stem.push('-');
        stem += &word.to_ascii_lowercase();
    }
    stem
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posts_are_found_on_their_platforms() {
        for (platform, id, address) in [
            (
                "instagram",
                "instagram_C1a-_2",
                Some("https://www.instagram.com/p/C1a-_2/"),
            ),
            (
                "tiktok",
                "tiktok_123",
                Some("https://www.tiktok.com/@a%2Fb%22.c/video/123"),
            ),
            (
                "youtube",
                "youtube_dQw4w9WgXcQ",
                Some("https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
            ),
            ("x", "x_1", Some("https://x.com/i/status/1")),
            (
                "reddit",
                "reddit_1ab",
                Some("https://www.reddit.com/comments/1ab/"),
            ),
            (
                "bluesky",
                "bluesky_at://did:plc:ab/app.bsky.feed.post/3k",
                Some("https://bsky.app/profile/did:plc:ab/post/3k"),
            ),
            (
                "mastodon",
                "mastodon_https://m.example/u/1",
                Some("https://m.example/u/1"),
            ),
            ("mastodon", "mastodon_javascript:alert(1)", None),
            ("mastodon", "mastodon_https://", None),
            ("mastodon", "mastodon_https://a b", None),
            ("mastodon", "mastodon_https://m.example/\u{202e}", None),
            ("instagram", "instagram_a/../b", None),
            ("x", "x_", None),
            ("x", "youtube_1", None),
            ("facebook", "facebook_1", None),
            ("bluesky", "bluesky_at://a\"b/app.bsky.feed.post/3k", None),
        ] {
            assert_eq!(post(platform, id, "a/b\".c").as_deref(), address, "{id}");
        }
    }

    #[test]
    fn files_have_names_that_every_system_takes() {
        assert_eq!(stem(3, "Night markets!"), "project-3-night-markets");
        assert_eq!(stem(4, "../../etc/passwd"), "project-4-etc-passwd");
        assert_eq!(stem(5, "屋台"), "project-5");
        assert_eq!(
            stem(6, &"long ".repeat(99)),
            "project-6-long-long-long-long-long-long-long-long"
        );
        assert_eq!(stem(-1, "CON"), "project--1-con");
    }
}
