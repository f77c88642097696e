//! What Unicode says of a character.

use icu_properties::props::{Emoji, GeneralCategory, GeneralCategoryGroup};
use icu_properties::{CodePointMapData, CodePointSetData};

pub(crate) fn is_letter(c: char) -> bool {
    is(GeneralCategoryGroup::Letter, c)
}

pub(crate) fn is_number(c: char) -> bool {
    is(GeneralCategoryGroup::Number, c)
}

/// A mark on the character before it, such as an accent.
pub(crate) fn is_mark(c: char) -> bool {
    is(GeneralCategoryGroup::Mark, c)
}

/// May be shown as an emoji; plain digits too.
pub(crate) fn is_emoji(c: char) -> bool {
    CodePointSetData::new::<Emoji>().contains(c)
}

fn is(group: GeneralCategoryGroup, c: char) -> bool {
    group.contains(CodePointMapData::<GeneralCategory>::new().get(c))
}

#[cfg(test)]
mod tests {
    use unicode_normalization::char::is_combining_mark;
    use unicode_properties::{GeneralCategoryGroup as Group, UnicodeEmoji, UnicodeGeneralCategory};

    use super::*;

    #[test]
    fn another_reading_of_unicode_agrees() {
        for c in '\0'..=char::MAX {
            let group = c.general_category_group();
            let agrees = is_letter(c) == (group == Group::Letter)
                && is_number(c) == (group == Group::Number)
                && is_mark(c) == (group == Group::Mark)
                && is_mark(c) == is_combining_mark(c)
                && is_emoji(c) == c.is_emoji_char();
            assert!(agrees, "U+{:04X}", u32::from(c));
        }
    }
}
