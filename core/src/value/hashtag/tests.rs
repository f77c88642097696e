use super::*;
use proptest::prelude::*;

#[test]
fn normal_forms() {
    for (tag, normal) in [
        ("tag", "tag"),
        ("#Tag", "tag"),
        (" ##TAG ", "tag"),
        ("horror night", "horrornight"),
        ("Bob's", "bobs"),
        ("Bob’s", "bobs"),
        ("C#", "c"),
        ("a_b-c", "a_bc"),
        ("2024", "2024"),
        ("＃ＴＡＧ", "tag"),
        ("﹟ｔａｇ＿１", "tag_1"),
        ("\u{200B}\u{FEFF}#tag\u{200F}", "tag"),
        ("Straße", "strasse"),
        ("İstanbul", "i\u{307}stanbul"),
        ("Cafe\u{301}", "café"),
        ("हिन्दी", "हिन्दी"),
        ("#العربية", "العربية"),
        ("#كأس_العالم", "كأس_العالم"),
        ("می\u{200C}خواهم", "می\u{200C}خواهم"),
        ("tag\u{200D}", "tag"),
        ("goril·la·", "goril·la"),
        ("ハリー・ポッター", "ハリー・ポッター"),
        ("ﾊﾘｰ･ﾎﾟｯﾀｰ", "ハリー・ポッター"),
        ("か\u{309B}", "が"),
        ("צה״ל", "צה״ל"),
        ("ไทยแลนด์", "ไทยแลนด์"),
        ("한국", "한국"),
        ("한\u{200B}국", "한국"),
        ("❤️", "❤\u{FE0F}"),
        ("#Love❤️", "love❤\u{FE0F}"),
        ("love\u{FE0F}", "love"),
        ("👩‍👩‍👧", "👩‍👩‍👧"),
        ("👍🏽", "👍🏽"),
        ("1️⃣", "1\u{FE0F}\u{20E3}"),
        ("🇩🇪", "🇩🇪"),
        ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"),
        ("Nike®️", "nike"),
        ("①", "1"),
        ("𝓕𝓪𝓷", "fan"),
    ] {
        assert_eq!(normalize(tag).as_deref(), Some(normal), "{tag}");
        assert_eq!(normalize(normal).as_deref(), Some(normal), "{tag} again");
    }
}

#[test]
fn nothing_left() {
    for tag in [
        "",
        "#",
        " # ",
        "＃",
        "!?",
        "_",
        "__",
        "\u{200D}",
        "\u{FE0F}\u{20E3}",
        "#️⃣",
        "\u{3164}",
        "·",
        "«»",
    ] {
        assert_eq!(normalize(tag), None, "{tag:?}");
    }
}

#[test]
fn a_normal_form_borrows() {
    for tag in ["tag", "हिन्दी", "日本語"] {
        assert!(matches!(normalize(tag), Some(Cow::Borrowed(_))), "{tag}");
    }
}

#[test]
fn every_character_after_a_letter_is_stable() {
    // Without the ideographs, syllables and planes that fold to themselves.
    let blocks = [
        '\0'..='\u{33FF}',
        '\u{A000}'..='\u{ABFF}',
        '\u{F900}'..='\u{1FFFF}',
    ];
    for c in blocks.into_iter().flatten() {
        for text in [format!("か{c}"), format!("e{c}\u{301}"), format!("❤{c}❤")] {
            let once = normalize(&text);
            let twice = once.as_deref().and_then(normalize);
            assert_eq!(twice, once, "U+{:04X}", u32::from(c));
        }
    }
}

proptest! {
    #[test]
    fn normalizing_is_idempotent(tag in any::<String>()) {
        if let Some(once) = normalize(&tag) {
            prop_assert_eq!(normalize(&once), Some(once.clone()));
        }
    }

    #[test]
    fn normalizing_is_idempotent_on_awkward_text(
        tag in "[aA#_ か\u{309B}\u{3099}\u{345}\u{301}\u{200D}\u{200B}\u{FE0F}\u{20E3}1❤®·\u{1160}각ᆨßİ]{0,12}",
    ) {
        if let Some(once) = normalize(&tag) {
            prop_assert_eq!(normalize(&once), Some(once.clone()));
        }
    }

    #[test]
    fn the_ascii_path_agrees_with_the_long_one(tag in "[ -~]{0,20}") {
        // A character that is dropped sends it the long way round.
        let long = format!("{tag}\u{2014}");
        prop_assert_eq!(normalize(&tag), normalize(&long));
    }
}
