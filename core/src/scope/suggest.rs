//! What the writer of a query most likely meant.

use super::leaf::Metric;

/// The words before `:`.
pub(super) const FIELDS: [&str; 4] = ["platform", "text", "after", "before"];

/// The word for the sentiment; the other numbers are the [`Metric`]s.
pub(super) const SENTIMENT: &str = "sentiment";

/// What a word of the language takes after it, or what to write in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meant {
    /// A word before `:`.
    Field(&'static str),
    /// A word before a comparison.
    Number(&'static str),
    /// `#` or `@`.
    Sigil(char),
}

impl Meant {
    /// How the term begins, as written in a query.
    pub(super) fn opening(self) -> String {
        match self {
            Self::Field(name) => format!("{name}:"),
            Self::Number(name) => format!("{name}>"),
            Self::Sigil(sigil) => format!("{sigil}name"),
        }
    }
}

/// Words of other search languages, and names of the columns, for what the
/// language calls otherwise.
const OTHER_WORDS: [(&str, Meant); 21] = [
    ("hashtag", Meant::Sigil('#')),
    ("hashtags", Meant::Sigil('#')),
    ("tag", Meant::Sigil('#')),
    ("author", Meant::Sigil('@')),
    ("creator", Meant::Sigil('@')),
    ("user", Meant::Sigil('@')),
    ("username", Meant::Sigil('@')),
    ("from", Meant::Sigil('@')),
    ("by", Meant::Sigil('@')),
    ("caption", Meant::Field("text")),
    ("contains", Meant::Field("text")),
    ("phrase", Meant::Field("text")),
    ("network", Meant::Field("platform")),
    ("site", Meant::Field("platform")),
    ("since", Meant::Field("after")),
    ("until", Meant::Field("before")),
    ("date", Meant::Field("after")),
    ("posted_at", Meant::Field("after")),
    ("plays", Meant::Number("views")),
    ("reposts", Meant::Number("shares")),
    ("retweets", Meant::Number("shares")),
];

/// What was meant by `word` before `:` or a comparison, if anything is near.
pub(super) fn term(word: &str) -> Option<Meant> {
    let word = word.to_ascii_lowercase();
    let other = OTHER_WORDS.iter().find(|(name, _)| *name == word);
    if let Some((_, meant)) = other {
        return Some(*meant);
    }
    let fields = FIELDS.into_iter().map(Meant::Field);
    let metrics = Metric::ALL.into_iter().map(Metric::name);
    let numbers = metrics.chain([SENTIMENT]).map(Meant::Number);
    fields
        .chain(numbers)
        .filter_map(|meant| {
            let (Meant::Field(name) | Meant::Number(name)) = meant else {
                return None;
            };
            // A slip of the keyboard, not another word: at most a third of the letters.
            let slips = distance(&word, name);
            (slips <= (name.len() / 3).min(2)).then_some((slips, meant))
        })
        .min_by_key(|(slips, _)| *slips)
        .map(|(_, meant)| meant)
}

/// The comparison that `symbol`, which is none, stands for elsewhere.
pub(super) fn comparison(symbol: &str) -> Option<&'static str> {
    match symbol {
        "==" => Some("="),
        "=>" | "≥" => Some(">="),
        "=<" | "≤" => Some("<="),
        "<>" | "≠" | "=!" => Some("!="),
        _ => None,
    }
}

/// Advice on a symbol that begins no term.
pub(super) fn symbol(c: char) -> Option<&'static str> {
    match c {
        '&' | '+' => Some("did you mean `AND`?"),
        '|' | ',' | ';' => Some("write `AND` or `OR` between terms"),
        '!' => Some("did you mean `NOT`?"),
        '–' | '—' | '−' => Some("did you mean `-`?"),
        '“' | '”' | '„' | '«' | '»' => Some("quotation marks are `\"`"),
        '\'' => Some("phrases are written `text:\"a phrase\"`"),
        '＠' => Some("did you mean `@`?"),
        _ => None,
    }
}

/// The number of characters to add, drop, change, or swap with the next one,
/// that turn `a` into `b`; an upper bound where edits overlap.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    // A word of the language is short; what is far longer is not near.
    if a.len() > b.len() + 2 {
        return a.len();
    }
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let changed = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = changed.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_find_their_word() {
        for (word, meant) in [
            ("platfrom", Meant::Field("platform")),
            ("Platforms", Meant::Field("platform")),
            ("like", Meant::Number("likes")),
            ("VEIWS", Meant::Number("views")),
            ("sentimnet", Meant::Number("sentiment")),
            ("until", Meant::Field("before")),
            ("author", Meant::Sigil('@')),
        ] {
            assert_eq!(term(word), Some(meant), "{word}");
        }
    }

    #[test]
    fn other_words_find_nothing() {
        for word in [
            "cats",
            "sale",
            "",
            "x",
            "the",
            "lives",
            &"likes".repeat(1000),
        ] {
            assert_ne!(term(word), Some(Meant::Field("text")), "{word}");
            assert_ne!(term(word), Some(Meant::Number("shares")), "{word}");
        }
        assert_eq!(term("cats"), None);
    }
}
