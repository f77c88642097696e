//! The two names of a post on Instagram: its number, and the short code in its
//! URL, which is that number written in 64 letters.

/// The letters of short codes, by what they count.
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The short code of the post with a number, such as `3301000000000000101`;
/// what follows a `_` is the number of its author, and left out. `None` if it
/// is no number.
pub fn short_code(number: &str) -> Option<String> {
    let number = number.trim();
    let post = number.split_once('_').map_or(number, |(post, _)| post);
    let mut left: u64 = post.parse().ok().filter(|post| *post > 0)?;
    let mut code = Vec::new();
    while left > 0 {
        code.push(char::from(LETTERS[(left % 64) as usize]));
        left /= 64;
    }
    Some(code.into_iter().rev().collect())
}

#[cfg(test)]
mod tests {
    use super::short_code;

    #[test]
    fn numbers_are_written_in_64_letters() {
        for (number, code) in [
            ("1", Some("B")),
            ("64", Some("BA")),
            ("2715604631366879010", Some("CWvxAY7B0ci")),
            ("18446744073709551615", Some("P__________")),
            ("18446744073709551616", None),
            ("0", None),
            ("", None),
            ("CWvxAY7B0ci", None),
        ] {
            assert_eq!(short_code(number).as_deref(), code, "{number}");
        }
        assert_eq!(short_code(" 64_5 ").as_deref(), Some("BA"));
    }
}
