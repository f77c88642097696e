//! Text from data that means nothing to Markdown or HTML.

use crate::write::markdown_text;

/// Text for HTML, within elements and within quoted attributes.
pub(super) fn html(text: &str) -> String {
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

/// Text for a line of Markdown; `begins` tells that nothing stands before it
/// on its line, where some signs would begin a list or a heading.
pub(super) fn markdown(text: &str, begins: bool) -> String {
    let safe = markdown_text(text);
    match safe.chars().next() {
        Some(first) if begins && (first.is_ascii_digit() || "+-=>: \t".contains(first)) => {
            format!("&#{};{}", u32::from(first), &safe[first.len_utf8()..])
        }
        _ => safe,
    }
}

/// JSON for a `<script>` element, which no text in it can end.
pub(super) fn script_json(json: &str) -> String {
    json.replace('<', "\\u003c")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}
