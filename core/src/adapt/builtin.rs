//! The adapter files embedded in the crate.

use std::sync::LazyLock;

use crate::adapt::spec::Spec;

macro_rules! adapters {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../adapters/", $name, ".toml")))),*]
    };
}

/// Name and text of every adapter file, the general table last.
const FILES: [(&str, &str); 19] = adapters![
    "apify-instagram",
    "apify-tiktok",
    "tiktok-scraper",
    "zeeschuimer-tiktok",
    "zeeschuimer-instagram",
    "instagram-graph",
    "tiktok-research",
    "youtube-api",
    "youtube-trending",
    "x-api",
    "x-web",
    "mastodon",
    "bluesky",
    "bluesky-table",
    "reddit",
    "crowdtangle-instagram",
    "crowdtangle-facebook",
    "posts",
    "table",
];

/// The adapters that are recognised by the paths of their records.
pub(crate) static ADAPTERS: LazyLock<Vec<Spec>> = LazyLock::new(|| {
    FILES
        .iter()
        .filter_map(|(name, text)| Spec::parse(text, name).ok())
        .filter(|spec| spec.name != TABLE)
        .collect()
});

/// The names by which a general table's columns are known.
pub(crate) static SYNONYMS: LazyLock<Spec> = LazyLock::new(|| {
    FILES
        .iter()
        .filter(|(name, _)| *name == TABLE)
        .find_map(|(name, text)| Spec::parse(text, name).ok())
        .unwrap_or_default()
});

/// The name of the general table in `--format`.
pub(crate) const TABLE: &str = "table";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapt::adapter::Adapter;

    #[test]
    fn every_file_parses_compiles_and_is_named_as_its_file() {
        for (name, text) in FILES {
            let spec = Spec::parse(text, name).unwrap();
            assert_eq!(spec.name, name);
            if name != TABLE {
                Adapter::compile(&spec, None).unwrap();
                assert!(!spec.recognise.has.is_empty(), "{name}");
            }
        }
    }
}
