//! The names of the fields that records have.

use std::collections::BTreeSet;
use std::fmt;

use arrow::datatypes::DataType;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::adapt::extract::json;
use crate::read::{Block, Rows};

/// How many of the first records are looked at.
const SAMPLE: usize = 100;

/// How many names a message lists.
const LISTED: usize = 12;

/// The names of the columns; of JSON records, the keys of the first ones.
/// Fields of objects and structs come as `object.field`.
pub(crate) fn columns(block: Option<&Block>) -> Vec<String> {
    let Some(block) = block else {
        return Vec::new();
    };
    match &block.rows {
        Rows::Table(rows) => rows.header().to_vec(),
        Rows::Arrow(batch) => {
            let mut names = Vec::new();
            for field in batch.schema().fields() {
                names.push(field.name().clone());
                if let DataType::Struct(children) = field.data_type() {
                    let inner = children.iter().map(|child| child.name());
                    names.extend(inner.map(|child| format!("{}.{child}", field.name())));
                }
            }
            names
        }
        Rows::Json { bytes, records, .. } => {
            let mut names = BTreeSet::new();
            for record in records.iter().take(SAMPLE) {
                let record = &bytes[record.range()];
                if json::may_be_deep(record) {
                    continue;
                }
                let keys = Keys {
                    names: &mut names,
                    of: None,
                };
                let mut parser = sonic_rs::Deserializer::from_slice(record);
                // What is broken is told where records are converted.
                let _ = keys.deserialize(&mut parser);
            }
            names.into_iter().collect()
        }
    }
}

/// The first of `names`, for messages.
pub(crate) fn show(names: &[String]) -> String {
    let shown: Vec<_> = names
        .iter()
        .take(LISTED)
        .map(|name| format!("`{name}`"))
        .collect();
    match names.len().saturating_sub(LISTED) {
        _ if shown.is_empty() => "no fields at all".to_owned(),
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Takes down the keys of a JSON object, and of the objects in it.
struct Keys<'n> {
    names: &'n mut BTreeSet<String>,
    /// The key of the object, if it is within another.
    of: Option<String>,
}

impl<'de> DeserializeSeed<'de> for Keys<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Keys<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            match &self.of {
                Some(outer) => {
                    self.names.insert(format!("{outer}.{key}"));
                    map.next_value::<IgnoredAny>()?;
                }
                None => {
                    self.names.insert(key.clone());
                    map.next_value_seed(Keys {
                        names: &mut *self.names,
                        of: Some(key),
                    })?;
                }
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
}
