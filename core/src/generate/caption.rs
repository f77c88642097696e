//! Captions: sentences of the theme, with the hashtags in them.

use crate::generate::platform::{Platform, push_number};
use crate::generate::random::Stream;
use crate::generate::sketch::Sketch;
use crate::generate::themes::{CLOSINGS, THEMES, Theme, WEEKDAYS};
use crate::generate::vocabulary::push_town;

/// How many towns there are to be in: few, so that they come back.
const TOWNS: u64 = 60;

/// The caption of a post with these hashtags, and where its title ends (on
/// YouTube, where the caption is the title and, on a new line, the description).
pub(super) fn write(stream: &mut Stream, sketch: &Sketch, tags: &[String]) -> (String, usize) {
    let theme = THEMES[sketch.theme];
    let mut caption = String::with_capacity(256);
    // Some posts show a picture and nothing else.
    let silent = matches!(sketch.platform, Platform::Instagram | Platform::TikTok);
    if tags.is_empty() && silent && stream.chance(0.08) {
        return (caption, 0);
    }
    let first = tags.first().filter(|_| stream.chance(0.12));
    if let Some(tag) = first {
        push_tag(tag, &mut caption);
        caption.push(' ');
    }
    let sentence = stream.pick(theme.sentences);
    push_sentence(stream, theme, sentence, &mut caption);
    let video = sketch.platform == Platform::YouTube;
    let title = caption.len();
    if video {
        caption.push('\n');
    }
    if video || (tags.len() < 5 && stream.chance(0.5)) {
        if !video {
            caption.push(' ');
        }
        let sentence = stream.pick(&CLOSINGS);
        push_sentence(stream, theme, sentence, &mut caption);
    }
    if stream.chance(0.3) {
        caption.push(' ');
        caption.push_str(stream.pick(theme.emoji));
    }
    let lined = sketch.platform == Platform::Instagram && stream.chance(0.4);
    for (place, tag) in tags.iter().enumerate().skip(usize::from(first.is_some())) {
        let new_line = lined && place == usize::from(first.is_some());
        caption.push_str(if new_line { "\n\n" } else { " " });
        push_tag(tag, &mut caption);
    }
    (caption, title)
}

fn push_tag(tag: &str, caption: &mut String) {
    caption.push('#');
    caption.push_str(tag);
}

/// Adds a sentence with its blanks filled in.
fn push_sentence(stream: &mut Stream, theme: &Theme, sentence: &str, caption: &mut String) {
    let start = caption.len();
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        caption.push_str(before);
        let (blank, after) = after.split_once('}').unwrap_or((after, ""));
        match blank {
            "thing" => caption.push_str(stream.pick(theme.things)),
            "quality" => caption.push_str(stream.pick(theme.qualities)),
            "town" => push_place(stream, caption),
            "weekday" => caption.push_str(stream.pick(&WEEKDAYS)),
            _ => push_number(2 + stream.below(38), caption),
        }
        rest = after;
    }
    caption.push_str(rest);
    capitalise(caption, start);
}

/// Adds the name of a made-up town.
pub(super) fn push_place(stream: &mut Stream, text: &mut String) {
    let start = text.len();
    push_town(stream.below(TOWNS), text);
    capitalise(text, start);
}

/// Makes the letter at `start` a capital, if it is an ASCII letter.
fn capitalise(text: &mut str, start: usize) {
    if let Some(letter) = text.get_mut(start..=start) {
        letter.make_ascii_uppercase();
    }
}
