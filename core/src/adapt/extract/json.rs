//! Slots from a JSON value: one walk, in which everything that no path asks
//! for is skipped without being built.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::adapt::path::{Node, PathTree};
use crate::adapt::raw::Raw;
use crate::read::NOT_UTF_8;

/// A record up to this size can not nest deeper than the stack has room for.
const SHALLOW_BYTES: usize = 4096;

/// Nor can one with fewer lists and objects than this.
const SHALLOW_OPENERS: usize = 2000;

/// Why bytes are no JSON value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// What is wrong, in the same words wherever it stands.
    pub(crate) reason: String,
    /// Where, in bytes from the start of the value.
    pub(crate) offset: usize,
}

/// Fills `slots` from the JSON value in `bytes`. Slots that the value does not
/// have keep what they hold.
pub(crate) fn extract<'de>(
    tree: &PathTree,
    bytes: &'de [u8],
    slots: &mut [Raw<'de>],
) -> Result<(), Fault> {
    let walk = Walk {
        node: &tree.root,
        also: None,
        slots,
        in_list: false,
    };
    let outcome = if may_be_deep(bytes) {
        // This parser skips without recursion, however deep; the other one is faster.
        let mut parser = serde_json::Deserializer::from_slice(bytes);
        walk.deserialize(&mut parser).map_err(|error| {
            let offset = offset_of(bytes, error.line(), error.column());
            (error.to_string(), offset)
        })
    } else {
        let mut parser = sonic_rs::Deserializer::from_slice(bytes);
        walk.deserialize(&mut parser)
            .map_err(|error| (error.to_string(), error.offset()))
    };
    outcome.map_err(|(message, offset)| match std::str::from_utf8(bytes) {
        Ok(_) => Fault {
            reason: format!("not valid JSON: {}", without_place(&message)),
            offset,
        },
        Err(error) => Fault {
            reason: NOT_UTF_8.to_owned(),
            offset: error.valid_up_to(),
        },
    })
}

/// Whether a record could nest so deep that recursion would overflow the stack.
pub(crate) fn may_be_deep(bytes: &[u8]) -> bool {
    bytes.len() > SHALLOW_BYTES
        && memchr::memchr2_iter(b'[', b'{', bytes)
            .nth(SHALLOW_OPENERS)
            .is_some()
}

/// The parsers append the place, one of them with a picture of the input.
fn without_place(message: &str) -> &str {
    let line = message.lines().next().unwrap_or_default();
    line.split(" at line ").next().unwrap_or(line)
}

/// The byte at a line and column, both counted from 1.
fn offset_of(bytes: &[u8], line: usize, column: usize) -> usize {
    let before = bytes.split_inclusive(|byte| *byte == b'\n');
    let start: usize = before.take(line.saturating_sub(1)).map(<[u8]>::len).sum();
    start + column.saturating_sub(1)
}

struct Walk<'t, 's, 'de> {
    node: &'t Node,
    /// The slot of the list that the value is an item of, where a path asks
    /// for the list as a whole.
    also: Option<usize>,
    slots: &'s mut [Raw<'de>],
    /// Whether the path to here ran over a list, so that values add up.
    in_list: bool,
}

