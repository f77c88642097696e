//! Text from data that means nothing to Markdown or HTML.

use crate::write::markdown_text;

/// Text for HTML, within elements and within quoted attributes.
pub(crate) fn html(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // Direction overrides would rearrange what stands around the text.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            letter if letter.is_control() && !matches!(letter, '\n' | '\t') => {}
            letter => safe.push(letter),
        }
    }
    safe
}

/// Text for a line of Markdown.
pub(super) fn markdown(text: &str) -> String {
    markdown_text(text)
}

/// As [`markdown`], for the beginning of a line that goes on with `after`: the
/// signs that would begin a list or a heading there do not.
pub(super) fn markdown_line(text: &str, after: &str) -> String {
    let safe = markdown_text(text);
    let mut letters = text.chars();
    let begins = match letters.next() {
        Some(digit) if digit.is_ascii_digit() => begins_list(text, after),
        Some('-' | '+') => !letters.next().is_some_and(|next| next.is_ascii_digit()),
        Some(first) => "=>: \t".contains(first),
        None => false,
    };
    match safe.chars().next() {
        Some(first) if begins => {
            format!("&#{};{}", u32::from(first), &safe[first.len_utf8()..])
        }
        _ => safe,
    }
}

/// Whether a line that begins with these texts is an item such as `12. text`.
fn begins_list(text: &str, after: &str) -> bool {
    let not_digit = |letter: &char| !letter.is_ascii_digit();
    let mut rest = text
        .chars()
        .chain(after.chars())
        .skip_while(char::is_ascii_digit);
    matches!(rest.next().filter(not_digit), Some('.' | ')'))
        && rest.next().is_none_or(char::is_whitespace)
}

/// JSON for a `<script>` element, which no text in it can end.
pub(crate) fn script_json(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    for letter in json.chars() {
        match letter {
            '<' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                safe += &format!("\\u{:04x}", u32::from(letter));
            }
            letter => safe.push(letter),
        }
    }
    safe
}
