//! HTML and entities to plain text.

mod entities;

use std::borrow::Cow;

use memchr::{memchr, memmem};

/// Text with its HTML entities decoded, once: `&amp;lt;` is `&lt;`. Whatever
/// is not an entity stays as it is.
pub fn decode_entities(text: &str) -> Cow<'_, str> {
    if memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    entities::decode(text)
}

/// The text of an HTML fragment, as Mastodon and its kin write posts.
///
/// Paragraphs are parted by an empty line; `<br>`, list items and other blocks
/// begin a new line; other tags, comments, and the contents of `script` and
/// `style` go. The text of links stays, and so do the parts of an address that
/// Mastodon hides from view, so that it stays whole. White space is collapsed
/// as a page does, except in `<pre>`; entities are decoded. A text without
/// tags keeps its lines.
///
/// Any text is read, in time linear in its length: a `<` that begins no tag is
/// text, and nothing need be closed or nested.
pub fn html_to_text(html: &str) -> Cow<'_, str> {
    if memchr(b'<', html.as_bytes()).is_none() {
        return decode_entities(html);
    }
    let mut tags = Tags::default();
    let mut out = Output::default();
    let mut rest = html;
    // Where the text that no tag has ended yet begins.
    let mut text = html;
    while let Some(at) = memchr(b'<', rest.as_bytes()) {
        let after = &rest[at + 1..];
        let Some(length) = tags.length(after) else {
            rest = after;
            continue;
        };
        out.text(&text[..text.len() - after.len() - 1]);
        rest = &after[length..];
        let (closing, name) = name_of(&after[..length]);
        if out.tag(closing, &name) {
            rest = skip_element(rest, &name);
        }
        text = rest;
    }
    out.text(text);
    Cow::Owned(out.text)
}

/// Finds where tags end, and remembers what is not to be found any more, so
/// that broken text isn't searched over and over.
#[derive(Default)]
struct Tags {
    no_end: bool,
    no_comment_end: bool,
    no_quotes: bool,
}

impl Tags {
    /// The length of a tag after its `<`, its `>` included; `None` if it is none.
    fn length(&mut self, after: &str) -> Option<usize> {
        let bytes = after.as_bytes();
        let first = match bytes {
            [b'/', next, ..] => next,
            [first, ..] => first,
            [] => return None,
        };
        if self.no_end || !(first.is_ascii_alphabetic() || matches!(first, b'!' | b'?')) {
            return None;
        }
        if bytes.starts_with(b"!--") && !self.no_comment_end {
            // `<!-->` is a whole comment.
            if let Some(end) = memmem::find(&bytes[1..], b"-->") {
                return Some(1 + end + 3);
            }
            self.no_comment_end = true;
        }
        if !self.no_quotes {
            if let Some(end) = quoted_end(bytes) {
                return Some(end + 1);
            }
            self.no_quotes = true;
        }
        let end = memchr(b'>', bytes);
        self.no_end = end.is_none();
        end.map(|end| end + 1)
    }
}

/// Where a `>` ends a tag, not counting those in the quotes of its attributes.
fn quoted_end(tag: &[u8]) -> Option<usize> {
    let mut quote = None;
    let mut before = b' ';
    for (at, &byte) in tag.iter().enumerate() {
        match quote {
            Some(open) if byte == open => quote = None,
            None if byte == b'>' => return Some(at),
            // A quote begins a value, and is a letter like others elsewhere.
            None if matches!(byte, b'"' | b'\'') && before == b'=' => quote = Some(byte),
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    None
}

/// Whether a tag closes, and its name in lower case.
fn name_of(tag: &str) -> (bool, String) {
    let (closing, tag) = match tag.strip_prefix('/') {
        Some(tag) => (true, tag),
        None => (false, tag),
    };
    let end = tag
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(tag.len());
    (closing, tag[..end].to_ascii_lowercase())
}

/// What follows the end tag of an element whose content is not text; nothing
/// if it is never closed.
fn skip_element<'a>(rest: &'a str, name: &str) -> &'a str {
    let mut from = 0;
    while let Some(at) = memmem::find(&rest.as_bytes()[from..], b"</") {
        let start = from + at + 2;
        let closes = rest.as_bytes()[start..]
            .get(..name.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()));
        if closes {
            let tail = &rest[start + name.len()..];
            return memchr(b'>', tail.as_bytes()).map_or("", |end| &tail[end + 1..]);
        }
        from = start;
    }
    ""
}

/// The text so far, and the white space owed before what comes next.
#[derive(Default)]
struct Output {
    text: String,
    newlines: usize,
    space: bool,
    preformatted: bool,
}

