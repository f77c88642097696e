//! The word lists that captions, hashtags and user names are made of: one file
//! a theme. People, places and accounts are made up.

mod ceramics;
mod coffee;
mod cycling;
mod food;
mod garden;
mod running;
mod stars;
mod thrift;

/// What posts of one theme are made of.
#[derive(Debug)]
pub(super) struct Theme {
    /// Its title, as a project would be called.
    pub(super) title: &'static str,
    /// Its own hashtags in normal form, the most used first.
    pub(super) tags: &'static [&'static str],
    /// Words from which its rarer hashtags are compounded; ASCII.
    pub(super) stems: &'static [&'static str],
    /// First and second words of user names; no second word is in two themes.
    pub(super) first_names: &'static [&'static str],
    pub(super) second_names: &'static [&'static str],
    /// What the sentences put in place of `{thing}` and `{quality}`.
    pub(super) things: &'static [&'static str],
    pub(super) qualities: &'static [&'static str],
    /// Sentences with `{thing}`, `{quality}`, `{town}` and `{n}` to fill in.
    pub(super) sentences: &'static [&'static str],
    pub(super) emoji: &'static [&'static str],
}

/// All themes; a small data set uses the first [`FEW`] only.
pub(super) static THEMES: [&Theme; 8] = [
    &food::THEME,
    &garden::THEME,
    &cycling::THEME,
    &thrift::THEME,
    &stars::THEME,
    &coffee::THEME,
    &running::THEME,
    &ceramics::THEME,
];

/// The number of themes of a small data set.
pub(super) const FEW: usize = 3;

/// Hashtags that posts of every theme carry, the most used first.
pub(super) static GENERAL: [&str; 28] = [
    "fyp",
    "explore",
    "weekend",
    "reels",
    "viral",
    "love",
    "diy",
    "community",
    "howto",
    "photooftheday",
    "smallbusiness",
    "inspiration",
    "✨",
    "behindthescenes",
    "おすすめ",
    "beforeandafter",
    "sunday",
    "handmade",
    "週末",
    "🔥",
    "slowliving",
    "neighbourhood",
    "dayinthelife",
    "утро",
    "사랑",
    "learnwithme",
    "حب",
    "lifehack_101",
];

/// What follows a stem in a compound hashtag (`bike` + `diary`).
pub(super) static ENDINGS: [&str; 32] = [
    "life",
    "lovers",
    "daily",
    "club",
    "ideas",
    "diary",
    "fans",
    "lab",
    "finds",
    "hunt",
    "tour",
    "show",
    "friends",
    "school",
    "market",
    "festival",
    "nights",
    "mornings",
    "talk",
    "guide",
    "basics",
    "hacks",
    "goals",
    "stories",
    "photo",
    "week",
    "challenge",
    "map",
    "season",
    "corner",
    "notes",
    "2026",
];

/// Sentences that fit after any other.
pub(super) static CLOSINGS: [&str; 14] = [
    "Tell me in the comments how you do it.",
    "Full story on the channel, link in the profile.",
    "Who is coming along next {weekday}?",
    "Saved this one for a grey {weekday}.",
    "Part {n} of a series I never planned.",
    "Questions welcome, I answer all of them.",
    "Two years ago I would not have believed it.",
    "Took {n} attempts & a lot of patience.",
    "More of this from {town} soon.",
    "No advertising, I paid for it myself.",
    "Sound on for the best part.",
    "Thanks to everyone in {town} who helped!",
    "What would you have done differently?",
    "Filmed on {weekday}, edited on the train.",
];

/// What stands for `{weekday}`.
pub(super) static WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];
