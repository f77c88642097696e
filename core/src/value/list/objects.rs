//! A list of objects as Python prints it: `[{'name': 'a', 'id': 1}]`.

use super::{NAMES, Quoted, push};
use std::borrow::Cow;

/// Adds, of every object in `inner`, the text that goes by the first of [`NAMES`].
pub(super) fn collect(inner: &str, items: &mut Vec<Cow<'_, str>>) {
    let mut text = Quoted {
        rest: inner,
        commas: true,
        closes: |_| true,
    };
    let mut key: Option<String> = None;
    let mut name: Option<(usize, String)> = None;
    while let Some(first) = text.rest.chars().next() {
        text.rest = &text.rest[first.len_utf8()..];
        match first {
            '\'' | '"' => {
                let quoted = text.quoted(first);
                if text.rest.trim_start().starts_with(':') {
                    key = Some(quoted);
                    continue;
                }
                let Some(key) = key.take() else { continue };
                let place = NAMES.iter().position(|known| *known == key);
                if let Some(place) = place
                    && name.as_ref().is_none_or(|(best, _)| place < *best)
                {
                    name = Some((place, quoted));
                }
            }
            ',' => key = None,
            '}' => {
                key = None;
                if let Some((_, name)) = name.take() {
                    push(name, items);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::split_list;

    #[test]
    fn objects_give_their_names() {
        for (cell, items) in [
            (
                "[{'id': '7', 'name': \"g's\"}, {'name': 'h'}]",
                &["g's", "h"][..],
            ),
            ("[{'text': 'a', 'indices': [1, 2]}, {'id': 3}]", &["a"]),
            ("[{'title': 'b', 'name': 'c', 'x': None}]", &["c"]),
            (r"[{'name': 'caf\xe9 \'s'}]", &["café 's"]),
            ("[{'name': None}, {'name': ''}]", &[]),
            (
                "[{'name': 'never closed",
                &["[{'name':", "'never", "closed"],
            ),
            ("[{'name': 'a', 'more'}]", &["a"]),
            ("{'name': 'a'}", &["a"]),
        ] {
            assert_eq!(split_list(cell), items, "{cell}");
        }
    }
}
