//! The part of a URL that is an id.

use std::borrow::Cow;

use crate::adapt::field::Field;

/// Which part of a URL counts: the first of these that it has.
#[derive(Debug, Clone)]
pub(crate) struct UrlPart {
    query: Vec<String>,
    after_segment: Vec<String>,
    last_segment: bool,
}

impl UrlPart {
    pub(crate) fn new(field: &Field) -> Self {
        Self {
            query: field.query.clone(),
            after_segment: field.after_segment.clone(),
            last_segment: field.last_segment,
        }
    }

    /// Whether any part of a URL counts, rather than all of it.
    pub(crate) fn is_asked(&self) -> bool {
        self.last_segment || !self.query.is_empty() || !self.after_segment.is_empty()
    }

    /// The part of `text`, if that is a URL; `None` where the URL has none.
    /// Anything that is no URL stays as it is.
    pub(crate) fn of<'a>(&self, text: Cow<'a, str>) -> Option<Cow<'a, str>> {
        if !self.is_asked() {
            return Some(text);
        }
        let Some(address) = address(text.trim()) else {
            return Some(text);
        };
        self.part(address).map(|part| Cow::Owned(part.to_owned()))
    }

    fn part<'a>(&self, address: &'a str) -> Option<&'a str> {
        let address = address.split('#').next().unwrap_or(address);
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let segments: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let in_query = self.query.iter().find_map(|name| {
            query.split('&').find_map(|pair| {
                let (key, value) = pair.split_once('=')?;
                (key == name && !value.is_empty()).then_some(value)
            })
        });
        let after_segment = || {
            self.after_segment.iter().find_map(|name| {
                let at = segments.iter().position(|segment| segment == name)?;
                segments.get(at + 1).copied()
            })
        };
        let last_segment = || segments.last().copied().filter(|_| self.last_segment);
        in_query.or_else(after_segment).or_else(last_segment)
    }
}

/// What follows the host of a URL, or of one without its scheme; `None` if
/// `text` is none. A path from `/` is a URL without its host.
fn address(text: &str) -> Option<&str> {
    if text.contains(char::is_whitespace) {
        return None;
    }
    if text.starts_with('/') && !text.starts_with("//") {
        return Some(text);
    }
    let lower = |scheme: &str| {
        text.get(..scheme.len())
            .filter(|start| start.eq_ignore_ascii_case(scheme))
            .map(|_| &text[scheme.len()..])
    };
    let rest = lower("https://")
        .or_else(|| lower("http://"))
        .or_else(|| lower("//"));
    if let Some(rest) = rest {
        return Some(rest.find('/').map_or("", |host| &rest[host..]));
    }
    // `instagram.com/p/…`: the host is a name with a dot, and a path follows.
    let (host, _) = text.split_once('/')?;
    let named = host.contains('.')
        && host
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
    named.then(|| &text[host.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> UrlPart {
        UrlPart {
            query: vec!["v".to_owned(), "story_fbid".to_owned()],
            after_segment: ["status", "p", "comments"].map(str::to_owned).to_vec(),
            last_segment: true,
        }
    }

    #[test]
    fn the_part_that_counts_is_the_id() {
        for (text, id) in [
            ("https://x.com/a/status/123", "123"),
            ("https://twitter.com/a/status/123/photo/1?s=20", "123"),
            ("https://www.instagram.com/p/Cabc_-1/?img=2", "Cabc_-1"),
            ("instagram.com/p/Cabc_-1/embed/#x", "Cabc_-1"),
            (
                "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3s",
                "dQw4w9WgXcQ",
            ),
            (
                "HTTPS://www.youtube.com/watch?t=3s&v=dQw4w9WgXcQ",
                "dQw4w9WgXcQ",
            ),
            ("https://youtu.be/dQw4w9WgXcQ?t=3", "dQw4w9WgXcQ"),
            ("https://www.tiktok.com/@a/video/77?lang=en", "77"),
            ("https://facebook.com/page/posts/77/", "77"),
            (
                "https://www.facebook.com/permalink.php?story_fbid=5&id=6",
                "5",
            ),
            ("/r/rust/comments/1abc2d/a_title/", "1abc2d"),
            (
                "at://did:plc:x/app.bsky.feed.post/3k",
                "at://did:plc:x/app.bsky.feed.post/3k",
            ),
            ("tag:a.b,2024:statuses/3", "tag:a.b,2024:statuses/3"),
            ("plain", "plain"),
            ("5/6", "5/6"),
            (
                "see https://x.com/a/status/1",
                "see https://x.com/a/status/1",
            ),
        ] {
            assert_eq!(all().of(Cow::Borrowed(text)).as_deref(), Some(id), "{text}");
        }
    }

    #[test]
    fn a_url_without_the_part_has_no_id() {
        for text in [
            "https://www.youtube.com/",
            "https://x.com",
            "https://x.com?v=",
        ] {
            assert_eq!(all().of(Cow::Borrowed(text)), None, "{text}");
        }
        let only_query = UrlPart {
            after_segment: Vec::new(),
            last_segment: false,
            ..all()
        };
        assert_eq!(
            only_query.of(Cow::Borrowed("https://x.com/a/status/1")),
            None
        );
    }

    #[test]
    fn without_a_part_asked_for_a_url_stays() {
        let whole = UrlPart::new(&Field::default());
        let url = "https://x.com/a/status/1";
        assert_eq!(whole.of(Cow::Borrowed(url)).as_deref(), Some(url));
    }
}
