//! Slots from a JSON value: one walk, in which everything that no path asks
//! for is skipped without being built.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::adapt::path::{Node, PathTree};
use crate::adapt::raw::Raw;

/// A record up to this size can not nest deeper than the stack has room for.
const SHALLOW_BYTES: usize = 4096;

/// Nor can one with fewer lists and objects than this.
const SHALLOW_OPENERS: usize = 2000;

/// Fills `slots` from the JSON value in `bytes`. Slots that the value does not
/// have keep what they hold. The error is the parser's own words.
pub(crate) fn extract<'de>(
    tree: &PathTree,
    bytes: &'de [u8],
    slots: &mut [Raw<'de>],
) -> Result<(), String> {
    let walk = Walk {
        node: &tree.root,
        slots,
        in_list: false,
    };
    let outcome = if may_be_deep(bytes) {
        // This parser skips without recursion, however deep; the other one is faster.
        let mut parser = serde_json::Deserializer::from_slice(bytes);
        walk.deserialize(&mut parser)
            .map_err(|error| error.to_string())
    } else {
        let mut parser = sonic_rs::Deserializer::from_slice(bytes);
        walk.deserialize(&mut parser)
            .map_err(|error| error.to_string())
    };
    outcome.map_err(|message| first_line(&message))
}

/// Whether a record could nest so deep that recursion would overflow the stack.
pub(crate) fn may_be_deep(bytes: &[u8]) -> bool {
    bytes.len() > SHALLOW_BYTES
        && memchr::memchr2_iter(b'[', b'{', bytes)
            .nth(SHALLOW_OPENERS)
            .is_some()
}

/// The parser appends a picture of the input; the first line is the reason.
fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or_default().to_owned()
}

struct Walk<'t, 's, 'de> {
    node: &'t Node,
    slots: &'s mut [Raw<'de>],
    /// Whether the path to here ran over a list, so that values add up.
    in_list: bool,
}

impl<'de> Walk<'_, '_, 'de> {
    fn put(self, value: Raw<'de>) {
        if let Some(slot) = self.node.slot {
            self.slots[slot].put(value, self.in_list);
        }
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_, '_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.put(Raw::Null);
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.put(Raw::Bool(value));
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.put(Raw::Int(value));
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.put(i64::try_from(value).map_or(Raw::Huge(value), Raw::Int));
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.put(Raw::Float(value));
        Ok(())
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<(), E> {
        self.put(Raw::Text(Cow::Borrowed(value)));
        Ok(())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.put(Raw::Text(Cow::Owned(value.to_owned())));
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        if let Some(slot) = self.node.slot {
            self.slots[slot].put(Raw::Object, self.in_list);
        }
        while let Some(child) = map.next_key_seed(Key(self.node))? {
            match child {
                Some(node) => map.next_value_seed(Walk {
                    node,
                    slots: &mut *self.slots,
                    in_list: self.in_list,
                })?,
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let node = self.node;
        if let Some(slot) = node.slot {
            // An empty list is a value: the field is there and says "none".
            if !self.in_list {
                self.slots[slot] = Raw::List(Vec::new());
            }
        }
        for index in 0.. {
            let more = if let Some(each) = &node.each {
                seq.next_element_seed(Walk {
                    node: each,
                    slots: &mut *self.slots,
                    in_list: true,
                })?
                .is_some()
            } else if let Some(item) = node.item(index) {
                seq.next_element_seed(Walk {
                    node: item,
                    slots: &mut *self.slots,
                    in_list: self.in_list,
                })?
                .is_some()
            } else if let Some(slot) = node.slot {
                seq.next_element_seed(Item(slot, &mut *self.slots))?
                    .is_some()
            } else {
                seq.next_element::<IgnoredAny>()?.is_some()
            };
            if !more {
                break;
            }
        }
        Ok(())
    }
}

/// An item of a list that is asked for as a whole: single values only.
struct Item<'s, 'de>(usize, &'s mut [Raw<'de>]);

impl<'de> DeserializeSeed<'de> for Item<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let leaf = Node {
            slot: Some(self.0),
            ..Node::default()
        };
        deserializer.deserialize_any(Walk {
            node: &leaf,
            slots: self.1,
            in_list: true,
        })
    }
}

/// A key of an object: the node it leads to, if any path goes there.
struct Key<'t>(&'t Node);

impl<'de, 't> DeserializeSeed<'de> for Key<'t> {
    type Value = Option<&'t Node>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'t> Visitor<'_> for Key<'t> {
    type Value = Option<&'t Node>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the key of an object")
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(self.0.key(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapt::path::Path;

    fn slots<'a>(paths: &[&str], json: &'a str) -> Result<Vec<Raw<'a>>, String> {
        let mut tree = PathTree::default();
        for path in paths {
            tree.insert(&Path::parse(path).unwrap());
        }
        let mut slots = vec![Raw::Absent; paths.len()];
        extract(&tree, json.as_bytes(), &mut slots).map(|()| slots)
    }

    fn text(text: &str) -> Raw<'_> {
        Raw::Text(Cow::Borrowed(text))
    }

    #[test]
    fn nested_values_lists_and_items() {
        let json = r#"{"a":{"b":1,"skip":[[{}]]},"tags":[{"n":"x"},{"n":"y"},{}],
            "edges":[{"t":"first"},{"t":"second"}],"list":["p","q"],"none":null,"big":9223372036854775808}"#;
        let found = slots(
            &[
                "a.b",
                "tags[].n",
                "edges[0].t",
                "list",
                "none",
                "missing",
                "a",
                "big",
            ],
            json,
        )
        .unwrap();
        let expected = [
            Raw::Int(1),
            Raw::List(vec![text("x"), text("y")]),
            text("first"),
            Raw::List(vec![text("p"), text("q")]),
            Raw::Null,
            Raw::Absent,
            Raw::Object,
            Raw::Huge(1 << 63),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_field_may_be_text_or_an_object() {
        let paths = ["author.name", "author"];
        assert_eq!(
            slots(&paths, r#"{"author":"ann"}"#).unwrap(),
            [Raw::Absent, text("ann")]
        );
        assert_eq!(
            slots(&paths, r#"{"author":{"name":"ann"}}"#).unwrap(),
            [text("ann"), Raw::Object]
        );
    }

    #[test]
    fn deep_nesting_where_nobody_looks_is_skipped() {
        let json = format!(
            r#"{{"deep":{}{},"id":7}}"#,
            "[".repeat(10_000),
            "]".repeat(10_000)
        );
        assert_eq!(slots(&["id"], &json).unwrap(), [Raw::Int(7)]);
    }

    #[test]
    fn broken_json_is_an_error_of_one_line() {
        for json in [
            r#"{"id":"#,
            r#"{"id":tru}"#,
            "{\"id\":\"\u{1}\"}",
            r#"{"a":[1,}"#,
        ] {
            let error = slots(&["id"], json).unwrap_err();
            assert!(!error.contains('\n'), "{error}");
        }
    }
}
