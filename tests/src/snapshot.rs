//! Snapshots: texts that were read once, found right, and written down.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// The variable that has snapshots written, if it is `1`.
const UPDATE: &str = "VEYL_UPDATE_SNAPSHOTS";

/// Lines around a difference that are shown with it.
const AROUND: usize = 2;

/// Compares `text` with the snapshot in `path`; writes it there only where
/// `VEYL_UPDATE_SNAPSHOTS` is `1`.
///
/// # Panics
/// Where there is no snapshot, or another, with the difference.
#[allow(clippy::panic, clippy::expect_used)]
pub fn compare(path: &Path, text: &str) {
    if std::env::var_os(UPDATE).is_some_and(|value| value == "1") {
        fs::write(path, text).expect("the snapshot is written");
        return;
    }
    let shown = path.display();
    let advice = format!("{UPDATE}=1 writes it anew; read what changed before it is committed");
    match fs::read_to_string(path) {
        Ok(known) if known == text => {}
        Ok(known) => panic!(
            "what comes out is not what {shown} has:\n{}{advice}",
            difference(&known, text)
        ),
        Err(error) => panic!("{shown} can not be read ({error}); {advice}\n{text}"),
    }
}

/// The lines that differ, `-` before those of `old` and `+` before those of
/// `new`, with some that do not.
fn difference(old: &str, new: &str) -> String {
    let (old, new): (Vec<_>, Vec<_>) = (old.split('\n').collect(), new.split('\n').collect());
    // The longest common sequence of lines from each pair of lines on.
    let mut common = vec![vec![0_usize; new.len() + 1]; old.len() + 1];
    for at in (0..old.len()).rev() {
        for other in (0..new.len()).rev() {
            common[at][other] = if old[at] == new[other] {
                common[at + 1][other + 1] + 1
            } else {
                common[at + 1][other].max(common[at][other + 1])
            };
        }
    }
    let mut lines = Vec::new();
    let (mut at, mut other) = (0, 0);
    while at < old.len() || other < new.len() {
        if at < old.len() && other < new.len() && old[at] == new[other] {
            lines.push((' ', old[at]));
            (at, other) = (at + 1, other + 1);
        } else if other == new.len()
            || at < old.len() && common[at + 1][other] >= common[at][other + 1]
        {
            lines.push(('-', old[at]));
            at += 1;
        } else {
            lines.push(('+', new[other]));
            other += 1;
        }
    }
    let mut text = String::new();
    let mut skipped = false;
    for (place, (sign, line)) in lines.iter().enumerate() {
        let around = place.saturating_sub(AROUND)..lines.len().min(place + AROUND + 1);
        if lines[around].iter().any(|(sign, _)| *sign != ' ') {
            // Writing into a text does not fail.
            let _ = writeln!(text, "{sign} {line}");
            skipped = false;
        } else if !skipped {
            text.push_str("  …\n");
            skipped = true;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn differences_are_shown_with_what_is_around_them() {
        let old = "a\nb\nc\nd\ne\nf\ng";
        let new = "a\nb\nc\nD\ne\nf\ng\nh";
        assert_eq!(
            difference(old, new),
            "  …\n  b\n  c\n- d\n+ D\n  e\n  f\n  g\n+ h\n"
        );
        assert_eq!(difference("", "a\n"), "+ a\n  \n");
    }
}
