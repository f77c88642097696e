//! Tables in general: columns matched with the fields of a post by the names
//! that tools give them, whatever their case, spaces, `_` and `-`.

use crate::adapt::builtin::{SYNONYMS, TABLE};
use crate::adapt::field::{Field, FromCaption};
use crate::adapt::spec::Spec;
use crate::value::list::NAMES;

/// How a column name is compared.
fn key(name: &str) -> String {
    name.chars()
        .filter(|letter| !matches!(letter, ' ' | '_' | '-' | '\u{a0}'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The adapter for a table of these columns. `mapping` (from the user) comes
/// first; every field that it does not name is matched by name.
pub(crate) fn spec_for(columns: &[String], mapping: Option<&Spec>) -> Spec {
    let mut spec = mapping.cloned().unwrap_or_default();
    if spec.name.is_empty() {
        TABLE.clone_into(&mut spec.name);
    }
    let mut known = SYNONYMS.fields.clone();
    // What the mapping says of the platform is not to be outdone by a guess.
    if spec.platform.is_some() || spec.fields.platform_id.is_some() {
        known.platform = None;
    }
    for (field, synonyms) in spec.fields.all_mut().into_iter().zip(known.all_mut()) {
        if field.is_some() {
            continue;
        }
        let Some(mut synonyms) = synonyms.take() else {
            continue;
        };
        let found: Vec<String> = synonyms
            .first
            .iter()
            .flat_map(|name| {
                let wanted = key(name);
                columns.iter().filter(move |column| key(column) == wanted)
            })
            .cloned()
            .collect();
        // Hashtags can come from the caption where no column has them.
        if found.is_empty() && synonyms.from_caption == FromCaption::Never {
            continue;
        }
        synonyms.first = found;
        *field = Some(synonyms);
    }
    if let Some(hashtags) = &mut spec.fields.hashtags {
        items_that_are_objects(hashtags);
    }
    spec
}

/// A list of tags may be one of objects: adds the names that the text of a tag
/// goes by in them.
fn items_that_are_objects(hashtags: &mut Field) {
    let whole = hashtags.first.clone();
    let lists = whole.iter().filter(|path| !path.contains('['));
    for list in lists {
        let names = NAMES.iter().map(|name| format!("{list}[].{name}"));
        hashtags.first.extend(names);
    }
}

/// Whether a table of these columns looks like posts at all: an id, an author,
/// and something that was said, counted or dated.
pub(crate) fn fits(spec: &Spec) -> bool {
    let fields = &spec.fields;
    fields.id.is_some()
        && fields.author.is_some()
        && [
            &fields.caption,
            &fields.posted_at,
            &fields.likes,
            &fields.comments,
            &fields.views,
        ]
        .iter()
        .any(|field| field.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_matched_by_synonym_whatever_their_spelling() {
        let columns = [
            "Post ID",
            "User-Name",
            "LikeCount",
            "TEXT",
            "created_at",
            "foo",
        ];
        let spec = spec_for(&columns.map(str::to_owned), None);
        assert!(fits(&spec));
        let path = |field: &Option<Field>| field.clone().unwrap().first;
        assert_eq!(path(&spec.fields.id), ["Post ID"]);
        assert_eq!(path(&spec.fields.author), ["User-Name"]);
        assert_eq!(path(&spec.fields.likes), ["LikeCount"]);
        assert_eq!(path(&spec.fields.posted_at), ["created_at"]);
        assert!(spec.fields.views.is_none());
    }
}