impl<'de> Walk<'_, '_, 'de> {
    fn put(&mut self, value: Raw<'de>) {
        if let Some(list) = self.also {
            self.slots[list].put(value.clone(), true);
        }
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

    fn visit_unit<E>(mut self) -> Result<(), E> {
        self.put(Raw::Null);
        Ok(())
    }

    fn visit_bool<E>(mut self, value: bool) -> Result<(), E> {
        self.put(Raw::Bool(value));
        Ok(())
    }

    fn visit_i64<E>(mut self, value: i64) -> Result<(), E> {
        self.put(Raw::Int(value));
        Ok(())
    }

    fn visit_u64<E>(mut self, value: u64) -> Result<(), E> {
        self.put(i64::try_from(value).map_or(Raw::Huge(value), Raw::Int));
        Ok(())
    }

    fn visit_f64<E>(mut self, value: f64) -> Result<(), E> {
        self.put(Raw::Float(value));
        Ok(())
    }

    fn visit_borrowed_str<E>(mut self, value: &'de str) -> Result<(), E> {
        self.put(Raw::Text(Cow::Borrowed(value)));
        Ok(())
    }

    fn visit_str<E>(mut self, value: &str) -> Result<(), E> {
        self.put(Raw::Text(Cow::Owned(value.to_owned())));
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        self.put(Raw::Object);
        while let Some(child) = map.next_key_seed(Key(self.node))? {
            match child {
                Some(node) => map.next_value_seed(Walk {
                    node,
                    also: None,
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
        let nothing = Node::default();
        // The items of a list within a list are those of the outer one.
        let also = node.slot.or(self.also);
        for index in 0.. {
            let (item, in_list) = match (&node.each, node.item(index)) {
                (Some(each), _) => (each.as_ref(), true),
                (None, Some(item)) => (item, self.in_list),
                (None, None) => (&nothing, true),
            };
            let asked = also.is_some() || !std::ptr::eq(item, &raw const nothing);
            let more = if asked {
                seq.next_element_seed(Walk {
                    node: item,
                    also,
                    slots: &mut *self.slots,
                    in_list,
                })?
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

    fn slots<'a>(paths: &[&str], json: &'a str) -> Result<Vec<Raw<'a>>, Fault> {
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
    fn a_list_may_be_asked_for_as_a_whole_and_by_its_items() {
        let paths = ["tags", "tags[].name", "tags[0]"];
        let json = r#"{"tags":["a",{"name":"b"},[["c"]]]}"#;
        let found = slots(&paths[..2], json).unwrap();
        let expected = [
            Raw::List(vec![text("a"), Raw::Object, text("c")]),
            Raw::List(vec![text("b")]),
        ];
        assert_eq!(found, expected);
        let first_too = slots(&[paths[0], paths[2]], json).unwrap();
        let whole = Raw::List(vec![text("a"), Raw::Object, text("c")]);
        assert_eq!(first_too, [whole, text("a")]);
    }

    #[test]
    fn keys_of_flattened_records_are_paths() {
        let paths = ["a.b", "c.d[].e", "f"];
        let json = r#"{"a.b":1,"c.d":[{"e":2}],"f":3}"#;
        let found = slots(&paths, json).unwrap();
        assert_eq!(
            found,
            [Raw::Int(1), Raw::List(vec![Raw::Int(2)]), Raw::Int(3)]
        );
    }

    #[test]
    fn what_is_broken_is_told_in_the_same_words_wherever_it_stands() {
        for (broken, part) in [
            (&b"{\"id\":"[..], "not valid JSON: "),
            (b"{\"id\":tru}", "not valid JSON: "),
            (b"{\"id\":\"\x01\"}", "not valid JSON: "),
            (b"{\"a\":[1,}", "not valid JSON: "),
            (b"{\"id\":\"caf\xe9\"}", "not valid UTF-8"),
        ] {
            let mut reasons = Vec::new();
            // Short, further on, and long enough for the other parser.
            for padding in ["", "\n   ", &" ".repeat(5000)] {
                let deep = if padding.len() < 100 {
                    String::new()
                } else {
                    format!(r#""deep":[{}0],"#, "[],".repeat(3000))
                };
                let json = [b"{", padding.as_bytes(), deep.as_bytes(), &broken[1..]].concat();
                let mut tree = PathTree::default();
                tree.insert(&Path::parse("id").unwrap());
                let fault = extract(&tree, &json, &mut [Raw::Absent]).unwrap_err();
                assert!(fault.offset >= padding.len() + deep.len(), "{fault:?}");
                assert!(fault.offset <= json.len(), "{fault:?}");
                let placed = fault.reason.contains("line ") || fault.reason.contains('\n');
                assert!(fault.reason.starts_with(part) && !placed, "{fault:?}");
                reasons.push(fault.reason);
            }
            assert_eq!(reasons[0], reasons[1]);
        }
    }
}
