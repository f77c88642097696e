//! Fields as adapter files write them: a path, a list of paths, or a rule.
//!
//! By hand, and not derived: derived code for each key of each field would be a
//! tenth of what the module for JavaScript has of ours.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{
    self, Deserialize, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, Visitor,
};

use super::{Field, FromCaption, Kind, Lookup, TextKind};

/// The keys of a rule.
const KEYS: [&str; 14] = [
    "first",
    "sum",
    "join",
    "constant",
    "null_if",
    "format",
    "text",
    "query",
    "after_segment",
    "last_segment",
    "shortcode_of",
    "split",
    "from_caption",
    "lookup",
];

/// One of some known keys, as its place among them.
pub(in crate::adapt) struct Key(pub(in crate::adapt) &'static [&'static str]);

impl<'de> DeserializeSeed<'de> for Key {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Key {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<usize, E> {
        let place = self.0.iter().position(|known| *known == key);
        place.ok_or_else(|| E::unknown_field(key, self.0))
    }
}

/// A field of some kind.
pub(in crate::adapt) struct Written(pub(in crate::adapt) Kind);

impl Written {
    fn checked<E: de::Error>(self, field: Field) -> Result<Field, E> {
        match field.fault(self.0) {
            None => Ok(field),
            Some(fault) => Err(E::custom(fault)),
        }
    }

    fn at<E: de::Error>(self, first: Vec<String>) -> Result<Field, E> {
        self.checked(Field {
            first,
            ..Field::default()
        })
    }
}

impl<'de> DeserializeSeed<'de> for Written {
    type Value = Field;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Field, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Written {
    type Value = Field;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a path, a list of paths, or a rule such as { first = \"PATH\" }")
    }

    fn visit_str<E: de::Error>(self, path: &str) -> Result<Field, E> {
        self.at(vec![path.to_owned()])
    }

    fn visit_seq<A: SeqAccess<'de>>(self, paths: A) -> Result<Field, A::Error> {
        self.at(Vec::deserialize(SeqAccessDeserializer::new(paths))?)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut keys: A) -> Result<Field, A::Error> {
        let mut field = Field::default();
        while let Some(place) = keys.next_key_seed(Key(&KEYS))? {
            keys.next_value_seed(Rule(&mut field, KEYS[place]))?;
        }
        self.checked(field)
    }
}

/// What stands at a key of a rule, put where it belongs.
struct Rule<'f>(&'f mut Field, &'static str);

impl Rule<'_> {
    /// The list of texts at the key, where it has one.
    fn texts(&mut self) -> Option<&mut Vec<String>> {
        Some(match self.1 {
            "first" => &mut self.0.first,
            "join" => &mut self.0.join,
            "null_if" => &mut self.0.null_if,
            "query" => &mut self.0.query,
            "after_segment" => &mut self.0.after_segment,
            "shortcode_of" => &mut self.0.shortcode_of,
            "split" => &mut self.0.split,
            _ => return None,
        })
    }
}

impl<'de> DeserializeSeed<'de> for Rule<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Rule<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.1 {
            "sum" => "a list of paths, or of lists of paths",
            "constant" | "format" | "text" | "from_caption" => "a text",
            "last_segment" => "true or false",
            "lookup" => "a table of `key`, `list`, `equals` and `take`",
            _ => "a text or a list of texts",
        })
    }

    fn visit_bool<E: de::Error>(self, yes: bool) -> Result<(), E> {
        if self.1 != "last_segment" {
            return Err(E::invalid_type(Unexpected::Bool(yes), &self));
        }
        self.0.last_segment = yes;
        Ok(())
    }

    fn visit_str<E: de::Error>(mut self, text: &str) -> Result<(), E> {
        if let Some(texts) = self.texts() {
            *texts = vec![text.to_owned()];
            return Ok(());
        }
        match self.1 {
            "constant" => self.0.constant = Some(text.to_owned()),
            "format" => self.0.format = text.parse().map_err(E::custom)?,
            "text" => self.0.text = TextKind::deserialize(text.into_deserializer())?,
            "from_caption" => {
                self.0.from_caption = FromCaption::deserialize(text.into_deserializer())?;
            }
            _ => return Err(E::invalid_type(Unexpected::Str(text), &self)),
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        if self.1 == "sum" {
            while let Some(Paths(paths)) = items.next_element()? {
                self.0.sum.push(paths);
            }
            return Ok(());
        }
        match self.texts() {
            Some(texts) => {
                *texts = Vec::deserialize(SeqAccessDeserializer::new(items))?;
                Ok(())
            }
            None => Err(de::Error::invalid_type(Unexpected::Seq, &self)),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, keys: A) -> Result<(), A::Error> {
        if self.1 != "lookup" {
            return Err(de::Error::invalid_type(Unexpected::Map, &self));
        }
        self.0.lookup = Some(Lookup::deserialize(MapAccessDeserializer::new(keys))?);
        Ok(())
    }
}

/// A path, or several.
struct Paths(Vec<String>);

impl<'de> Deserialize<'de> for Paths {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        /// How they are read.
        struct Texts;

        impl<'de> Visitor<'de> for Texts {
            type Value = Vec<String>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a path or a list of paths")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Vec<String>, E> {
                Ok(vec![text.to_owned()])
            }

            fn visit_seq<A: SeqAccess<'de>>(self, texts: A) -> Result<Vec<String>, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(texts))
            }
        }

        deserializer.deserialize_any(Texts).map(Self)
    }
}
