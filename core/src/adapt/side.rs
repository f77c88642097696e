//! The list beside the records of a page, by key: `includes.users` of the X API.

use serde_json::Value;

use crate::adapt::field::Lookup;
use crate::adapt::rule::Side;

/// Indexes the list of `lookup` within the JSON of the side value. What does
/// not fit is left out: the records that need it are rejected one by one.
pub(crate) fn index(lookup: &Lookup, json: &[u8]) -> Side {
    let Ok(side) = serde_json::from_slice::<Value>(json) else {
        return Side::new();
    };
    let list = side.get(&lookup.list).and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(|item| {
            Some((
                text(item.get(&lookup.equals)?)?,
                text(item.get(&lookup.take)?)?,
            ))
        })
        .collect()
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