impl Output {
    /// Takes note of a tag; true if its content is to be skipped.
    fn tag(&mut self, closing: bool, name: &str) -> bool {
        match name {
            "br" => self.newlines += 1,
            "p" | "blockquote" | "ul" | "ol" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.newlines = self.newlines.max(2);
            }
            "pre" => {
                self.newlines = self.newlines.max(2);
                self.preformatted = !closing;
            }
            "div" | "li" | "tr" | "hr" | "section" | "article" | "table" | "dt" | "dd" => {
                self.newlines = self.newlines.max(1);
            }
            "td" | "th" => self.space = true,
            "script" | "style" => return !closing,
            _ => {}
        }
        false
    }

    /// Adds text between two tags.
    fn text(&mut self, text: &str) {
        for c in decode_entities(text).chars() {
            match c {
                '\n' if self.preformatted => self.newlines += 1,
                '\r' if self.preformatted => {}
                ' ' | '\t' | '\n' | '\r' | '\u{C}' if !self.preformatted => self.space = true,
                _ => {
                    self.pay();
                    self.text.push(c);
                }
            }
        }
    }

    /// Writes the white space owed; none at the very beginning.
    fn pay(&mut self) {
        if !self.text.is_empty() {
            if self.newlines > 0 {
                self.text.extend(std::iter::repeat_n('\n', self.newlines));
            } else if self.space {
                self.text.push(' ');
            }
        }
        self.newlines = 0;
        self.space = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn html() {
        let link = "<a href=\"https://a.b/c\"><span class=\"invisible\">https://</span>\
            <span class=\"ellipsis\">a.b/c</span><span class=\"invisible\">/d?e=1&amp;f</span></a>";
        for (html, text) in [
            ("", ""),
            ("plain\ntext &amp; more", "plain\ntext & more"),
            (
                "<p>one</p><p>two<br>three<br />four</p>",
                "one\n\ntwo\nthree\nfour",
            ),
            ("<p>a</p>\n<p>b</p>", "a\n\nb"),
            ("<p>a <b> b</b>\n c</p>", "a b c"),
            (link, "https://a.b/c/d?e=1&f"),
            (
                "<p>See <a href=\"x\" class=\"mention hashtag\">#<span>Tag</span></a>!</p>",
                "See #Tag!",
            ),
            (
                "<P>İ &lt;b&gt; &#39;x&#x27; &eacute;&nbsp;ß</P>",
                "İ <b> 'x' é\u{A0}ß",
            ),
            ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
            (
                "a<script>if (a < b) {}</script>b<STYLE>p{}</Style >c",
                "abc",
            ),
            ("a<script>never closed", "a"),
            ("a<!-- <p>no</p> -->b<!-->c<!DOCTYPE html>d", "abcd"),
            ("a <3 b < c > d <", "a <3 b < c > d <"),
            ("I <b", "I <b"),
            ("a <b c=\"d>\" e>f", "a f"),
            ("it's <b x=\"never> closed", "it's closed"),
            ("<p>don't <i>stop</i></p>", "don't stop"),
            ("<ul><li>a</li><li>b</li></ul>c", "a\nb\n\nc"),
            ("<pre>a\n  b</pre>c", "a\n  b\n\nc"),
            ("<p>हिन्दी</p><p>العربية 😀</p>", "हिन्दी\n\nالعربية 😀"),
            ("</p></div>a</x", "a</x"),
        ] {
            assert_eq!(html_to_text(html), text, "{html}");
        }
    }

    #[test]
    fn entities() {
        for (text, decoded) in [
            ("a", "a"),
            ("a &amp; b", "a & b"),
            ("AT&T &", "AT&T &"),
            (
                "&unknown; &#xD800; &#99999999999;",
                "&unknown; &#xD800; &#99999999999;",
            ),
            ("&#128512;&hellip;", "😀…"),
        ] {
            assert_eq!(decode_entities(text), decoded, "{text}");
        }
    }

    #[test]
    fn broken_and_deep_html_takes_linear_time() {
        for part in [
            "<p>",
            "<a ",
            "<a x=\"",
            "<!--",
            "<a x='\">",
            "<script>",
            "</",
            "&",
            "&#",
        ] {
            html_to_text(&part.repeat(200_000));
        }
    }

    proptest! {
        #[test]
        fn any_html_is_read(html in r#"(<|>|/|!|--|p|br|script|pre|"|'|=|&|&amp;|;|#| |\n|é|x){0,60}"#) {
            html_to_text(&html);
        }

        #[test]
        fn escaped_text_comes_back(text in "[^\u{0}-\u{1F}\u{7F}-\u{9F} ]{0,40}") {
            let html = format!("<p>{}</p>", html_escape::encode_text(&text));
            prop_assert_eq!(html_to_text(&html), text);
        }
    }
}
