//! Values on their way in, as they are, and out, as JSON text, which JavaScript
//! parses faster than it takes an object piece by piece.

use std::io::{self, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};
use veyl_core::{Error, ErrorKind};
use wasm_bindgen::JsValue;

use crate::error::{OrThrow, Result, argument};

/// The greatest integer below which JavaScript's numbers know them all.
const MOST: u64 = 1 << 53;

/// What a JavaScript value says, as a value of the core.
pub(crate) fn given<T: DeserializeOwned>(value: JsValue) -> Result<T> {
    serde_wasm_bindgen::from_value(value).map_err(|error| argument(&error.to_string()))
}

/// The JSON of a value. An integer beyond 2^53 is `{"$int":"…"}`, of which the
/// JavaScript before this makes a BigInt.
pub(crate) fn json<T: Serialize + ?Sized>(value: &T) -> Result<String> {
    let mut bytes = Vec::new();
    let mut serializer = Serializer::with_formatter(&mut bytes, Exact(CompactFormatter));
    value
        .serialize(&mut serializer)
        .map_err(|error| error.to_string())
        .and_then(|()| String::from_utf8(bytes).map_err(|error| error.to_string()))
        .map_err(|error| Error::new(ErrorKind::Corrupt, error))
        .or_throw()
}

struct Exact(CompactFormatter);

impl Formatter for Exact {
    fn write_i64<W: ?Sized + Write>(&mut self, writer: &mut W, value: i64) -> io::Result<()> {
        if value.unsigned_abs() > MOST {
            return write!(writer, "{{\"$int\":\"{value}\"}}");
        }
        self.0.write_i64(writer, value)
    }

    fn write_u64<W: ?Sized + Write>(&mut self, writer: &mut W, value: u64) -> io::Result<()> {
        if value > MOST {
            return write!(writer, "{{\"$int\":\"{value}\"}}");
        }
        self.0.write_u64(writer, value)
    }
}

#[cfg(test)]
mod tests {
    use super::json;

    #[test]
    fn integers_are_exact() {
        let most = 1_i64 << 53;
        let text = json(&(1, -most, most, most + 1, i64::MIN, u64::MAX, 0.5)).unwrap();
        assert_eq!(
            text,
            concat!(
                r#"[1,-9007199254740992,9007199254740992,{"$int":"9007199254740993"},"#,
                r#"{"$int":"-9223372036854775808"},{"$int":"18446744073709551615"},0.5]"#
            )
        );
    }
}
