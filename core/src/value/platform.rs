//! Names of platforms: `instagram`, `tiktok`, `x`.

use crate::{Error, ErrorKind, Result};

/// The longest name of a platform, in bytes.
const LONGEST: usize = 64;

/// The normal form of a platform's name: lower case, without blanks around it.
///
/// # Errors
/// `Argument` where it is empty, longer than 64 bytes, or holds anything but
/// ASCII letters, digits, `-`, `.` and `_`: names stand in the ids of posts and
/// in the JSON lists of projects, where nothing else needs quoting.
pub fn normalize(name: &str) -> Result<String> {
    let name = name.trim().to_ascii_lowercase();
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    if name.is_empty() || name.len() > LONGEST || !name.bytes().all(fits) {
        return Err(Error::new(
            ErrorKind::Argument,
            format!("`{}` is not the name of a platform", super::shorten(&name)),
        )
        .hint("a name is made of letters, digits, `-`, `.` and `_`, such as instagram"));
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::normalize;

    #[test]
    fn names_are_lower_case_and_plain() {
        assert_eq!(normalize(" TikTok ").unwrap(), "tiktok");
        for wrong in ["", "a b", "a\"b", "ünder", &"x".repeat(65)] {
            assert!(normalize(wrong).is_err(), "{wrong}");
        }
    }
}
